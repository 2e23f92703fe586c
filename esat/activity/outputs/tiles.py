"""Orders as tiles to touch: whose, what, how far; and which ones a group is likely to mean."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat.activity.outputs import units
from esat.activity.outputs.models import Output
from esat.activity.outputs.reads import totals
from esat.additions import MadeSoFar
from esat.clients.models import Client
from esat.production.models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class OrderTile:
    """An order as it stands on a tile: whose, what, how far, in which units it is counted."""

    id: int
    ref: str
    client: str
    label: str
    due_on: date | None
    units: tuple[str, ...]
    totals: tuple[MadeSoFar, ...]


def tiles(session: Session, order_ids: Collection[int]) -> tuple[OrderTile, ...]:
    """These orders as tiles, in the order in which they are asked."""
    keys = list(dict.fromkeys(order_ids))
    query = (
        select(Order, Client.name)
        .join(Client, col(Client.id) == col(Order.client_id))
        .where(col(Order.id).in_(keys))
    )
    found = {order.id or 0: (order, name) for order, name in session.exec(query)}
    first = _labels(session, keys)
    counted, asked = totals(session, keys), units.of_orders(session, keys)
    return tuple(
        OrderTile(
            key, found[key][0].ref, found[key][1], first.get(key, ""), found[key][0].due_on,
            tuple(asked[key]) or units.USUAL, counted[key],
        )
        for key in keys
        if key in found
    )  # fmt: skip


def _labels(session: Session, order_ids: Collection[int]) -> dict[int, str]:
    query = (
        select(OrderLine.order_id, OrderLine.label)
        .where(col(OrderLine.order_id).in_(order_ids))
        .order_by(col(OrderLine.position).desc())
    )
    return dict(session.exec(query).all())


def recent_orders(session: Session, group_id: int, before: date) -> list[int]:
    """The orders that the group counted something of lately, the newest first."""
    query = (
        select(Output.order_id, func.max(Output.day))
        .where(
            Output.group_id == group_id,
            Output.day <= before,
            Output.day >= date.fromordinal(before.toordinal() - 14),
        )
        .group_by(col(Output.order_id))
        .order_by(func.max(Output.day).desc(), col(Output.order_id))
    )
    return [order_id for order_id, _ in session.exec(query)]


def still_open(session: Session, order_ids: Collection[int]) -> list[int]:
    """Those of them that are neither finished nor cancelled, in the order in which they come: a
    tile leads to no refusal.
    """
    query = select(Order.id).where(
        col(Order.id).in_(order_ids),
        col(Order.closed_at).is_(None),
        col(Order.cancelled_at).is_(None),
    )
    known = set(session.exec(query))
    return [key for key in order_ids if key in known]


def open_orders(session: Session, workshop: str, limit: int) -> list[int]:
    """The open orders of a workshop (empty: of all), the most urgent first."""
    query = select(Order.id).where(
        col(Order.closed_at).is_(None), col(Order.cancelled_at).is_(None)
    )
    if workshop:
        query = query.where(Order.workshop == workshop)
    query = query.order_by(col(Order.due_on).is_(None), col(Order.due_on), col(Order.id).desc())
    return [key for key in session.exec(query.limit(limit)) if key is not None]
