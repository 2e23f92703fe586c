"""Workers, groups, supervisions and half-days; there is no field for health, reason or income."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row

HALVES = "half IN ('morning', 'afternoon')"
STATUSES = (
    "status IN ('present', 'absent_announced', 'absent_unannounced', 'late', 'left_early',"
    " 'elsewhere', 'outside')"
)


class Group(Row, table=True):
    """The people one supervisor has with him, and the hours they usually keep."""

    __tablename__ = "team"  # GROUP is a word of SQL

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(min_length=1, max_length=40, unique=True)
    name: str = Field(min_length=1, max_length=120)
    workshop: str = Field(default="", max_length=30)
    morning_from: time = time(8, 30)
    morning_to: time = time(12, 0)
    afternoon_from: time = time(13, 0)
    afternoon_to: time = time(16, 30)
    archived_at: datetime | None = None

    __table_args__ = (
        CheckConstraint("morning_from < morning_to", name="morning"),
        CheckConstraint("afternoon_from < afternoon_to", name="afternoon"),
    )


class Worker(Row, table=True):
    """A worker: shown everywhere as first name and initial; the last name is the office's own."""

    __tablename__ = "worker"

    id: int | None = Field(default=None, primary_key=True)
    first_name: str = Field(min_length=1, max_length=80)
    initial: str = Field(default="", max_length=2)
    last_name: str = Field(default="", max_length=80)
    payroll_id: str | None = Field(default=None, max_length=40, unique=True)
    first_group_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    """His group until the first `Membership` that has begun: where he is on a day,
    `memberships` says."""
    portrait_consent: bool = False
    pictogram: str = Field(default="", max_length=60)
    contract_kind: str = Field(default="", max_length=40)
    contract_starts: date | None = None
    contract_ends: date | None = None
    weekly_hours: Decimal | None = Field(default=None, sa_type=Quantity)
    created_at: datetime
    left_on: date | None = None

    @property
    def display_name(self) -> str:
        """« Paul D. »"""
        return f"{self.first_name} {self.initial}." if self.initial else self.first_name


class Membership(Row, table=True):
    """The group that a worker is in from a day on; of those that have begun the last counts, of
    two of one day the newest. None as `group_id` takes him out of every group. Only ever added.
    """

    __tablename__ = "membership"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    group_id: int | None = Field(default=None, foreign_key="team.id")
    since: date
    at: datetime
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (Index("ix_membership_worker", "worker_id", "since"),)


class Supervision(Row, table=True):
    """Which account leads which group, from a day until another; a replacement is one too."""

    __tablename__ = "supervision"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    group_id: int = Field(foreign_key="team.id", index=True)
    since: date
    until: date | None = None
    kind: str = Field(default="lead", max_length=12)
    """`lead`, or `replacement`, which has a last day from the start."""
    recorded_at: datetime | None = None
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    ended_at: datetime | None = None
    """When it was ended before its time; one that had not begun then has `until` before `since`."""
    ended_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (CheckConstraint("kind IN ('lead', 'replacement')", name="kind"),)


class HalfDay(Row, table=True):
    """Whether a worker was there that half-day, and when: never why not."""

    __tablename__ = "half_day"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    group_id: int = Field(foreign_key="team.id")
    day: date
    half: str = Field(max_length=10)
    status: str = Field(max_length=20)
    from_time: time | None = None
    to_time: time | None = None
    minutes: int = Field(default=0, ge=0, le=24 * 60)
    planned_minutes: int = Field(default=0, ge=0, le=24 * 60)
    """What was expected when this was recorded: a later timetable does not change it."""
    planned_from: time | None = None
    planned_to: time | None = None
    """The span that was expected; none on a holiday, a Sunday or a free half-day."""
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False

    __table_args__ = (
        CheckConstraint(HALVES, name="half"),
        CheckConstraint(STATUSES, name="status"),
        Index("uq_half_day_key", "worker_id", "day", "half", unique=True),
        Index("ix_half_day_sheet", "group_id", "day", "half"),
    )


class MonthLock(Row, table=True):
    """A month of a worker that the office has closed; only ever added."""

    __tablename__ = "month_lock"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    month: date
    locked_at: datetime
    locked_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (Index("uq_month_lock", "worker_id", "month", unique=True),)


class HalfDayChange(Row, table=True):
    """What a half-day said before it was corrected, by whom, when and why; only ever added."""

    __tablename__ = "half_day_change"

    id: int | None = Field(default=None, primary_key=True)
    half_day_id: int = Field(foreign_key="half_day.id", index=True)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", max_length=280)
    former_status: str = Field(max_length=20)
    former_from: time | None = None
    former_to: time | None = None
    former_minutes: int = 0
    former_recorded_at: datetime
    former_recorded_by: int | None = Field(default=None, foreign_key="account.id")
