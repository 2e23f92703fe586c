"""A demo's prerequisites: pumps with their lots, cleaning done but for two tasks on two days, the
monthly visit, trolleys disinfected, machines kept up with one act that is late.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production.rehearsal import Player, Scene
from esat.workers.models import Group, Worker
from laundry_rabc.prereq import (
    chemicals,
    cleaning,
    cleaning_reads,
    hygiene,
    maintenance,
    pests,
    pumps,
    trolleys,
)
from laundry_rabc.prereq.chemicals import LotIn, ProductIn
from laundry_rabc.prereq.cleaning import CheckIn, DoneIn, TaskIn
from laundry_rabc.prereq.hygiene import RoundIn
from laundry_rabc.prereq.maintenance import EventIn, UpkeepIn
from laundry_rabc.prereq.models import Product
from laundry_rabc.prereq.pests import Trap, VisitIn
from laundry_rabc.prereq.pump_shapes import FillIn, MachineIn, PumpIn
from laundry_rabc.prereq.trolleys import TrolleyIn
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine

SOURCE: Final = "Proposition, à valider avec l’équipe RABC"
PRODUCTS: Final = (
    ("Lessive liquide L2", "detergent", "Lessive", "LL-2618", 400),
    ("Désinfectant D4", "disinfectant", "Désinfectant", "DD-0931", 18),
    ("Neutralisant N1", "neutraliser", "Neutralisant", "NN-4410", 300),
)
"""Name, kind, the programmes' word, lot, days until it expires counted from the demo's last day."""
TASKS: Final = (
    ("Tables de pliage", "clean", "day", "droplet-half", "Pulvériser, attendre, essuyer."),
    ("Poignées et portes du sas", "sas", "day", "droplet-half", "Deux lingettes par porte."),
    ("Sol de la zone sale", "dirty", "day", "bucket", "Balayer humide, puis laver."),
    ("Points de lavage des mains garnis", "clean", "day", "hand-index-thumb",
     "Savon, essuie-mains, solution : compléter."),
    ("Sacs de déchets", "dirty", "day", "trash", "Fermer, sortir, remettre un sac."),
    ("Étagères du linge propre", "clean", "week", "droplet-half", "Du haut vers le bas."),
    ("Verre et objets cassants", "clean", "week", "gem", "Regarder chaque lampe et vitre."),
    ("Filtres d’air", "clean", "month", "fan", "Changer le filtre, noter sa date."),
)  # fmt: skip
MISSED: Final = ((4, "NET-02"), (9, "NET-05"))
"""On which working day of the demo nobody did which task."""
FULL: Final = 4
"""With fewer days left than that, nobody waits any more."""
BROKEN: Final = 6
VISIT: Final = 3

PLAYED: Final = timedelta(days=45)
"""How long before its opening a demo began to write them."""


class Prerequisites:
    """The laundry's own things, and how many working days were played."""

    def __init__(self, scene: Scene) -> None:
        self.days = 0
        self.played: set[date] = set()
        session = scene.session
        with scene.moment(scene.at(7, 30)):
            found = versions.in_force(session, Machine, "resource_id")
            self.washers = [one.resource_id for one in found if one.kind == "washer"]
            self._chemicals(scene)
            self._plans(session)
            self._upkeeps(session)
        self.workers = [
            one.id or 0
            for one in session.exec(
                select(Worker)
                .join(Group, col(Group.id) == Worker.first_group_id)
                .where(Group.workshop == "laundry")
                .order_by(col(Worker.id))
            )
        ]

    def play(self, scene: Scene) -> None:
        """A working day: trolleys, a look at a post, the cleaning and its validation."""
        if scene.last_day - scene.day > PLAYED:
            return
        self.days += 1
        self.played.add(scene.day)
        self._round(scene)
        if self.days == VISIT:
            self._visit(scene)
        if self.days == BROKEN and self.washers:
            self._breakdown(scene)
        with scene.moment(scene.at(15, 40)):
            self._closed(scene)
            done = self._clean(scene)
        with scene.moment(scene.at(16, 10)):
            for key in done:
                if scene.rng.random() < 0.9:
                    self._check(scene, key)

    def _chemicals(self, scene: Scene) -> None:
        session, today = scene.session, clock.today()
        for number, (name, kind, dose, lot, left) in enumerate(PRODUCTS, 1):
            product = chemicals.add_product(
                session, ProductIn.model_validate(
                    {"name": name, "kind": kind, "supplier": "Lessivier du Centre",
                     "dose_name": dose}
                ), by=SYSTEM,
            )  # fmt: skip
            came = LotIn.model_validate(
                {"number": lot, "received_on": today - timedelta(days=9), "quantity": Decimal(60),
                 "unit": "L", "expires_on": scene.last_day + timedelta(days=left)}
            )  # fmt: skip
            kept = chemicals.receive(session, product.id or 0, came, by=SYSTEM)
            chemicals.open_lot(session, kept.id or 0, by=SYSTEM)
            self._pump(session, number, kept.id or 0)

    def _pump(self, session: Session, number: int, lot_id: int) -> None:
        first = self.washers[0] if self.washers else None
        made = pumps.add(
            session, PumpIn(code=f"P{number}", place="Local des produits", machine=first),
            by=SYSTEM,
        )  # fmt: skip
        for machine in self.washers[1:]:
            serve = MachineIn(machine=machine, serves=True)
            pumps.serve(session, made.id or 0, serve, by=SYSTEM)
        pumps.fill(session, made.id or 0, FillIn(lot=lot_id), by=SYSTEM)

    def _plans(self, session: Session) -> None:
        bought = select(Product.id).where(Product.kind == "disinfectant")
        wiped = session.exec(bought).first()
        for what, zone, unit, pictogram, method in TASKS:
            given = {"what": what, "zone": zone, "every": 1, "unit": unit, "who": "worker",
                     "pictogram": pictogram, "method": method, "source": SOURCE,
                     "product": wiped if pictogram == "droplet-half" else None}  # fmt: skip
            cleaning.plan(session, TaskIn.model_validate(given), by=SYSTEM)

    def _upkeeps(self, session: Session) -> None:
        for machine in self.washers[:2]:
            self._upkeep(session, machine, "Contrôle de la sonde et des joints", 6, "month")
        if self.washers:
            self._upkeep(session, self.washers[0], "Détartrage de la vanne d’eau", 2, "week")

    def _upkeep(self, session: Session, machine: int, what: str, every: int, unit: str) -> None:
        given = {"machine": machine, "what": what, "every": every, "unit": unit,
                 "who": "maintenance", "source": SOURCE}  # fmt: skip
        plan = maintenance.plan(session, UpkeepIn.model_validate(given), by=SYSTEM)
        done = {"machine": machine, "kind": "preventive", "plan_code": plan.code, "what": what,
                "done_by": "Maintenance de l’établissement"}  # fmt: skip
        maintenance.happened(session, EventIn.model_validate(done), by=SYSTEM)

    def _closed(self, scene: Scene) -> None:
        """What was due on a day when the workshop was closed had no object."""
        today = clock.today()
        for one in cleaning_reads.slots(scene.session, today - timedelta(days=6), today):
            if one.task.unit != "day" or one.done or one.slot.first in self.played:
                continue
            given = {"slot_on": one.slot.first, "outcome": "not_applicable",
                     "reason": "Atelier fermé ce jour-là."}  # fmt: skip
            cleaning.say(
                scene.session, one.task.code, DoneIn.model_validate(given),
                by=scene.actor("laundry"),
            )  # fmt: skip

    def _clean(self, scene: Scene) -> list[int]:
        """Do what is due, but for what is missed on purpose; answer what waits to be looked at."""
        today, done = clock.today(), []
        for one in cleaning_reads.slots(scene.session, today, today):
            left = (one.slot.last - today).days
            waits = one.task.unit != "day" and left > FULL and scene.rng.random() < 0.6
            if one.done is not None or waits or (self.days, one.task.code) in MISSED:
                continue
            given = {"slot_on": one.slot.first, "outcome": "done", "worker": self._who(scene)}
            row = cleaning.say(
                scene.session, one.task.code, DoneIn.model_validate(given),
                by=scene.actor("laundry"),
            )  # fmt: skip
            done.append(row.id or 0)
        return done

    def _check(self, scene: Scene, done_id: int) -> None:
        cleaning.check(scene.session, done_id, CheckIn(well=True), by=scene.actor("laundry"))

    def _round(self, scene: Scene) -> None:
        by = scene.actor("laundry")
        with scene.moment(scene.at(9, 30)):
            for trolley in trolleys.in_house(scene.session)[:2]:
                given = {"trolley": trolley.id, "kind": "cleaned", "worker": self._who(scene)}
                trolleys.keep(scene.session, TrolleyIn.model_validate(given), by=by)
        if self.days % 2:
            with scene.moment(scene.at(10, 15)):
                point = "TEN-01" if self.days % 4 == 1 else "TRI-01"
                seen = RoundIn.model_validate({"point": point, "seen": 4, "well": 4})
                hygiene.seen(scene.session, seen, by=by)

    def _visit(self, scene: Scene) -> None:
        with scene.moment(scene.at(11)):
            given: dict[str, Any] = {
                "provider": "Hygiène 3D Limagne", "near_clean": False,
                "next_on": clock.today() + timedelta(days=31),
            }  # fmt: skip
            found = [Trap("Piège 1, quai", "rodent", 0), Trap("Lampe, accueil", "flying", 3)]
            pests.visited(
                scene.session, VisitIn.model_validate(given), found, by=scene.actor("laundry")
            )

    def _breakdown(self, scene: Scene) -> None:
        with scene.moment(scene.at(14)):
            given = {"machine": self.washers[-1], "kind": "repair",
                     "what": "Joint de porte qui fuit, remplacé le jour même.",
                     "done_by": "Technicien du constructeur"}  # fmt: skip
            maintenance.happened(
                scene.session, EventIn.model_validate(given), by=scene.actor("laundry")
            )

    def _who(self, scene: Scene) -> int | None:
        return scene.rng.choice(self.workers) if self.workers else None


def demo(scene: Scene) -> Player:
    """Prepare the prerequisites and answer their player."""
    return Prerequisites(scene).play
