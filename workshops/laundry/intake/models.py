"""What the laundry knows of an item besides the core, and every weighing of it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from esat.db import Quantity, Row


class LaundryItem(Row, table=True):
    """Keyed by the item. `kg` is its last weighing, whole bag or linen; None while unknown."""

    __tablename__ = "laundry_item"
    __table_args__ = (
        CheckConstraint("kg IS NULL OR kg > 0", name="kg"),
        CheckConstraint("pieces IS NULL OR pieces >= 0", name="pieces"),
    )

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    kg: Decimal | None = Field(default=None, sa_type=Quantity)
    pieces: int | None = None
    family_code: str | None = Field(default=None, max_length=30)
    precaution_id: int | None = Field(default=None, foreign_key="laundry_precaution.id")
    """The version of the category that was in force when it was flagged."""
    isolated_until: datetime | None = None


class Weighing(Row, table=True):
    """One weight of an item, typed or from a scale; a mistake is followed by another row."""

    __tablename__ = "laundry_weighing"
    __table_args__ = (
        CheckConstraint("kg > 0", name="kg"),
        CheckConstraint("source IN ('typed', 'scale')", name="source"),
        Index("uq_laundry_weighing_reading", "reading_key", unique=True),
        Index("uq_laundry_weighing_amends", "amends_id", unique=True),
        Index(
            "uq_laundry_weighing_first",
            "item_id",
            unique=True,
            sqlite_where=text("amends_id IS NULL"),
            postgresql_where=text("amends_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    kg: Decimal = Field(sa_type=Quantity)
    source: str = Field(default="typed", max_length=6)
    instrument: str = Field(default="", max_length=30)
    reading_key: bytes | None = Field(default=None, sa_type=LargeBinary(16))
    """The key of the reading that the scale sent; it weighs one thing once."""
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    amends_id: int | None = Field(default=None, foreign_key="laundry_weighing.id")
    late: bool = False
    reason: str = Field(default="", max_length=200)
