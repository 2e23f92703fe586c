"""Chemicals and the pumps that dose them. What happened is a row that stays; a further one that
names it (`amends_id`) corrects it, and one that is `void` only takes it back.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class Said(Row):
    """What every such row tells: when it happened, when it was written, by whom, and why late."""

    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    """Who did it, where that is somebody else than who wrote it."""
    late: bool = False
    late_reason: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=200)
    """Why it corrects, or what is worth saying of it."""


class Product(Row, table=True):
    """A chemical; `dose_name` is the word by which programmes dose it."""

    __tablename__ = "rabc_product"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('detergent', 'disinfectant', 'neutraliser', 'softener', 'bleach')",
            name="kind",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    kind: str = Field(max_length=12)
    supplier: str = Field(default="", max_length=80)
    dose_name: str = Field(default="", max_length=60)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str = Field(default="", max_length=200)


class ProductSheet(Row, table=True):
    """A safety or technical data sheet; the newest is in force, the others stay."""

    __tablename__ = "rabc_product_sheet"

    id: int | None = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="rabc_product.id", index=True)
    file_id: int = Field(foreign_key="file.id", unique=True)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class ProductLot(Row, table=True):
    """A delivery of a product under one lot number of its supplier."""

    __tablename__ = "rabc_product_lot"
    __table_args__ = (
        UniqueConstraint("product_id", "number", name="uq_rabc_product_lot_number"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("unit IN ('L', 'kg')", name="unit"),
    )

    id: int | None = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="rabc_product.id", index=True)
    number: str = Field(max_length=60)
    received_on: date
    quantity: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=2)
    expires_on: date | None = None
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    opened_at: datetime | None = None
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str = Field(default="", max_length=200)


class Pump(Row, table=True):
    """A dosing pump, which stands on its resource (letter E): its label may be scanned."""

    __tablename__ = "rabc_pump"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    resource_id: int = Field(foreign_key="resource.id", unique=True)
    place: str = Field(default="", max_length=80)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str = Field(default="", max_length=200)


class PumpMachine(Said, table=True):
    """From that moment a pump serves a machine, or does no more."""

    __tablename__ = "rabc_pump_machine"
    __table_args__ = (Index("ix_rabc_pump_machine_at", "machine_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    pump_id: int = Field(foreign_key="rabc_pump.id", index=True)
    machine_id: int = Field(foreign_key="resource.id")
    serves: bool


class PumpFill(Said, table=True):
    """From that moment this lot is in the pump; without a lot, nothing is."""

    __tablename__ = "rabc_pump_fill"
    __table_args__ = (Index("ix_rabc_pump_fill_at", "pump_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    pump_id: int = Field(foreign_key="rabc_pump.id")
    lot_id: int | None = Field(default=None, foreign_key="rabc_product_lot.id", index=True)
    amends_id: int | None = Field(default=None, foreign_key="rabc_pump_fill.id", unique=True)
    void: bool = False


class PumpEvent(Said, table=True):
    """A pump that was empty or at fault from `at` until `until` (None: it still is), or what it
    dosed when it was measured, in millilitres.
    """

    __tablename__ = "rabc_pump_event"
    __table_args__ = (
        CheckConstraint("kind IN ('empty', 'fault', 'calibration')", name="kind"),
        CheckConstraint("until IS NULL OR until > at", name="until"),
        CheckConstraint("set_ml IS NULL OR set_ml > 0", name="set_ml"),
        CheckConstraint("measured_ml IS NULL OR measured_ml >= 0", name="measured_ml"),
        CheckConstraint(
            "(kind = 'calibration') = (set_ml IS NOT NULL AND measured_ml IS NOT NULL)",
            name="calibration",
        ),
        Index("ix_rabc_pump_event_at", "pump_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    pump_id: int = Field(foreign_key="rabc_pump.id")
    kind: str = Field(max_length=11)
    until: datetime | None = None
    set_ml: Decimal | None = Field(default=None, sa_type=Quantity)
    measured_ml: Decimal | None = Field(default=None, sa_type=Quantity)
    result_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    amends_id: int | None = Field(default=None, foreign_key="rabc_pump_event.id", unique=True)
    void: bool = False
