"""Loads, cycles, what machines reported, disinfections due, and breaches of the forward flow."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from esat.db import Quantity, Row, exactly_one


class Load(Row, table=True):
    """Keyed by the lot: a wash load or a dryer load, for which machine and programme."""

    __tablename__ = "laundry_load"
    __table_args__ = (CheckConstraint("kind IN ('wash', 'dry')", name="kind"),)

    lot_id: int = Field(foreign_key="lot.id", primary_key=True)
    kind: str = Field(default="wash", max_length=5)
    bin_id: int | None = Field(default=None, foreign_key="resource.id", index=True)
    family_code: str | None = Field(default=None, max_length=30)
    precaution_id: int | None = Field(default=None, foreign_key="laundry_precaution.id")
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    programme_id: int | None = Field(default=None, foreign_key="laundry_programme.id")
    accepted_reason: str = Field(default="", max_length=200)
    """Why a supervisor let it start over its usual charge."""


class Cycle(Row, table=True):
    """One run of a machine over a load. What the machine said is `declared` until a logger's file
    stands beside it. Temperatures in °C, times in minutes, water in litres, energy in kWh.
    """

    __tablename__ = "laundry_cycle"
    __table_args__ = (
        CheckConstraint("kind IN ('wash', 'dry', 'disinfect')", name="kind"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("opened_at IS NULL OR ended_at IS NOT NULL", name="opened"),
        CheckConstraint("outcome IN ('', 'done', 'fault', 'stopped')", name="outcome"),
        Index(
            "uq_laundry_cycle_running",
            "machine_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_laundry_cycle_lot", "lot_id"),
        Index("ix_laundry_cycle_started", "started_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    """None for an empty run that disinfects the machine."""
    kind: str = Field(default="wash", max_length=10)
    machine_id: int = Field(foreign_key="resource.id")
    machine_version_id: int = Field(foreign_key="laundry_machine.id")
    programme_id: int | None = Field(default=None, foreign_key="laundry_programme.id")
    kg: Decimal | None = Field(default=None, sa_type=Quantity)
    started_at: datetime
    start_recorded_at: datetime
    started_by: int | None = Field(default=None, foreign_key="account.id")
    start_station_id: int | None = Field(default=None, foreign_key="station.id")
    ended_at: datetime | None = None
    end_recorded_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="account.id")
    end_station_id: int | None = Field(default=None, foreign_key="station.id")
    outcome: str = Field(default="", max_length=8)
    max_c: Decimal | None = Field(default=None, sa_type=Quantity)
    hold_minutes: Decimal | None = Field(default=None, sa_type=Quantity)
    water_l: Decimal | None = Field(default=None, sa_type=Quantity)
    energy_kwh: Decimal | None = Field(default=None, sa_type=Quantity)
    fault: str = Field(default="", max_length=120)
    declared: bool = True
    opened_at: datetime | None = None
    open_recorded_at: datetime | None = None
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    open_station_id: int | None = Field(default=None, foreign_key="station.id")
    late: bool = False
    late_reason: str = Field(default="", max_length=200)


class CycleDose(Row, table=True):
    """A product that a machine said it dosed during a cycle, in millilitres."""

    __tablename__ = "laundry_cycle_dose"

    cycle_id: int = Field(foreign_key="laundry_cycle.id", primary_key=True)
    product: str = Field(max_length=60, primary_key=True)
    ml: Decimal = Field(sa_type=Quantity)


class CycleFix(Row, table=True):
    """A reported value corrected later: the first one stays where it was."""

    __tablename__ = "laundry_cycle_fix"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="laundry_cycle.id", index=True)
    field: str = Field(max_length=20)
    before: str = Field(default="", max_length=120)
    after: str = Field(default="", max_length=120)
    reason: str = Field(max_length=200)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class DisinfectionDue(Row, table=True):
    """A machine that washed linen under precautions runs empty before anything else."""

    __tablename__ = "laundry_disinfection_due"

    id: int | None = Field(default=None, primary_key=True)
    machine_id: int = Field(foreign_key="resource.id", index=True)
    after_cycle_id: int = Field(foreign_key="laundry_cycle.id")
    since: datetime
    done_cycle_id: int | None = Field(default=None, foreign_key="laundry_cycle.id")
    done_at: datetime | None = None


class Breach(Row, table=True):
    """A thing seen on the wrong side: both times, both accounts, and what was decided of it."""

    __tablename__ = "laundry_breach"
    __table_args__ = (
        CheckConstraint("kind IN ('dirty_after_clean', 'clean_before_dirty')", name="kind"),
        CheckConstraint(exactly_one("item_id", "lot_id"), name="one_subject"),
        *(
            Index(
                f"uq_laundry_breach_open_{what}",
                f"{what}_id",
                "kind",
                unique=True,
                sqlite_where=text(f"decided_at IS NULL AND {what}_id IS NOT NULL"),
                postgresql_where=text(f"decided_at IS NULL AND {what}_id IS NOT NULL"),
            )
            for what in ("item", "lot")
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    cycle_id: int | None = Field(default=None, foreign_key="laundry_cycle.id")
    at: datetime
    recorded_at: datetime
    station_id: int | None = Field(default=None, foreign_key="station.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    opened_at: datetime | None = None
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    capture_uid: bytes | None = Field(default=None, sa_type=LargeBinary(16))
    hold_id: int | None = Field(default=None, foreign_key="hold.id")
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decision: str = Field(default="", max_length=200)
