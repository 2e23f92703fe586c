"""What the office's pages show of groups and of who leads them: SELECTs only."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from esat.accounts.models import Account, AccountRole
from esat.workers.models import Group, Supervision

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
