"""What a tablet shows of one thing, and of a workshop stage by stage: SELECTs only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, select, union_all
from sqlmodel import Session

from esat.declarations import Workshop
from esat.production import stage_settings, tables

_item, _code, _lot, _member, _order, _client, _hold = (
    tables.item, tables.barcode, tables.lot, tables.lot_item, tables.order, tables.client,
    tables.hold,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThingRow:
    """An item on a tablet: what, whose, by when, and whether it is held."""

    id: int
    code: str
    label: str
    quantity: Decimal
    unit: str
    order_ref: str
    client: str
    due_on: date | None
    since: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class LotRow:
    """An open lot on a tablet."""

    id: int
    code: str
    ref: str
    label: str
    stage: str
    since: datetime
    things: int
    clients: int
    held: bool


@dataclass(frozen=True, slots=True)
class StageTab:
    """A stage of the road with how many items and lots stand there."""

    code: str
    label: str
    items: int
    lots: int


def members(session: Session, lot_id: int) -> tuple[ThingRow, ...]:
    """The items now in a lot."""
    inside = _item.c.id.in_(
        select(_member.c.item_id).where(_member.c.lot_id == lot_id, _member.c.left_at.is_(None))
    )
    return _things(session, inside)


def loose(
    session: Session, workshop: Workshop, stage: str, limit: int = 200
) -> tuple[ThingRow, ...]:
    """The open items of a stage that travel in no lot, the most urgent first."""
    travels = select(_member.c.id).where(
        _member.c.item_id == _item.c.id, _member.c.left_at.is_(None)
    )
    return _things(
        session, _item.c.workshop == workshop.code, _item.c.stage == stage,
        _item.c.closed_at.is_(None), ~travels.exists(), limit=limit,
    )  # fmt: skip


def open_lots(session: Session, workshop: str, stage: str | None = None) -> tuple[LotRow, ...]:
    """The open lots of a workshop, or of one of its stages."""
    query = (
        select(
            _lot.c.id, _code.c.code, _lot.c.ref, _lot.c.label, _lot.c.stage, _lot.c.stage_since,
            func.count(_member.c.id).label("things"),
            func.count(_order.c.client_id.distinct()).label("clients"),
        )
        .select_from(
            _lot.join(_code, (_code.c.lot_id == _lot.c.id) & _worn(_code))
            .outerjoin(_member, (_member.c.lot_id == _lot.c.id) & _member.c.left_at.is_(None))
            .outerjoin(_item, _item.c.id == _member.c.item_id)
            .outerjoin(_order, _order.c.id == _item.c.order_id)
        )
        .where(_lot.c.workshop == workshop, _lot.c.closed_at.is_(None))
        .group_by(_lot.c.id, _code.c.code)
        .order_by(_lot.c.stage_since, _lot.c.id)
    )  # fmt: skip
    if stage is not None:
        query = query.where(_lot.c.stage == stage)
    held = held_lots(session)
    return tuple(
        LotRow(
            row.id, row.code, row.ref, row.label, row.stage, row.stage_since, row.things,
            row.clients, row.id in held,
        )
        for row in session.connection().execute(query)
    )  # fmt: skip


def tabs(session: Session, workshop: Workshop) -> tuple[StageTab, ...]:
    """Every stage but the last ones, as the house names and orders them, with its counts."""
    items = dict(_count(session, _item, workshop.code))
    lots = dict(_count(session, _lot, workshop.code))
    return tuple(
        StageTab(one.code, one.label, items.get(one.code, 0), lots.get(one.code, 0))
        for one in stage_settings.current(session, workshop)
        if not one.stage.final
    )


def held_items(session: Session) -> frozenset[int]:
    """The items that a hold stands on: their own, or that of what carries them."""
    return frozenset(session.connection().execute(HELD_ITEMS).scalars())


def held_lots(session: Session) -> frozenset[int]:
    """The lots that a hold stands on: their own, or that of a member."""
    return frozenset(session.connection().execute(_HELD_LOTS).scalars())


def _count(session: Session, table: Any, workshop: str) -> Sequence[tuple[str, int]]:
    rows = session.connection().execute(
        select(table.c.stage, func.count())
        .where(table.c.workshop == workshop, table.c.closed_at.is_(None))
        .group_by(table.c.stage)
    )
    return [(row[0], row[1]) for row in rows]


def _things(session: Session, *conditions: Any, limit: int = 500) -> tuple[ThingRow, ...]:
    own, carried = _code.alias("own"), _code.alias("carried")
    query = (
        select(
            _item.c.id, func.coalesce(func.min(own.c.code), func.min(carried.c.code)).label("code"),
            _item.c.label, _item.c.quantity, _item.c.unit, _item.c.stage_since,
            _order.c.ref, _order.c.due_on, _client.c.name,
        )
        .select_from(
            _item.join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
            .outerjoin(own, (own.c.item_id == _item.c.id) & _worn(own))
            .outerjoin(carried, (carried.c.resource_id == _item.c.resource_id) & _worn(carried))
        )
        .where(*conditions)
        .group_by(_item.c.id, _order.c.id, _client.c.id)
        .order_by(_order.c.due_on.is_(None), _order.c.due_on, _item.c.stage_since, _item.c.id)
        .limit(limit)
    )  # fmt: skip
    held = held_items(session)
    return tuple(
        ThingRow(
            row.id, row.code or "", row.label, row.quantity, row.unit, row.ref, row.name,
            row.due_on, row.stage_since, row.id in held,
        )
        for row in session.connection().execute(query)
    )  # fmt: skip


def _worn(code: Any) -> Any:
    return (code.c.origin == "ours") & code.c.revoked_at.is_(None)


def _held_items_query() -> Any:
    standing = _hold.c.lifted_at.is_(None)
    return union_all(
        select(_hold.c.item_id).where(standing, _hold.c.item_id.is_not(None)),
        select(_item.c.id)
        .join(_hold, _hold.c.resource_id == _item.c.resource_id)
        .where(standing, _hold.c.resource_id.is_not(None), _item.c.closed_at.is_(None)),
        select(_member.c.item_id)
        .join(_hold, _hold.c.lot_id == _member.c.lot_id)
        .where(standing, _hold.c.lot_id.is_not(None), _member.c.left_at.is_(None)),
    )


def _held_lots_query() -> Any:
    standing = _hold.c.lifted_at.is_(None)
    return union_all(
        select(_hold.c.lot_id).where(standing, _hold.c.lot_id.is_not(None)),
        select(_member.c.lot_id)
        .join(_hold, _hold.c.item_id == _member.c.item_id)
        .where(standing, _hold.c.item_id.is_not(None), _member.c.left_at.is_(None)),
    )


HELD_ITEMS = _held_items_query()
"""A SELECT of the keys of held items, for other reads to stand on."""
_HELD_LOTS = _held_lots_query()
_ANSWER = select(tables.capture.c.answer).where(
    tables.capture.c.uid == bindparam("uid"), tables.capture.c.account_id == bindparam("account")
)


def answer_of(session: Session, uid: bytes, account_id: int | None) -> str | None:
    """What one's own capture was answered, as it was kept; None for anybody else's."""
    found = session.connection().execute(_ANSWER, {"uid": uid, "account": account_id}).scalar()
    return None if found is None else str(found)
