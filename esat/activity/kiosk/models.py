"""What was said at a kiosk, portraits and the consent to them; no photo is taken at a kiosk."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row

HALVES = "half IN ('morning', 'afternoon')"


class KioskEntry(Row, table=True):
    """« J’arrive » or « Je pars », said by the worker himself; only ever added. It is no presence:
    the supervisor's sheet is.
    """

    __tablename__ = "kiosk_entry"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    group_id: int = Field(foreign_key="team.id")
    device_id: int = Field(foreign_key="device.id")
    day: date
    half: str = Field(max_length=10)
    saying: str = Field(max_length=10)
    at: datetime
    """When it was said, by the device's clock."""
    recorded_at: datetime

    __table_args__ = (
        CheckConstraint(HALVES, name="half"),
        CheckConstraint("saying IN ('arrive', 'leave')", name="saying"),
        Index("ix_kiosk_entry_day", "day", "worker_id"),
    )


class KioskUndo(Row, table=True):
    """What the worker took back at once; only ever added."""

    __tablename__ = "kiosk_undo"

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="kiosk_entry.id", unique=True)
    device_id: int = Field(foreign_key="device.id")
    at: datetime
    recorded_at: datetime


class PortraitConsent(Row, table=True):
    """What a worker said about his portrait, written by the office; the newest row counts. Only
    ever added. `signers` says how many must say yes, and never why.
    """

    __tablename__ = "portrait_consent"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    given: bool
    said_on: date
    scope: str = Field(default="kiosk", max_length=10)
    signers: int = Field(default=1, ge=1, le=2)
    second_given: bool = False
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("scope IN ('kiosk', 'team')", name="scope"),
        CheckConstraint("signers BETWEEN 1 AND 2", name="signers"),
    )

    @property
    def holds(self) -> bool:
        """Whether everyone who must say yes has said it."""
        return self.given and (self.signers == 1 or self.second_given)


class Portrait(Row, table=True):
    """The portrait of a worker who agreed; the row and its file go when he no longer does."""

    __tablename__ = "portrait"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", unique=True)
    file_id: int = Field(foreign_key="file.id", unique=True)
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
