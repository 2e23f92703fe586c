"""In which units an order is counted, and how much of each was ordered. SELECTs only."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from esat.errors import Refused
from esat.folding import fold
from esat.production.models import Item, OrderLine

USUAL: Final = ("pièce", "kg", "lot", "heure")
"""What one may count in where an order says nothing of it."""

Units = dict[str, Decimal | None]
"""The ordered quantity by unit; None where the order counts in it without saying how much."""


_ORDERS: Any = bindparam("orders", expanding=True)
_LINES: Final = (
    select(OrderLine.order_id, OrderLine.unit, func.sum(OrderLine.quantity))
    .where(col(OrderLine.order_id).in_(_ORDERS))
    .group_by(col(OrderLine.order_id), col(OrderLine.unit))
    .order_by(func.min(OrderLine.position))
)
_ITEMS: Final = (
    select(Item.order_id, Item.unit)
    .where(col(Item.order_id).in_(_ORDERS))
    .group_by(col(Item.order_id), col(Item.unit))
    .order_by(func.min(Item.id))
)


def of_orders(session: Session, order_ids: Collection[int]) -> dict[int, Units]:
    """The units of each order's lines, then those of its items."""
    found = ordered(session, order_ids)
    for order_id, unit in session.exec(_ITEMS, params={"orders": list(order_ids)}):
        found[order_id].setdefault(unit, None)
    return found


def ordered(session: Session, order_ids: Collection[int]) -> dict[int, Units]:
    """The units of each order's lines alone, and how much of each they ask."""
    found: dict[int, Units] = {key: {} for key in order_ids}
    for order_id, unit, quantity in session.exec(_LINES, params={"orders": list(order_ids)}):
        found[order_id][unit] = Decimal(quantity)
    return found


def chosen(units: Units, said: str) -> str:
    """The unit that is meant: the only one, or the one that was said.

    Refuses `output_unit_asked`, `output_unit_unknown`: it is asked, never guessed.
    """
    known = list(units) or list(USUAL)
    words = " ou ".join(known)
    if said.strip():
        for unit in known:
            if fold(unit).rstrip("s") == fold(said).rstrip("s"):
                return unit
        raise Refused("output_unit_unknown", units=words)
    if len(known) == 1:
        return known[0]
    raise Refused("output_unit_asked", units=words)
