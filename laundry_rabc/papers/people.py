"""The accounts that may lead, own or read something here, and their names. SELECTs only."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from laundry_rabc.papers import rights

ROLES = tuple(role for role, _ in rights.READERS)


@dataclass(frozen=True, slots=True)
class Person:
    """An account that works in the laundry's RABC, with its roles there."""

    id: int
    name: str
    roles: frozenset[str]


def concerned(session: Session) -> list[Person]:
    """Who may be given a document, an audit or an action: open accounts, by name."""
    query = (
        select(Account.id, Account.display_name, AccountRole.role)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(
            col(AccountRole.role).in_(ROLES),
            col(AccountRole.workshop).is_(None) | (AccountRole.workshop == rights.WORKSHOP),
            col(Account.disabled_at).is_(None),
            col(Account.ends_on).is_(None) | (col(Account.ends_on) >= clock.today()),
        )
        .order_by(col(Account.display_name), col(Account.id))
    )
    found: dict[int, tuple[str, set[str]]] = {}
    for key, name, role in session.exec(query):
        found.setdefault(key or 0, (name, set()))[1].add(role)
    return [Person(key, name, frozenset(roles)) for key, (name, roles) in found.items()]


def may_own(session: Session, account_id: int | None) -> bool:
    """Whether something may be given to that account."""
    return any(one.id == account_id for one in concerned(session))


def names(session: Session, wanted: Iterable[int | None]) -> dict[int | None, str]:
    """The names of accounts, closed ones too; the house itself for None."""
    ids = {one for one in wanted if one is not None}
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(ids))
    found: dict[int | None, str] = {None: "La maison"}
    if ids:
        found.update(dict(session.exec(query).all()))
    return found
