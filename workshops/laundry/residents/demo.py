"""A demo's residents: two care homes, their people (invented) and their linen, going round."""

from datetime import timedelta
from typing import Final

from esat import clock
from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production import subjects
from esat.production.rehearsal import Player, Scene
from workshops.laundry import receiving
from workshops.laundry.residents import garments, marking_rules, people, shelf
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.marking_rules import RuleIn
from workshops.laundry.residents.models import Resident
from workshops.laundry.residents.people import ResidentIn

HOMES, RESIDENTS = 2, 12
RECENT = timedelta(days=18)
"""Before this, garments come on one day in five: a demo has a limit of events."""
NAMES: Final = (
    ("Moreau", "Jeanne"), ("Moreaux", "Jeannine"), ("Garnier", "Lucette"), ("Petit", "Marcel"),
    ("Rousseau", "Odette"), ("Blanc", "Simone"), ("Lefèvre", "André"), ("Roux", "Denise"),
    ("Faure", "Yvonne"), ("Chevalier", "Roger"), ("Perrin", "Huguette"), ("Colin", "Renée"),
)  # fmt: skip
LINEN: Final = (
    ("Gilet", "bleu", "42"), ("Robe", "fleurie", "44"), ("Chemise", "blanche", "40"),
    ("Pantalon", "gris", "44"), ("Chemise de nuit", "rose", "42"), ("Pull", "vert", "M"),
)  # fmt: skip
SECTORS: Final = ("Les Lilas", "Les Roses", "Étage 2")


class Residents:
    """The codes of the garments, washed a few a day."""

    def __init__(self, scene: Scene) -> None:
        self.by = scene.actor("laundry")
        self.codes: list[str] = []
        homes = [scene.session.get_one(Client, key) for key in scene.fictive[:HOMES]]
        with scene.moment(scene.at(8)):
            for home in homes:
                self._home(scene, home)

    def play(self, scene: Scene) -> None:
        """A few garments come; the laundry washes them with the next day's loads."""
        when = scene.sometime(9, 10)
        if scene.day < scene.last_day - RECENT and scene.rng.random() < 0.8:
            return
        for code in scene.rng.sample(self.codes, min(6, len(self.codes))):
            with scene.moment(when):
                subject = subjects.by_code(scene.session, code)
                if subject is None or subject.item_id is not None:
                    continue
                receiving.receive(scene.session, subject, by=self.by, at=when)
            scene.move(code, "receive", when, by=self.by)

    def _home(self, scene: Scene, home: Client) -> None:
        rule = RuleIn(
            level=3, asked_by="Direction de l’établissement", asked_on=clock.today()
        )  # fmt: skip
        marking_rules.follow(scene.session, home.id or 0, rule, by=SYSTEM)
        for n, (last, first) in enumerate(NAMES[:RESIDENTS]):
            given = ResidentIn(
                number=str(101 + n), last_name=last, first_name=first,
                sector=SECTORS[n % len(SECTORS)], sure=True,
            )  # fmt: skip
            one = people.add(scene.session, home.id or 0, given, by=SYSTEM)
            for nature, colour, size in LINEN[: 3 + n % 4]:
                self._garment(scene, one, GarmentIn(nature=nature, colour=colour, size=size))
        shelf.put(scene.session, GarmentIn(nature="Gilet", colour="bleu", size="42"), "", by=SYSTEM)

    def _garment(self, scene: Scene, one: Resident, given: GarmentIn) -> None:
        made, code = garments.register(scene.session, given, by=SYSTEM, resident=one)
        if scene.rng.random() < 0.85:
            made.marked_at = made.to_mark_since
            scene.session.flush()
            garments.step(scene.session, made, "marked", by=SYSTEM)
        if scene.rng.random() < 0.06 or (one.number, given.nature) == ("103", "Gilet"):
            garments.declare_lost(scene.session, made, "missing", clock.now(), "", by=SYSTEM)
        else:
            self.codes.append(code)


def demo(scene: Scene) -> Player:
    """Prepare the care homes and answer their player."""
    return Residents(scene).play
