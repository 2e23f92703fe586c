"""How much of orders is made, as the modules that count it say; SELECTs only."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from esat import registry
from esat.additions import MadeSoFar

__all__ = ["MadeSoFar", "of_order", "of_orders"]


def of_orders(session: Session, order_ids: Collection[int]) -> Mapping[int, tuple[MadeSoFar, ...]]:
    """What is made of these orders, unit by unit; without those of which nothing is said. Each
    module that counts is asked once, for all of them.
    """
    if not order_ids:
        return {}
    found: dict[int, tuple[MadeSoFar, ...]] = {}
    for count in registry.current().order_counts:
        for order_id, made in count(session, order_ids).items():
            found[order_id] = (*found.get(order_id, ()), *made)
    return found


def of_order(session: Session, order_id: int) -> tuple[MadeSoFar, ...]:
    """What is made of one order."""
    return of_orders(session, [order_id]).get(order_id, ())
