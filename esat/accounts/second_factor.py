"""The code of the telephone (TOTP) and the recovery codes; each opens once and never again."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from esat.accounts.models import Account, RecoveryCode
from esat.accounts.sealing import seal, unseal

PURPOSE: Final = "totp"
STEP: Final = 30
RECOVERY_CODES: Final = 10
_SIGNS: Final = "23456789CDEFHJKNPRTVWX"


def new_secret() -> str:
    """A fresh secret for a telephone to keep (base32, 160 bits)."""
    return pyotp.random_base32()


def address(secret: str, login: str, house_name: str) -> str:
    """What the QR of the set-up page says to the telephone."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=house_name))


def propose(session: Session, account: Account, key: str) -> str:
    """Keep a new secret, not yet confirmed, and give it to show. A confirmed one is not touched."""
    if account.totp_confirmed_at is not None:
        msg = "a confirmed second factor is reset, not replaced"
        raise ValueError(msg)
    if account.totp_secret is not None:
        return unseal(account.totp_secret, key, PURPOSE).decode()
    secret = new_secret()
    account.totp_secret = seal(secret.encode(), key, PURPOSE)
    session.add(account)
    return secret


def shown(account: Account, key: str) -> str:
    """The secret proposed and not yet confirmed, to show again."""
    if account.totp_secret is None or account.totp_confirmed_at is not None:
        msg = "only a proposed secret is shown"
        raise ValueError(msg)
    return unseal(account.totp_secret, key, PURPOSE).decode()


def accept(session: Session, account: Account, typed: str, *, key: str, at: datetime) -> bool:
    """Whether the six digits are right, one step early or late, and not used before.

    The step is claimed by one conditional update: two windows typing the same code get one yes.
    """
    if account.totp_secret is None:
        return False
    step = step_of(unseal(account.totp_secret, key, PURPOSE).decode(), typed, at)
    if step is None:
        return False
    last = col(Account.totp_last_step)
    claimed = session.execute(
        update(Account)
        .where(col(Account.id) == account.id, or_(last.is_(None), last < step))
        .values(totp_last_step=step)
    )
    return bool(getattr(claimed, "rowcount", 0))


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """The step whose code was typed, among the last, the present and the next; None if wrong."""
    digits = "".join(typed.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    now = int(at.timestamp()) // STEP
    clockwork = pyotp.TOTP(secret)
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(str(clockwork.at(step * STEP)), digits):
            found = step
    return found


def confirm(session: Session, account: Account, *, at: datetime) -> list[str]:
    """Make the proposed secret the account's, and give the recovery codes, shown once."""
    account.totp_confirmed_at = at
    session.add(account)
    return renew_recovery_codes(session, account)


def renew_recovery_codes(session: Session, account: Account) -> list[str]:
    """Ten new codes in place of the old ones; only their hashes stay."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=account.id or 0, code_hash=_hash(code)))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use_recovery_code(session: Session, account: Account, typed: str, *, at: datetime) -> bool:
    """Whether an unused recovery code was typed; it is then used."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    claimed = session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account.id,
            col(RecoveryCode.code_hash) == _hash(code),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=at)
    )
    return bool(getattr(claimed, "rowcount", 0))


def codes_left(session: Session, account_id: int) -> int:
    query = select(col(RecoveryCode.id)).where(
        col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None)
    )
    return len(session.execute(query).all())


def reset(session: Session, account: Account) -> None:
    """Forget the second factor: the next sign-in sets up a new one."""
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    session.add(account)
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))


def _hash(code: str) -> str:
    """A fast hash is enough: the code holds 44 bits, and tries are counted."""
    return hashlib.sha256(f"recovery {code}".encode()).hexdigest()
