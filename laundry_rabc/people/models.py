"""Posts, and authorisations of workers and supervisors for them; authorisations only grow."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Row, exactly_one


class Post(Row, table=True):
    """One version of a post: a place of work that asks for an authorisation, since a day."""

    __tablename__ = "rabc_post"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=30)
    version: int
    label: str = Field(max_length=80)
    pictogram: str = Field(default="mortarboard", max_length=40)
    position: int = 0
    since: date
    withdrawn: bool = False
    source: str = Field(default="", max_length=160)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PostDemand(Row, table=True):
    """A post of the workshop that is closed to who lost the authorisation for a post here, or no
    more: the newest row of the two that has begun counts.
    """

    __tablename__ = "rabc_post_demand"

    id: int | None = Field(default=None, primary_key=True)
    post_code: str = Field(max_length=30)
    work_post_id: int = Field(foreign_key="work_post.id")
    closes: bool
    since: date
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PostAuthorisation(Row, table=True):
    """A worker or an account authorised for a post, or no more: the newest row that has begun is
    what counts. `evidence` is what shows it: a training sheet, an observation.
    """

    __tablename__ = "rabc_authorisation"
    __table_args__ = (
        CheckConstraint("kind IN ('given', 'withdrawn')", name="kind"),
        CheckConstraint(exactly_one("account_id", "worker_id"), name="one_person"),
        CheckConstraint("until IS NULL OR until >= since", name="validity"),
        Index("ix_rabc_authorisation_account", "account_id", "post_code"),
        Index("ix_rabc_authorisation_worker", "worker_id", "post_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=9)
    post_code: str = Field(max_length=30)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    since: date
    until: date | None = None
    evidence: str = Field(default="", max_length=280)
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
