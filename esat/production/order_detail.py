"""All that the page of one order shows, but its history: SELECTs only."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, or_, select, union_all
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.declarations import Workshop
from esat.errors import NotFound
from esat.production import barcodes, made, orders, reads, tables
from esat.production.made import MadeSoFar
from esat.production.models import Order
from esat.production.reads import Progress

_item, _code, _hold, _member, _lot = (
    tables.item, tables.barcode, tables.hold, tables.lot_item, tables.lot,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineRow:
    """What was asked."""

    label: str
    quantity: Decimal
    unit: str
    place: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An open hold on one of the order's things."""

    id: int
    reason: str
    label: str
    note: str
    placed_at: datetime
    item_id: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the order, with the code it wears and where it stands."""

    id: int
    code: str
    kind: str
    label: str
    quantity: Decimal
    unit: str
    stage: str
    stage_label: str
    since: datetime
    closed: bool
    lot_ref: str
    lot_code: str
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """The client, contact and place of an order."""

    id: int
    name: str
    town: str
    phone: str
    commitment_rule: str
    site: str
    site_access: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    order: Order
    code: str
    workshop: Workshop
    whose: Whose
    lines: tuple[LineRow, ...]
    items: tuple[ItemRow, ...]
    holds: tuple[HeldRow, ...]
    progress: Progress
    opened_by: str
    made: tuple[MadeSoFar, ...]


def visible(session: Session, ref: str, by: Actor, capability: str = "orders.read") -> Order:
    """An order by its number or its code; NotFound also for what is another workshop's."""
    order = orders.by_ref(session, ref)
    if not by.can(capability, workshop=order.workshop):
        raise NotFound("order_unknown")
    return order


def order_page(session: Session, order: Order) -> OrderPage:
    """An order with its client, lines, items, holds and progress."""
    order_id = orders.key(order)
    workshop = registry.current().workshop(order.workshop)
    held = _holds(session, order_id)
    author = session.connection().execute(_AUTHOR, {"id": order.opened_by}).scalar()
    return OrderPage(
        order=order,
        code=barcodes.of(session, order_id=order_id) or "",
        workshop=workshop,
        whose=_whose(session, order),
        lines=tuple(
            LineRow(row.label, row.quantity, row.unit, row.place)
            for row in session.connection().execute(_LINES, {"order": order_id})
        ),
        items=_items(session, order_id, workshop, held),
        holds=held,
        progress=reads.progress(session, order_id),
        opened_by=author or "",
        made=made.of_order(session, order_id),
    )


def _whose(session: Session, order: Order) -> Whose:
    row = session.connection().execute(
        _CLIENT, {"client": order.client_id, "site": order.site_id}
    ).one()  # fmt: skip
    place = ", ".join(part for part in (row.site, row.site_town) if part)
    return Whose(
        row.id, row.name, row.town, row.phone, row.commitment_rule, place, row.access_note or ""
    )


def _holds(session: Session, order_id: int) -> tuple[HeldRow, ...]:
    reasons = registry.current().hold_reasons
    return tuple(
        HeldRow(
            row.id,
            row.reason,
            reasons[row.reason].label if row.reason in reasons else row.reason,
            row.note,
            row.placed_at,
            row.item_id,
        )
        for row in session.connection().execute(_HOLDS, {"order": order_id})
    )


def _items(
    session: Session, order_id: int, workshop: Workshop, held: tuple[HeldRow, ...]
) -> tuple[ItemRow, ...]:
    """One row an item, the first code it wears; the code of its lot when it travels in one."""
    found: dict[int, ItemRow] = {}
    for row in session.connection().execute(_ITEMS, {"order": order_id}):
        if row.id in found:
            continue
        found[row.id] = ItemRow(
            row.id, row.code or "", row.kind, row.label, row.quantity, row.unit, row.stage,
            workshop.road.stage(row.stage).label, row.stage_since, row.closed_at is not None,
            row.lot_ref or "", row.lot_code or "",
            tuple(sorted({hold.label for hold in held if hold.item_id == row.id})),
        )  # fmt: skip
    return tuple(found.values())


_AUTHOR = select(tables.account.c.display_name).where(tables.account.c.id == bindparam("id"))
_LINES = (
    select(
        tables.order_line.c.label, tables.order_line.c.quantity, tables.order_line.c.unit,
        tables.order_line.c.place,
    )
    .where(tables.order_line.c.order_id == bindparam("order"))
    .order_by(tables.order_line.c.position)
)  # fmt: skip
_CLIENT = (
    select(
        tables.client.c.id, tables.client.c.name, tables.client.c.town, tables.client.c.phone,
        tables.client.c.commitment_rule, tables.delivery_site.c.name.label("site"),
        tables.delivery_site.c.town.label("site_town"), tables.delivery_site.c.access_note,
    )
    .select_from(
        tables.client.outerjoin(
            tables.delivery_site, tables.delivery_site.c.id == bindparam("site")
        )
    )
    .where(tables.client.c.id == bindparam("client"))
)  # fmt: skip


def _items_query() -> Any:
    lot_code = _code.alias("lot_code")
    return (
        select(
            _item.c.id, _item.c.kind, _item.c.label, _item.c.quantity, _item.c.unit,
            _item.c.stage, _item.c.stage_since, _item.c.closed_at, _code.c.code,
            _lot.c.ref.label("lot_ref"), lot_code.c.code.label("lot_code"),
        )
        .select_from(
            _item.outerjoin(
                _code,
                or_(_code.c.item_id == _item.c.id, _code.c.resource_id == _item.c.resource_id)
                & (_code.c.origin == "ours")
                & _code.c.revoked_at.is_(None),
            )
            .outerjoin(_member, (_member.c.item_id == _item.c.id) & _member.c.left_at.is_(None))
            .outerjoin(_lot, _lot.c.id == _member.c.lot_id)
            .outerjoin(
                lot_code,
                (lot_code.c.lot_id == _lot.c.id)
                & (lot_code.c.origin == "ours")
                & lot_code.c.revoked_at.is_(None),
            )
        )
        .where(_item.c.order_id == bindparam("order"))
        .order_by(_item.c.id, _code.c.item_id.is_(None), _code.c.id)
    )  # fmt: skip


def _holds_query() -> Any:
    """What holds the order's items, their lots, or what carries them."""
    columns = (_hold.c.id, _hold.c.reason, _hold.c.note, _hold.c.placed_at,
               _item.c.id.label("item_id"))  # fmt: skip
    mine = (_item.c.order_id == bindparam("order"), _hold.c.lifted_at.is_(None))
    on_item = select(*columns).join(_item, _item.c.id == _hold.c.item_id).where(*mine)
    on_lot = (
        select(*columns)
        .join(_member, _member.c.lot_id == _hold.c.lot_id)
        .join(_item, _item.c.id == _member.c.item_id)
        .where(*mine, _member.c.left_at.is_(None))
    )
    on_resource = (
        select(*columns)
        .join(_item, _item.c.resource_id == _hold.c.resource_id)
        .where(*mine, _item.c.closed_at.is_(None))
    )
    return union_all(on_item, on_lot, on_resource)


_ITEMS = _items_query()
_HOLDS = _holds_query()
