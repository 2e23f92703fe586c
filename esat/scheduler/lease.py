"""One process at a time under a name: take, renew, drop, each by one conditional UPDATE."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import CursorResult, and_, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from esat.scheduler.models import WorkerLease

TTL: Final = timedelta(seconds=45)
RENEW_EVERY: Final = timedelta(seconds=15)


def take(session: Session, name: str, holder: str, *, at: datetime, ttl: timedelta = TTL) -> bool:
    """Whether the lease is now `holder`'s: it was free, past its time, or already its own."""
    lease_free = or_(col(WorkerLease.until) <= at, col(WorkerLease.holder) == holder)
    if _set(session, name, lease_free, holder=holder, until=at + ttl):
        return True
    if session.get(WorkerLease, name) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(WorkerLease(name=name, holder=holder, until=at + ttl))
    except IntegrityError:  # another process wrote the first row meanwhile
        return False
    return True


def renew(session: Session, name: str, holder: str, *, at: datetime, ttl: timedelta = TTL) -> bool:
    """Push the end on; False when the lease ran out or is another's, and then work must stop."""
    still_mine = and_(col(WorkerLease.holder) == holder, col(WorkerLease.until) > at)
    return _set(session, name, still_mine, holder=holder, until=at + ttl)


def drop(session: Session, name: str, holder: str, *, at: datetime) -> bool:
    """Give the lease back at once, so that a stand-by need not wait for its end."""
    return _set(session, name, col(WorkerLease.holder) == holder, holder=holder, until=at)


def _set(session: Session, name: str, condition: object, *, holder: str, until: datetime) -> bool:
    statement = (
        update(WorkerLease)
        .where(col(WorkerLease.name) == name, condition)  # type: ignore[arg-type]
        .values(holder=holder, until=until)
        .execution_options(synchronize_session=False)
    )
    result = session.exec(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1
