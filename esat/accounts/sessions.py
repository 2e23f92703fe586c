"""Open sign-ins as rows that can be ended: begun, listed, revoked; it checks no password."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from esat.accounts.identity import hash_token, new_token
from esat.accounts.models import LoginSession
from esat.errors import NotFound

SHIFT = timedelta(hours=12)
"""No sign-in outlives a working day."""
KEPT = timedelta(days=30)


def begin(
    session: Session,
    account_id: int,
    *,
    at: datetime,
    device_id: int | None = None,
    station_id: int | None = None,
    way: str = "password",
) -> str:
    """Open a sign-in and give its token, which is never kept."""
    token = new_token()
    session.add(
        LoginSession(
            token_hash=hash_token(token),
            account_id=account_id,
            device_id=device_id,
            station_id=station_id,
            way=way,
            created_at=at,
            last_seen_at=at,
            expires_at=at + SHIFT,
        )
    )
    return token


def open_of(session: Session, account_id: int, *, at: datetime) -> list[LoginSession]:
    """The account's open sign-ins, the newest first."""
    query = (
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            col(LoginSession.revoked_at).is_(None),
            LoginSession.expires_at > at,
        )
        .order_by(col(LoginSession.id).desc())
    )
    return list(session.exec(query))


def revoke(session: Session, session_id: int, *, account_id: int, at: datetime) -> None:
    """End one sign-in of this account."""
    found = session.get(LoginSession, session_id)
    if found is None or found.account_id != account_id:
        raise NotFound("not_found")
    if found.revoked_at is None:
        found.revoked_at = at
        session.add(found)


def revoke_all(session: Session, account_id: int, *, at: datetime, but: int | None = None) -> None:
    """End every sign-in of this account, except `but`."""
    ended = update(LoginSession).where(
        col(LoginSession.account_id) == account_id, col(LoginSession.revoked_at).is_(None)
    )
    if but is not None:
        ended = ended.where(col(LoginSession.id) != but)
    session.execute(ended.values(revoked_at=at))


def pair(session: Session, session_id: int, station_id: int | None) -> None:
    """Say at which station this sign-in works."""
    session.execute(
        update(LoginSession).where(col(LoginSession.id) == session_id).values(station_id=station_id)
    )


def forget_old(session: Session, *, at: datetime) -> int:
    """Delete sign-ins that ended a month ago: the access log tells what is still to be told."""
    old = at - KEPT
    done = session.execute(
        delete(LoginSession).where(
            or_(col(LoginSession.expires_at) < old, col(LoginSession.revoked_at) < old)
        )
    )
    return int(getattr(done, "rowcount", 0))
