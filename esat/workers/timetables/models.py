"""Templates of a week (or of two, A and B), their versions, and who keeps them; only ever added."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Row


class TimeTemplate(Row, table=True):
    """A named weekly timetable: « 35 h, du lundi au vendredi »."""

    __tablename__ = "time_template"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=120)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    archived_at: datetime | None = None


class TemplateVersion(Row, table=True):
    """What a template says from a day on. `weeks` is 1 or 2; week A is the one of `week_a`, a
    Monday, and every second one before and after it.
    """

    __tablename__ = "time_template_version"

    id: int | None = Field(default=None, primary_key=True)
    template_id: int = Field(foreign_key="time_template.id", index=True)
    version: int
    since: date
    weeks: int = 1
    week_a: date
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        UniqueConstraint("template_id", "version"),
        CheckConstraint("weeks IN (1, 2)", name="weeks"),
    )


class TemplateSlot(Row, table=True):
    """A half-day of a version that is worked, from when to when; what has no slot is free."""

    __tablename__ = "time_template_slot"

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="time_template_version.id")
    week: str = Field(default="A", max_length=1)
    weekday: int
    half: str = Field(max_length=10)
    from_time: time
    to_time: time

    __table_args__ = (
        CheckConstraint("week IN ('A', 'B')", name="week"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("half IN ('morning', 'afternoon')", name="half"),
        CheckConstraint("from_time < to_time", name="times"),
        Index("uq_time_template_slot", "version_id", "week", "weekday", "half", unique=True),
    )


class WorkerTemplate(Row, table=True):
    """The template that a worker keeps from a day on; the newest one that has begun counts. None
    as `template_id` gives him the usual hours of his group again.
    """

    __tablename__ = "worker_template"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    template_id: int | None = Field(default=None, foreign_key="time_template.id")
    since: date
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
