"""What leaves a held lot, or is cut from a held item, stays held: parting lifts nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.production.holds import TOUCHED
from esat.production.journal import Entry, record
from esat.production.models import Hold, Item, Lot

SOURCE = "parted"
FOLLOWS = "Suit ce qui est sorti du lot."
FOLLOWS_PARTS = "Suit ce qui en a été tiré."


def to_items(
    session: Session, lot_id: int | None, items: Sequence[int], *, by: Actor, at: datetime
) -> None:
    """Each of the lot's own open holds stands on each item too, unless it does already."""
    for hold in _open_on(session, lot_id=lot_id):
        for item_id in items:
            _copy(session, hold, f"lot {lot_id}", at, by, item_id=item_id)


def to_lot(session: Session, lot: Lot, child: Lot, *, by: Actor, at: datetime) -> None:
    """A lot that parts from a held lot is held like it."""
    for hold in _open_on(session, lot_id=lot.id):
        _copy(session, hold, f"lot {lot.id}", at, by, lot_id=child.id)


def to_part(session: Session, item: Item, child: Item, *, by: Actor, at: datetime) -> None:
    """A part of a held item is held like it."""
    for hold in _open_on(session, item_id=item.id):
        _copy(session, hold, f"item {item.id}", at, by, item_id=child.id)


def end_of_lot(session: Session, lot: Lot, *, by: Actor, at: datetime) -> None:
    """The holds of a lot that is empty now stand on what left it; on the lot they end.

    No right is asked: nothing becomes free by it.
    """
    for hold in _open_on(session, lot_id=lot.id):
        hold.lifted_at, hold.lifted_by, hold.lift_note = at, by.account_id, FOLLOWS
        session.flush()
        data = {"hold": hold.id, "reason": hold.reason}
        record(session, Entry("lot.hold_lifted", at, lot_id=lot.id, data=data), by=by)


def end_of_item(session: Session, item: Item, *, by: Actor, at: datetime) -> None:
    """The holds of an item that went on as others now stand on those; on it they end."""
    for hold in _open_on(session, item_id=item.id):
        hold.lifted_at, hold.lifted_by, hold.lift_note = at, by.account_id, FOLLOWS_PARTS
        session.flush()
        data = {"hold": hold.id, "reason": hold.reason}
        record(session, Entry("item.hold_lifted", at, item_id=item.id, data=data), by=by)


_OPEN = select(Hold).where(col(Hold.lifted_at).is_(None)).order_by(col(Hold.id))
_ON_ITEM = _OPEN.where(col(Hold.item_id) == bindparam("wanted"))
_ON_LOT = _OPEN.where(col(Hold.lot_id) == bindparam("wanted"))


def _open_on(
    session: Session, *, lot_id: int | None = None, item_id: int | None = None
) -> list[Hold]:
    query, wanted = (_ON_ITEM, item_id) if lot_id is None else (_ON_LOT, lot_id)
    return list(session.exec(query, params={"wanted": wanted}))


def _copy(
    session: Session,
    hold: Hold,
    ref: str,
    at: datetime,
    by: Actor,
    *,
    lot_id: int | None = None,
    item_id: int | None = None,
) -> None:
    """The same reason and note on another thing; the row says from which it came."""
    standing = _open_on(session, lot_id=lot_id, item_id=item_id)
    if any(one.reason == hold.reason for one in standing):
        return
    copy = Hold(
        reason=hold.reason, note=hold.note, place_id=hold.place_id, source=SOURCE, source_ref=ref,
        lot_id=lot_id, item_id=item_id, placed_at=at, placed_by=by.account_id,
    )  # fmt: skip
    session.add(copy)
    session.flush()
    session.info[TOUCHED] = True
    kind = "lot.held" if item_id is None else "item.held"
    data = {"hold": copy.id, "reason": copy.reason}
    record(session, Entry(kind, at, lot_id=lot_id, item_id=item_id, data=data), by=by)
