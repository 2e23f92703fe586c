"""Lines of work: a worker, an activity, a post, an order, from when to when; no output."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from esat.db import Row


class Allocation(Row, table=True):
    """One line of work. `ends_at` None: until he is moved, or his day ends. What counts is this
    line cut to the time he was present. A line taken back has `voided_at`; what it said before it
    was changed is in `allocation_change`.
    """

    __tablename__ = "allocation"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    group_id: int = Field(foreign_key="team.id", index=True)
    """The group of the supervisor who recorded it: another one's when the worker was lent."""
    day: date
    starts_at: datetime
    ends_at: datetime | None = None
    activity: str = Field(max_length=20)
    post_id: int | None = Field(default=None, foreign_key="work_post.id")
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    at: datetime
    """When it was said, by the device's clock."""
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False
    voided_at: datetime | None = None

    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="times"),
        Index(
            "ix_allocation_worker",
            "worker_id",
            "day",
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index("ix_allocation_day", "day", "group_id"),
    )


class AllocationChange(Row, table=True):
    """What a line said before it was closed, moved, settled or taken back; only ever added."""

    __tablename__ = "allocation_change"

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", max_length=280)
    former_starts_at: datetime
    former_ends_at: datetime | None = None
    former_activity: str = Field(max_length=20)
    former_post_id: int | None = None
    former_order_id: int | None = None
    former_recorded_at: datetime
    former_recorded_by: int | None = None


class Overlap(Row, table=True):
    """Two lines of one worker that two groups recorded over one another: open until one choice
    settles it, shown to both supervisors meanwhile.
    """

    __tablename__ = "allocation_overlap"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    day: date
    first_id: int = Field(foreign_key="allocation.id", index=True)
    second_id: int = Field(foreign_key="allocation.id", index=True)
    starts_at: datetime
    ends_at: datetime
    found_at: datetime
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="account.id")
    kept_id: int | None = Field(default=None, foreign_key="allocation.id")

    __table_args__ = (
        Index(
            "ix_allocation_overlap_open",
            "day",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )
