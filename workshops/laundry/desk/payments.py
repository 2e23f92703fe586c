"""How a deposit is paid: to be invoiced, or a receipt of the cash office. No money is held here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.production import journal
from esat.production.journal import Entry
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry.desk import pricing
from workshops.laundry.desk.deposits import require
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Payment

MISSING = "Ce champ est à remplir."


class PaymentIn(FormShape):
    """How it is paid; a receipt has its number, its amount and its day."""

    kind: Literal["invoice", "receipt"]
    cash_office: Annotated[str, StringConstraints(max_length=60), NoControl] = ""
    receipt_no: Annotated[str, StringConstraints(max_length=30), NoControl] = ""
    amount: Annotated[FrenchDecimal | None, Field(max_digits=9, decimal_places=2), Blank] = None
    paid_on: Annotated[date | None, Blank] = None
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the payment of a deposit."""

    standing: Payment | None
    total: Decimal

    @property
    def settled(self) -> bool:
        """Whether things may leave: how it is paid was said, or there is nothing to pay."""
        return self.standing is not None or self.total == 0


def state(session: Session, deposit: Deposit) -> State:
    """How a deposit is paid, as it stands."""
    return State(standing(session, deposit.order_id), deposit.total)


def standing(session: Session, order_id: int) -> Payment | None:
    """The row that stands; None while nothing was said."""
    query = select(Payment).where(Payment.order_id == order_id, col(Payment.ended_at).is_(None))
    return session.exec(query).first()


def history(session: Session, order_id: int) -> list[Payment]:
    """Every row of a deposit, the newest first."""
    query = select(Payment).where(Payment.order_id == order_id)
    return list(session.exec(query.order_by(col(Payment.id).desc())))


def pay(
    session: Session,
    deposit: Deposit,
    given: PaymentIn,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Payment:
    """Say how it is paid; said before, the former row ends and this one has a reason. Invalid for
    an incomplete receipt. Refuses `payment_nothing`, `payment_partial`, `payment_same`,
    `payment_receipt_used`; forbids `not_allowed`. Flushes.
    """
    require(by)
    moment = at or clock.now()
    if deposit.total == 0:
        raise Refused("payment_nothing")
    before = standing(session, deposit.order_id)
    _judge(given, before, moment)
    if given.kind == "receipt":
        _judge_receipt(session, deposit, given, before)
    if before is not None:
        before.ended_at = moment
        session.flush()
    made = _row(deposit, given, before, by, moment)
    session.add(made)
    session.flush()
    data = {"kind": made.kind, "amount": str(made.amount), "changes": before is not None}
    entry = Entry("laundry.paid", moment, order_id=deposit.order_id, data=data)
    journal.record(session, entry, by=by)
    return made


def _row(
    deposit: Deposit, given: PaymentIn, before: Payment | None, by: Actor, at: datetime
) -> Payment:
    receipt = given.kind == "receipt"
    return Payment(
        order_id=deposit.order_id, kind=given.kind, amount=deposit.total,
        cash_office=given.cash_office if receipt else "",
        receipt_no=given.receipt_no if receipt else "",
        paid_on=given.paid_on if receipt else None,
        at=at, recorded_at=clock.now(), account_id=by.account_id,
        amends_id=before.id if before else None, reason=given.reason if before else "",
    )  # fmt: skip


def _judge(given: PaymentIn, before: Payment | None, at: datetime) -> None:
    # Two tablets that note the same are told so first: nothing changes, so no reason is wanted.
    if before is not None and _same(given, before):
        raise Refused("payment_same")
    faults = {}
    if before is not None and not given.reason:
        faults["reason"] = "Écrivez pourquoi le paiement change."
    if given.kind == "receipt":
        wanted = ("cash_office", "receipt_no", "amount", "paid_on")
        faults |= {name: MISSING for name in wanted if getattr(given, name) in {None, ""}}
        if given.paid_on is not None and given.paid_on > clock.local(at).date():
            faults["paid_on"] = "Ce jour n’est pas encore venu."
    if faults:
        raise Invalid("form_invalid", faults)


def _same(given: PaymentIn, before: Payment) -> bool:
    now = (given.kind, given.cash_office, given.receipt_no, given.paid_on)
    then = (before.kind, before.cash_office, before.receipt_no, before.paid_on)
    return now == then or given.kind == before.kind == "invoice"


def _judge_receipt(
    session: Session, deposit: Deposit, given: PaymentIn, before: Payment | None
) -> None:
    if given.amount != deposit.total:
        raise Refused("payment_partial", total=pricing.euros(deposit.total))
    query = select(Payment).where(
        Payment.cash_office == given.cash_office,
        Payment.receipt_no == given.receipt_no,
        Payment.kind == "receipt",
        col(Payment.ended_at).is_(None),
    )
    used = session.exec(query).first()
    if used is not None and (before is None or used.id != before.id):
        raise Refused("payment_receipt_used", number=given.receipt_no)
