"""The tables of who acts: accounts, roles, devices, stations, sign-ins; they hold no secret bare.

Passwords and PINs are argon2id hashes, tokens are sha256 hashes, the second factor's secret is
sealed with the house's key. The access log stands apart and never holds a token.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat import clock
from esat.db import Row


class Account(Row, table=True):
    """A person who may sign in."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=60, unique=True)
    display_name: str = Field(max_length=120)
    email: str = Field(default="", max_length=200)
    password_hash: str = Field(max_length=200)
    password_changed_at: datetime = Field(default_factory=clock.now)
    must_change_password: bool = False
    totp_secret: str | None = Field(default=None, max_length=200)
    totp_confirmed_at: datetime | None = None
    totp_last_step: int | None = None
    """The last 30-second step that was accepted: the same code never opens twice."""
    badge_code: str | None = Field(default=None, max_length=8, unique=True)
    pin_hash: str | None = Field(default=None, max_length=200)
    pin_failures: int = Field(default=0, ge=0)
    failed_count: int = Field(default=0, ge=0)
    locked_until: datetime | None = None
    created_at: datetime = Field(default_factory=clock.now)
    ends_on: date | None = None
    """The last day of an inspector's or a temporary worker's account."""
    disabled_at: datetime | None = None
    worker_id: int | None = Field(default=None, index=True)
    """The worker this account belongs to; his table stands on a higher floor, hence no key."""


class AccountRole(Row, table=True):
    """A role held by an account; `workshop` None means in all of them."""

    __tablename__ = "account_role"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: str = Field(max_length=30)
    workshop: str | None = Field(default=None, max_length=40)


class RecoveryCode(Row, table=True):
    """A code that stands in once for a lost telephone."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=64)
    used_at: datetime | None = None


class Station(Row, table=True):
    """A place where one works: a counter, a sorting table, a press."""

    __tablename__ = "station"
    __table_args__ = (CheckConstraint("zone IN ('dirty', 'clean', 'none')", name="zone"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=8, unique=True)
    """The place's own code (kind X of the codes), or a short name until one is allocated."""
    name: str = Field(max_length=80)
    workshop: str = Field(max_length=40, index=True)
    zone: str = Field(default="none", max_length=5)
    default_action: str | None = Field(default=None, max_length=40)
    printer: str | None = Field(default=None, max_length=80)
    created_at: datetime = Field(default_factory=clock.now)
    retired_at: datetime | None = None


class Device(Row, table=True):
    """An enrolled tablet, scanner or sensor; its token is known to it alone."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("role IN ('comptoir', 'borne')", name="role"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    token_hash: str = Field(max_length=64, unique=True)
    role: str = Field(default="comptoir", max_length=10)
    station_id: int | None = Field(default=None, foreign_key="station.id", index=True)
    workshop: str | None = Field(default=None, max_length=40)
    scan_ms: int = Field(default=35, ge=5, le=500)
    """Keys closer together than this come from a scanner, not from a hand."""
    enrolled_at: datetime = Field(default_factory=clock.now)
    enrolled_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_at: datetime | None = None
    last_seen_at: datetime | None = None


class LoginSession(Row, table=True):
    """An open sign-in of a person, which he or an administrator may end at any time."""

    __tablename__ = "login_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    station_id: int | None = Field(default=None, foreign_key="station.id")
    way: str = Field(default="password", max_length=10)
    created_at: datetime = Field(default_factory=clock.now)
    last_seen_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime
    revoked_at: datetime | None = None
    second_factor_at: datetime | None = None


class AccessLine(Row, table=True):
    """One access or refusal: who, what, when, with what outcome. Kept a year, for security only."""

    __tablename__ = "access_log"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    account_id: int | None = None
    device_id: int | None = None
    route: str = Field(max_length=120)
    method: str = Field(max_length=8)
    status: int
    outcome: str = Field(default="", max_length=60)
    object_ref: str = Field(default="", max_length=80)
