"""Figures by day and by month kept with what happened, and the meters of water and energy.

Each row stands twice: for its day and, on the first of it, for its month (`span`), so that years
are read from months.

A figure is a sum of parts: each source (a cycle, an item, an order, a reject) keeps what it gave,
so that a correction takes its old part away and brings the new one.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row

DAY, MONTH = "day", "month"
SPANS = "span IN ('day', 'month')"


class FigurePart(Row, table=True):
    """What one source gave to the days: `parts` is JSON made and read by `rollups` alone. What came
    or left says its client and its weight instead: a reception writes it by one statement.
    """

    __tablename__ = "laundry_figure_part"

    source: str = Field(max_length=8, primary_key=True)
    source_id: int = Field(primary_key=True)
    last_day: date = Field(index=True)
    parts: str = ""
    client_id: int | None = None
    kg: Decimal | None = Field(default=None, sa_type=Quantity)


class DayCycles(Row, table=True):
    """A machine and a version of a programme (0: none) on a day. `water_kg` is the linen of the
    cycles whose water was read: a cycle without a reading is no cycle without water.
    """

    __tablename__ = "laundry_day_cycle"
    __table_args__ = (CheckConstraint(SPANS, name="span"),)

    span: str = Field(max_length=5, primary_key=True)
    day: date = Field(primary_key=True)
    machine_id: int = Field(primary_key=True)
    programme_id: int = Field(primary_key=True)
    kind: str = Field(max_length=10, primary_key=True)
    cycles: int = 0
    stopped: int = 0
    """Cycles that ended by a fault or were stopped: their kilograms are not washed."""
    kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    unweighed: int = 0
    """Cycles of linen that was not weighed."""
    water_l: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    water_kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    energy_kwh: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    energy_kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)


class DayClient(Row, table=True):
    """A client on a day: what came, what left, and the orders that were whole by their day."""

    __tablename__ = "laundry_day_client"
    __table_args__ = (CheckConstraint(SPANS, name="span"),)

    span: str = Field(max_length=5, primary_key=True)
    day: date = Field(primary_key=True)
    client_id: int = Field(primary_key=True)
    received: int = 0
    received_unweighed: int = 0
    received_kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    delivered: int = 0
    delivered_unweighed: int = 0
    delivered_kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    on_time: int = 0
    late: int = 0
    undated: int = 0
    """Orders without a promised day: neither on time nor late."""


class DayRejects(Row, table=True):
    """What was put aside on a day, by reason, by whose doing, by decision and by programme."""

    __tablename__ = "laundry_day_reject"
    __table_args__ = (CheckConstraint(SPANS, name="span"),)

    span: str = Field(max_length=5, primary_key=True)
    day: date = Field(primary_key=True)
    reason: str = Field(max_length=20, primary_key=True)
    fault: str = Field(max_length=8, primary_key=True)
    decision: str = Field(max_length=10, primary_key=True)
    programme_id: int = Field(primary_key=True)
    rejects: int = 0
    kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    unweighed: int = 0
    pieces: int = 0


class MeterReading(Row, table=True):
    """An index read on a meter, of a machine or of the whole laundry (no machine). A meter that was
    replaced begins a new series; a mistake is followed by a row that amends it.
    """

    __tablename__ = "laundry_meter_reading"
    __table_args__ = (
        CheckConstraint("kind IN ('water', 'energy')", name="kind"),
        CheckConstraint("value >= 0", name="value"),
        Index("ix_laundry_meter_reading_meter", "kind", "machine_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=6)
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    series: int = 1
    value: Decimal = Field(sa_type=Quantity)
    """The index as it stood: cubic metres of water, kilowatt-hours."""
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")
    amends_id: int | None = Field(default=None, foreign_key="laundry_meter_reading.id")
    late: bool = False
    reason: str = Field(default="", max_length=200)
