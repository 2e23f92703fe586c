"""The only listener of this room: what the journal records changes the figures at once."""

from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy import event as database_event
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.production import tables
from esat.production.events import EVENT_KINDS
from esat.production.journal import Entry, Recorded, event_recorded
from esat.registry import Registry
from workshops.laundry.figures import parts, rollups
from workshops.laundry.figures.parts import DELIVERED, EXPECTED
from workshops.laundry.washing.models import Cycle

CORE = frozenset(kind.code for kind in EVENT_KINDS)
AGAIN = frozenset({
    "item.move_undone", "item.stage_corrected", "lot.move_undone", "lot.stage_corrected",
    "item.split",
})  # fmt: skip
OF_ORDERS = frozenset({"order.closed", "order.cancelled", "order.promised", "order.delivered"})
_member, _item, _cycle = tables.lot_item, tables.item, Cycle.__table__


TOUCHED = "laundry_figures_touched"
"""Lots and cycles of which this transaction wrote, kept with its session."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What is to be read again at the end."""

    lots: set[int] = field(default_factory=set)
    cycles: set[int] = field(default_factory=set)


def install() -> None:
    """Listen to the journal, and once before the transaction ends: what an act wrote of a cycle is
    read when all of it is written, and once however many things it moved.
    """
    event_recorded.connect(on_event, weak=False)
    if not database_event.contains(AnySession, "before_commit", settle):
        database_event.listen(AnySession, "before_commit", settle)


def settle(session: AnySession) -> None:
    """Bring the cycles that this transaction touched up to date, as they are at its end."""
    if session.in_nested_transaction() or not isinstance(session, Session):
        return
    touched: Touched | None = session.info.pop(TOUCHED, None)
    if touched is not None:
        session.flush()
        query = select(_cycle.c.id).where(
            _cycle.c.lot_id.in_(touched.lots) | _cycle.c.id.in_(touched.cycles)
        )
        rollups.add_cycles(session, list(session.connection().execute(query).scalars()))


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """Nothing is asked of the database for a step in the middle of the road."""
    del by
    entry = event.entry
    ours = entry.kind in _ours(registry.current())
    if entry.kind == "item.moved" and entry.item_id is not None:
        _passed(session, entry, entry.item_id)
    elif entry.kind in AGAIN or ours or (entry.kind == "lot.moved" and _at_an_end(entry)):
        items = _items(session, entry)
        rollups.add_items(session, items)
        if entry.kind in AGAIN:
            rollups.add_orders(session, _orders(session, items))
    if entry.kind in OF_ORDERS and entry.order_id is not None:
        rollups.add_orders(session, [entry.order_id])
    if ours or entry.kind.startswith("lot."):
        _touch(session, entry)
    if ours and (reject := _number(entry, "reject")):
        # What a correction amends gives nothing from now on.
        rollups.add_rejects(session, [n for n in (reject, _number(entry, "amends")) if n])


def _passed(session: Session, entry: Entry, item_id: int) -> None:
    """An item that came or left by a plain move: the commonest of all, and asked the least."""
    day = parts.day_of(entry.at)
    if entry.from_stage == EXPECTED:
        rollups.add_passage(session, parts.CAME, item_id, day)
    if entry.to_stage == DELIVERED:
        rollups.add_passage(session, parts.LEFT, item_id, day)


def _at_an_end(entry: Entry) -> bool:
    return entry.from_stage == EXPECTED or entry.to_stage == DELIVERED


@lru_cache(maxsize=4)
def _ours(known: Registry) -> frozenset[str]:
    """The kinds that a room of the laundry declares: what it wrote may have changed a weight."""
    laundry = known.workshops.get("laundry")
    return frozenset() if laundry is None else frozenset(k.code for k in laundry.event_kinds) - CORE


_MEMBERS = select(_member.c.item_id).where(
    _member.c.lot_id == bindparam("lot"),
    _member.c.left_at.is_(None) | (_member.c.left_at >= bindparam("at")),
)


def _items(session: Session, entry: Entry) -> list[int]:
    """The items that an event is about, those that left their lot by it included."""
    found = [] if entry.item_id is None else [entry.item_id]
    listed = (entry.data or {}).get("items")
    if isinstance(listed, list):
        found += [key for key in listed if isinstance(key, int)]
    if entry.lot_id is not None:
        asked = {"lot": entry.lot_id, "at": entry.at}
        found += session.connection().execute(_MEMBERS, asked).scalars()
    return list(dict.fromkeys(found))


def _orders(session: Session, items: list[int]) -> list[int]:
    query = select(_item.c.order_id).where(_item.c.id.in_(items)).distinct()
    return list(session.connection().execute(query).scalars())


def _touch(session: Session, entry: Entry) -> None:
    """Remember the cycles of the lot of an event, and the one that its data names."""
    touched: Touched = session.info.setdefault(TOUCHED, Touched())
    if entry.lot_id is not None:
        touched.lots.add(entry.lot_id)
    if named := _number(entry, "cycle"):
        touched.cycles.add(named)


def _number(entry: Entry, name: str) -> int:
    value = (entry.data or {}).get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
