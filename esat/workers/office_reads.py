"""What the office's pages show of groups and of who leads them: SELECTs only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from esat.accounts.models import Account, AccountRole
from esat.workers.models import Group, Membership, Supervision, Worker

LEADERS = ("moniteur", "responsable_atelier")


@dataclass(frozen=True, slots=True)
class LeadRow:
    """Who leads a group, from when, until when."""

    id: int
    name: str
    since: date
    until: date | None


def group_choices(session: Session) -> list[tuple[int, str]]:
    """The living groups, for a list to choose from."""
    query = select(Group).where(col(Group.archived_at).is_(None)).order_by(col(Group.name))
    return [(group.id or 0, group.name) for group in session.exec(query)]


def leader_choices(session: Session) -> list[tuple[int, str]]:
    """The open accounts that may lead a group."""
    query = (
        select(Account.id, Account.display_name)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(col(Account.disabled_at).is_(None), col(AccountRole.role).in_(LEADERS))
        .order_by(Account.display_name)
        .distinct()
    )
    return [(key or 0, name) for key, name in session.exec(query)]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A group of a worker from a day on, as it was written; `since` None where no day was."""

    group: str
    since: date | None
    until: date | None
    written: str
    at: datetime | None
    state: str
    """`now`, `next`, `replaced` (another was written for the same day), or nothing: it is over."""


def places(session: Session, worker: Worker, day: date) -> tuple[PlaceRow, ...]:
    """The groups of a worker, the first one first; `day` is today."""
    query = (
        select(Membership, Group.name, Account.display_name)
        .join(Group, col(Group.id) == Membership.group_id, isouter=True)
        .join(Account, col(Account.id) == Membership.recorded_by, isouter=True)
        .where(Membership.worker_id == worker.id)
        .order_by(col(Membership.since), col(Membership.id))
    )
    first = session.get(Group, worker.first_group_id) if worker.first_group_id else None
    rows: list[tuple[date | None, str, str, datetime | None]]
    rows = [(None, first.name if first else "", "", None)]
    for row, group, who in session.exec(query):
        rows.append((row.since, group or "", who or "Système", row.recorded_at))
    starts = [since or date.min for since, *_ in rows] + [date.max]
    found = []
    for n, (since, name, who, at) in enumerate(rows):
        after = starts[n + 1]
        until = None if after == date.max else after - timedelta(days=1)
        state = _place_state(starts[n], after, day)
        found.append(PlaceRow(name or "Sans groupe", since, until, who, at, state))
    return tuple(found)


def _place_state(since: date, after: date, day: date) -> str:
    if since == after:
        return "replaced"
    if since > day:
        return "next"
    return "now" if day < after else ""


def leads(session: Session, group: Group, day: date) -> tuple[LeadRow, ...]:
    """Those who lead the group that day, or will."""
    until = col(Supervision.until)
    query = (
        select(Supervision, Account.display_name)
        .join(Account, col(Account.id) == Supervision.account_id)
        .where(Supervision.group_id == group.id, or_(until.is_(None), until >= day))
        .order_by(col(Supervision.since), col(Supervision.id))
    )
    return tuple(
        LeadRow(row.id or 0, name, row.since, row.until) for row, name in session.exec(query)
    )
