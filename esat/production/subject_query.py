"""The one SELECT behind a scan: from a barcode to whatever it points at, and whose it is."""

from typing import Any

from sqlalchemy import FromClause, Select, exists, func, or_, select
from sqlmodel import SQLModel

from esat.production.models import Barcode, Hold, Item, Lot, LotItem, Order, Resource

_code, _held, _own = Barcode.__table__, Item.__table__.alias("held"), Item.__table__.alias("own")
_thing, _lot, _order = Resource.__table__, Lot.__table__, Order.__table__
_member, _hold = LotItem.__table__, Hold.__table__
_ITEM = ("kind", "label", "workshop", "stage", "stage_since", "quantity", "unit")
_LOT = ("kind", "ref", "label", "workshop", "stage", "stage_since")


def columns() -> Select[Any]:
    """Everything a subject needs. An item is the code's own, or the one its resource is in."""
    client = SQLModel.metadata.tables["client"]
    item_id = func.coalesce(_own.c.id, _held.c.id)
    wanted: list[Any] = [
        _code.c.code,
        _code.c.origin,
        _code.c.revoked_at,
        _code.c.station_id,
        _code.c.worker_id,
        _code.c.account_id,
        _code.c.order_id.label("bound_order"),
        _code.c.client_id.label("bound_client"),
        _code.c.resource_id,
        _thing.c.kind.label("resource_kind"),
        _thing.c.label.label("resource_label"),
        _thing.c.workshop.label("resource_workshop"),
        _thing.c.action,
        _thing.c.retired_at,
        item_id.label("item_id"),
        _lot.c.id.label("lot_id"),
        _order.c.id.label("order_id"),
        _order.c.ref.label("order_ref"),
        _order.c.workshop.label("order_workshop"),
        client.c.id.label("client_id"),
        client.c.name.label("client_name"),
        _member.c.lot_id.label("travels_in"),
        _is_held(item_id).label("held"),
    ]
    wanted += [func.coalesce(_own.c[name], _held.c[name]).label(f"item_{name}") for name in _ITEM]
    wanted += [_lot.c[name].label(f"lot_{name}") for name in _LOT]
    return select(*wanted).select_from(_joined(client, item_id))


def _is_held(item_id: Any) -> Any:
    """Whether a hold stands on the item, on what carries it or on the lot it travels in: a look
    into three small indexes, which spares most scans the statement that reads the holds.
    """
    standing = [
        exists().where(_hold.c.lifted_at.is_(None), column == key)
        for column, key in (
            (_hold.c.item_id, item_id),
            (_hold.c.resource_id, _code.c.resource_id),
            (_hold.c.lot_id, _member.c.lot_id),
        )
    ]
    return or_(*standing)


def _joined(client: FromClause, item_id: Any) -> FromClause:
    order_id = func.coalesce(_own.c.order_id, _held.c.order_id, _code.c.order_id)
    client_id = func.coalesce(_order.c.client_id, _code.c.client_id, _thing.c.client_id)
    same_thing = (_held.c.resource_id == _code.c.resource_id) & _held.c.closed_at.is_(None)
    inside = (_member.c.item_id == item_id) & _member.c.left_at.is_(None)
    return (
        _code.outerjoin(_thing, _thing.c.id == _code.c.resource_id)
        .outerjoin(_own, _own.c.id == _code.c.item_id)
        .outerjoin(_held, same_thing)
        .outerjoin(_lot, _lot.c.id == _code.c.lot_id)
        .outerjoin(_order, _order.c.id == order_id)
        .outerjoin(client, client.c.id == client_id)
        .outerjoin(_member, inside)
    )
