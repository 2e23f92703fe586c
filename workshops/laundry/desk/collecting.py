"""Collection: what is ready of a deposit, and its hand-over to whoever comes with the ticket."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.folding import fold
from esat.production import codes, deliveries, journal, order_detail, orders, scans, signing
from esat.production.deliveries import How
from esat.production.journal import Entry
from esat.production.models import Delivery, Item, Order
from esat.production.signing import MAX_SIGNATURE, Codes, SignIn
from esat.web import forms
from esat.web.forms import FormShape, NoControl
from workshops.laundry.desk import payments
from workshops.laundry.desk.deposits import require
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Collection

FOUND = 20


class CollectIn(FormShape):
    """What leaves, to whom, and what was shown for it: the ticket, or a paper that was seen."""

    order: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    items: Codes = ()
    receiver: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    proof: Literal["ticket", "identity"]
    reserves: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    signature: Annotated[str, StringConstraints(max_length=MAX_SIGNATURE)] = ""


def given(form: Any) -> CollectIn:
    """Read a form or the data of an act; Invalid with a French sentence a field."""
    return forms.read(CollectIn, form)


def by_code(session: Session, raw: str) -> Order | None:
    """The deposit that a scanned code leads to: its ticket's, its bag's, an article's; None when
    the text is no code of ours. Refuses `desk_not_a_deposit` for any other thing of the house,
    and what the core says of a code that is unknown, revoked or misread.
    """
    found = scans.resolve(session, raw)
    if found.subject is None and not _is_ours(raw):
        return None
    if found.subject is None:
        raise Refused(found.reason or "code_unknown")
    order_id = found.subject.order_id
    if order_id is None or session.get(Deposit, order_id) is None:
        raise Refused("desk_not_a_deposit")
    return session.get(Order, order_id)


def _is_ours(raw: str) -> bool:
    """A code of ours, or one badly read; a name may have the letters of a code, and no digit."""
    misread = codes.is_misread(raw) and any(sign.isdigit() for sign in raw)
    return codes.read(raw).code is not None or misread


def is_ticket(session: Session, raw: str) -> bool:
    """Whether it was the ticket itself that was scanned."""
    subject = scans.resolve(session, raw).subject
    return subject is not None and subject.kind == "order"


def by_name(session: Session, text: str) -> list[tuple[Order, str]]:
    """The deposits not yet all collected of individuals whose name holds every word."""
    query = _left()
    for word in fold(text).split():
        query = query.where(col(Client.search).contains(word, autoescape=True))
    return list(session.exec(query.order_by(col(Order.id)).limit(FOUND)).all())


def ready(session: Session) -> list[tuple[Order, str]]:
    """The deposits of which something may leave, the oldest first."""
    packed = select(Item.order_id).where(Item.stage == "packed", col(Item.closed_at).is_(None))
    query = _left().where(col(Order.id).in_(packed))
    return list(session.exec(query.order_by(col(Order.id)).limit(FOUND)).all())


def _left() -> Select[Order, str]:
    """The deposits not yet all collected, each with its person's name."""
    query = select(Order, Client.name).join(Client, col(Client.id) == Order.client_id)
    query = query.join(Deposit, col(Deposit.order_id) == Order.id)
    return query.where(col(Order.closed_at).is_(None), col(Order.cancelled_at).is_(None))


def visible(session: Session, ref: str, by: Actor, capability: str) -> tuple[Order, Deposit]:
    """A deposit by its order's number, when it is the actor's to see; NotFound otherwise."""
    if not by.can(capability, workshop="laundry"):
        raise NotFound("not_found")
    order = orders.by_ref(session, ref)
    deposit = session.get(Deposit, orders.key(order))
    if deposit is None:
        raise NotFound("not_found")
    return order, deposit


def collect(session: Session, sent: CollectIn, *, by: Actor, how: How | None = None) -> Delivery:
    """Hand over what is ticked. Refuses `desk_unpaid` while nobody said how it is paid, and what
    the core refuses of a hand-over; NotFound for an order that is no deposit. Flushes.
    """
    require(by)
    order = order_detail.visible(session, sent.order, by, deliveries.DELIVER)
    deposit = session.get(Deposit, orders.key(order))
    if deposit is None:
        raise NotFound("not_found")
    if not payments.state(session, deposit).settled:
        raise Refused("desk_unpaid")
    if not sent.items:
        raise Invalid("form_invalid", {"items": "Cochez ce qui part."})
    shape = SignIn(
        order=order.ref, items=sent.items, receiver=sent.receiver, reserves=sent.reserves,
        signature=sent.signature,
    )  # fmt: skip
    delivery = signing.sign(session, shape, by=by, how=how)
    row = Collection(delivery_id=delivery.id or 0, order_id=deposit.order_id, proof=sent.proof)
    session.add(row)
    session.flush()
    moment: datetime = (how.at if how else None) or clock.now()
    entry = Entry(
        "laundry.collected", moment, order_id=deposit.order_id,
        capture_uid=how.capture_uid if how else None, late=how.late if how else False,
        data={"delivery": delivery.id, "proof": sent.proof},
    )  # fmt: skip
    journal.record(session, entry, by=by)
    return delivery
