"""Lots: opened, filled, emptied, closed; membership keeps its past. Splits are next door."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.production import barcodes, held_apart, numbers
from esat.production.journal import Entry, record
from esat.production.models import Item, Lot, LotItem
from esat.production.moves import members
from esat.production.subjects import Subject, by_code

_member = LotItem.__table__


def open_lot(
    session: Session,
    workshop: str,
    stage: str,
    items: Sequence[int],
    *,
    by: Actor,
    at: datetime | None = None,
    kind: str = "lot",
    label: str = "",
) -> Lot:
    """Open a lot of items that stand at `stage`. Refuses `lot_empty`, `stages_differ`,
    `item_in_other_lot`; forbids `not_allowed`. Flushes, to have its key.
    """
    require_move(by, workshop)
    moment = at or clock.now()
    if not registry.current().workshop(workshop).road.knows(stage):
        raise Refused("move_not_offered", stage=stage)
    if not items:
        raise Refused("lot_empty")
    lot = Lot(
        ref=numbers.take(session, "T", moment),
        workshop=workshop,
        kind=kind,
        label=label,
        stage=stage,
        stage_since=moment,
        opened_at=moment,
    )
    session.add(lot)
    session.flush()
    code = barcodes.allocate(session, "T", moment, lot_id=key(lot))
    data = {"ref": lot.ref, "code": code}
    record(session, Entry("lot.opened", moment, lot_id=lot.id, to_stage=stage, data=data), by=by)
    put_in(session, lot, items, by=by, at=moment)
    return lot


def put_in(
    session: Session, lot: Lot, items: Sequence[int], *, by: Actor, at: datetime | None = None
) -> None:
    """Add items. Refuses `lot_closed`, `stages_differ`, `item_in_other_lot`, `wrong_workshop`."""
    require_move(by, lot.workshop)
    moment = at or clock.now()
    if lot.closed_at is not None:
        raise Refused("lot_closed")
    for item_id in dict.fromkeys(items):
        item = session.get(Item, item_id)
        if item is None:
            raise NotFound("not_found")
        if item.workshop != lot.workshop:
            raise Refused("wrong_workshop")
        if item.stage != lot.stage or item.closed_at is not None:
            raise Refused("stages_differ", label=item.label)
        if _lot_of(session, item_id) is not None:
            raise Refused("item_in_other_lot", label=item.label)
        session.add(
            LotItem(lot_id=key(lot), item_id=item_id, quantity=item.quantity, joined_at=moment)
        )
    session.flush()
    record(session, Entry("lot.filled", moment, lot_id=lot.id, data={"items": list(items)}), by=by)


def take_out(
    session: Session,
    lot: Lot,
    items: Sequence[int],
    *,
    by: Actor,
    at: datetime | None = None,
    reason: str = "",
) -> None:
    """Take items out; they keep their stage and what holds the lot. Refuses `not_in_lot`."""
    require_move(by, lot.workshop)
    moment = at or clock.now()
    done = session.connection().execute(
        update(_member)
        .where(
            _member.c.lot_id == lot.id, _member.c.item_id.in_(items), _member.c.left_at.is_(None)
        )
        .values(left_at=moment)
    )
    if done.rowcount != len(set(items)):
        raise Refused("not_in_lot")
    held_apart.to_items(session, lot.id, items, by=by, at=moment)
    record(
        session,
        Entry("lot.emptied", moment, lot_id=lot.id, reason=reason, data={"items": list(items)}),
        by=by,
    )
    if not members(session, key(lot)):
        held_apart.end_of_lot(session, lot, by=by, at=moment)
        close_lot(session, lot, by=by, at=moment)


def close_lot(session: Session, lot: Lot, *, by: Actor, at: datetime | None = None) -> None:
    """A lot that nothing travels in any more is closed."""
    if lot.closed_at is None:
        lot.closed_at = at or clock.now()
        session.flush()
        record(session, Entry("lot.closed", lot.closed_at, lot_id=lot.id), by=by)


def subject_of(session: Session, lot: Lot) -> Subject:
    """The lot as a subject of moves and holds."""
    code = barcodes.of(session, lot_id=key(lot))
    found = None if code is None else by_code(session, code)
    if found is None:
        raise NotFound("not_found")
    return found


def leave(session: Session, lot: Lot, items: Sequence[int], at: datetime) -> None:
    """End memberships; the items keep their stage."""
    session.connection().execute(
        update(_member)
        .where(
            _member.c.lot_id == lot.id, _member.c.item_id.in_(items), _member.c.left_at.is_(None)
        )
        .values(left_at=at)
    )
    session.expire_all()


_LOT_OF = select(_member.c.lot_id).where(
    _member.c.item_id == bindparam("item"), _member.c.left_at.is_(None)
)


def _lot_of(session: Session, item_id: int) -> int | None:
    return session.connection().execute(_LOT_OF, {"item": item_id}).scalar()


def open_and_allowed(lot: Lot, by: Actor) -> None:
    """Refuses `lot_closed`; forbids `not_allowed`."""
    require_move(by, lot.workshop)
    if lot.closed_at is not None:
        raise Refused("lot_closed")


def require_move(by: Actor, workshop: str | None) -> None:
    """Forbids (`not_allowed`) one who may not move things of that workshop."""
    if not by.is_system and not by.can("production.move", workshop=workshop):
        raise Forbidden("not_allowed")


def key(lot: Lot) -> int:
    """The key of a flushed lot."""
    if lot.id is None:
        msg = "a lot without key"
        raise ValueError(msg)
    return lot.id
