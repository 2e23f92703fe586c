"""Residents of care homes, how their linen is marked, each garment and what was said of it.

Names stand in `laundry_resident` alone: no step, no journal row and no label code carries one.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row


class Resident(Row, table=True):
    """One resident of a client, known there by a number. Purged, only the number's row stays."""

    __tablename__ = "laundry_resident"
    __table_args__ = (Index("uq_laundry_resident_number", "client_id", "number", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    number: str = Field(max_length=20)
    last_name: str = Field(max_length=60)
    first_name: str = Field(default="", max_length=60)
    sector: str = Field(default="", max_length=60)
    arrived_on: date | None = None
    left_on: date | None = None
    purged_at: datetime | None = None
    search: str = Field(default="", max_length=250)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()


class ResidentStep(Row, table=True):
    """What was done to a resident's row: which fields, when, by whom; never their values."""

    __tablename__ = "laundry_resident_step"

    id: int | None = Field(default=None, primary_key=True)
    resident_id: int = Field(foreign_key="laundry_resident.id", index=True)
    kind: str = Field(max_length=12)
    fields: str = Field(default="", max_length=120)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class MarkingRule(Row, table=True):
    """What a client wants printed beside the code of a garment, by version.

    0 the code alone, 1 the house, 2 and the sector, 3 and the name: the last only where the client
    asked for it in writing, by whom and on which day.
    """

    __tablename__ = "laundry_marking_rule"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 3", name="level"),
        CheckConstraint("level < 3 OR (asked_by <> '' AND asked_on IS NOT NULL)", name="asked"),
        Index("uq_laundry_marking_rule_version", "client_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    version: int
    level: int
    asked_by: str = Field(default="", max_length=120)
    asked_on: date | None = None
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Garment(Row, table=True):
    """Keyed by its resource. `lost` says how it is not where it should be, since when."""

    __tablename__ = "laundry_garment"
    __table_args__ = (
        CheckConstraint("lost IN ('', 'missing', 'misdelivered', 'unidentified')", name="lost"),
        CheckConstraint("(lost = '') = (lost_since IS NULL)", name="lost_since"),
        CheckConstraint("missing_buttons >= 0", name="buttons"),
        CheckConstraint("wear IN ('', 'new', 'good', 'worn', 'thin')", name="wear"),
    )

    resource_id: int = Field(foreign_key="resource.id", primary_key=True)
    resident_id: int | None = Field(default=None, foreign_key="laundry_resident.id", index=True)
    nature: str = Field(max_length=40)
    colour: str = Field(default="", max_length=30)
    size: str = Field(default="", max_length=20)
    no_tumble: bool = False
    no_dry_cleaning: bool = False
    sewn_label: bool = False
    wear: str = Field(default="", max_length=5)
    damage: str = Field(default="", max_length=200)
    stains: str = Field(default="", max_length=120)
    missing_buttons: int = 0
    to_mark_since: datetime
    marked_at: datetime | None = None
    lost: str = Field(default="", max_length=12)
    lost_since: datetime | None = None
    found_item_id: int | None = Field(default=None, foreign_key="item.id")
    found_lot_id: int | None = Field(default=None, foreign_key="lot.id")
    search: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class GarmentStep(Row, table=True):
    """What happened to a garment besides its passages; a mistake is followed by another row."""

    __tablename__ = "laundry_garment_step"

    id: int | None = Field(default=None, primary_key=True)
    garment_id: int = Field(foreign_key="laundry_garment.resource_id", index=True)
    kind: str = Field(max_length=14)
    note: str = Field(default="", max_length=200)
    from_resident_id: int | None = Field(default=None, foreign_key="laundry_resident.id")
    to_resident_id: int | None = Field(default=None, foreign_key="laundry_resident.id")
    other_id: int | None = Field(default=None, foreign_key="resource.id")
    """The piece that it turned out to be."""
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    station_id: int | None = Field(default=None, foreign_key="station.id")


class GarmentPhoto(Row, table=True):
    """A photograph of a garment; its bytes are read through the pages of this room alone."""

    __tablename__ = "laundry_garment_photo"

    id: int | None = Field(default=None, primary_key=True)
    garment_id: int = Field(foreign_key="laundry_garment.resource_id", index=True)
    file_id: int = Field(foreign_key="file.id", unique=True)
    created_at: datetime


class LinenLink(Row, table=True):
    """A secret address for a client: the linen of its residents by number, without any name."""

    __tablename__ = "laundry_linen_link"

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    recipient: str = Field(max_length=120)
    salt: str = Field(max_length=32)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime
    revoked_at: datetime | None = None
