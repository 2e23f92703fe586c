"""Workers, groups and who leads them, kept by the office; it knows no half-day."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from esat import clock, texts
from esat.accounts.models import Account
from esat.actors import SYSTEM, Actor
from esat.errors import Invalid, NotFound, Refused
from esat.workers import moving
from esat.workers.contracts import columns
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, Supervision, Worker


def create_worker(session: Session, given: WorkerIn, *, at: datetime | None = None) -> Worker:
    """A new worker, flushed. Refused: `worker_payroll_known`. Invalid: `form_invalid`.
    NotFound: `group_unknown`.
    """
    values = _checked(session, given)
    _refuse_payroll(session, given.payroll_id, None)
    at = at or clock.now()
    worker = Worker(**values, first_group_id=given.group_id, created_at=at)
    session.add(worker)
    session.flush()
    columns.follow(session, worker, columns.NOTHING, at)
    return worker


def update_worker(
    session: Session, worker_id: int, given: WorkerIn, *, by: Actor = SYSTEM
) -> Worker:
    """Change the fields that were given; another group is his from today. Refusals are those of
    `create_worker` and of `moving.move`. NotFound: `worker_unknown`.
    """
    worker = the_worker(session, worker_id)
    values = _checked(session, given)
    sent = given.model_fields_set | (
        {"initial"} if "last_name" in given.model_fields_set else set()
    )
    if "payroll_id" in sent:
        _refuse_payroll(session, given.payroll_id, worker_id)
    former = columns.of(worker)
    for name in sent & values.keys():
        setattr(worker, name, values[name])
    session.flush()
    if "group_id" in sent:
        moving.move(session, worker, given.group_id, moving.undated(worker), by=by)
    columns.follow(session, worker, former, clock.now())
    return worker


def create_group(session: Session, given: GroupIn) -> Group:
    """A new group, flushed. Refused: `group_code_known`. Invalid: `form_invalid`."""
    _check_hours(given)
    twin = session.exec(select(Group).where(Group.code == given.code)).first()
    if twin is not None:
        raise Refused("group_code_known", name=twin.name)
    group = Group(**given.model_dump())
    session.add(group)
    session.flush()
    return group


def update_group(session: Session, group: Group, given: GroupIn) -> Group:
    """Change a group; half-days already recorded keep their minutes. Its code stays."""
    _check_hours(given)
    for name, value in given.model_dump(exclude={"code"}).items():
        setattr(group, name, value)
    session.flush()
    return group


def lead(
    session: Session, group: Group, account_id: int, since: date, until: date | None = None
) -> Supervision:
    """Give a group to an account from a day, for good or for a replacement, which ends by itself.

    Invalid: `form_invalid`. Refused: `leader_unknown`, `leader_twice`.
    """
    if until is not None and until < since:
        raise Invalid("form_invalid", {"until": texts.sentence("leader_dates")})
    if session.get(Account, account_id) is None:
        raise Refused("leader_unknown")
    ends = col(Supervision.until)
    query = select(Supervision).where(
        Supervision.account_id == account_id,
        Supervision.group_id == group.id,
        or_(ends.is_(None), (ends >= since) & (ends >= col(Supervision.since))),
    )
    if until is not None:
        query = query.where(col(Supervision.since) <= until)
    if session.exec(query).first() is not None:
        raise Refused("leader_twice")
    made = Supervision(account_id=account_id, group_id=group.id or 0, since=since, until=until)
    session.add(made)
    session.flush()
    return made


def end_lead(session: Session, group: Group, supervision_id: int, on: date) -> None:
    """Take a group back from an account: its last day is `on`. One to come is simply undone."""
    found = session.get(Supervision, supervision_id)
    if found is None or found.group_id != group.id:
        raise NotFound("leader_unknown")
    if found.since > on:
        session.delete(found)
    elif found.until is None or found.until > on:
        found.until = on
    session.flush()


def the_worker(session: Session, worker_id: int) -> Worker:
    """NotFound: `worker_unknown`."""
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise NotFound("worker_unknown")
    return worker


def _checked(session: Session, given: WorkerIn) -> dict[str, Any]:
    """The values as they will stand; the initial comes from the last name. The group is dated:
    it is not among them.
    """
    starts, ends = given.contract_starts, given.contract_ends
    if starts is not None and ends is not None and ends < starts:
        raise Invalid("form_invalid", {"contract_ends": texts.sentence("worker_dates")})
    if given.group_id is not None and session.get(Group, given.group_id) is None:
        raise NotFound("group_unknown")
    values = given.model_dump(exclude={"group_id"})
    return {**values, "initial": given.last_name[:1].upper()}


def _refuse_payroll(session: Session, payroll_id: str | None, worker_id: int | None) -> None:
    if payroll_id is None:
        return
    twin = session.exec(select(Worker).where(Worker.payroll_id == payroll_id)).first()
    if twin is not None and twin.id != worker_id:
        raise Refused("worker_payroll_known", name=twin.display_name)


def _check_hours(given: GroupIn) -> None:
    faults = {
        name: texts.sentence("group_hours")
        for name, start, end in (
            ("morning_to", given.morning_from, given.morning_to),
            ("afternoon_to", given.afternoon_from, given.afternoon_to),
        )
        if start >= end
    }
    if faults:
        raise Invalid("form_invalid", faults)
