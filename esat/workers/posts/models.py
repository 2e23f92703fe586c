"""Posts, and what a worker may do there: allowed, not allowed, until a date; never why."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row


class WorkPost(Row, table=True):
    """A place or kind of work of a workshop. `demanding` is a property of the post, never of a
    person; `guarded`: only those who are authorised for it.
    """

    __tablename__ = "work_post"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    workshop: str = Field(default="", max_length=30, index=True)
    label: str = Field(max_length=80)
    pictogram: str = Field(default="box-seam", max_length=40)
    activity: str = Field(default="production", max_length=20)
    demanding: bool = False
    guarded: bool = False
    position: int = 0
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    archived_at: datetime | None = None


class WorkAuthorisation(Row, table=True):
    """A worker may, or may not, be at a post: the newest row that has begun counts; only added."""

    __tablename__ = "work_authorisation"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    post_id: int = Field(foreign_key="work_post.id", index=True)
    allowed: bool
    since: date
    until: date | None = None
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="validity"),
        Index("ix_work_authorisation_worker", "worker_id", "post_id"),
    )
