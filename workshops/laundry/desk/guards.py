"""What leaves the counter was paid for, or is to be invoiced: whoever hands it over, and where."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat.declarations import Subject
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Payment


def paid(session: Session, subject: Subject, _at: datetime) -> str | None:
    """`desk_unpaid` for a thing of a deposit of which nobody said how it is paid. One statement."""
    if subject.order_id is None:
        return None
    said = select(Payment.id).where(
        Payment.order_id == Deposit.order_id, col(Payment.ended_at).is_(None)
    )
    query = select(Deposit.order_id).where(
        Deposit.order_id == subject.order_id, Deposit.total > 0, ~said.exists()
    )
    return None if session.exec(query).first() is None else "desk_unpaid"
