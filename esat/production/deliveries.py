"""Handing over: what a client took, what he refused, who signed for it; the paper is made above.

Each unit goes by the last move of its road; the journal gets one event for the whole, without a
name.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock, registry, texts
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, Refused
from esat.production import holds, lots, moves, offering, orders, subjects
from esat.production.journal import Entry, record
from esat.production.models import Delivery, DeliveryItem, Item, Lot, Order
from esat.production.moves import Context
from esat.production.subjects import Subject
from esat.stages import Move

DELIVER = "production.deliver"
REFUSED_NOTE = "Refusé à la remise"


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over to whom: keys of items, those that the client refused apart."""

    items: tuple[int, ...]
    receiver: str
    refused: tuple[int, ...] = ()
    reserves: str = ""
    signature_file_id: int | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How it came about: when, from which capture, and whether it is judged or only recorded."""

    at: datetime | None = None
    capture_uid: bytes | None = None
    late: bool = False
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing of an order as the page of the hand-over shows it."""

    id: int
    code: str
    label: str
    stage_label: str
    reason: str
    """Why it cannot be handed over now; empty when it can."""


def deliver(
    session: Session, order: Order, handed: Handed, *, by: Actor, how: How | None = None
) -> Delivery:
    """Hand things over, each by the last move of its road; close the order when all is gone.

    Refuses `order_closed`, `delivery_empty`, `delivery_both`, `delivery_not_here`,
    `delivery_not_ready` and what `moves.move` refuses; Invalid without a receiver; forbids
    `not_allowed`. What is refused keeps its stage and is held to be looked at. Flushes.
    """
    way = how or How()
    moment = way.at or clock.now()
    _check(order, handed, by)
    taken = [_subject(session, order, key) for key in handed.items]
    back = [_subject(session, order, key) for key in handed.refused]
    for subject in taken:
        _hand_over(session, subject, way, moment, by)
    for subject in back:
        _keep_back(session, subject, moment, by)
    rows = [
        _row(session, order, handed, subjects_of, moment, by, refused=subjects_of is back)
        for subjects_of in (taken, back)
        if subjects_of
    ]
    data = {"delivery": rows[0].id, "items": list(handed.items), "refused": list(handed.refused)}
    record(
        session,
        Entry(
            "order.delivered", moment, order_id=order.id, capture_uid=way.capture_uid,
            late=way.late, data=data,
        ),
        by=by,
    )  # fmt: skip
    orders.close_if_done(session, orders.key(order), by=by, at=moment)
    return rows[0]


def units(session: Session, order: Order, *, by: Actor) -> list[Unit]:
    """The things of an order that are not handed over yet, each with what forbids it now."""
    query = select(Item.id).where(Item.order_id == order.id, col(Item.closed_at).is_(None))
    found = []
    road = registry.current().workshop(order.workshop).road
    for key in session.exec(query.order_by(col(Item.id))):
        subject = subjects.item(session, key or 0)
        if subject is None or subject.stage is None:
            continue
        label = road.stage(subject.stage).label
        reason = _why_not(session, subject, by)
        found.append(Unit(key or 0, subject.code or "", subject.label, label, reason))
    return found


def of_order(session: Session, order_id: int) -> list[Delivery]:
    """The hand-overs of an order, refusals included, oldest first."""
    query = select(Delivery).where(Delivery.order_id == order_id)
    return list(session.exec(query.order_by(col(Delivery.id))))


def same_hand_over(session: Session, delivery: Delivery) -> list[Delivery]:
    """The rows of one act: what was taken, and what was refused with it."""
    query = select(Delivery).where(
        Delivery.order_id == delivery.order_id,
        Delivery.at == delivery.at,
        Delivery.recorded_at == delivery.recorded_at,
    )
    return list(session.exec(query.order_by(col(Delivery.id))))


def items_of(session: Session, delivery_id: int) -> list[Item]:
    """The things of one hand-over."""
    query = (
        select(Item)
        .join(DeliveryItem, col(DeliveryItem.item_id) == col(Item.id))
        .where(DeliveryItem.delivery_id == delivery_id)
    )
    return list(session.exec(query.order_by(col(Item.id))))


