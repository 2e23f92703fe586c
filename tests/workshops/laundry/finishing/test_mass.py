"""Whatever is split, merged, put aside and washed again, not a gram and not an item is lost."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.db import Database
from esat.errors import EsatError, Refused
from esat.production import genealogy, lots, moves, projection, subjects
from esat.production.models import Item, Lot, LotItem, LotLink, Order
from esat.production.moves import Context
from tests import factories
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import drying, quality, steps
from workshops.laundry.finishing.asked import DryEndIn, DryIn, RejectIn, RewashIn
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.intake import items as side

T = TypeVar("T")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GRAMS = st.integers(1, 15_000).map(lambda g: Decimal(g).scaleb(-3))
LOADS = st.lists(
    st.lists(st.tuples(st.integers(0, 2), GRAMS), min_size=1, max_size=3), min_size=1, max_size=3
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["dry", "damp", "fold", "rewash", "mend", "discard", "mended", "all", "wash"]
        ),
        st.integers(0, 50),
        GRAMS,
    ),
    max_size=12,
)  # fmt: skip


@dataclass
class House:
    """The laundry that a sequence of acts is played in."""

    session: Session
    dryer: str
    at: datetime

    def play(self, act: str, which: int, kg: Decimal) -> None:
        """One act on one of the things there are; what the rules refuse changes nothing."""
        self.at += timedelta(minutes=1)
        doing: Callable[[int, Decimal], None] = getattr(self, f"_{act}")
        try:
            with clock.pinned(self.at), self.session.begin_nested():
                doing(which, kg)
        except EsatError:
            self.session.expire_all()

    def _dry(self, which: int, kg: Decimal) -> None:
        """Part of an item of one load with the whole of another, into the dryer and out."""
        found = self._loads("washed")
        item = self._pick(self._items("washed"), which)
        loads = [self._code(found[which % len(found)])] if found and which % 3 else []
        asked = DryIn(dryer=self.dryer, loads=tuple(loads), kg={self._own(item): kg})
        drying.start(self.session, asked, by=SYSTEM, at=self.at)
        drying.end(self.session, self.dryer, DryEndIn(outcome="dry"), by=SYSTEM, at=self.at)

    def _damp(self, _which: int, _kg: Decimal) -> None:
        first = self._pick(self._loads("washed"), 0)
        codes = tuple(self._code(lot) for lot in self._loads("washed") if lot.id != first.id)
        asked = DryIn(dryer=self.dryer, loads=(self._code(first), *codes))
        drying.start(self.session, asked, by=SYSTEM, at=self.at)
        drying.end(self.session, self.dryer, DryEndIn(outcome="damp"), by=SYSTEM, at=self.at)

    def _fold(self, which: int, _kg: Decimal) -> None:
        lot = self._pick(self._loads("dried"), which)
        inside = moves.members(self.session, lots.key(lot))
        steps.finish(self.session, self._code(lot), inside[: 1 + which % 3], by=SYSTEM, at=self.at)

    def _rewash(self, which: int, kg: Decimal) -> None:
        self._aside("rewash", which, kg)

    def _mend(self, which: int, kg: Decimal) -> None:
        self._aside("mend", which, kg)

    def _discard(self, which: int, kg: Decimal) -> None:
        self._aside("discard", which, kg)

    def _aside(self, decision: str, which: int, kg: Decimal) -> None:
        item = self._pick(self._items("washed", "dried", "finished"), which)
        asked = RejectIn.model_validate(
            {"reason": "stain", "fault": "ours", "decision": decision, "quantity": str(kg)}
        )
        quality.reject(self.session, self._own(item), asked, Aside(SYSTEM, self.at))

    def _mended(self, which: int, _kg: Decimal) -> None:
        item = self._pick(self._items("to_mend"), which)
        quality.mended(self.session, self._own(item), Aside(SYSTEM, self.at))

    def _all(self, which: int, _kg: Decimal) -> None:
        lot = self._pick(self._loads("washed", "dried", "finished"), which)
        asked = RewashIn(reason="hygiene", fault="ours")
        quality.rewash_load(self.session, self._code(lot), asked, Aside(SYSTEM, self.at))

    def _wash(self, _which: int, _kg: Decimal) -> None:
        """What waits to be washed again goes round once more, as the washing room does it."""
        ids = [item.id or 0 for item in self._items("to_rewash")]
        lot = lots.open_lot(self.session, "laundry", "to_rewash", ids, by=SYSTEM, at=self.at)
        for action in ("start_wash", "end_wash"):
            subject = lots.subject_of(self.session, lot)
            moves.move(self.session, subject, action, Context(by=SYSTEM, at=self.at, judged=False))
        self.session.expire_all()

    def _items(self, *stages: str) -> list[Item]:
        query = select(Item).where(col(Item.stage).in_(stages)).order_by(col(Item.id))
        return list(self.session.exec(query))

    def _loads(self, *stages: str) -> list[Lot]:
        query = select(Lot).where(col(Lot.stage).in_(stages), col(Lot.closed_at).is_(None))
        return list(self.session.exec(query.order_by(col(Lot.id))))

    @staticmethod
    def _pick(things: list[T], which: int) -> T:
        if not things:
            raise Refused("load_gone")
        return things[which % len(things)]

    def _code(self, lot: Lot) -> str:
        return lots.subject_of(self.session, lot).code or ""

    def _own(self, item: Item) -> str:
        return plant.code_of(self.session, item.id or 0)


def by_client(session: Session) -> dict[int, Decimal]:
    """The kg of each client, wherever they stand: washed again, mended, discarded ones too."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    query = select(Order.client_id, Item.quantity).join(Item, col(Item.order_id) == Order.id)
    for client_id, kg in session.exec(query):
        found[client_id] += kg
    return dict(found)


