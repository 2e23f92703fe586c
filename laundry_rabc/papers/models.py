"""Controlled documents and the dated rules of this room: rows that only grow.

A version is never changed: what happens to it (approved, refused, reviewed, withdrawn) is a row of
its own, and so is each reading of it.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from esat.db import Quantity, Row

DECIDED = "kind IN ('approved', 'refused')"


class Document(Row, table=True):
    """A document by its code; its title is that of its version."""

    __tablename__ = "rabc_document"
    __table_args__ = (CheckConstraint("code <> ''", name="code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=16)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class DocumentVersion(Row, table=True):
    """What a document says from a day on. `readers` are the roles that must read it, apart by a
    blank; `review_on` is when its content is to be looked at again.
    """

    __tablename__ = "rabc_document_version"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("title <> ''", name="title"),
        Index("uq_rabc_document_version_number", "document_id", "number", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="rabc_document.id")
    number: int
    title: str = Field(max_length=200)
    summary: str = Field(max_length=500)
    body: str = Field(default="", max_length=12000)
    readers: str = Field(default="", max_length=200)
    effective_on: date
    review_on: date
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    """The author."""


class DocumentFile(Row, table=True):
    """A file of a version: the document itself, or a picture of a way to work."""

    __tablename__ = "rabc_document_file"

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="rabc_document_version.id", index=True)
    file_id: int = Field(foreign_key="file.id", unique=True)
    position: int


class DocumentAct(Row, table=True):
    """What was decided of a version; `next_on` is the day of the next review."""

    __tablename__ = "rabc_document_act"
    __table_args__ = (
        CheckConstraint("kind IN ('approved', 'refused', 'reviewed', 'withdrawn')", name="kind"),
        CheckConstraint("kind = 'approved' OR note <> ''", name="why"),
        CheckConstraint("(kind = 'reviewed') = (next_on IS NOT NULL)", name="next"),
        Index("ix_rabc_document_act_version_id", "version_id"),
        Index(
            "uq_rabc_document_act_decided",
            "version_id",
            unique=True,
            sqlite_where=text(DECIDED),
            postgresql_where=text(DECIDED),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="rabc_document_version.id")
    kind: str = Field(max_length=10)
    note: str = Field(default="", max_length=500)
    next_on: date | None = None
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class DocumentRead(Row, table=True):
    """That an account says to have read a version: once."""

    __tablename__ = "rabc_document_read"
    __table_args__ = (Index("uq_rabc_document_read_once", "version_id", "account_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="rabc_document_version.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime


class PaperRule(Row, table=True):
    """A delay or a question of the audits, by version: dated, with its source and its status.

    A `delay` has a value and its unit; a `question` the clause that it comes from and the edition
    in which that clause stands.
    """

    __tablename__ = "rabc_paper_rule"
    __table_args__ = (
        CheckConstraint("kind IN ('delay', 'question')", name="kind"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
        CheckConstraint("(kind = 'delay') = (value IS NOT NULL)", name="value"),
        CheckConstraint("source <> ''", name="source"),
        Index("uq_rabc_paper_rule_version", "code", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=30)
    kind: str = Field(max_length=8)
    version: int
    label: str = Field(max_length=300)
    value: Decimal | None = Field(default=None, sa_type=Quantity)
    unit: str = Field(default="", max_length=10)
    clause: str = Field(default="", max_length=60)
    edition: str = Field(default="", max_length=60)
    since: date
    source: str = Field(max_length=200)
    status: str = Field(default="proposed", max_length=9)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
