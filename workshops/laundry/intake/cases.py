"""What goes wrong with a bag, what is found in it, and what a scale said without one.

All is added and never changed but for its closing: a step, a word to the client, an attribution.
Names stand here only, never in the journal.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from esat.db import Quantity, Row

STEPS = ("opened", "moved", "notified", "given_back", "disposed", "noted")


class Anomaly(Row, table=True):
    """Something about a client's bag that he should know of; a sharp one is an accident avoided."""

    __tablename__ = "laundry_anomaly"
    __table_args__ = (Index("ix_laundry_anomaly_client", "client_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    client_id: int = Field(foreign_key="client.id")
    kind: str = Field(max_length=12)
    note: str = Field(default="", max_length=280)
    near_miss: bool = False
    file_id: int | None = Field(default=None, foreign_key="file.id")
    weighing_id: int | None = Field(default=None, foreign_key="laundry_weighing.id")
    """The weighing that made it by itself: a bag too heavy."""
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    late: bool = False
    reason: str = Field(default="", max_length=200)
    told_on: date | None = None
    told_how: str = Field(default="", max_length=120)
    told_recorded_at: datetime | None = None
    told_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str = Field(default="", max_length=200)


class ScaleWeight(Row, table=True):
    """What a scale sent and no bag took: it waits for a bag, or says why it cannot be one's."""

    __tablename__ = "laundry_scale_weight"
    __table_args__ = (
        CheckConstraint("why IN ('no_bag', 'not_taken')", name="why"),
        Index("ix_laundry_scale_weight_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reading_key: bytes = Field(sa_type=LargeBinary(16), unique=True)
    kg: Decimal = Field(sa_type=Quantity)
    instrument: str = Field(max_length=30)
    at: datetime
    recorded_at: datetime
    station_id: int | None = Field(default=None, foreign_key="station.id")
    why: str = Field(max_length=12)
    refusal: str = Field(default="", max_length=40)
    """The code of the refusal, where there was a bag and it could not weigh that."""
    weighing_id: int | None = Field(default=None, foreign_key="laundry_weighing.id")


class PrecautionStep(Row, table=True):
    """A category set on an item or taken away. It is emptied when the flag is forgotten: what
    stays is that a step was there, who made it and when.
    """

    __tablename__ = "laundry_precaution_step"
    __table_args__ = (CheckConstraint("step IN ('set', 'cleared', 'forgotten')", name="step"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    step: str = Field(max_length=10)
    precaution_id: int | None = Field(default=None, foreign_key="laundry_precaution.id")
    isolated_until: datetime | None = None
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    late: bool = False
    reason: str = Field(default="", max_length=200)


class Found(Row, table=True):
    """A thing found in the linen: what it is, where it was, who saw it. Its steps say the rest."""

    __tablename__ = "laundry_found"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=12)
    what: str = Field(max_length=120)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id", index=True)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    place: str = Field(default="", max_length=120)
    """Where it was, in words, when it was in no bag that is known."""
    found_at: datetime
    recorded_at: datetime
    late: bool = False
    reason: str = Field(default="", max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    """Who signs as its witness."""
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    file_id: int | None = Field(default=None, foreign_key="file.id")
    keep_until: date
    closed_at: datetime | None = None


class FoundStep(Row, table=True):
    """What was done with a found thing, one row after the other."""

    __tablename__ = "laundry_found_step"
    __table_args__ = (
        CheckConstraint(
            "step IN ('opened', 'moved', 'notified', 'given_back', 'disposed', 'noted')",
            name="step",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    found_id: int = Field(foreign_key="laundry_found.id", index=True)
    step: str = Field(max_length=10)
    detail: str = Field(default="", max_length=280)
    """Where it is kept, how the client was told, to whom it was given."""
    shelf_id: int | None = Field(default=None, foreign_key="resource.id")
    on_day: date | None = None
    """The day it happened, where it is told later."""
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", max_length=200)
