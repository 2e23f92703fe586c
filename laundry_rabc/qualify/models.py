"""Qualifications of a programme version on a machine version; every table only grows."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row


class Qualification(Row, table=True):
    """A report that proves a programme on a machine. Temperatures in °C, times in minutes, dose in
    ml a kg; `equivalences` is what `qualifications.written` gives.
    """

    __tablename__ = "rabc_qualification"
    __table_args__ = (
        CheckConstraint("method IN ('logger', 'bio-indicator')", name="method"),
        CheckConstraint("valid_until >= valid_from", name="validity"),
        CheckConstraint("temperature_c > 0 AND hold_minutes > 0", name="hold"),
        Index("ix_rabc_qualification_pair", "machine_id", "card_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    machine_id: int = Field(foreign_key="resource.id")
    machine_version_id: int = Field(foreign_key="laundry_machine.id")
    card_id: int = Field(foreign_key="resource.id")
    programme_id: int = Field(foreign_key="laundry_programme.id")
    method: str = Field(max_length=13)
    report: str = Field(max_length=80)
    file_id: int | None = Field(default=None, foreign_key="file.id", index=True)
    performed_on: date
    performed_by: str = Field(max_length=120)
    log_reduction: Decimal | None = Field(default=None, sa_type=Quantity)
    temperature_c: Decimal = Field(sa_type=Quantity)
    hold_minutes: Decimal = Field(sa_type=Quantity)
    mixing_minutes: Decimal = Field(sa_type=Quantity)
    equivalences: str = Field(default="", max_length=200)
    dose_ml_kg: Decimal | None = Field(default=None, sa_type=Quantity)
    valid_from: date
    valid_until: date
    note: str = Field(default="", max_length=280)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class QualificationApproval(Row, table=True):
    """Another person than its author has read the report; once."""

    __tablename__ = "rabc_qualification_approval"

    qualification_id: int = Field(foreign_key="rabc_qualification.id", primary_key=True)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class QualificationVoid(Row, table=True):
    """A qualification voided by hand: what happened, when, and when it was written."""

    __tablename__ = "rabc_qualification_void"

    id: int | None = Field(default=None, primary_key=True)
    qualification_id: int = Field(foreign_key="rabc_qualification.id", index=True)
    at: datetime
    recorded_at: datetime
    reason: str = Field(max_length=280)
    account_id: int | None = Field(default=None, foreign_key="account.id")


class UnprovedStart(Row, table=True):
    """A start without proof: asked for, or accepted with a reason, for one load on one machine and
    programme version; `state` is how the pair stood then, in words.
    """

    __tablename__ = "rabc_unproved_start"
    __table_args__ = (
        CheckConstraint("kind IN ('asked', 'accepted', 'refused')", name="kind"),
        CheckConstraint("kind <> 'accepted' OR reason <> ''", name="reason"),
        Index("ix_rabc_unproved_start_lot", "lot_id", "machine_id", "programme_id"),
        Index("ix_rabc_unproved_start_pair", "machine_id", "card_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=8)
    lot_id: int = Field(foreign_key="lot.id")
    machine_id: int = Field(foreign_key="resource.id")
    card_id: int = Field(foreign_key="resource.id")
    programme_id: int = Field(foreign_key="laundry_programme.id")
    state: str = Field(max_length=160)
    reason: str = Field(default="", max_length=280)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
