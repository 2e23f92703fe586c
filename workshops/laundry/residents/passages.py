"""Where a garment is and how often it was washed: read from its passages and the journal, typed by
nobody and kept nowhere else. SELECT expressions, for one statement however many garments.
"""

from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select

from esat.production import tables
from esat.production.models import ItemLink
from workshops.laundry.stages import MACHINE

_item, _event, _member = tables.item, tables.event, tables.lot_item
_link = ItemLink.__table__
WASHED, BACK, RECEIVED = "washed", "handed_over", "received"
STAGE_LABELS = {stage.code: stage.label for stage in MACHINE.stages}


def columns(garment: Any) -> list[Any]:
    """What a garment's passages say; `garment` is the column of its key in the query around."""
    return [
        (_count(_own, garment, WASHED) + _count(_in_lot, garment, WASHED)).label("washes"),
        _moment(_own, garment, WASHED, func.max).label("washed_own"),
        _moment(_in_lot, garment, WASHED, func.max).label("washed_lot"),
        _moment(_own, garment, RECEIVED, func.min).label("first_own"),
        _moment(_in_lot, garment, RECEIVED, func.min).label("first_lot"),
        _moment(_own, garment, BACK, func.max).label("back_own"),
        _moment(_in_lot, garment, BACK, func.max).label("back_lot"),
        _moment(_in_parcel, garment, BACK, func.max).label("back_parcel"),
        _moment(_in_parcel_of_lot, garment, BACK, func.max).label("back_parcel_lot"),
        _last(garment, "stage").label("stage"),
        _last(garment, "stage_since").label("stage_since"),
        _parcel(garment, "stage").label("parcel_stage"),
        _parcel(garment, "stage_since").label("parcel_since"),
    ]


def _own(garment: Any, stage: str) -> tuple[Any, Any]:
    """Its own moves."""
    item, event = _item.alias(), _event.alias()
    joined = item.join(event, event.c.item_id == item.c.id)
    return event, (joined, item.c.resource_id == garment, _reached(event, stage, "item_id"))


def _in_lot(garment: Any, stage: str) -> tuple[Any, Any]:
    """The moves of its lots while it was in them. One that left at the very moment of the move
    was taken out after it, unless the move ends the road: there it must have arrived too.
    """
    item, member, event = _item.alias(), _member.alias(), _event.alias()
    joined = item.join(member, member.c.item_id == item.c.id).join(
        event, event.c.lot_id == member.c.lot_id
    )
    inside = and_(member.c.joined_at <= event.c.at, _still(member, event))
    arrived = item.c.stage == stage if stage == BACK else inside
    reached = _reached(event, stage, "lot_id")
    return event, (joined, item.c.resource_id == garment, inside, arrived, reached)


def _in_parcel(garment: Any, stage: str) -> tuple[Any, Any]:
    """The moves of the parcel that it was put in."""
    item, link, event = _item.alias(), _link.alias(), _event.alias()
    joined = item.join(link, link.c.parent_id == item.c.id).join(
        event, event.c.item_id == link.c.child_id
    )
    return event, (joined, item.c.resource_id == garment, _reached(event, stage, "item_id"))


def _in_parcel_of_lot(garment: Any, stage: str) -> tuple[Any, Any]:
    """The moves of the lot in which that parcel left."""
    item, link, member, event = _item.alias(), _link.alias(), _member.alias(), _event.alias()
    joined = (
        item.join(link, link.c.parent_id == item.c.id)
        .join(member, member.c.item_id == link.c.child_id)
        .join(event, event.c.lot_id == member.c.lot_id)
    )
    inside = and_(member.c.joined_at <= event.c.at, _still(member, event))
    return event, (joined, item.c.resource_id == garment, inside, _reached(event, stage, "lot_id"))


def _still(member: Any, event: Any) -> Any:
    return or_(member.c.left_at.is_(None), member.c.left_at >= event.c.at)


def _reached(event: Any, stage: str, subject: str) -> Any:
    """A move to a stage that was not undone."""
    undone = _event.alias()
    same = undone.c[subject] == event.c[subject]
    again = select(undone.c.id).where(same, undone.c.amends_id == event.c.id).exists()
    kind = "item.moved" if subject == "item_id" else "lot.moved"
    return and_(event.c.kind == kind, event.c.to_stage == stage, ~again)


def _selected(way: Any, garment: Any, stage: str, what: Any) -> Select[Any]:
    event, (joined, *conditions) = way(garment, stage)
    return select(what(event)).select_from(joined).where(*conditions).correlate(garment.table)


def _count(way: Any, garment: Any, stage: str) -> ScalarSelect[Any]:
    return _selected(way, garment, stage, lambda event: func.count(event.c.id)).scalar_subquery()


def _moment(way: Any, garment: Any, stage: str, first_or_last: Any) -> ScalarSelect[Any]:
    found = _selected(way, garment, stage, lambda event: first_or_last(event.c.at))
    return found.scalar_subquery()


def _last(garment: Any, name: str) -> ScalarSelect[Any]:
    """A column of its last passage."""
    item = _item.alias()
    query = select(item.c[name]).where(item.c.resource_id == garment)
    return query.order_by(item.c.id.desc()).limit(1).correlate(garment.table).scalar_subquery()


def _parcel(garment: Any, name: str) -> ScalarSelect[Any]:
    """A column of the parcel that its last passage ended in, if it did."""
    item, link, parcel = _item.alias(), _link.alias(), _item.alias()
    query = (
        select(parcel.c[name])
        .select_from(
            item.join(link, link.c.parent_id == item.c.id).join(
                parcel, parcel.c.id == link.c.child_id
            )
        )
        .where(item.c.resource_id == garment, item.c.stage == "composed")
        .order_by(item.c.id.desc(), link.c.id.desc())
        .limit(1)
    )
    return query.correlate(garment.table).scalar_subquery()
