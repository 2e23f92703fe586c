"""Instruments and what they measured: a reading is added, never changed."""

from datetime import datetime
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
