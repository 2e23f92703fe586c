"""Months that are closed, worker by worker: what they hold changes only by the office's hand."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Refused
from esat.workers.models import MonthLock

CORRECT = "half_days.correct_locked"
"""Who may still correct a closed month: the office, and each correction asks a new version."""


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def locked(session: Session, worker_ids: Collection[int], day: date) -> frozenset[int]:
    """Those of the workers whose month of that day is closed."""
    query = select(MonthLock.worker_id).where(
        col(MonthLock.worker_id).in_(worker_ids), MonthLock.month == month_of(day)
    )
    return frozenset(session.exec(query))


def refuse(session: Session, worker_ids: Collection[int], day: date, by: Actor) -> None:
    """Refused `period_locked` when one of the months is closed and `by` is not of the office."""
    if not by.can(CORRECT) and locked(session, worker_ids, day):
        raise Refused("period_locked", month=f"{month_of(day):%m/%Y}")


def close(
    session: Session, worker_ids: Iterable[int], month: date, *, by: Actor, at: datetime
) -> None:
    """Close a month for these workers; what is closed already stays as it is. Flushes."""
    asked = set(worker_ids)
    for worker_id in sorted(asked - locked(session, asked, month)):
        session.add(
            MonthLock(
                worker_id=worker_id, month=month_of(month), locked_at=at, locked_by=by.account_id
            )
        )
    session.flush()
