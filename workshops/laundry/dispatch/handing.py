"""The hand-over at a stop: several orders of one client under one signature, each with its note.

What is delivered and how is the core's: `esat.production.deliveries`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import deliveries
from esat.production.deliveries import Handed, How
from esat.production.models import Delivery, Item, Order
from esat.production.subjects import Subject
from workshops.laundry.dispatch import papers_of, scope, trolleys
from workshops.laundry.dispatch.models import HandOver, HandOverDelivery, TripStop

GONE = "handed_over"
Units = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over at a stop: codes, who received, a signature or the client's stamp as
    drawn or photographed.
    """

    items: Sequence[str]
    receiver: str
    refused: Sequence[str] = ()
    reserves: str = ""
    signature: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The row of the hand-over, and the delivery of each order."""

    row: HandOver
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The files that prove it."""

    signature: int | None
    stamp: int | None


def hand_over(
    session: Session,
    stop: TripStop | None,
    given: Given,
    *,
    by: Actor,
    how: How | None = None,
) -> HandedOver:
    """Hand things of one client over. Refuses `delivery_empty`, `delivery_both`,
    `delivered_already`, `delivered_to_other`, `delivery_not_ready`, `signature_missing`, and as
    `deliveries.deliver`; Invalid without a receiver; forbids `not_allowed`. Flushes.
    """
    scope.require(by)
    way = how or How()
    moment = way.at or clock.now()
    if not given.items and not given.refused:
        raise Refused("delivery_empty")
    taken = _by_order(session, given.items)
    back = _by_order(session, given.refused)
    orders = [session.get_one(Order, key) for key in sorted({*taken, *back})]
    client_id = _one_client(orders, stop)
    if not given.signature and not given.stamp:
        raise Refused("signature_missing")
    kept = _Kept(
        papers_of.signature(session, orders[0], given.signature, by),
        papers_of.stamp(session, orders[0], given.stamp, by),
    )
    proof = kept.signature or kept.stamp
    made = [
        deliveries.deliver(
            session, order, _handed(order, taken, back, given, proof), by=by, how=way
        )
        for order in orders
    ]
    trolleys.clear(session, [key for keys in taken.values() for key in keys], by=by, at=moment)
    row = _row(stop, given, kept, client_id=client_id, at=moment, way=way, by=by)
    return _together(session, row, made)


def _handed(order: Order, taken: Units, back: Units, given: Given, proof: int | None) -> Handed:
    """What is handed over of one order."""
    key = order.id or 0
    return Handed(
        tuple(taken.get(key, ())), given.receiver, tuple(back.get(key, ())), given.reserves, proof
    )


def _row(
    stop: TripStop | None, given: Given, kept: _Kept, *, client_id: int, at: datetime, way: How,
    by: Actor,
) -> HandOver:  # fmt: skip
    return HandOver(
        stop_id=stop.id if stop else None, client_id=client_id,
        receiver=given.receiver.strip()[:80], reserves=given.reserves.strip()[:280],
        signature_file_id=kept.signature, stamp_file_id=kept.stamp, at=at,
        recorded_at=clock.now(), late=way.late, account_id=by.account_id,
        capture_uid=way.capture_uid,
    )  # fmt: skip


def _together(session: Session, row: HandOver, made: Sequence[Delivery]) -> HandedOver:
    """Keep the signature's row with the delivery of each order. Flushes."""
    session.add(row)
    session.flush()
    for one in made:
        session.add(HandOverDelivery(hand_over_id=row.id or 0, delivery_id=one.id or 0))
    session.flush()
    return HandedOver(row, tuple(made))


def of_stop(session: Session, stop_id: int) -> list[HandOver]:
    """What was handed over at a stop, oldest first."""
    query = select(HandOver).where(HandOver.stop_id == stop_id).order_by(col(HandOver.id))
    return list(session.exec(query))


def orders_of(session: Session, hand_over_id: int) -> list[tuple[Order, Delivery]]:
    """The orders of one signature, each with its delivery."""
    query = (
        select(Order, Delivery)
        .join(Delivery, col(Delivery.order_id) == col(Order.id))
        .join(HandOverDelivery, col(HandOverDelivery.delivery_id) == col(Delivery.id))
        .where(HandOverDelivery.hand_over_id == hand_over_id)
        .order_by(col(Order.id))
    )
    return list(session.exec(query))


def _by_order(session: Session, codes: Sequence[str]) -> dict[int, list[int]]:
    """The items that the codes designate, by order."""
    found = defaultdict[int, list[int]](list)
    for raw in dict.fromkeys(codes):
        subject = scope.subject_of(session, raw)
        _refuse_gone(session, subject)
        if subject.item_id is None or subject.order_id is None:
            raise Refused("delivery_not_ready", label=subject.label)
        if subject.item_id not in found[subject.order_id]:
            found[subject.order_id].append(subject.item_id)
    return found


def _refuse_gone(session: Session, subject: Subject) -> None:
    """Tell « delivered already » from « not ready »: the label of a bag is also that of its next
    passage.
    """
    stage = subject.stage
    if stage is None and subject.resource_id is not None:
        query = (
            select(Item.stage)
            .where(Item.resource_id == subject.resource_id)
            .order_by(col(Item.id).desc())
            .limit(1)
        )
        stage = session.exec(query).first()
    if stage == GONE:
        raise Refused("delivered_already", label=subject.label)


def _one_client(orders: Sequence[Order], stop: TripStop | None) -> int:
    clients = {order.client_id for order in orders}
    if len(clients) != 1 or (stop is not None and stop.client_id not in clients):
        raise Refused("delivered_to_other")
    return clients.pop()
