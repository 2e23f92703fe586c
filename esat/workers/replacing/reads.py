"""Who replaces whom, now and soon, and who may; SELECTs only."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import true
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.actors import Actor
from esat.workers import reads as workers
from esat.workers.models import Group, Supervision


@dataclass(frozen=True, slots=True)
class Replacement:
    """A replacement that runs or comes."""

    id: int
    account_id: int
    name: str
    group_id: int
    group: str
    since: date
    until: date

    def words(self, today: date) -> str:
        """« Remplacement jusqu’au 27/11 : Awa Diop »"""
        if self.since <= today:
            return f"Remplacement jusqu’au {self.until:%d/%m/%Y} : {self.name}"
        return f"Remplacement du {self.since:%d/%m/%Y} au {self.until:%d/%m/%Y} : {self.name}"


def coming(session: Session, group_ids: list[int], day: date) -> tuple[Replacement, ...]:
    """Those of these groups that run that day or will, in order."""
    until = col(Supervision.until)
    query = (
        select(Supervision, Account.display_name, Group.name)
        .join(Account, col(Account.id) == Supervision.account_id)
        .join(Group, col(Group.id) == Supervision.group_id)
        .where(
            Supervision.kind == "replacement",
            col(Supervision.group_id).in_(group_ids),
            until >= day,
            until >= col(Supervision.since),
        )
        .order_by(col(Supervision.since), col(Supervision.id))
    )
    return tuple(
        Replacement(
            row.id or 0, row.account_id, name, row.group_id, group, row.since, row.until or day
        )
        for row, name, group in session.exec(query)
    )


def running(session: Session, by: Actor, at: datetime) -> int:
    """How many replacements run now, in the groups that `by` may see."""
    today = clock.local(at).date()
    groups = [one.id for one in workers.groups(session, by, today)]
    return sum(1 for one in coming(session, groups, today) if one.since <= today)


def words_of(session: Session, group_ids: list[int], day: date) -> dict[int, list[str]]:
    """What is said of the replacements of each group."""
    found: dict[int, list[str]] = {}
    for one in coming(session, group_ids, day):
        found.setdefault(one.group_id, []).append(one.words(day))
    return found


def candidates(session: Session, workshop: str) -> list[tuple[int, str]]:
    """The open accounts of supervisors who may work in that workshop."""
    place = col(AccountRole.workshop)
    here = place.is_(None) | (place == workshop) if workshop else true()
    query = (
        select(Account.id, Account.display_name)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(col(Account.disabled_at).is_(None), AccountRole.role == "moniteur", here)
        .order_by(Account.display_name)
        .distinct()
    )
    return [(key or 0, name) for key, name in session.exec(query)]
