"""Requests of persons about what is held of them, visas of the archives, and destructions.

Everything only grows but the words of a request, which go with the name.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from esat.db import Row


class RightsRequest(Row, table=True):
    """Somebody asked to read, to take away or to correct what is held of him."""

    __tablename__ = "rights_request"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str = Field(max_length=12)
    asked_by: str = Field(max_length=16)
    """The person, or a representative: never who that is, nor why there is one."""
    asked_on: date
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("kind IN ('statement', 'export', 'correction')", name="kind"),
        CheckConstraint("asked_by IN ('person', 'representative')", name="asked_by"),
    )


class RightsAnswer(Row, table=True):
    """What the office did about a request, and when: one answer a request."""

    __tablename__ = "rights_answer"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="rights_request.id", unique=True)
    outcome: str = Field(max_length=12)
    done_on: date
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("outcome IN ('given', 'corrected', 'refused')", name="outcome"),
    )


class RightsWords(Row, table=True):
    """What was asked, or what was done, in words; a destruction takes them away."""

    __tablename__ = "rights_words"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="rights_request.id")
    stage: str = Field(max_length=8)
    words: str = Field(max_length=280)

    __table_args__ = (
        UniqueConstraint("request_id", "stage"),
        CheckConstraint("stage IN ('asked', 'answered')", name="stage"),
    )


class ArchivesVisa(Row, table=True):
    """The departmental archives agreed to the destruction of a file: their reference and date."""

    __tablename__ = "archives_visa"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    reference: str = Field(max_length=80)
    granted_on: date
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")


class Destruction(Row, table=True):
    """The name of somebody was destroyed: who did it, when, under which visa, how much went.

    It bears no name. One that a restore did again has no author and no visa of its own.
    """

    __tablename__ = "destruction"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", unique=True)
    visa_id: int | None = Field(default=None, foreign_key="archives_visa.id")
    visa_on: date
    counts: str = Field(sa_type=Text)
    """A JSON object: by kind of thing, how many went or were renamed; what stays to read again."""
    at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
