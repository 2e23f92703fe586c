"""Clients, contacts, delivery sites and what was changed in them; it knows no order."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row


class Client(Row, table=True):
    """Who entrusts work. `search` is folded by the service, name first: it also gives the order."""

    __tablename__ = "client"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default="organisation", max_length=20)
    name: str = Field(min_length=1, max_length=200)
    category: str = Field(default="", max_length=60)
    siren: str = Field(default="", max_length=9)
    siret: str = Field(default="", max_length=14, index=True)
    siret_status: str = Field(default="", max_length=10)
    service_code: str = Field(default="", max_length=100)
    commitment_rule: str = Field(default="none", max_length=10)
    address: str = Field(default="", max_length=200)
    address_extra: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=5)
    town: str = Field(default="", max_length=100)
    insee: str = Field(default="", max_length=5)
    finess: str = Field(default="", max_length=9)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    external_code: str | None = Field(default=None, max_length=60, unique=True)
    source: str = Field(default="", max_length=300)
    notify: bool = True
    tariff: str = Field(default="", max_length=40)
    fictive: bool = False
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    last_contact_on: date
    archived_at: datetime | None = None
    purged_at: datetime | None = None
    search: str = Field(default="", max_length=800)

    __table_args__ = (
        CheckConstraint("kind IN ('organisation', 'individual')", name="kind"),
        CheckConstraint("siret_status IN ('', 'derive', 'declared')", name="siret_status"),
        CheckConstraint("commitment_rule IN ('none', 'asked', 'required')", name="commitment_rule"),
        Index("ix_client_search", "search", "id"),
    )


class Contact(Row, table=True):
    """A person to call or to write to at a client's."""

    __tablename__ = "contact"

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    name: str = Field(min_length=1, max_length=120)
    role: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    notify: bool = True
    archived_at: datetime | None = None


class DeliverySite(Row, table=True):
    """Where things are fetched and brought back, or where the work is done."""

    __tablename__ = "delivery_site"

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    name: str = Field(min_length=1, max_length=120)
    address: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=5)
    town: str = Field(default="", max_length=100)
    access_note: str = Field(default="", max_length=500)
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    archived_at: datetime | None = None


class ClientChange(Row, table=True):
    """One field changed, with both values; rows are only ever added, or emptied by the purge."""

    __tablename__ = "client_change"

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    field: str = Field(max_length=60)
    before: str = Field(default="", max_length=600)
    after: str = Field(default="", max_length=600)
