"""Whose linen was in some loads, and whether any of it is of a category without promise. Keys of
clients are compared and never shown. SELECTs only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from esat.production.models import Item, LotItem, Order
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Precaution


@dataclass(frozen=True, slots=True)
class Members:
    """By load: its items and the keys of their clients; `bare` the loads that hold such linen."""

    items: dict[int, set[int]] = field(default_factory=dict)
    clients: dict[int, set[int]] = field(default_factory=dict)
    bare: frozenset[int] = frozenset()


def of_lots(session: Session, lots: Sequence[int]) -> Members:
    """What went through these loads, those that left them included."""
    query = (
        select(LotItem.lot_id, LotItem.item_id, Order.client_id, LaundryItem.precaution_id)
        .join(Item, col(Item.id) == LotItem.item_id)
        .join(Order, col(Order.id) == Item.order_id)
        .outerjoin(LaundryItem, col(LaundryItem.item_id) == Item.id)
        .where(col(LotItem.lot_id).in_(lots))
    )
    without = _without_promise(session)
    items: dict[int, set[int]] = {}
    clients: dict[int, set[int]] = {}
    bare = set()
    for lot, item, client, precaution in session.exec(query):
        items.setdefault(lot, set()).add(item)
        clients.setdefault(lot, set()).add(client)
        if precaution in without:
            bare.add(lot)
    return Members(items, clients, frozenset(bare))


def bare(session: Session, items: Collection[int]) -> bool:
    """Whether any of these things, or what they come from, is of a category without promise."""
    without = _without_promise(session)
    query = (
        select(LaundryItem.item_id)
        .where(
            col(LaundryItem.item_id).in_(sorted(items)),
            col(LaundryItem.precaution_id).in_(sorted(without)),
        )
        .limit(1)
    )
    return session.exec(query).first() is not None


def _without_promise(session: Session) -> set[int]:
    """Every version of a category of which any version forbids a promise: in doubt, none."""
    codes = select(Precaution.code).where(col(Precaution.no_claim).is_(True))
    query = select(Precaution.id).where(col(Precaution.code).in_(codes))
    return {key for key in session.exec(query) if key is not None}
