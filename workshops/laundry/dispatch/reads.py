"""What the packing bench and the expedition see, and what was delivered in time. SELECTs only."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.clients.models import Client
from esat.production.journal_models import Event
from esat.production.models import Delivery, Hold, Item, Order
from workshops.laundry.dispatch.certainty import LOOSE
from workshops.laundry.stages import MACHINE

BEFORE = tuple(
    stage.code
    for stage in MACHINE.stages
    if not stage.final and stage.code not in {"expected", "finished", "packed"}
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """An order that was handed over, wholly or not yet, and whether in time. `first_due_on` is
    the date promised first, where it was put off since.
    """

    order_id: int
    ref: str
    client_id: int
    due_on: date | None
    first_due_on: date | None
    delivered_at: datetime
    """The last hand-over in the period asked for."""
    complete: bool
    on_time: bool | None
    """None where no date was promised, or where the rest may still come in time."""


@dataclass(frozen=True, slots=True)
class ToPack:
    """An order with something to pack: what is there, and what is still on its way, by stage."""

    order: Order
    client: str
    linen_kg: Decimal
    linen: int
    garments: int
    bags: int
    packed: int
    missing: tuple[tuple[str, int], ...]
    held: int
    """How many of the things that are there may not be packed: something holds them."""


def delivered(session: Session, since: datetime, until: datetime) -> list[Delivered]:
    """The orders of the laundry of which something was handed over in a period."""
    query = (
        select(Order, Delivery.at)
        .join(Delivery, col(Delivery.order_id) == col(Order.id))
        .where(
            Order.workshop == "laundry",
            col(Delivery.refused).is_(False),
            col(Delivery.at) >= since,
            col(Delivery.at) < until,
        )
        .order_by(col(Delivery.at))
    )
    last: dict[int, tuple[Order, datetime]] = {}
    for order, at in session.exec(query):
        last[order.id or 0] = (order, at)
    first = _first_promises(session, list(last))
    return [_delivered(order, at, first.get(key)) for key, (order, at) in last.items()]


def to_pack(session: Session) -> list[ToPack]:
    """The orders with linen or bags that are folded and checked, the most urgent first."""
    with_ready = select(Item.order_id).where(
        Item.workshop == "laundry", Item.stage == "finished", col(Item.closed_at).is_(None)
    )
    query = (
        select(Order, Client.name)
        .join(Client, col(Client.id) == col(Order.client_id))
        .where(col(Order.id).in_(with_ready), col(Order.cancelled_at).is_(None))
        .order_by(col(Order.due_on).is_(None), col(Order.due_on), col(Order.id))
    )
    found = session.exec(query).all()
    there = _things(session, [order.id or 0 for order, _ in found])
    held = held_of(session, [order.id or 0 for order, _ in found])
    return [_to_pack(order, name, there[order.id or 0], held) for order, name in found]


def late(session: Session, day: date) -> list[tuple[Order, str]]:
    """The open orders whose promised day is over, with the client's name."""
    query = (
        select(Order, Client.name)
        .join(Client, col(Client.id) == col(Order.client_id))
        .where(
            Order.workshop == "laundry",
            col(Order.closed_at).is_(None),
            col(Order.cancelled_at).is_(None),
            col(Order.due_on) < day,
        )
        .order_by(col(Order.due_on), col(Order.id))
    )
    return list(session.exec(query))


def missing_of(session: Session, order_id: int) -> tuple[tuple[str, int], ...]:
    """What of an order is still on its way, by stage."""
    return _missing(_things(session, [order_id])[order_id])


def parcels_of(session: Session, order_id: int) -> list[Item]:
    """The parcels of an order that are ready and not handed over."""
    query = select(Item).where(
        Item.order_id == order_id, Item.kind == "parcel", Item.stage == "packed"
    )
    return list(session.exec(query.order_by(col(Item.id))))


def held_of(session: Session, order_ids: Sequence[int]) -> set[int]:
    """The folded things of these orders that a hold keeps from being packed."""
    query = (
        select(Item.id)
        .join(Hold, col(Hold.item_id) == Item.id)
        .where(
            col(Item.order_id).in_(order_ids), Item.stage == "finished",
            col(Hold.lifted_at).is_(None),
        )
    )  # fmt: skip
    return {key for key in session.exec(query) if key is not None}


def _to_pack(order: Order, name: str, things: Sequence[Item], held: Collection[int]) -> ToPack:
    ready = [item for item in things if item.stage == "finished"]
    linen = [item for item in ready if item.kind == "linen"]
    return ToPack(
        order, name, sum((item.quantity for item in linen), Decimal(0)), len(linen),
        sum(1 for item in ready if item.kind == "garment"),
        sum(1 for item in ready if item.kind not in LOOSE),
        sum(1 for item in things if item.stage == "packed"), _missing(things),
        sum(1 for item in ready if item.id in held),
    )  # fmt: skip


def _missing(things: Sequence[Item]) -> tuple[tuple[str, int], ...]:
    counted = defaultdict[str, int](int)
    for item in things:
        if item.stage in BEFORE:
            counted[item.stage] += 1
    return tuple((MACHINE.stage(code).label, counted[code]) for code in BEFORE if counted[code])


def _things(session: Session, order_ids: Sequence[int]) -> dict[int, list[Item]]:
    query = select(Item).where(col(Item.order_id).in_(order_ids), col(Item.closed_at).is_(None))
    found = defaultdict[int, list[Item]](list)
    for item in session.exec(query):
        found[item.order_id].append(item)
    return found


def _first_promises(session: Session, order_ids: Sequence[int]) -> dict[int, date]:
    """The date promised first, of the orders whose date was changed."""
    query = (
        select(Event.order_id, Event.data)
        .where(col(Event.order_id).in_(order_ids), Event.kind == "order.promised")
        .order_by(col(Event.id).desc())
    )
    found: dict[int, date] = {}
    for key, data in session.exec(query):
        before = (data or {}).get("before")
        if key is not None and before:
            found[key] = date.fromisoformat(before)
    return found


def _delivered(order: Order, at: datetime, first: date | None) -> Delivered:
    due = order.due_on
    complete = order.closed_at is not None
    in_time = due is not None and clock.local(at).date() <= due
    # What is not all delivered may still be in time, until its day is over.
    open_still = not complete and due is not None and clock.today() <= due
    on_time = None if due is None or open_still else in_time and complete
    return Delivered(
        order.id or 0, order.ref, order.client_id, due, first or due, at, complete, on_time
    )
