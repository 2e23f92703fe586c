"""What leaves the counter was paid for, or is to be invoiced: whoever hands it over, and where."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat.declarations import Subject
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Payment

_UNPAID = select(Deposit.order_id).where(
    col(Deposit.order_id) == bindparam("order"),
    Deposit.total > 0,
    ~select(Payment.id)
    .where(Payment.order_id == Deposit.order_id, col(Payment.ended_at).is_(None))
    .exists(),
)


def paid(session: Session, subject: Subject, _at: datetime) -> str | None:
    """`desk_unpaid` for a thing of a deposit of which nobody said how it is paid. One statement."""
    if subject.order_id is None:
        return None
    found = session.exec(_UNPAID, params={"order": subject.order_id}).first()
    return None if found is None else "desk_unpaid"
