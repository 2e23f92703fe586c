"""Subcontracting's part of a demo: series of kits and leaflets, in batches, some late."""

from datetime import timedelta
from decimal import Decimal

from esat.production import barcodes, holds, orders, subjects, things
from esat.production.models import Order
from esat.production.orders import Line, Wanted
from esat.production.rehearsal import Player, Scene, Script, Step
from workshops.subcontracting.models import Batch

STEPS = (
    Step("approve_first_piece", (0, 2)),
    Step("start", (0, 1)),
    Step("pack", (2, 7)),
    Step("release", (0, 2)),
    Step("ship", (0, 3)),
)
JOBS = (
    ("Kits couverts bois", "KC-12", 4000), ("Mise sous pli", "PLI-A5", 10000),
    ("Assemblage de poignées", "PO-330", 1500), ("Étiquetage de flacons", "ET-75", 6000),
    ("Sachets de visserie", "VIS-8", 8000), ("Coffrets cadeaux", "CO-2", 800),
)  # fmt: skip


class Subcontracting:
    """Orders of one job in a few batches."""

    def __init__(self) -> None:
        self.script = Script("subcontracting", STEPS)

    def play(self, scene: Scene) -> None:
        """Sometimes a new order; then the work of the day."""
        if scene.rng.random() < 0.3:
            self._order(scene)
        self.script.play(scene)

    def _order(self, scene: Scene) -> None:
        client_id = scene.client(0.1)
        when, by = scene.sometime(9, 15), scene.actor("subcontracting")
        label, reference, usual = scene.rng.choice(JOBS)
        quantity = Decimal(usual * scene.rng.randint(1, 3))
        wanted = Wanted(
            workshop="subcontracting", client_id=client_id, client_ref=f"BC{when:%y%m%d}",
            due_on=scene.day + timedelta(days=scene.rng.randint(7, 18)),
            lines=(Line(label, quantity, "pièce", service_code=reference),),
        )  # fmt: skip
        batches = scene.rng.randint(1, 4)
        with scene.moment(when):
            order = orders.open_order(scene.session, wanted, by=by, at=when)
            orders.confirm(scene.session, order, by=by, at=when)
            for n in range(batches):
                called = f"{label}, série {n + 1}/{batches}"
                code = self._batch(scene, order, called, reference, quantity / batches)
                self.script.start(scene, code, (n, n + 2))
        if scene.is_fictive(client_id):
            self._missing(scene, code)

    def _batch(
        self, scene: Scene, order: Order, label: str, reference: str, quantity: Decimal
    ) -> str:
        by = scene.actor("subcontracting")
        whole = quantity.quantize(Decimal(1))
        item = things.add_item(
            scene.session, order, "batch", label, by=by, at=order.opened_at, quantity=whole
        )
        scene.session.add(
            Batch(item_id=item.id or 0, reference=reference, revision="A", announced=whole)
        )
        scene.session.flush()
        return barcodes.of(scene.session, item_id=item.id or 0) or ""

    def _missing(self, scene: Scene, code: str) -> None:
        """A batch of a fictive client waits for a component."""
        subject = subjects.by_code(scene.session, code)
        if subject is None or scene.rng.random() > 0.6:
            return
        when = scene.sometime(15, 16)
        with scene.moment(when):
            holds.place(
                scene.session, subject, "missing_component", by=scene.actor("subcontracting"),
                at=when, note="Notices attendues",
            )  # fmt: skip


def demo(scene: Scene) -> Player:
    """Answer the player of subcontracting."""
    del scene
    return Subcontracting().play
