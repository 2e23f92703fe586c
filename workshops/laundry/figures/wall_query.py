"""What the laundry's wall board asks of the database: six statements, made once."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, or_, select

from esat.production import tables
from workshops.laundry.finishing import waits
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Limit, Machine, Programme
from workshops.laundry.washing.models import Cycle, Load

SHOWN: Final = 4
DIRTY: Final = ("received", "sorted", "loaded", "to_rewash")
DRY: Final = ("dried", "finished")
LIMIT_CODES: Final = tuple(code for code in waits.CODES if not code.startswith("store_"))
"""What stands packed is not on the board: its own limits are not asked."""
_item, _order, _client, _hold = tables.item, tables.order, tables.client, tables.hold
_lot, _resource, _member = tables.lot, tables.resource, tables.lot_item
_kept, _cycle, _load = LaundryItem.__table__, Cycle.__table__, Load.__table__
_machine, _programme = Machine.__table__, Programme.__table__

_OURS = (_item.c.workshop == "laundry", _item.c.closed_at.is_(None))


def _one_of(column: Any, codes: tuple[str, ...]) -> ColumnElement[bool]:
    """`IN`, written out: SQLAlchemy writes the list of an `in_` anew at each execution."""
    return or_(*(column == code for code in codes))


def _piles_query() -> Select[Any]:
    weight = case((_item.c.unit == "kg", _item.c.quantity), else_=_kept.c.kg)
    return (
        select(
            _item.c.stage, func.count().label("things"), func.sum(weight).label("kg"),
            func.min(_item.c.stage_since).label("since"),
        )
        .select_from(_item.outerjoin(_kept, _kept.c.item_id == _item.c.id))
        .where(*_OURS, _one_of(_item.c.stage, (*DIRTY, *DRY)))
        .group_by(_item.c.stage)
    )  # fmt: skip


def _turning_query() -> Select[Any]:
    return (
        select(
            _machine.c.label.label("machine"), _programme.c.label.label("programme"),
            _programme.c.minutes, _cycle.c.started_at, _cycle.c.kg,
        )
        .select_from(
            _cycle.join(_machine, _machine.c.id == _cycle.c.machine_version_id).outerjoin(
                _programme, _programme.c.id == _cycle.c.programme_id
            )
        )
        .where(_cycle.c.ended_at.is_(None))
    )  # fmt: skip


def _wet_query() -> Select[Any]:
    """Loads that are washed and in no machine, oldest first, by the bin they came in; what travels
    alone by its order.
    """
    # By the lot's own cycles: a list of all those that run would be looked for among three years.
    drying = exists().where(_cycle.c.lot_id == _lot.c.id, _cycle.c.ended_at.is_(None))
    last = select(func.max(_cycle.c.ended_at)).where(_cycle.c.lot_id == _lot.c.id).scalar_subquery()
    since = func.coalesce(last, _lot.c.stage_since)  # as the pages count it
    # By its bin, which the settings name: what somebody typed on a lot is not shown here.
    loads = (
        select(
            func.coalesce(_resource.c.label, _lot.c.ref).label("ref"),
            since.label("since"),
        )
        .select_from(
            _lot.outerjoin(_load, _load.c.lot_id == _lot.c.id).outerjoin(
                _resource, _resource.c.id == _load.c.bin_id
            )
        )
        .where(
            _lot.c.workshop == "laundry", _lot.c.closed_at.is_(None), _lot.c.stage == "washed",
            ~drying,
        )
    )  # fmt: skip
    travels = select(_member.c.item_id).where(_member.c.left_at.is_(None))
    alone = (
        select(_order.c.ref, func.min(_item.c.stage_since).label("since"))
        .select_from(_item.join(_order, _order.c.id == _item.c.order_id))
        .where(*_OURS, _item.c.stage == "washed", _item.c.id.not_in(travels))
        .group_by(_order.c.ref)
    )
    both = loads.union_all(alone).subquery("wet")
    return (
        select(both.c.ref, both.c.since, func.count().over().label("loads"))
        .order_by(both.c.since)
        .limit(SHOWN)
    )


def _held_query() -> Select[Any]:
    whose = func.coalesce(_item.c.workshop, _lot.c.workshop, _resource.c.workshop)
    return (
        select(
            _hold.c.reason, func.count().label("things"), func.min(_hold.c.placed_at).label("since")
        )
        .select_from(
            _hold.outerjoin(_item, _item.c.id == _hold.c.item_id)
            .outerjoin(_lot, _lot.c.id == _hold.c.lot_id)
            .outerjoin(_resource, _resource.c.id == _hold.c.resource_id)
        )
        .where(_hold.c.lifted_at.is_(None), whose == "laundry")
        .group_by(_hold.c.reason)
        .order_by(func.count().desc(), _hold.c.reason)
    )


def _leaving_query() -> Select[Any]:
    ready = case((_one_of(_item.c.stage, ("packed", "handed_over")), 1), else_=0)
    uncounted = ("emptied", "composed", "discarded")
    return (
        select(
            _order.c.id, _order.c.ref, _order.c.due_on, _client.c.name, _client.c.kind,
            func.count(_item.c.id).label("things"), func.sum(ready).label("ready"),
            func.count().over().label("orders"),
        )
        .select_from(
            _order.join(_client, _client.c.id == _order.c.client_id).outerjoin(
                _item, (_item.c.order_id == _order.c.id) & ~_one_of(_item.c.stage, uncounted)
            )
        )
        .where(
            _order.c.workshop == "laundry", _order.c.closed_at.is_(None),
            _order.c.cancelled_at.is_(None), _order.c.due_on <= bindparam("today"),
        )
        .group_by(_order.c.id, _order.c.ref, _order.c.due_on, _client.c.name, _client.c.kind)
        .order_by(
            case((func.coalesce(func.sum(ready), 0) < func.count(_item.c.id), 0), else_=1),
            _order.c.due_on, _order.c.id,
        )
        .limit(SHOWN)
    )  # fmt: skip


_limit = Limit.__table__
LIMITS = (
    select(_limit.c.code, _limit.c.value)
    .where(_one_of(_limit.c.code, LIMIT_CODES), _limit.c.since <= bindparam("day"))
    .order_by(_limit.c.since, _limit.c.version)
)
PILES, TURNING, WET = _piles_query(), _turning_query(), _wet_query()
HELD, LEAVING = _held_query(), _leaving_query()
