"""The green spaces' part of a demo: contracts whose visits follow the season, rain included."""

from datetime import timedelta
from decimal import Decimal

from esat.production import barcodes, holds, orders, subjects, things
from esat.production.orders import Line, Wanted
from esat.production.rehearsal import Player, Scene, Script, Step
from workshops.green_spaces import forms

STEPS = (
    Step("load", (0, 0), (8, 9)),
    Step("arrive", (0, 0), (9, 10)),
    Step("finish", (0, 0), (11, 16)),
    Step("validate", (0, 2), (16, 17)),
)
SITES = ("Parc de la mairie", "École du bourg", "Jardin des Tilleuls", "Stade", "Cimetière",
         "Résidence", "Place du marché", "Square du lavoir")  # fmt: skip
TASKS = {
    "growing": "Tondre avec ramassage, finitions au fil, désherber à la main",
    "autumn": "Ramasser les feuilles, tailler les haies",
    "winter": "Tailler les arbustes, débroussailler",
}
PER_DAY = {"growing": 2, "autumn": 2, "winter": 1}


class GreenSpaces:
    """Orders of one or several visits, each made on a day of its window."""

    def __init__(self) -> None:
        self.script = Script("green_spaces", STEPS)

    def play(self, scene: Scene) -> None:
        """New orders of the day, then the visits that are due."""
        season = _season(scene.day.month)
        if scene.rng.random() < 0.5:
            self._order(scene, season)
        self.script.play(scene)
        self._rain(scene)

    def _order(self, scene: Scene, season: str) -> None:
        client_id = scene.client()
        when, by = scene.sometime(9, 12), scene.actor("green_spaces")
        visits = scene.rng.randint(1, 2 + PER_DAY[season])
        site = scene.rng.choice(SITES)
        wanted = Wanted(
            workshop="green_spaces", client_id=client_id,
            due_on=scene.day + timedelta(days=7 * visits),
            lines=(Line("Entretien des espaces verts", Decimal(visits), "passage",
                        place="at_home"),),
        )  # fmt: skip
        with scene.moment(when):
            order = orders.open_order(scene.session, wanted, by=by, at=when)
            orders.confirm(scene.session, order, by=by, at=when)
            for n in range(visits):
                label = site if visits == 1 else f"{site} ({n + 1}/{visits})"
                item = things.add_item(scene.session, order, "visit", label, by=by, at=when)
                start = scene.day + timedelta(days=7 * n)
                forms.declare(scene.session, item.id or 0, site, TASKS[season],
                              (start, start + timedelta(days=6)))  # fmt: skip
                code = barcodes.of(scene.session, item_id=item.id or 0)
                self.script.start(scene, code or "", (5 * n, 5 * n + 3))

    def _rain(self, scene: Scene) -> None:
        """Now and then a visit of a fictive client waits for the weather."""
        if scene.rng.random() > 0.06 or not self.script.running:
            return
        one = scene.rng.choice(self.script.running)
        subject = subjects.by_code(scene.session, one.code)
        if subject is None or not scene.is_fictive(subject.client_id or 0):
            return
        if any(hold.reason == "weather" for hold in holds.open_holds(scene.session, subject)):
            return
        when = scene.sometime(8, 9)
        with scene.moment(when):
            holds.place(scene.session, subject, "weather", by=scene.actor("green_spaces"), at=when)


def demo(scene: Scene) -> Player:
    """Answer the player of green spaces."""
    del scene
    return GreenSpaces().play


def _season(month: int) -> str:
    if 3 <= month <= 9:
        return "growing"
    return "autumn" if month in {10, 11} else "winter"
