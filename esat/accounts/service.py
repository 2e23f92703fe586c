"""Accounts: created, given roles, disabled, reset; the last administrator is never lost.

Password hashes are given, not made here: they are slow and belong outside a write transaction.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts import second_factor, sessions
from esat.accounts.models import Account, AccountRole
from esat.accounts.roles import ONE_WORKSHOP, PERSONS, READ_ONLY
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused

LOGIN = re.compile(r"^[a-z0-9][a-z0-9._-]{1,59}$")
NOT_A_LOGIN = (
    "L’identifiant se compose de lettres sans accent, de chiffres, de points et de tirets."
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is known of an account to create. `workshops` None means all of them."""

    login: str
    display_name: str
    password_hash: str
    roles: tuple[str, ...]
    workshops: tuple[str, ...] | None = None
    email: str = ""
    worker_id: int | None = None
    ends_on: date | None = None
    must_change_password: bool = True


def create_account(session: Session, new: NewAccount, *, at: datetime | None = None) -> Account:
    """A new account with its roles; flushes, for its key."""
    login = normal_login(new.login)
    if not LOGIN.match(login):
        raise Invalid("form_invalid", {"login": NOT_A_LOGIN})
    if by_login(session, login) is not None:
        raise Invalid("form_invalid", {"login": "Cet identifiant existe déjà."})
    moment = at or clock.now()
    account = Account(
        login=login,
        display_name=new.display_name,
        email=new.email,
        password_hash=new.password_hash,
        password_changed_at=moment,
        must_change_password=new.must_change_password,
        worker_id=new.worker_id,
        ends_on=new.ends_on,
        created_at=moment,
    )
    session.add(account)
    session.flush()
    _put_roles(session, account, new.roles, new.workshops)
    return account


def set_roles(
    session: Session,
    account: Account,
    roles: Iterable[str],
    *,
    workshops: Iterable[str] | None,
    ends_on: date | None = None,
) -> None:
    """Replace an account's roles. All of them share one scope: these workshops, or all (None)."""
    wanted = frozenset(roles)
    if "administrateur" not in wanted:
        _keep_one_administrator(session, account)
    for row in role_rows(session, account.id or 0):
        session.delete(row)
    session.flush()
    account.ends_on = ends_on
    session.add(account)
    _put_roles(session, account, wanted, workshops)


def _put_roles(
    session: Session, account: Account, roles: Iterable[str], workshops: Iterable[str] | None
) -> None:
    wanted = sorted(set(roles))
    scope: list[str | None] = [None] if workshops is None else [*sorted(set(workshops))]
    if not wanted or not set(wanted) <= set(PERSONS):
        raise Invalid("form_invalid", {"roles": "Choisissez au moins un rôle de la liste."})
    if not scope or (scope != [None] and not set(wanted) <= ONE_WORKSHOP):
        raise Invalid(
            "form_invalid",
            {"workshops": "Ce rôle vaut pour tous les ateliers : n’en cochez aucun."},
        )
    if not READ_ONLY.isdisjoint(wanted) and account.ends_on is None:
        raise Invalid("form_invalid", {"ends_on": "Un inspecteur a une date de fin : indiquez-la."})
    for role in wanted:
        for workshop in scope:
            session.add(AccountRole(account_id=account.id or 0, role=role, workshop=workshop))
    session.flush()


def disable(session: Session, account: Account, *, by: Actor, at: datetime | None = None) -> None:
    """Close an account and end its sign-ins at once."""
    if by.account_id is not None and by.account_id == account.id:
        raise Refused("not_yourself")
    _keep_one_administrator(session, account)
    account.disabled_at = at or clock.now()
    account.badge_code = account.pin_hash = None
    session.add(account)
    sessions.revoke_all(session, account.id or 0, at=at or clock.now())


def enable(session: Session, account: Account) -> None:
    """Open an account again, unlocked."""
    account.disabled_at = account.locked_until = None
    account.failed_count = account.pin_failures = 0
    session.add(account)


def reset_password(
    session: Session, account: Account, password_hash: str, *, at: datetime | None = None
) -> None:
    """Give a first password, to be changed at the next sign-in; the present ones end."""
    moment = at or clock.now()
    account.password_hash, account.password_changed_at = password_hash, moment
    account.must_change_password = True
    account.failed_count = account.pin_failures = 0
    account.locked_until = None
    session.add(account)
    sessions.revoke_all(session, account.id or 0, at=moment)


def change_password(
    session: Session,
    account: Account,
    password_hash: str,
    *,
    keep_session: int | None = None,
    at: datetime | None = None,
) -> None:
    """The person's own new password; his sign-ins elsewhere end."""
    moment = at or clock.now()
    account.password_hash, account.password_changed_at = password_hash, moment
    account.must_change_password = False
    session.add(account)
    sessions.revoke_all(session, account.id or 0, at=moment, but=keep_session)


def reset_second_factor(session: Session, account: Account, *, at: datetime | None = None) -> None:
    """For a lost telephone without recovery codes: the next sign-in sets up a new one."""
    second_factor.reset(session, account)
    sessions.revoke_all(session, account.id or 0, at=at or clock.now())


def give_badge(
    session: Session, account: Account, *, badge_code: str | None, pin_hash: str | None
) -> None:
    """Bind a badge and its code, or take them away (None)."""
    if badge_code is not None:
        query = select(Account).where(Account.badge_code == badge_code, Account.id != account.id)
        if session.exec(query).first() is not None:
            raise Invalid("form_invalid", {"badge": "Ce badge est déjà à quelqu’un d’autre."})
    account.badge_code, account.pin_hash, account.pin_failures = badge_code, pin_hash, 0
    session.add(account)


def normal_login(login: str) -> str:
    return login.strip().lower()


def by_login(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == normal_login(login))).first()


def get(session: Session, account_id: int) -> Account:
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound("not_found")
    return found


def role_rows(session: Session, account_id: int) -> list[AccountRole]:
    return list(session.exec(select(AccountRole).where(AccountRole.account_id == account_id)))


def all_accounts(session: Session) -> list[tuple[Account, list[AccountRole]]]:
    """Every account with its roles, those in use first, by name."""
    held: dict[int, list[AccountRole]] = {}
    for row in session.exec(select(AccountRole).order_by(AccountRole.role)):
        held.setdefault(row.account_id, []).append(row)
    query = select(Account).order_by(col(Account.disabled_at).is_not(None), Account.display_name)
    return [(account, held.get(account.id or 0, [])) for account in session.exec(query)]


def _keep_one_administrator(session: Session, account: Account) -> None:
    query = (
        select(Account.id)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(AccountRole.role == "administrateur", col(Account.disabled_at).is_(None))
    )
    if set(session.exec(query)) == {account.id}:
        raise Refused("last_administrator")
