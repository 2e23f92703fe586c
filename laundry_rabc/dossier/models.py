"""Dossiers as rows that only grow: what was asked, what was made of it, or why it failed."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class Dossier(Row, table=True):
    """A dossier that somebody asked for, from a day until another, both included."""

    __tablename__ = "rabc_dossier"
    __table_args__ = (CheckConstraint("until >= since", name="order"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    since: date
    until: date
    note: str = Field(default="", max_length=200)
    """What it is for: the audit, the client."""
    asked_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class DossierMade(Row, table=True):
    """The dossier as it was made, once: its files by their SHA-256, how many gaps it tells, and
    the seal of the journal that was laid just before.
    """

    __tablename__ = "rabc_dossier_made"

    dossier_id: int = Field(foreign_key="rabc_dossier.id", primary_key=True)
    made_at: datetime
    seconds: Decimal = Field(sa_type=Quantity)
    gaps: int
    pages: int
    pdf_sha256: str = Field(max_length=64)
    pdf_bytes: int
    zip_sha256: str = Field(max_length=64)
    zip_bytes: int
    index_sha256: str = Field(max_length=64)
    seal_id: int | None = Field(default=None, foreign_key="seal.id")
    """None where the journal holds nothing yet."""
    seal_head: str = Field(default="", max_length=64)


class DossierFailure(Row, table=True):
    """A try that ended without a dossier, and why; after three nobody tries again."""

    __tablename__ = "rabc_dossier_failure"

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="rabc_dossier.id", index=True)
    at: datetime
    why: str = Field(max_length=500)