def signatures(session: Session, order_id: int) -> set[int]:
    """The files of an order that are signatures, not photographs."""
    query = select(Delivery.signature_file_id).where(Delivery.order_id == order_id)
    return {key for key in session.exec(query) if key is not None}


def last_move(subject: Subject) -> Move | None:
    """The move that hands this thing over from where it stands, or None."""
    if subject.workshop is None or subject.stage is None:
        return None
    road = registry.current().workshop(subject.workshop).road
    steps = road.moves_from(subject.stage, subject.thing)
    return next(
        (s for s in steps if road.stage(s.target).final and road.stage(s.target).counted), None
    )


def _check(order: Order, handed: Handed, by: Actor) -> None:
    if not by.is_system and not by.can(DELIVER, workshop=order.workshop):
        raise Forbidden("not_allowed")
    if order.closed_at is not None or order.cancelled_at is not None:
        raise Refused("order_closed")
    if not handed.items and not handed.refused:
        raise Refused("delivery_empty")
    if set(handed.items) & set(handed.refused):
        raise Refused("delivery_both")
    if not handed.receiver.strip():
        raise Invalid("form_invalid", {"receiver": "Écrivez qui reçoit."})


def _subject(session: Session, order: Order, key: int) -> Subject:
    subject = subjects.item(session, key)
    if subject is None or subject.order_id != order.id:
        raise Refused("delivery_not_here")
    return subject


def _hand_over(session: Session, subject: Subject, way: How, at: datetime, by: Actor) -> None:
    step = last_move(subject)
    if step is None:
        raise Refused("delivery_not_ready", label=subject.label)
    free = _out_of_lot(session, subject, at, by)
    context = Context(
        by=by, at=at, capture_uid=way.capture_uid, late=way.late, judged=way.judged
    )  # fmt: skip
    moves.move(session, free, step.action, context)


def _out_of_lot(session: Session, subject: Subject, at: datetime, by: Actor) -> Subject:
    """What is handed over leaves its lot first, where the actor may move things at all."""
    if subject.travels_in is None or not _may_move(subject, by):
        return subject
    key = subject.item_id or 0
    lot = session.get_one(Lot, subject.travels_in)
    lots.take_out(session, lot, [key], by=by, at=at, reason="Remise au client")
    return subjects.item(session, key) or subject


def _keep_back(session: Session, subject: Subject, at: datetime, by: Actor) -> None:
    standing = holds.open_holds(session, subject)
    if not any(hold.reason == "to_check" for hold in standing):
        holds.place(session, subject, "to_check", by=by, at=at, note=REFUSED_NOTE)


def _row(
    session: Session,
    order: Order,
    handed: Handed,
    things: list[Subject],
    at: datetime,
    by: Actor,
    *,
    refused: bool,
) -> Delivery:
    row = Delivery(
        order_id=orders.key(order),
        at=at,
        recorded_at=clock.now(),
        account_id=by.account_id,
        receiver=handed.receiver.strip()[:80],
        reserves=handed.reserves.strip()[:280],
        refused=refused,
        signature_file_id=handed.signature_file_id,
    )
    session.add(row)
    session.flush()
    for subject in things:
        session.add(DeliveryItem(delivery_id=row.id or 0, item_id=subject.item_id or 0))
    session.flush()
    return row


def _why_not(session: Session, subject: Subject, by: Actor) -> str:
    step = last_move(subject)
    if step is None:
        return "pas encore prêt"
    free = replace(subject, travels_in=None) if _may_move(subject, by) else subject
    held = holds.open_holds(session, subject)
    code = offering.why_not(session, free, step, by=by, at=clock.now(), held=held)
    if code is None:
        return ""
    return ", ".join(sorted({h.label for h in held})) if code == "on_hold" else texts.sentence(code)


def _may_move(subject: Subject, by: Actor) -> bool:
    return by.is_system or by.can("production.move", workshop=subject.workshop)
