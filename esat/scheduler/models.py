"""Who may tick, and what has run; it knows no job by name."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row


class WorkerLease(Row, table=True):
    """The one process that may work under a name, until a moment that it keeps pushing on."""

    __tablename__ = "worker_lease"

    name: str = Field(max_length=30, primary_key=True)
    holder: str = Field(max_length=80)
    until: datetime


class JobRun(Row, table=True):
    """One slot of one job: the unique key lets a single run through, should two clocks tick."""

    __tablename__ = "job_run"

    id: int | None = Field(default=None, primary_key=True)
    job: str = Field(max_length=60)
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None = None
    outcome: str = Field(default="running", max_length=10)
    error: str = Field(default="", max_length=2000)
    holder: str = Field(default="", max_length=80)

    __table_args__ = (
        CheckConstraint("outcome IN ('running', 'done', 'failed', 'missed')", name="outcome"),
        Index("uq_job_run_slot", "job", "due_at", unique=True),
        Index("ix_job_run_outcome", "outcome", "job", "finished_at"),
    )
