"""What pages show of groups, workers and half-days: SELECTs only, first names and initials."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.folding import fold
from esat.workers import memberships, statuses
from esat.workers.absences.reads import away
from esat.workers.models import Group, HalfDay, Supervision, Worker
from esat.workers.timetables import reads as timetables


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group, who leads it, and how far today's sheets are."""

    id: int
    code: str
    name: str
    workshop: str
    people: int
    leaders: str
    morning: tuple[int, int]
    afternoon: tuple[int, int]
    """How many are recorded, and how many are expected and not recorded yet."""


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as everybody sees him."""

    id: int
    name: str
    group: str
    pictogram: str
    left_on: date | None


def groups(session: Session, by: Actor, day: date) -> tuple[GroupRow, ...]:
    """The living groups that `by` may see, with the state of that day's sheets."""
    query = select(Group).where(col(Group.archived_at).is_(None)).order_by(col(Group.name))
    if by.groups is not None:
        query = query.where(col(Group.id).in_(by.groups))
    elif by.workshops is not None:
        query = query.where(col(Group.workshop).in_({*by.workshops, ""}))
    found = list(session.exec(query))
    members = _members(session, [group.id or 0 for group in found], day)
    leaders, counts = _leaders(session, day), _counts(session, members, day)
    return tuple(
        GroupRow(
            id=group.id or 0,
            code=group.code,
            name=group.name,
            workshop=group.workshop,
            people=len(members.get(group.id or 0, ())),
            leaders=", ".join(leaders.get(group.id, ())),
            morning=counts[group.id or 0, "morning"],
            afternoon=counts[group.id or 0, "afternoon"],
        )
        for group in found
    )


def workers(
    session: Session, by: Actor, *, group_id: int | None = None, gone: bool = False
) -> tuple[WorkerRow, ...]:
    """The workers of the groups that `by` may see, by first name; each in his group of today."""
    today = clock.today()
    its = memberships.group_on(today)
    left = col(Worker.left_on).is_not(None) & (col(Worker.left_on) < today)
    query = (
        select(Worker, Group.name)
        .join(Group, col(Group.id) == its, isouter=True)
        .where(left if gone else ~left | col(Worker.left_on).is_(None))
    )
    if by.groups is not None:
        query = query.where(its.in_(by.groups))
    elif by.workshops is not None:
        query = query.where(col(Group.workshop).in_({*by.workshops, ""}))
    if group_id is not None:
        query = query.where(its == group_id)
    found = [
        WorkerRow(worker.id or 0, worker.display_name, name or "", worker.pictogram, worker.left_on)
        for worker, name in session.exec(query)
    ]
    return tuple(sorted(found, key=lambda row: (fold(row.name), row.id)))


EXPORT_HEADERS = (
    "jour", "demi_journee", "groupe", "matricule", "travailleur", "presence", "de", "a", "minutes",
)  # fmt: skip


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Half-days in order; whether somebody was there, never why not."""
    query = (
        select(HalfDay, Worker, Group.name)
        .join(Worker, col(Worker.id) == HalfDay.worker_id)
        .join(Group, col(Group.id) == HalfDay.group_id)
        .order_by(col(HalfDay.day), col(HalfDay.half).desc(), col(Group.name), col(Worker.id))
    )
    if since is not None:
        query = query.where(col(HalfDay.day) >= since)
    if until is not None:
        query = query.where(col(HalfDay.day) <= until)
    for row, worker, group in session.exec(query):
        start, end = (f"{at:%H:%M}" if at else "" for at in (row.from_time, row.to_time))
        yield (
            row.day, statuses.HALVES[row.half], group, worker.payroll_id or "",
            worker.display_name, statuses.LABELS[row.status], start, end, row.minutes,
        )  # fmt: skip


def under_contract(day: date) -> ColumnElement[bool]:
    """Under contract that day."""
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    return or_(starts.is_(None), starts <= day) & or_(left.is_(None), left >= day)


def _leads(day: date) -> ColumnElement[bool]:
    until = col(Supervision.until)
    return (col(Supervision.since) <= day) & or_(until.is_(None), until >= day)


def _members(session: Session, groups: Sequence[int], day: date) -> dict[int, list[int]]:
    its = memberships.group_on(day)
    query = select(its, Worker.id).where(its.in_(groups), under_contract(day))
    found: dict[int, list[int]] = {}
    for group_id, worker_id in session.exec(query):
        found.setdefault(group_id or 0, []).append(worker_id or 0)
    return found


def _counts(
    session: Session, members: Mapping[int, Sequence[int]], day: date
) -> defaultdict[tuple[int, str], tuple[int, int]]:
    """By group and half: how many half-days are recorded with it, how many are still to say."""
    ids = [worker for workers in members.values() for worker in workers]
    planned, known = timetables.planned(session, ids, day), away(session, ids, day)
    rows = session.exec(
        select(HalfDay.group_id, HalfDay.worker_id, HalfDay.half).where(HalfDay.day == day)
    ).all()
    done, said = Counter((group, half) for group, _, half in rows), {row[1:] for row in rows}
    found = defaultdict[tuple[int, str], tuple[int, int]](lambda: (0, 0))
    for group, workers in members.items():
        for half in statuses.HALVES:
            left = sum(
                planned[worker].expects(half) and not {(worker, half)} & (known | said)
                for worker in workers
            )
            found[group, half] = done[group, half], left
    return found


def _leaders(session: Session, day: date) -> dict[int | None, list[str]]:
    query = (
        select(Supervision.group_id, Account.display_name)
        .join(Account, col(Account.id) == Supervision.account_id)
        .where(_leads(day))
        .order_by(col(Supervision.since), col(Supervision.id))
    )
    found: dict[int | None, list[str]] = {}
    for group_id, name in session.exec(query):
        found.setdefault(group_id, []).append(name)
    return found