def check_places(session: Session) -> None:
    """Every item is somewhere: at a stage of the journal, in one load at most, which is open."""
    assert projection.compare(session) == []
    for item in session.exec(select(Item)):
        subject = subjects.item(session, item.id or 0)
        assert subject is not None
        assert subject.stage == item.stage
        row = side.of(session, item.id or 0)
        assert row is not None
        assert row.kg == item.quantity > 0
        if subject.travels_in is not None:
            lot = session.get(Lot, subject.travels_in)
            assert lot is not None
            assert (lot.closed_at, lot.stage) == (None, item.stage)


def check_links(session: Session) -> None:
    """What a dryer load took is what its links say, and each road is read both ways."""
    for lot in session.exec(select(Lot).where(Lot.kind == "dry")):
        links = session.exec(select(LotLink.quantity).where(LotLink.child_id == lot.id)).all()
        loads = session.exec(
            select(LotItem.quantity).where(
                LotItem.lot_id == lot.id, LotItem.joined_at == lot.opened_at
            )
        ).all()
        if links:
            assert sum(kg or 0 for kg in links) <= sum(loads)
    starts: list[genealogy.Node] = [("item", i) for i in session.exec(select(Item.id)) if i]
    starts += [("lot", key) for key in session.exec(select(Lot.id)) if key]
    down = {start: genealogy.downstream(session, start).nodes for start in starts}
    up = {start: genealogy.upstream(session, start).nodes for start in starts}
    for start in starts:
        assert all(start in up[node] for node in down[start])
        assert all(start in down[node] for node in up[start])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads=LOADS, acts=ACTS)
def test_no_gram_and_no_item_is_lost(
    database: Database, loads: list[list[tuple[int, Decimal]]], acts: list[tuple[str, int, Decimal]]
) -> None:
    with clock.pinned(START), database.session(write=True) as session:
        clients = [factories.make_client(session) for _ in range(3)]
        for load in loads:
            shares = [(clients[whose], str(kg)) for whose, kg in load]
            plant.washed(session, shares, START)
        house = House(session, plant.machine(session, kg=None), START)
        before, first = by_client(session), set(session.exec(select(Item.id)))
        for act, which, kg in acts:
            house.play(act, which, kg)
        assert by_client(session) == before
        assert first <= set(session.exec(select(Item.id)))
        check_places(session)
        check_links(session)
        session.rollback()
