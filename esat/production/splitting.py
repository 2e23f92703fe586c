"""Splits and merges: lots that become two or one, items that part; nothing is lost."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock, registry
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import barcodes, held_apart, holds, lots
from esat.production.journal import Entry, record
from esat.production.models import Item, ItemLink, Lot, LotLink
from esat.production.moves import members
from esat.production.subjects import Subject


def split(
    session: Session, lot: Lot, items: Sequence[int], *, by: Actor, at: datetime | None = None
) -> Lot:
    """Some of a lot's items go on as a lot of their own; the link keeps the genealogy,
    and what holds the lot holds both. Refuses `lot_closed`, `not_in_lot`, `split_all` (nothing
    would stay).
    """
    moment = at or clock.now()
    lots.open_and_allowed(lot, by)
    inside = set(members(session, lots.key(lot)))
    chosen = list(dict.fromkeys(items))
    if not chosen or not inside.issuperset(chosen):
        raise Refused("not_in_lot")
    if len(chosen) == len(inside):
        raise Refused("split_all")
    lots.leave(session, lot, chosen, moment)
    child = lots.open_lot(session, lot.workshop, lot.stage, chosen, by=by, at=moment, kind=lot.kind)
    _link(session, lot, child, chosen, moment)
    held_apart.to_lot(session, lot, child, by=by, at=moment)
    data = {"child": child.id, "items": chosen}
    record(session, Entry("lot.split", moment, lot_id=lot.id, data=data), by=by)
    return child


def merge(
    session: Session,
    parents: Sequence[Lot],
    *,
    by: Actor,
    at: datetime | None = None,
    label: str = "",
) -> Lot:
    """Two lots or more become one (a dryer load of two washes). Refuses `merge_one`,
    `lot_closed`, `stages_differ`, `wrong_workshop`, `on_hold` (a lot that is held, or
    holds something held, mixes with nothing).
    """
    moment = at or clock.now()
    distinct = list({lot.id: lot for lot in parents}.values())
    first = _alike(session, distinct, by)
    inside = {lot.id: members(session, lots.key(lot)) for lot in distinct}
    for lot in distinct:
        lots.leave(session, lot, inside[lot.id], moment)
    items = [item for lot in distinct for item in inside[lot.id]]
    child = lots.open_lot(
        session, first.workshop, first.stage, items, by=by, at=moment, kind=first.kind, label=label
    )
    for lot in distinct:
        _link(session, lot, child, inside[lot.id], moment)
        lots.close_lot(session, lot, by=by, at=moment)
    data = {"parents": [lot.id for lot in distinct]}
    record(session, Entry("lot.merged", moment, lot_id=child.id, data=data), by=by)
    return child


def split_item(
    session: Session,
    subject: Subject,
    quantity: Decimal,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Item:
    """A part of an item goes on as an item of its own, at the same stage; quantities and
    what holds it are kept. Refuses `split_quantity` (nothing, all or more than there is),
    `travels_in_lot`.
    """
    lots.require_move(by, subject.workshop)
    moment = at or clock.now()
    item = session.get(Item, subject.item_id)
    if item is None:
        raise NotFound("not_found")
    if subject.travels_in is not None:
        raise Refused("travels_in_lot")
    if not 0 < quantity < item.quantity:
        raise Refused("split_quantity")
    child = _part(session, item, quantity, moment)
    code = barcodes.allocate(
        session, _letter(item.workshop, item.kind), moment, item_id=child.id or 0
    )
    split_off = {"child": child.id, "quantity": str(quantity)}
    record(session, Entry("item.split", moment, item_id=item.id, data=split_off), by=by)
    opened = {"code": code, "parent": item.id}
    record(
        session,
        Entry("item.opened", moment, item_id=child.id, to_stage=child.stage, data=opened),
        by=by,
    )
    held_apart.to_part(session, item, child, by=by, at=moment)
    return child


def _part(session: Session, item: Item, quantity: Decimal, at: datetime) -> Item:
    """The new item, and what it takes from its parent; flushed."""
    child = Item(
        order_id=item.order_id,
        line_id=item.line_id,
        workshop=item.workshop,
        kind=item.kind,
        label=item.label,
        quantity=quantity,
        unit=item.unit,
        stage=item.stage,
        stage_since=at,
    )
    item.quantity -= quantity
    session.add(child)
    session.flush()
    session.add(ItemLink(parent_id=item.id or 0, child_id=child.id or 0, quantity=quantity, at=at))
    session.flush()
    return child


def _alike(session: Session, parents: Sequence[Lot], by: Actor) -> Lot:
    """The first of lots that may be one: several, open, of one workshop, at one stage."""
    if len(parents) < 2:
        raise Refused("merge_one")
    first = parents[0]
    for lot in parents:
        lots.open_and_allowed(lot, by)
        if lot.workshop != first.workshop:
            raise Refused("wrong_workshop")
        if lot.stage != first.stage:
            raise Refused("stages_differ", label=lot.ref)
        standing = holds.open_holds(session, lots.subject_of(session, lot))
        if standing:
            labels = ", ".join(sorted({one.label for one in standing}))
            raise Refused("on_hold", holds=f"{lot.ref}, {labels}")
    return first


def _link(session: Session, parent: Lot, child: Lot, items: Sequence[int], at: datetime) -> None:
    query = select(col(Item.quantity)).where(col(Item.id).in_(items))
    quantities: list[Decimal] = list(session.exec(query))
    session.add(
        LotLink(
            parent_id=lots.key(parent),
            child_id=lots.key(child),
            quantity=sum(quantities, Decimal(0)),
            at=at,
        )
    )
    session.flush()


def _letter(workshop: str, kind: str) -> str:
    """A part of a bag is no bag: it gets a parcel's code."""
    declared = registry.current().workshop(workshop).item_kind(kind)
    return "N" if declared is None or declared.letter == "F" else declared.letter
