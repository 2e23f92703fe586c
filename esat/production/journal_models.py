"""What happened: events, captures, daily counts, seals. Only `journal` writes an event."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from esat.db import Row, exactly_one


class Event(Row, table=True):
    """One row of the journal, never changed, never deleted (triggers, and seals that tell).

    Each row touches one of four partial indexes, since it is about one thing (docs/adr/0003).
    No name enters it, only identifiers. `worker_id` only on kinds declared signed.
    """

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    at: datetime
    recorded_at: datetime
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    item_id: int | None = Field(default=None, foreign_key="item.id")
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    resource_id: int | None = Field(default=None, foreign_key="resource.id")
    from_stage: str | None = Field(default=None, max_length=40)
    to_stage: str | None = Field(default=None, max_length=40)
    account_id: int | None = None
    worker_id: int | None = None
    station_id: int | None = None
    group_id: int | None = None
    capture_uid: bytes | None = Field(default=None, sa_type=LargeBinary(16))
    amends_id: int | None = Field(default=None, foreign_key="event.id")
    late: bool = False
    reason: str = Field(default="", max_length=280)
    data: dict[str, Any] | None = Field(default=None, sa_type=JSON)

    __table_args__ = (
        CheckConstraint(
            exactly_one("order_id", "item_id", "lot_id", "resource_id"), name="one_subject"
        ),
        *(
            Index(
                f"ix_event_{what}",
                f"{what}_id",
                sqlite_where=text(f"{what}_id IS NOT NULL"),
                postgresql_where=text(f"{what}_id IS NOT NULL"),
            )
            for what in ("order", "item", "lot", "resource")
        ),
    )


class Capture(Row, table=True):
    """What a device sent, once: its key, the hash of its content, and the answer it got."""

    __tablename__ = "capture"

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(sa_type=LargeBinary(16), unique=True)
    content_hash: bytes = Field(sa_type=LargeBinary(32))
    device_id: int | None = Field(default=None, foreign_key="device.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    seq: int | None = None
    captured_at: datetime
    received_at: datetime
    kind: str = Field(max_length=4)
    raw: str | None = None
    code: str | None = Field(default=None, max_length=64)
    action: str | None = Field(default=None, max_length=40)
    offline: bool = False
    outcome: str = Field(max_length=10)
    reason: str | None = Field(default=None, max_length=40)
    event_id: int | None = Field(default=None, foreign_key="event.id")
    answer: str
    content: str | None = None
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="account.id")
    settled_note: str = Field(default="", max_length=280)

    __table_args__ = (
        Index("ix_capture_station", "station_id", "id"),
        Index(
            "ix_capture_anomaly",
            "id",
            sqlite_where=text("outcome = 'anomaly' AND settled_at IS NULL"),
            postgresql_where=text("outcome = 'anomaly' AND settled_at IS NULL"),
        ),
    )


class DailyCount(Row, table=True):
    """How many items reached a stage, by day: kept with each move, read by boards and reports."""

    __tablename__ = "daily_count"

    day: date = Field(primary_key=True)
    workshop: str = Field(max_length=30, primary_key=True)
    stage: str = Field(max_length=40, primary_key=True)
    client_id: int = Field(primary_key=True)
    entered: int = 0


class Seal(Row, table=True):
    """A keyed hash over every event since the previous seal, and over that seal.

    `marks` holds four bytes of each event's own keyed hash, so that a change is found to the row;
    `gaps` the numbers that were never given inside the range.
    """

    __tablename__ = "seal"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    first_event: int
    last_event: int
    count: int
    previous: str = Field(max_length=64)
    head: str = Field(max_length=64)
    marks: bytes = Field(sa_type=LargeBinary)
    gaps: list[int] = Field(sa_type=JSON)
