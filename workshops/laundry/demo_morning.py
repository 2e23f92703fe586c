"""The laundry at the moment that a demo is opened: what came this morning, turns, dries or waits,
what was put aside, and what was seen on the wrong side.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlmodel import col, select

from esat import clock
from esat.production import barcodes, holds, subjects
from esat.production.models import Item, Lot
from esat.production.moves import Context
from esat.production.rehearsal import Scene
from workshops.laundry import demo_parcels, demo_turns
from workshops.laundry.demo_plant import Plant, Washer
from workshops.laundry.finishing import quality
from workshops.laundry.finishing.asked import RejectIn
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.intake import anomalies
from workshops.laundry.intake.anomalies import Seen
from workshops.laundry.intake.doing import Deed
from workshops.laundry.washing import loads, sorting, zones

Receive = Callable[[Scene, int, datetime], list[str]]
"""`receive(scene, most, when)` receives and weighs at most so many bags, and gives their codes."""
BATCHES: Final = (("flat", 4), ("shaped", 3), ("workwear", 3), ("kitchen", 3), ("resident", 3))
WAITING: Final = 5
"""Bags that nobody has sorted yet."""
BAGS: Final = sum(bags for _, bags in BATCHES) + WAITING
ASIDE: Final = (("stain", "ours", "rewash"), ("tear", "client", "mend"), ("damp", "ours", "rewash"))


class Morning:
    """The last hours, in minutes before now: each step is made at its own moment, in order."""

    def __init__(self, plant: Plant, receive: Receive) -> None:
        self.plant, self.receive = plant, receive
        self.bags: list[str] = []

    def play(self, scene: Scene) -> None:
        """Everything up to now, where the clock stands."""
        now = clock.now()
        first, second, _ = self.plant.washers
        flat, shaped, workwear, kitchen, resident = (self.plant.bins[code] for code, _ in BATCHES)
        steps: list[tuple[int, Callable[[Scene, datetime], None]]] = [
            (235, self._come), (228, self._pack), (220, self._sort),
            (205, partial(self._start, flat, first)), (150, partial(self._start, shaped, second)),
            (143, partial(self._end, first)), (138, self._dry), (98, self._dried),
            (105, partial(self._start, workwear, first)), (88, partial(self._end, second)),
            (80, self._aside), (70, partial(self._start, kitchen, second)), (60, self._wrong_side),
            (43, partial(self._end, first)), (35, partial(self._start, resident, first)),
            (25, self._trouble),
        ]  # fmt: skip
        for ago, step in sorted(steps, key=lambda one: -one[0]):
            when = now - timedelta(minutes=ago)
            with scene.moment(when):
                step(scene, when)
            scene.session.expire_all()

    def _come(self, scene: Scene, when: datetime) -> None:
        self.bags = self.receive(scene, BAGS, when)

    def _pack(self, scene: Scene, when: datetime) -> None:
        """What was folded the day before."""
        demo_parcels.pack(scene, self.plant.clean, when)

    def _sort(self, scene: Scene, when: datetime) -> None:
        bags = iter(self.bags[: len(self.bags) - WAITING])
        for family, most in BATCHES:
            for _, code in zip(range(most), bags, strict=False):
                subject = subjects.by_code(scene.session, code)
                if subject is not None:
                    target = self.plant.bins[family]
                    sorting.into_bin(scene.session, subject, target, self._dirty(when))

    def _start(self, target: str, washer: Washer, scene: Scene, when: datetime) -> None:
        found = subjects.by_code(scene.session, target)
        for lot in loads.in_bin(scene.session, found.resource_id or 0)[:1] if found else ():
            demo_turns.start(scene, self.plant, lot, washer, self.plant.usual, when)

    def _end(self, washer: Washer, scene: Scene, when: datetime) -> None:
        demo_turns.end(scene, self.plant, washer, when)

    def _dry(self, scene: Scene, when: datetime) -> None:
        """The oldest wet load goes into the first dryer."""
        wet = select(Lot).where(Lot.workshop == "laundry", Lot.stage == "washed")
        wet = wet.where(col(Lot.closed_at).is_(None)).order_by(col(Lot.stage_since), col(Lot.id))
        lot = scene.session.exec(wet).first()
        if lot is not None:
            demo_turns.dry(scene, self.plant, lot, self.plant.dryers[0], when)

    def _dried(self, scene: Scene, when: datetime) -> None:
        lot = demo_turns.dried(scene, self.plant, self.plant.dryers[0], when)
        demo_turns.fold(scene, self.plant, lot, when)

    def _aside(self, scene: Scene, when: datetime) -> None:
        """Linen that is not right, by several reasons."""
        for item, (reason, fault, decision) in zip(self._folded(scene), ASIDE, strict=False):
            code = barcodes.of(scene.session, item_id=item.id or 0) or ""
            asked = RejectIn.model_validate(
                {"reason": reason, "fault": fault, "decision": decision}
            )
            quality.reject(scene.session, code, asked, Aside(self.plant.clean, when))

    def _wrong_side(self, scene: Scene, when: datetime) -> None:
        """Clean linen that was scanned where the dirty one stands: it is held."""
        for item in self._folded(scene)[:1]:
            subject = subjects.item(scene.session, item.id or 0)
            if subject is not None:
                uid = scene.rng.randbytes(16)
                zones.watch(scene.session, subject, by=self.plant.dirty, at=when, capture_uid=uid)

    def _trouble(self, scene: Scene, when: datetime) -> None:
        """Of the bags that wait, one came open and one holds something to be looked at."""
        waiting = [subjects.by_code(scene.session, code) for code in self.bags[-WAITING:]]
        found = [one for one in waiting if one is not None and one.item_id is not None]
        if len(found) < WAITING:
            return
        how = Deed(self.plant.dirty, when)
        anomalies.note(scene.session, found[0].item_id or 0, Seen("open"), how)
        note = "Objet trouvé dans le sac"
        by = self.plant.dirty
        holds.place(scene.session, found[1], "to_check", by=by, at=when, note=note)

    def _folded(self, scene: Scene) -> list[Item]:
        query = select(Item).where(
            Item.workshop == "laundry", Item.kind == "linen", Item.stage == "finished",
            col(Item.closed_at).is_(None),
        )  # fmt: skip
        return list(scene.session.exec(query.order_by(col(Item.id).desc())))

    def _dirty(self, when: datetime) -> Context:
        return Context(by=self.plant.dirty, at=when)
