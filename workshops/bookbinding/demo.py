"""Bookbinding's part of a demo: registers of town halls, weeks in the press, some without gold."""

from datetime import timedelta
from decimal import Decimal

from esat.production import barcodes, orders, things
from esat.production.item_facts import item_facts
from esat.production.models import Order
from esat.production.orders import Line, Wanted
from esat.production.rehearsal import Player, Scene, Script, Step
from workshops.bookbinding.models import KINDS, Volume

STEPS = (
    Step("check_in", (0, 1)),
    Step("take_apart", (1, 3)),
    Step("sew", (1, 4)),
    Step("cover", (2, 5)),
    Step("gild", (1, 6), chance=0.8),
    Step("check", (1, 2)),
    Step("pack", (0, 1)),
    Step("return", (1, 6)),
)
COPIES = {"etat_civil": (1, 2)}


class Bookbinding:
    """A few volumes an order; each goes its way at its own pace."""

    def __init__(self) -> None:
        self.script = Script("bookbinding", STEPS)

    def play(self, scene: Scene) -> None:
        """Sometimes a new deposit; then the work of the day."""
        if scene.rng.random() < 0.3:
            self._deposit(scene)
        self.script.play(scene)

    def _deposit(self, scene: Scene) -> None:
        client_id = scene.client()
        when, by = scene.sometime(9, 15), scene.actor("bookbinding")
        kind, label = scene.rng.choice(KINDS[:4])
        first = scene.day.year - scene.rng.randint(1, 4)
        volumes = scene.rng.randint(1, 3)
        wanted = Wanted(
            workshop="bookbinding", client_id=client_id,
            due_on=scene.day + timedelta(days=scene.rng.randint(28, 60)),
            lines=(Line(f"Reliure de registres : {label}", Decimal(volumes), "volume"),),
        )  # fmt: skip
        with scene.moment(when):
            order = orders.open_order(scene.session, wanted, by=by, at=when)
            orders.confirm(scene.session, order, by=by, at=when)
            for n in range(volumes):
                self._volume(scene, order, kind, f"{label} {first + n}")

    def _volume(self, scene: Scene, order: Order, kind: str, label: str) -> None:
        by = scene.actor("bookbinding")
        for copy in COPIES.get(kind, (None,)):
            called = label if copy is None else f"{label}, exemplaire {copy}"
            item = things.add_item(
                scene.session, order, "volume", called, by=by, at=order.opened_at
            )
            facts = item_facts(scene.session, item.id or 0)
            scene.session.add(
                Volume(
                    item_id=item.id or 0, owner=facts.client[:120],
                    kind=kind, period=label.rsplit(" ", 1)[1],
                    copy_no=copy, leaves=scene.rng.randrange(80, 220, 2),
                )
            )  # fmt: skip
            scene.session.flush()
            code = barcodes.of(scene.session, item_id=item.id or 0)
            self.script.start(scene, code or "")


def demo(scene: Scene) -> Player:
    """Answer the player of bookbinding."""
    del scene
    return Bookbinding().play
