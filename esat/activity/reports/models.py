"""Secondments and placements, which only grow; sums of hours by day, which can be made again."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row


class Secondment(Row, table=True):
    """What is said of a secondment: a row without `root_id` opens it, the newest row counts.

    `placement` is an immersion (PMSMP) with an employer, who need not be a client.
    """

    __tablename__ = "secondment"

    id: int | None = Field(default=None, primary_key=True)
    root_id: int | None = Field(default=None, foreign_key="secondment.id", index=True)
    kind: str = Field(max_length=10)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    employer: str = Field(default="", max_length=120)
    place: str = Field(default="", max_length=120)
    weekly_hours: Decimal | None = Field(default=None, sa_type=Quantity)
    since: date
    until: date | None = None
    billing: str = Field(default="", max_length=160)
    """On what basis it is billed, in words: no price stands here."""
    support: str = Field(default="", max_length=280)
    adaptation: str = Field(default="", max_length=280)
    """What was arranged at the place of work: facts, no health."""
    mdph_on: date | None = None
    """When a copy went to the MDPH."""
    void: bool = False
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("kind IN ('individual', 'collective', 'placement')", name="kind"),
        CheckConstraint("until IS NULL OR until >= since", name="dates"),
    )


class SecondmentWorker(Row, table=True):
    """Who goes, by this row of a secondment."""

    __tablename__ = "secondment_worker"

    secondment_id: int = Field(foreign_key="secondment.id", primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", primary_key=True, index=True)


class ActivityDay(Row, table=True):
    """Minutes of a group on a day, by activity and order: added up from the lines, nobody named.

    It can be made again at any time; `activity` is empty where nothing was said.
    """

    __tablename__ = "activity_day"

    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(index=True)
    month: date
    group_id: int = Field(foreign_key="team.id")
    activity: str = Field(default="", max_length=20)
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    minutes: int

    __table_args__ = (Index("ix_activity_day_month", "month", "group_id"),)


class ActivityState(Row, table=True):
    """From what state of the lines the sums of a day were made: another state, and they are old."""

    __tablename__ = "activity_state"

    day: date = Field(primary_key=True)
    mark: str = Field(max_length=160)
