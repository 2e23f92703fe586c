"""From a token to the one who acts: one SELECT each, no request, nothing written.

A session that is not finished (code still to type, password to change) is known and holds no
capability: `Signed.pending` says what is missing.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlmodel import Session, col

from esat import clock
from esat.accounts.models import Account, AccountRole, Device, LoginSession, Station
from esat.accounts.roles import LED_GROUPS_ONLY, Grants, needs_second_factor
from esat.actors import Actor
from esat.db import Database

IDLE = timedelta(hours=2)
"""A sign-in elsewhere than on an enrolled device ends after this long without a request."""
PRIVILEGED_AGE = timedelta(days=365)
NOBODY = Actor()
GroupsOf = Callable[[Session, int], frozenset[int]]


def no_groups(_session: Session, _account_id: int) -> frozenset[int]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Identifying:
    """What is needed to know somebody, given once by the composition of the application."""

    grants: Grants
    second_factor: bool = True
    groups_of: GroupsOf = no_groups


@dataclass(frozen=True, slots=True)
class Signed:
    """An open sign-in. `pending` is "", "code", "setup" or "password"."""

    session_id: int
    actor: Actor
    pending: str
    last_seen_at: datetime


def new_token() -> str:
    """A token that cannot be guessed (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _device_query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Device.id).label("device_id"),
            col(Device.role).label("role"),
            col(Device.name).label("name"),
            col(Device.station_id).label("station_id"),
            col(Device.last_seen_at).label("last_seen_at"),
            col(Device.workshop).label("workshop"),
            col(Station.workshop).label("station_workshop"),
            col(Station.code).label("station_code"),
            col(Station.default_action).label("default_action"),
            col(Station.zone).label("station_zone"),
        )
        .outerjoin(
            Station, and_(col(Station.id) == Device.station_id, col(Station.retired_at).is_(None))
        )
        .where(
            col(Device.token_hash) == bindparam("token_hash"),
            col(Device.revoked_at).is_(None),
        )
    )


