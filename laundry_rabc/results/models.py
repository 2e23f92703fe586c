"""A result: what was found, when, by whom, and the verdict of the version then in force.

It only grows: a correction is a further row that names the one it amends. Both stay in every
report.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row


class Result(Row, table=True):
    """One judged fact. `source`: who says so. `declared`: read on a display, not measured by an
    instrument. `late`: entered after it could count as on time, with the reason.
    """

    __tablename__ = "rabc_result"
    __table_args__ = (
        CheckConstraint("qualifier IN ('', '<', '>', 'tntc')", name="qualifier"),
        CheckConstraint(
            "verdict IN ('conform', 'alert', 'action', 'not_measured', 'not_applicable')",
            name="verdict",
        ),
        CheckConstraint(
            "source IN ('hand', 'system', 'machine', 'logger', 'lab', 'sensor')", name="source"
        ),
        CheckConstraint("NOT late OR late_reason <> ''", name="late"),
        CheckConstraint("amends_id IS NULL OR fix_reason <> ''", name="fix"),
        Index("ix_rabc_result_version", "point_version_id", "taken_at"),
        Index("ix_rabc_result_taken", "taken_at"),
        Index("ix_rabc_result_lot", "lot_id"),
        Index("ix_rabc_result_cycle", "cycle_id"),
        Index("ix_rabc_result_check", "check_id"),
        Index("uq_rabc_result_amends", "amends_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    point_version_id: int = Field(foreign_key="rabc_point_version.id")
    value: Decimal | None = Field(default=None, sa_type=Quantity)
    qualifier: str = Field(default="", max_length=4)
    unit: str = Field(default="", max_length=20)
    surface_cm2: Decimal | None = Field(default=None, sa_type=Quantity)
    method: str = Field(default="", max_length=60)
    yes: bool | None = None
    forbidden: bool = False
    dose_percent: Decimal | None = Field(default=None, sa_type=Quantity)
    verdict: str = Field(max_length=14)
    why: str = Field(max_length=20)
    source: str = Field(default="hand", max_length=8)
    declared: bool = False
    confirmed: bool = False
    """It was out of what is plausible, and its author confirmed it."""
    taken_at: datetime
    recorded_at: datetime
    late: bool = False
    late_reason: str = Field(default="", max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    """Who entered it."""
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    """Who did it, where that is another person."""
    station_id: int | None = Field(default=None, foreign_key="station.id")
    device_id: int | None = Field(default=None, foreign_key="device.id")
    instrument_id: int | None = Field(default=None, foreign_key="instrument.id")
    check_id: int | None = None
    """The check that it answers, where one was due (`rabc_check`)."""
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    item_id: int | None = Field(default=None, foreign_key="item.id")
    cycle_id: int | None = Field(default=None, foreign_key="laundry_cycle.id")
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    place: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=280)
    amends_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    fix_reason: str = Field(default="", max_length=200)


class ResultHold(Row, table=True):
    """The minutes credited at a temperature: what a hold was judged by."""

    __tablename__ = "rabc_result_hold"

    result_id: int = Field(foreign_key="rabc_result.id", primary_key=True)
    celsius: Decimal = Field(sa_type=Quantity, primary_key=True)
    minutes: Decimal = Field(sa_type=Quantity)


class Validation(Row, table=True):
    """A supervisor's *validé par*, another fact than *fait par*."""

    __tablename__ = "rabc_result_validation"

    result_id: int = Field(foreign_key="rabc_result.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    at: datetime
