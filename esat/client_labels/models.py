"""Templates that a client gives, by version, and the ranges of numbers he lends, one by one."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class NumberRange(Row, table=True):
    """Numbers that belong to somebody else and are issued once: `first` to `last`, both included.

    `prefix` stands before the number (SSCC: extension digit and company prefix); `width` is how
    many digits the number itself is written with.
    """

    __tablename__ = "number_range"
    __table_args__ = (
        CheckConstraint("kind IN ('sscc', 'galia', 'plain')", name="kind"),
        CheckConstraint("first >= 0 AND first <= last", name="bounds"),
        CheckConstraint("next >= first AND next <= last + 1", name="next"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    kind: str = Field(max_length=5)
    prefix: str = Field(default="", max_length=20)
    width: int = Field(ge=1, le=18)
    first: int = Field(sa_type=BigInteger)
    last: int = Field(sa_type=BigInteger)
    next: int = Field(sa_type=BigInteger)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="account.id")


class IssuedNumber(Row, table=True):
    """A number that left: for which of our codes, when; void with a reason, never given again."""

    __tablename__ = "issued_number"
    __table_args__ = (
        UniqueConstraint("range_id", "number"),
        CheckConstraint("voided_at IS NULL OR void_reason <> ''", name="void_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    range_id: int = Field(foreign_key="number_range.id")
    number: int = Field(sa_type=BigInteger)
    text: str = Field(max_length=40, unique=True)
    """The number as it is printed and scanned, prefix and check digit included."""
    for_code: str = Field(max_length=64, index=True)
    """Empty for a number that was set aside before it could be given."""
    issued_at: datetime
    issued_by: int | None = Field(default=None, foreign_key="account.id")
    voided_at: datetime | None = None
    voided_by: int | None = Field(default=None, foreign_key="account.id")
    void_reason: str = Field(default="", max_length=200)


class ClientTemplate(Row, table=True):
    """One version of a client's label: text with `{{placeholders}}`, never run as code."""

    __tablename__ = "client_template"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("language IN ('zpl', 'svg')", name="language"),
        CheckConstraint("version > 0", name="version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    version: int
    name: str = Field(max_length=80)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    letter: str = Field(default="", max_length=1)
    """The kind letter of the things it is for; empty for all."""
    language: str = Field(max_length=3)
    body: str = Field(sa_type=Text)
    width_mm: Decimal = Field(sa_type=Quantity)
    height_mm: Decimal = Field(sa_type=Quantity)
    range_id: int | None = Field(default=None, foreign_key="number_range.id")
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
