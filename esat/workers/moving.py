"""A worker changes group from a day on: today, later, or earlier where no month is closed.

What was recorded before keeps the group it was recorded with; nothing is rewritten.
"""

from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from esat import clock, texts
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.workers import memberships
from esat.workers.locks import month_of
from esat.workers.models import Group, Membership, MonthLock, Worker

FAR: Final = 366
"""Days ahead: a later day is a slip of the hand."""


def move(
    session: Session,
    worker: Worker,
    group_id: int | None,
    since: date,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Membership | None:
    """He is in that group (in none) from that day until the next change; None where he already
    is. Flushes.

    Invalid: `form_invalid`. NotFound: `group_unknown`. Refused: `group_archived`, `move_closed`.
    """
    at = at or clock.now()
    known = memberships.stretches(session, (worker.id or 0,)).get(worker.id or 0, [])
    if memberships.standing(known, since) == group_id:
        return None
    _refuse_group(session, group_id)
    _refuse_day(worker, since, clock.local(at).date())
    later = [one.since for one in known if one.since > since]
    _refuse_closed(session, worker, since, later[0] if later else None)
    made = Membership(
        worker_id=worker.id or 0, group_id=group_id, since=since, at=at,
        recorded_at=clock.now(), recorded_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def undated(worker: Worker) -> date:
    """The day of a change to which none is given: today, or the nearest of his days here."""
    day = max(clock.today(), worker.contract_starts or date.min)
    return min(day, worker.left_on or day)


def _refuse_group(session: Session, group_id: int | None) -> None:
    if group_id is None:
        return
    group = session.get(Group, group_id)
    if group is None:
        raise NotFound("group_unknown")
    if group.archived_at is not None:
        raise Refused("group_archived", name=group.name)


def _refuse_day(worker: Worker, since: date, today: date) -> None:
    code, day = "", since
    if since > today + timedelta(days=FAR):
        code = "move_far"
    elif worker.contract_starts is not None and since < worker.contract_starts:
        code, day = "move_before", worker.contract_starts
    elif worker.left_on is not None and since > worker.left_on:
        code, day = "move_after", worker.left_on
    if code:
        raise Invalid("form_invalid", {"since": texts.sentence(code, {"day": day})})


def _refuse_closed(session: Session, worker: Worker, since: date, until: date | None) -> None:
    """A closed month says where he was: the change would begin after it."""
    query = select(func.max(MonthLock.month)).where(
        MonthLock.worker_id == worker.id, col(MonthLock.month) >= month_of(since)
    )
    if until is not None:
        query = query.where(col(MonthLock.month) < until)
    last = session.exec(query).one()
    if last is not None:
        free = month_of(last + timedelta(days=31))
        raise Refused("move_closed", month=f"{last:%m/%Y}", day=free)
