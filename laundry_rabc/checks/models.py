"""What was due and what answered it; calls for help; opening days and delays as dated rows.

All of it only grows: a check is due once, its answer names a result, a correction is a further
result. Whether it is due, late or missed is computed from these rows and stored nowhere.
"""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row

_STATUS = "status IN ('proposed', 'validated')"


class Check(Row, table=True):
    """A check that the plan asks for at a turn. `key` names the turn: the day and shift, the week,
    the round, with the machine and which of several. After `late_at` it counts as late, after
    `closes_at` without an answer as missed.
    """

    __tablename__ = "rabc_check"
    __table_args__ = (
        UniqueConstraint("point_id", "key"),
        CheckConstraint("late_at >= due_at AND closes_at >= late_at", name="order"),
        Index("ix_rabc_check_due", "due_at"),
        Index("ix_rabc_check_point", "point_id", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    point_id: int = Field(foreign_key="rabc_point.id")
    version_id: int = Field(foreign_key="rabc_point_version.id")
    """The version that made it due; what is found is judged by the one in force when measured."""
    key: str = Field(max_length=60)
    zone: str = Field(max_length=12)
    step: str = Field(max_length=40)
    """The post where it is done, as the plan names the step."""
    shift: str = Field(default="", max_length=20)
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    place: str = Field(default="", max_length=80)
    due_at: datetime
    late_at: datetime
    closes_at: datetime
    made_at: datetime


class CheckAnswer(Row, table=True):
    """The result that answered a check: the first one counts, and only one."""

    __tablename__ = "rabc_check_answer"

    check_id: int = Field(foreign_key="rabc_check.id", primary_key=True)
    result_id: int = Field(foreign_key="rabc_result.id", unique=True)
    at: datetime


class CheckCall(Row, table=True):
    """« Je ne sais pas » : somebody calls a supervisor to a check."""

    __tablename__ = "rabc_check_call"
    __table_args__ = (Index("ix_rabc_check_call_check", "check_id"),)

    id: int | None = Field(default=None, primary_key=True)
    check_id: int = Field(foreign_key="rabc_check.id")
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")


class CheckCallAnswer(Row, table=True):
    """A supervisor came."""

    __tablename__ = "rabc_check_call_answer"

    call_id: int = Field(foreign_key="rabc_check_call.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    at: datetime


class CheckEscalation(Row, table=True):
    """Somebody was told by mail that a check is overdue; once each."""

    __tablename__ = "rabc_check_escalation"

    check_id: int = Field(foreign_key="rabc_check.id", primary_key=True)
    at: datetime
    told: int
    """How many people; none when nobody has an address."""


class CalendarShift(Row, table=True):
    """A version of a shift: on which weekdays (1 is Monday), from when to when (Paris clock)."""

    __tablename__ = "rabc_calendar_shift"
    __table_args__ = (
        CheckConstraint("starts < ends", name="order"),
        CheckConstraint(_STATUS, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20)
    label: str = Field(max_length=40)
    since: date
    weekdays: str = Field(default="12345", max_length=7)
    starts: time
    ends: time
    withdrawn: bool = False
    source: str = Field(default="", max_length=120)
    status: str = Field(default="proposed", max_length=10)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class CalendarDay(Row, table=True):
    """A day that differs from its weekday: closed, or open after all. The last row counts."""

    __tablename__ = "rabc_calendar_day"
    __table_args__ = (Index("ix_rabc_calendar_day_day", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    day: date
    is_open: bool = False
    reason: str = Field(max_length=120)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class CheckRule(Row, table=True):
    """A version of a delay of the checks, with its source; the last since a day counts."""

    __tablename__ = "rabc_check_rule"
    __table_args__ = (CheckConstraint(_STATUS, name="status"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20)
    since: date
    value: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=20)
    source: str = Field(default="", max_length=120)
    status: str = Field(default="proposed", max_length=10)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
