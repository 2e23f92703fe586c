"""What parcels hold, what was missing at the end, trolleys, rounds by version, trips and stops,
what was handed over, collected and brought back.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from esat.db import Quantity, Row


class ParcelLine(Row, table=True):
    """What a parcel holds, as it was counted: a family or a word, pieces, kilograms if weighed."""

    __tablename__ = "laundry_parcel_line"
    __table_args__ = (
        CheckConstraint("pieces >= 0", name="pieces"),
        CheckConstraint("kg IS NULL OR kg > 0", name="kg"),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    family_code: str | None = Field(default=None, max_length=30)
    label: str = Field(default="", max_length=60)
    pieces: int
    kg: Decimal | None = Field(default=None, sa_type=Quantity)


class Gap(Row, table=True):
    """The difference between what an order received and what was packed, when its last linen was:
    positive is missing, negative is too much. A later one adds a row, it changes none.
    """

    __tablename__ = "laundry_gap"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    received_kg: Decimal | None = Field(default=None, sa_type=Quantity)
    """None where a bag was never weighed: no difference can be told then."""
    linen_kg: Decimal = Field(sa_type=Quantity)
    packed_kg: Decimal = Field(sa_type=Quantity)
    discarded_kg: Decimal = Field(sa_type=Quantity)
    kg: Decimal | None = Field(default=None, sa_type=Quantity)
    received_pieces: int | None = None
    packed_pieces: int
    pieces: int | None = None
    reason: str = Field(default="", max_length=200)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class TrolleyPlace(Row, table=True):
    """A parcel or a bag on a trolley, with its past: one trolley at a time."""

    __tablename__ = "laundry_trolley_place"
    __table_args__ = (
        Index(
            "uq_laundry_trolley_place_open",
            "item_id",
            unique=True,
            sqlite_where=text("taken_at IS NULL"),
            postgresql_where=text("taken_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    trolley_id: int = Field(foreign_key="resource.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    put_at: datetime
    put_by: int | None = Field(default=None, foreign_key="account.id")
    taken_at: datetime | None = None
    taken_by: int | None = Field(default=None, foreign_key="account.id")


class Round(Row, table=True):
    """A version of a round (tournée): its weekday (Monday is 0), its vehicle, its stops."""

    __tablename__ = "laundry_round"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    label: str = Field(max_length=60)
    weekday: int
    vehicle_id: int | None = Field(default=None, foreign_key="resource.id")
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class RoundStop(Row, table=True):
    """A stop of a version of a round, in its order."""

    __tablename__ = "laundry_round_stop"

    round_id: int = Field(foreign_key="laundry_round.id", primary_key=True)
    position: int = Field(primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="delivery_site.id")
    deliver: bool = True
    collect: bool = True


class Trip(Row, table=True):
    """A round of one day, made of its version in force."""

    __tablename__ = "laundry_trip"
    __table_args__ = (UniqueConstraint("round_code", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="laundry_round.id", index=True)
    round_code: str = Field(max_length=40)
    day: date = Field(index=True)
    label: str = Field(max_length=60)
    vehicle_id: int | None = Field(default=None, foreign_key="resource.id")
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class TripCheck(Row, table=True):
    """The answer at the start: are clean and dirty apart in the vehicle (COL-01)? Each answer is
    a row; the last one counts.
    """

    __tablename__ = "laundry_trip_check"

    id: int | None = Field(default=None, primary_key=True)
    trip_id: int = Field(foreign_key="laundry_trip.id", index=True)
    apart: bool
    at: datetime
    recorded_at: datetime
    late: bool = False
    account_id: int | None = Field(default=None, foreign_key="account.id")


class TripStop(Row, table=True):
    """A stop of a trip: moved, added, passed over with its reason."""

    __tablename__ = "laundry_trip_stop"
    __table_args__ = (
        CheckConstraint("skipped_at IS NULL OR skip_reason <> ''", name="skip_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    trip_id: int = Field(foreign_key="laundry_trip.id", index=True)
    position: int
    client_id: int = Field(foreign_key="client.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="delivery_site.id")
    deliver: bool = True
    collect: bool = True
    added: bool = False
    """Put in for that day only."""
    skipped_at: datetime | None = None
    skip_recorded_at: datetime | None = None
    skipped_by: int | None = Field(default=None, foreign_key="account.id")
    skip_reason: str = Field(default="", max_length=200)


class HandOver(Row, table=True):
    """What one client took at one stop under one signature, of however many orders."""

    __tablename__ = "laundry_hand_over"

    id: int | None = Field(default=None, primary_key=True)
    stop_id: int | None = Field(default=None, foreign_key="laundry_trip_stop.id", index=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    receiver: str = Field(max_length=80)
    reserves: str = Field(default="", max_length=280)
    signature_file_id: int | None = Field(default=None, foreign_key="file.id")
    stamp_file_id: int | None = Field(default=None, foreign_key="file.id")
    at: datetime
    recorded_at: datetime
    late: bool = False
    account_id: int | None = Field(default=None, foreign_key="account.id")
    capture_uid: bytes | None = Field(default=None, sa_type=LargeBinary(16))


class HandOverDelivery(Row, table=True):
    """The hand-over of each order within it: each has its delivery note."""

    __tablename__ = "laundry_hand_over_delivery"

    hand_over_id: int = Field(foreign_key="laundry_hand_over.id", primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", primary_key=True)


class Collected(Row, table=True):
    """A dirty bag taken in the van: expected at the laundry until it is received there."""

    __tablename__ = "laundry_collected"

    id: int | None = Field(default=None, primary_key=True)
    stop_id: int = Field(foreign_key="laundry_trip_stop.id", index=True)
    item_id: int = Field(foreign_key="item.id", unique=True)
    at: datetime
    recorded_at: datetime
    late: bool = False
    account_id: int | None = Field(default=None, foreign_key="account.id")
    capture_uid: bytes | None = Field(default=None, sa_type=LargeBinary(16))


class Return(Row, table=True):
    """Something that came back after it was delivered: what it was, what it is now, and why."""

    __tablename__ = "laundry_return"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('refused_later', 'wrong_client', 'stained', 'damaged', 'damp', 'other')",
            name="reason",
        ),
        CheckConstraint("kg IS NULL OR kg > 0", name="kg"),
        CheckConstraint("pieces IS NULL OR pieces > 0", name="pieces"),
    )

    id: int | None = Field(default=None, primary_key=True)
    delivered_id: int = Field(foreign_key="item.id", index=True)
    item_id: int = Field(foreign_key="item.id", unique=True)
    reason: str = Field(max_length=20)
    note: str = Field(default="", max_length=200)
    kg: Decimal | None = Field(default=None, sa_type=Quantity)
    """None where all of it came back."""
    pieces: int | None = None
    at: datetime
    recorded_at: datetime
    late: bool = False
    account_id: int | None = Field(default=None, foreign_key="account.id")
