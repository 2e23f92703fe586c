"""The catalogue of reasons, absences with their sealed reason, and confirmed figures of leave.

Every table only grows: a correction is a further row.
"""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Row


class AbsenceKind(Row, table=True):
    """One version of a reason that may be coded; what it says of pay is information only."""

    __tablename__ = "absence_kind"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=10)
    version: int
    rank: int = 0
    since: date
    label: str = Field(max_length=80)
    category: str = Field(max_length=10)
    unit: str = Field(max_length=10)
    counts_as_time: bool = False
    paid_hint: str = Field(default="", max_length=160)
    accrual: str = Field(default="", max_length=10)
    counter: str = Field(default="", max_length=10)
    withdrawn: bool = False
    source: str = Field(default="", max_length=160)
    status: str = Field(default="proposed", max_length=10)
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("category IN ('paid', 'unpaid', 'outside')", name="category"),
        CheckConstraint("unit IN ('day', 'half_day', 'hour')", name="unit"),
        CheckConstraint("accrual IN ('', 'full', 'sick')", name="accrual"),
        CheckConstraint("counter IN ('', 'annual', 'mobile', 'rest')", name="counter"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
    )


class Absence(Row, table=True):
    """One version of an absence: when in clear, why and any words sealed.

    `first_id` is the first version, for all the further ones; the newest counts, unless it is
    `withdrawn`. Nothing in clear tells one reason from another: the answer about the Saturday is
    sealed with the reason.
    """

    __tablename__ = "absence"

    id: int | None = Field(default=None, primary_key=True)
    first_id: int | None = Field(default=None, foreign_key="absence.id")
    version: int = 1
    worker_id: int = Field(foreign_key="worker.id")
    since: date
    since_half: str = Field(max_length=10)
    until: date
    until_half: str = Field(max_length=10)
    from_time: time | None = None
    to_time: time | None = None
    withdrawn: bool = False
    sealed_reason: str = Field(max_length=200)
    sealed_words: str = Field(max_length=4000)
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    @property
    def number(self) -> int:
        """What all its versions are called by."""
        return self.first_id or self.id or 0

    __table_args__ = (
        UniqueConstraint("first_id", "version"),
        CheckConstraint("since <= until", name="days"),
        CheckConstraint("since_half IN ('morning', 'afternoon')", name="since_half"),
        CheckConstraint("until_half IN ('morning', 'afternoon')", name="until_half"),
        CheckConstraint(
            "(from_time IS NULL) = (to_time IS NULL)"
            " AND (from_time IS NULL OR (from_time < to_time AND since = until))",
            name="times",
        ),
        Index("ix_absence_worker", "worker_id", "until"),
        Index("ix_absence_days", "until", "since"),
    )


class LeaveFigure(Row, table=True):
    """A worker's leave at the end of a day: brought in, or confirmed by the office. The figures
    are sealed: days earned in a month would tell a sick month.
    """

    __tablename__ = "leave_figure"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    day: date
    kind: str = Field(max_length=10)
    sealed: str = Field(max_length=1200)
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("kind IN ('brought', 'confirmed')", name="kind"),
        Index("ix_leave_figure_worker", "worker_id", "day"),
    )
