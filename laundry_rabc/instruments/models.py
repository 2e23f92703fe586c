"""Instruments, what they measured, how wrong they may be and how wrong they were found."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from esat.db import Quantity, Row


class Instrument(Row, table=True):
    """A thermometer, a scale, a probe: one quantity, one unit."""

    __tablename__ = "instrument"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=30, unique=True)
    name: str = Field(max_length=120)
    kind: str = Field(max_length=30)
    unit: str = Field(max_length=20)
    created_at: datetime
    retired_at: datetime | None = None

    __table_args__ = (CheckConstraint("code <> ''", name="code"),)


class Reading(Row, table=True):
    """One measure: when it was taken, when it came, by which device; its key makes it once."""

    __tablename__ = "reading"

    id: int | None = Field(default=None, primary_key=True)
    instrument_id: int = Field(foreign_key="instrument.id")
    at: datetime
    received_at: datetime
    value: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=20)
    device_id: int | None = Field(default=None, foreign_key="device.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    key: bytes = Field(sa_type=LargeBinary(16), unique=True)
    note: str = Field(default="", max_length=280)

    __table_args__ = (
        Index("ix_reading_instrument", "instrument_id", "at"),
        Index("ix_reading_at", "at"),
    )


class PermittedError(Row, table=True):
    """How wrong an instrument may be (EMT), in its unit, since a day: a need, not a norm."""

    __tablename__ = "rabc_permitted_error"
    __table_args__ = (
        CheckConstraint("value > 0", name="value"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    instrument_id: int = Field(foreign_key="instrument.id", index=True)
    value: Decimal = Field(sa_type=Quantity)
    since: date
    source: str = Field(max_length=160)
    status: str = Field(default="proposed", max_length=10)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Calibration(Row, table=True):
    """An instrument compared with what is known. `error_found` is what it shows too much, at the
    worst point; `passed` and `next_due` are worked out, never typed.
    """

    __tablename__ = "rabc_calibration"
    __table_args__ = (
        CheckConstraint("method IN ('reference', 'ice')", name="method"),
        Index("ix_rabc_calibration_instrument", "instrument_id", "performed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    instrument_id: int = Field(foreign_key="instrument.id")
    method: str = Field(max_length=10)
    performed_at: datetime
    recorded_at: datetime
    performed_by: str = Field(max_length=120)
    reference: str = Field(default="", max_length=160)
    certificate: str = Field(default="", max_length=80)
    file_id: int | None = Field(default=None, foreign_key="file.id", index=True)
    uncertainty: Decimal | None = Field(default=None, sa_type=Quantity)
    permitted_error: Decimal = Field(sa_type=Quantity)
    error_found: Decimal = Field(sa_type=Quantity)
    passed: bool
    next_due: date
    note: str = Field(default="", max_length=280)
    account_id: int | None = Field(default=None, foreign_key="account.id")


class CalibrationPoint(Row, table=True):
    """One point of a calibration: what was true and what the instrument showed."""

    __tablename__ = "rabc_calibration_point"

    calibration_id: int = Field(foreign_key="rabc_calibration.id", primary_key=True)
    position: int = Field(primary_key=True)
    true_value: Decimal = Field(sa_type=Quantity)
    shown_value: Decimal = Field(sa_type=Quantity)
