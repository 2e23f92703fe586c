"""Recall drills: what was asked, what was found, how long it took. They only grow."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row


class Drill(Row, table=True):
    """A drill begins on a delivery drawn at random, or on a code that somebody gives."""

    __tablename__ = "rabc_drill"

    id: int | None = Field(default=None, primary_key=True)
    started_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    asked: str = Field(max_length=60)
    """The number of the delivery note, or the code."""
    drawn: bool = True


class DrillEnd(Row, table=True):
    """How a drill ended; at most one a drill."""

    __tablename__ = "rabc_drill_end"
    __table_args__ = (CheckConstraint("seconds >= 0", name="seconds"),)

    drill_id: int = Field(foreign_key="rabc_drill.id", primary_key=True)
    ended_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    seconds: int
    lots: int
    certain: int
    possible: int
    unproved: int
    """Cycles without any proof of temperature."""
    complete: bool
    """Whether the one who did it found all that he looked for."""
    note: str = Field(max_length=600)
