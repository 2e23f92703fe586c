"""Validations, explanations and versions of monthly statements, and the layout of the payroll file.

Every table only grows. Words and versions are sealed: they speak of absences.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from esat.db import Row


class StatementAct(Row, table=True):
    """Somebody validated the month of a worker: `digest` tells exactly what he had before him."""

    __tablename__ = "statement_act"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    month: date
    kind: str = Field(max_length=12)
    digest: str = Field(max_length=64)
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("kind IN ('supervisor', 'office')", name="kind"),
        Index("ix_statement_act_month", "month", "worker_id"),
    )


class StatementNote(Row, table=True):
    """The office explained an anomaly of a month, for the days that were named then."""

    __tablename__ = "statement_note"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    month: date
    anomaly: str = Field(max_length=20)
    days: str = Field(default="", max_length=400)
    words: str = Field(sa_type=Text)
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (Index("ix_statement_note_month", "month", "worker_id"),)


class StatementVersion(Row, table=True):
    """A closed month as it was closed; the next version says why it was taken again."""

    __tablename__ = "statement_version"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    month: date
    version: int
    digest: str = Field(max_length=64)
    sealed: str = Field(sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        UniqueConstraint("worker_id", "month", "version"),
        Index("ix_statement_version_month", "month"),
    )


class PayrollLayout(Row, table=True):
    """How the payroll file is laid out; the newest row counts. `columns` is a JSON list of pairs:
    the field, and the name that the file gives it.
    """

    __tablename__ = "payroll_layout"

    id: int | None = Field(default=None, primary_key=True)
    columns: str = Field(sa_type=Text)
    hours: str = Field(default="hundredths", max_length=12)
    decimal: str = Field(default=",", max_length=1)
    separator: str = Field(default=";", max_length=3)
    dates: str = Field(default="fr", max_length=3)
    reason: str = Field(default="", max_length=160)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (CheckConstraint("hours IN ('hundredths', 'clock', 'minutes')", name="hours"),)