_DEVICE = _device_query()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolled device that is not revoked."""

    device_id: int
    station_id: int | None
    workshop: str | None
    role: str
    name: str
    last_seen_at: datetime | None
    station_code: str | None = None
    default_action: str | None = None
    station_zone: str | None = None

    def actor(self, grants: Grants, role: str | None = None) -> Actor:
        """The device acting alone, for its own workshop only."""
        held = frozenset({role or self.role})
        return Actor(
            device_id=self.device_id,
            station_id=self.station_id,
            station_code=self.station_code,
            default_action=self.default_action,
            station_zone=self.station_zone,
            roles=held,
            capabilities=grants.of(held),
            workshops=frozenset({self.workshop} if self.workshop else ()),
            groups=None,
            display_name=self.name,
        )


def device_of(session: Session, token: str) -> Enrolled | None:
    """The enrolled device that holds this token."""
    if not _plausible(token):
        return None
    rows = session.connection().execute(_DEVICE, {"token_hash": hash_token(token)}).all()
    return _enrolled(rows)


def device_alone(database: Database, token: str) -> Enrolled | None:
    """The same by a look of its own: what each capture of a device pays to be known."""
    if not _plausible(token):
        return None
    return _enrolled(database.look(_DEVICE, {"token_hash": hash_token(token)}))


def _plausible(token: str) -> bool:
    return bool(token) and len(token) <= 200


def _enrolled(rows: Sequence[Found[*tuple[Any, ...]]]) -> Enrolled | None:
    if not rows:
        return None
    row = rows[0]
    return Enrolled(
        device_id=row.device_id,
        station_id=row.station_id,
        workshop=row.station_workshop or row.workshop,
        role=row.role,
        name=row.name,
        last_seen_at=row.last_seen_at,
        station_code=row.station_code,
        default_action=row.default_action,
        station_zone=row.station_zone,
    )


def actor_of_device(session: Session, token: str, grants: Grants) -> Actor | None:
    """The device as an actor, or None when the token is unknown or revoked."""
    device = device_of(session, token)
    return None if device is None else device.actor(grants)


_SESSION_COLUMNS: tuple[Any, ...] = (
    col(LoginSession.id).label("session_id"),
    col(LoginSession.station_id).label("station_id"),
    col(LoginSession.device_id).label("device_id"),
    col(LoginSession.last_seen_at).label("last_seen_at"),
    col(LoginSession.second_factor_at).label("second_factor_at"),
    col(Account.id).label("account_id"),
    col(Account.display_name).label("display_name"),
    col(Account.worker_id).label("worker_id"),
    col(Account.totp_confirmed_at).label("totp_confirmed_at"),
    col(Account.must_change_password).label("must_change_password"),
    col(Account.password_changed_at).label("password_changed_at"),
    col(Device.station_id).label("device_station_id"),
    col(Station.code).label("station_code"),
    col(Station.default_action).label("default_action"),
    col(Station.zone).label("station_zone"),
    col(AccountRole.role).label("role"),
    col(AccountRole.workshop).label("workshop"),
)


def _session_query() -> Select[*tuple[Any, ...]]:
    return (
        select(*_SESSION_COLUMNS)
        .join(Account, col(Account.id) == LoginSession.account_id)
        .outerjoin(Device, col(Device.id) == LoginSession.device_id)
        .outerjoin(
            Station,
            and_(
                col(Station.id) == func.coalesce(LoginSession.station_id, Device.station_id),
                col(Station.retired_at).is_(None),
            ),
        )
        .outerjoin(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(
            col(LoginSession.token_hash) == bindparam("token_hash"),
            col(LoginSession.revoked_at).is_(None),
            col(LoginSession.expires_at) > bindparam("moment"),
            or_(
                col(LoginSession.device_id).is_not(None),
                col(LoginSession.last_seen_at) > bindparam("idle_since"),
            ),
            col(Account.disabled_at).is_(None),
            or_(col(Account.ends_on).is_(None), col(Account.ends_on) >= bindparam("today")),
            col(Device.revoked_at).is_(None),
        )
    )


_SESSION = _session_query()


def signed_in(
    database: Database, token: str, how: Identifying, *, device_id: int | None = None
) -> Signed | None:
    """The open sign-in of this token, or None: unknown, ended, disabled, or on another device.

    `device_id` is the device that asks: a session begun on an enrolled device stays on it.
    """
    if not _plausible(token):
        return None
    moment = clock.now()
    given = {
        "token_hash": hash_token(token),
        "moment": moment,
        "idle_since": moment - IDLE,
        "today": clock.today(),
    }
    rows = database.look(_SESSION, given)
    if not rows or (rows[0].device_id is not None and rows[0].device_id != device_id):
        return None
    return _signed(database, rows, how, moment)


def _signed(
    database: Database, rows: Sequence[Found[*tuple[Any, ...]]], how: Identifying, moment: datetime
) -> Signed:
    first = rows[0]
    roles = frozenset(row.role for row in rows if row.role)
    pending = _pending(first, roles, moment, second_factor=how.second_factor)
    actor = Actor(
        account_id=first.account_id,
        worker_id=first.worker_id,
        device_id=first.device_id,
        station_id=first.station_id or first.device_station_id,
        station_code=first.station_code,
        default_action=first.default_action,
        station_zone=first.station_zone,
        roles=roles,
        capabilities=frozenset() if pending else how.grants.of(roles),
        workshops=_workshops(rows),
        groups=_groups(database, how, first.account_id, roles),
        display_name=first.display_name,
    )
    return Signed(first.session_id, actor, pending, first.last_seen_at)


def _groups(
    database: Database, how: Identifying, account_id: int, roles: frozenset[str]
) -> frozenset[int] | None:
    """The groups he leads, where these are all that he may see; None is every group."""
    if not roles or not roles <= LED_GROUPS_ONLY:
        return None
    with database.read() as session:
        return how.groups_of(session, account_id)


def _workshops(rows: Sequence[Found[*tuple[Any, ...]]]) -> frozenset[str] | None:
    """All roles of an account share one scope (`accounts.set_roles`); None is every workshop."""
    if any(row.role and row.workshop is None for row in rows):
        return None
    return frozenset(row.workshop for row in rows if row.role)


def _pending(
    row: Found[*tuple[Any, ...]], roles: frozenset[str], moment: datetime, *, second_factor: bool
) -> str:
    if second_factor and row.second_factor_at is None:
        if row.totp_confirmed_at is not None:
            return "code"
        if needs_second_factor(roles):
            return "setup"
    old = needs_second_factor(roles) and moment - row.password_changed_at > PRIVILEGED_AGE
    return "password" if row.must_change_password or old else ""
