"""Files of loggers, their curves, the cycles they measured, where instruments stand: rows that only
grow; and the descriptions of tables, which may be withdrawn.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class LoggerMapping(Row, table=True):
    """What the columns of a table are, said once; `hour_column` is -1 with day and hour in one."""

    __tablename__ = "rabc_logger_mapping"
    __table_args__ = (
        CheckConstraint("date_order IN ('dmy', 'mdy', 'ymd')", name="date_order"),
        CheckConstraint("unit IN ('C', 'F')", name="unit"),
        CheckConstraint("decimal_sign IN (',', '.')", name="decimal_sign"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    header: str = Field(max_length=2000)
    day_column: int
    hour_column: int
    value_column: int
    date_order: str = Field(max_length=3)
    decimal_sign: str = Field(max_length=1)
    unit: str = Field(max_length=1)
    zone: str = Field(max_length=20)
    instrument_id: int | None = Field(default=None, foreign_key="instrument.id")
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")


class LoggerFile(Row, table=True):
    """A file as it came, and how it was understood. `unit` and `zone` are those of the file; its
    curve is in °C and UTC. The bytes are under `sha256` in the store of files.
    """

    __tablename__ = "rabc_logger_file"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("last_at >= first_at", name="span"),
        CheckConstraint("measures > 0", name="measures"),
        Index("ix_rabc_logger_file_span", "instrument_id", "first_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="file.id", index=True)
    sha256: str = Field(max_length=64)
    instrument_id: int = Field(foreign_key="instrument.id")
    mapping_id: int | None = Field(default=None, foreign_key="rabc_logger_mapping.id")
    format: str = Field(max_length=12)
    serial: str = Field(default="", max_length=40)
    unit: str = Field(max_length=1)
    zone: str = Field(max_length=20)
    zone_said: str = Field(default="", max_length=20)
    date_order: str = Field(max_length=3)
    interval_s: Decimal | None = Field(default=None, sa_type=Quantity)
    first_at: datetime
    last_at: datetime
    measures: int
    gaps: int
    min_c: Decimal = Field(sa_type=Quantity)
    max_c: Decimal = Field(sa_type=Quantity)
    imported_at: datetime
    imported_by: int | None = Field(default=None, foreign_key="account.id")


class LoggerCurve(Row, table=True):
    """The points of a file, packed (`packing`): apart, so that a list never loads them."""

    __tablename__ = "rabc_logger_curve"

    file_id: int = Field(foreign_key="rabc_logger_file.id", primary_key=True)
    points: bytes = Field(sa_type=LargeBinary)


class LoggerMatch(Row, table=True):
    """A file that measured a cycle, as a person confirmed it, with what the machine declared then
    and what the curve showed; or, with `withdraws_id`, the end of such a row and why. Temperatures
    in °C, times in minutes. `lies` is None where nothing could be compared.
    """

    __tablename__ = "rabc_logger_match"
    __table_args__ = (
        UniqueConstraint("withdraws_id"),
        CheckConstraint("(withdraws_id IS NULL) = (reason = '')", name="reason"),
        Index("ix_rabc_logger_match_cycle", "cycle_id"),
        Index("ix_rabc_logger_match_machine", "machine_id", "cycle_at"),
        Index("ix_rabc_logger_match_file", "file_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="rabc_logger_file.id")
    cycle_id: int = Field(foreign_key="laundry_cycle.id")
    machine_id: int = Field(foreign_key="resource.id")
    cycle_at: datetime
    """When the cycle ended: what was checked, and until when."""
    withdraws_id: int | None = Field(default=None, foreign_key="rabc_logger_match.id")
    reason: str = Field(default="", max_length=200)
    threshold_c: Decimal | None = Field(default=None, sa_type=Quantity)
    mixing_minutes: Decimal | None = Field(default=None, sa_type=Quantity)
    credited_minutes: Decimal | None = Field(default=None, sa_type=Quantity)
    peak_c: Decimal | None = Field(default=None, sa_type=Quantity)
    gaps: int = 0
    declared_c: Decimal | None = Field(default=None, sa_type=Quantity)
    declared_minutes: Decimal | None = Field(default=None, sa_type=Quantity)
    permitted_c: Decimal | None = Field(default=None, sa_type=Quantity)
    lies: bool | None = None
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class InstrumentPlace(Row, table=True):
    """On which machine an instrument stands from a moment on; without a machine, on none. The
    newest row until a moment is the one in force then. `serial` is what its files call it.
    """

    __tablename__ = "rabc_instrument_place"
    __table_args__ = (
        Index("ix_rabc_instrument_place_instrument", "instrument_id", "since"),
        Index("ix_rabc_instrument_place_machine", "machine_id", "since"),
        Index("ix_rabc_instrument_place_serial", "serial"),
    )

    id: int | None = Field(default=None, primary_key=True)
    instrument_id: int = Field(foreign_key="instrument.id")
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    serial: str = Field(default="", max_length=40)
    since: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    note: str = Field(default="", max_length=200)
