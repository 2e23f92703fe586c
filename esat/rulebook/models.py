"""The columns of a dated rule; each book of rules has its own table of this shape."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class RuleRow(Row):
    """One version of a rule; a switch is 1 (on) or 0 (off). Rows are only ever added."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    value: Decimal = Field(sa_type=Quantity)
    since: date
    source: str = Field(default="", max_length=160)
    status: str = Field(default="proposed", max_length=10)
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


def constraints() -> tuple[UniqueConstraint | CheckConstraint, ...]:
    """What the table of a book adds to its columns."""
    return (
        UniqueConstraint("code", "version"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
        CheckConstraint("value >= 0", name="value"),
    )
