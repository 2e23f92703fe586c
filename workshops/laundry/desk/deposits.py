"""A deposit at the counter: order, articles, prices, photographs and ticket in one act, or nothing.

The price is worked out here from the tariff of the day; what the page showed only has to agree.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.administration import contacts
from esat.clients import service as clients
from esat.documents import service as documents
from esat.documents.models import Document
from esat.errors import EsatError, Forbidden, Invalid, Refused
from esat.files import service as files
from esat.files.store import Store
from esat.production import journal, orders
from esat.production.journal import Entry
from esat.production.models import Order
from esat.production.orders import Line, Wanted
from workshops.laundry import forms as laundry_forms
from workshops.laundry.desk import pricing, quoting, tariffs, things
from workshops.laundry.desk.deposit_forms import DepositGiven
from workshops.laundry.desk.models import Deposit, DepositLine, DepositPhoto
from workshops.laundry.desk.quoting import Priced
from workshops.laundry.desk.tariffs import Choice
from workshops.laundry.desk.words import REQUIRED

DESK: Final = "laundry.desk"
ROUND: Final = "Dépôt au comptoir"


@dataclass(frozen=True, slots=True)
class Made:
    """A deposit that is written: its order, its row and its ticket."""

    order: Order
    deposit: Deposit
    ticket: Document


def deposit(
    session: Session,
    given: DepositGiven,
    store: Store,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Made:
    """Take things in and make the ticket. Refuses `desk_price_changed` (with `total`) when the
    price is not the one that was agreed to, `desk_not_individual`, `desk_no_address`,
    `desk_no_text`, and what `quoting.price`, `things.make` and the core refuse. Flushes.
    """
    require(by)
    moment = at or clock.now()
    ready(session, moment)
    client = clients.current(session, given.what.client_id)
    if client.kind != "individual":
        raise Refused("desk_not_individual", name=client.name)
    choice, lines = quoting.price(session, given, at=moment)
    total = pricing.total(line.amount for line in lines)
    if given.expected != total:
        raise Refused("desk_price_changed", total=pricing.euros(total), exact=total)
    order = _order(session, given, lines, by, moment)
    made = _rows(session, order, choice, lines, by=by, at=moment)
    _photos(session, order, lines, store, by)
    things.make(session, order, given, lines, by=by, at=moment)
    ticket = documents.deposit_ticket(session, order, by=by, at=moment)
    data = {"ticket": ticket.number, "total": str(total), "lines": len(lines)}
    entry = Entry("laundry.deposited", moment, order_id=order.id, data=data)
    journal.record(session, entry, by=by)
    return Made(order, made, ticket)


def ready(session: Session, at: datetime) -> None:
    """Whether a ticket would be complete. Refuses `desk_no_address`, `desk_no_text`."""
    if not contacts.contact(session, "laundry").address.strip():
        raise Refused("desk_no_address")
    day = clock.local(at).date()
    if any(tariffs.text_of(session, code, day) is None for code in REQUIRED):
        raise Refused("desk_no_text")


def require(by: Actor, capability: str = DESK) -> None:
    """Forbids (`not_allowed`) one who may not do it in the laundry."""
    if not by.is_system and not by.can(capability, workshop="laundry"):
        raise Forbidden("not_allowed")


def _order(
    session: Session, given: DepositGiven, lines: tuple[Priced, ...], by: Actor, at: datetime
) -> Order:
    wanted = Wanted(
        workshop="laundry",
        client_id=given.what.client_id,
        due_on=given.what.due_on,
        lines=tuple(
            Line(f"{one.tariff.article}, {one.tariff.service}", one.given.what.quantity,
                 one.tariff.unit)
            for one in lines
        ),
    )  # fmt: skip
    order = orders.open_order(session, wanted, by=by, at=at)
    laundry_forms.declare(session, order, ROUND, None, None)
    return order


def _rows(
    session: Session,
    order: Order,
    choice: Choice,
    lines: tuple[Priced, ...],
    *,
    by: Actor,
    at: datetime,
) -> Deposit:  # fmt: skip
    row = Deposit(
        order_id=orders.key(order), bracket_id=choice.bracket.id if choice.bracket else None,
        total=pricing.total(line.amount for line in lines),
        at=at, recorded_at=clock.now(), account_id=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for key, line in zip(things.line_keys(session, order), lines, strict=True):
        what = line.given.what
        session.add(
            DepositLine(
                line_id=key, order_id=row.order_id, tariff_id=line.tariff.id or 0,
                quantity=what.quantity, full_price=line.tariff.price, unit_price=line.unit_price,
                amount=line.amount, value=what.value, note=what.note,
                reservations=" ".join(line.given.reservations),
            )
        )  # fmt: skip
    session.flush()
    return row


def _photos(
    session: Session, order: Order, lines: tuple[Priced, ...], store: Store, by: Actor
) -> None:
    for key, line in zip(things.line_keys(session, order), lines, strict=True):
        for upload in line.given.photos:
            try:
                kept = files.attach(session, store, upload, by=by, order_id=orders.key(order))
            except EsatError as error:
                words = f"{upload.name} : {error.message}"
                raise Invalid("form_invalid", {f"photos_{line.given.n}": words}) from error
            session.add(DepositPhoto(file_id=kept.id or 0, line_id=key))
    session.flush()
