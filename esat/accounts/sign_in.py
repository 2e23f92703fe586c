"""Sign-in: password, then code; or badge and PIN on an enrolled device. It counts what fails.

Unknown, locked, disabled and ended accounts, and wrong passwords, get one answer in one time.
Secrets are compared between two short transactions, never inside one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts import passwords, second_factor, sessions
from esat.accounts.identity import Enrolled
from esat.accounts.models import Account, AccountRole, LoginSession
from esat.accounts.roles import needs_second_factor
from esat.accounts.service import normal_login
from esat.db import Database
from esat.errors import Refused, Unauthenticated

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
PIN_TRIES = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A sign-in just begun: its token for the cookie, and whose it is."""

    token: str
    account_id: int
    asks_code: bool = False


def authenticate(
    database: Database,
    login: str,
    password: str,
    *,
    device: Enrolled | None = None,
    asks_code: bool = True,
) -> Opened:
    """Begin a sign-in by password, or raise `Unauthenticated("sign_in_refused")`.

    `asks_code` False (second factor off) makes the password enough.
    """
    moment = clock.now()
    with database.read() as session:
        account = session.exec(select(Account).where(Account.login == normal_login(login))).first()
        account_id, kept = (account.id, account.password_hash) if account else (None, None)
    right = passwords.matches(kept, password)
    better = passwords.hashed(password) if right and kept and passwords.is_outdated(kept) else None
    opened = None
    if account_id is not None:
        with database.write() as session:
            account = _whole(session, account_id)
            if not right or account.password_hash != kept:
                _count_failure(account, moment)
            elif is_open(account, moment, clock.today()):
                if better is not None:
                    account.password_hash = better
                opened = _begin(session, account, device, moment, asks_code=asks_code)
            session.add(account)
    if opened is None:
        raise Unauthenticated("sign_in_refused")
    return opened


def _begin(
    session: Session,
    account: Account,
    device: Enrolled | None,
    moment: datetime,
    *,
    asks_code: bool,
) -> Opened:
    account.pin_failures = 0
    still_code = asks_code and account.totp_confirmed_at is not None
    if not still_code:
        # With a code still to come, wrong codes go on counting from where they were.
        account.failed_count = 0
    token = sessions.begin(
        session,
        account.id or 0,
        at=moment,
        device_id=device.device_id if device else None,
        station_id=device.station_id if device else None,
    )
    return Opened(token, account.id or 0, asks_code=still_code)


def finish_with_code(
    database: Database, session_id: int, account_id: int, typed: str, *, key: str
) -> bool:
    """The second step of a sign-in: six digits, or a recovery code. True when it opened."""
    moment = clock.now()
    with database.write() as session:
        account = _whole(session, account_id)
        if not is_open(account, moment, clock.today()):
            return False
        if second_factor.accept(
            session, account, typed, key=key, at=moment
        ) or second_factor.use_recovery_code(session, account, typed, at=moment):
            account.failed_count = 0
            mark_second_factor(session, session_id, at=moment)
            session.add(account)
            return True
        _count_failure(account, moment)
        session.add(account)
        if account.locked_until is not None:
            sessions.revoke_all(session, account_id, at=moment)
        return False


def mark_second_factor(session: Session, session_id: int, *, at: datetime) -> None:
    """Note that this sign-in gave its code."""
    found = session.get(LoginSession, session_id)
    if found is not None:
        found.second_factor_at = at
        session.add(found)


def authenticate_badge(database: Database, badge_code: str, pin: str, device: Enrolled) -> Opened:
    """Begin a sign-in by badge and PIN, on an enrolled device of the person's own workshop."""
    moment = clock.now()
    with database.read() as session:
        account = session.exec(select(Account).where(Account.badge_code == badge_code)).first()
        account_id, kept = (account.id, account.pin_hash) if account else (None, None)
    right = passwords.matches(kept, pin)
    if account_id is None:
        raise Unauthenticated("badge_refused")
    with database.write() as session:
        account = _whole(session, account_id)
        refusal = _badge_refusal(session, account, device, moment)
        opened = None
        if refusal is None and right and account.pin_hash == kept:
            account.pin_failures = 0
            token = sessions.begin(
                session,
                account_id,
                at=moment,
                device_id=device.device_id,
                station_id=device.station_id,
                way="badge",
            )
            opened = Opened(token, account_id)
        elif refusal is None:
            account.pin_failures += 1
            refusal = "pin_closed" if account.pin_failures >= PIN_TRIES else "badge_refused"
        session.add(account)
    if opened is None:
        raise Unauthenticated(refusal or "badge_refused")
    return opened


def _badge_refusal(
    session: Session, account: Account, device: Enrolled, moment: datetime
) -> str | None:
    if not is_open(account, moment, clock.today()) or account.pin_hash is None:
        return "badge_refused"
    if account.pin_failures >= PIN_TRIES:
        return "pin_closed"
    query = select(AccountRole).where(col(AccountRole.account_id) == account.id)
    held = list(session.exec(query))
    if needs_second_factor(row.role for row in held):
        return "badge_not_for_role"
    mine = {row.workshop for row in held}
    if None not in mine and device.workshop not in mine:
        return "badge_other_workshop"
    return None


def is_open(account: Account, moment: datetime, today: date) -> bool:
    """Whether the account may sign in at all: not disabled, not ended, not locked."""
    if account.disabled_at is not None:
        return False
    if account.ends_on is not None and account.ends_on < today:
        return False
    return account.locked_until is None or account.locked_until <= moment


def count_failure(database: Database, account_id: int) -> None:
    """Count a wrong password typed elsewhere than at the sign-in; a lock ends every sign-in."""
    moment = clock.now()
    with database.write() as session:
        account = _whole(session, account_id)
        _count_failure(account, moment)
        session.add(account)
        if account.locked_until is not None and account.locked_until > moment:
            sessions.revoke_all(session, account_id, at=moment)


def _count_failure(account: Account, moment: datetime) -> None:
    """Five failures lock for a quarter of an hour; guesses during the lock do not lengthen it."""
    if account.locked_until is not None:
        if account.locked_until > moment:
            return
        account.locked_until, account.failed_count = None, 0
    account.failed_count += 1
    if account.failed_count >= TRIES:
        account.locked_until = moment + LOCKED_FOR


def _whole(session: Session, account_id: int) -> Account:
    found = session.get(Account, account_id)
    if found is None:
        raise Refused("conflict")
    return found
