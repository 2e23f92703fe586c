"""The RABC team, its meetings, the management reviews and the certificate: rows that only grow.

What is corrected or changed is a further row with the `root_id` of the first one, and a reason.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row


class TeamEntry(Row, table=True):
    """That somebody entered the team, has another part in it, or left it."""

    __tablename__ = "rabc_team_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('appointed', 'changed', 'ended')", name="kind"),
        CheckConstraint("(kind = 'appointed') = (root_id IS NULL)", name="root"),
        CheckConstraint("root_id IS NULL OR reason <> ''", name="why"),
        CheckConstraint("name <> ''", name="name"),
    )

    id: int | None = Field(default=None, primary_key=True)
    root_id: int | None = Field(default=None, foreign_key="rabc_team_entry.id", index=True)
    kind: str = Field(max_length=9)
    name: str = Field(max_length=120)
    role: str = Field(max_length=120)
    skills: str = Field(default="", max_length=500)
    on_day: date
    reason: str = Field(default="", max_length=300)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class Meeting(Row, table=True):
    """A meeting of the team or a management review: who was there, what was looked at, what was
    decided.
    """

    __tablename__ = "rabc_meeting"
    __table_args__ = (
        CheckConstraint("kind IN ('team', 'management')", name="kind"),
        CheckConstraint("root_id IS NULL OR reason <> ''", name="why"),
        CheckConstraint("decisions <> ''", name="decisions"),
    )

    id: int | None = Field(default=None, primary_key=True)
    root_id: int | None = Field(default=None, foreign_key="rabc_meeting.id", index=True)
    kind: str = Field(max_length=10)
    held_on: date
    attendees: str = Field(max_length=600)
    inputs: str = Field(max_length=4000)
    decisions: str = Field(max_length=4000)
    file_id: int | None = Field(default=None, foreign_key="file.id", unique=True)
    reason: str = Field(default="", max_length=300)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class Certificate(Row, table=True):
    """A certificate: its number, who gave it, of what, from when until when."""

    __tablename__ = "rabc_certificate"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="span"),
        CheckConstraint("root_id IS NULL OR reason <> ''", name="why"),
        CheckConstraint("number <> ''", name="number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    root_id: int | None = Field(default=None, foreign_key="rabc_certificate.id", index=True)
    number: str = Field(max_length=60)
    body: str = Field(max_length=120)
    standard: str = Field(max_length=60)
    scope: str = Field(max_length=1000)
    valid_from: date
    valid_until: date
    file_id: int | None = Field(default=None, foreign_key="file.id", unique=True)
    reason: str = Field(default="", max_length=300)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class CertificateEvent(Row, table=True):
    """What happened to the certification; a mistake is followed by another event."""

    __tablename__ = "rabc_certificate_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('granted', 'surveillance', 'renewed', 'extended', 'suspended', 'restored',"
            " 'ended', 'correction')",
            name="kind",
        ),
        CheckConstraint("note <> ''", name="note"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    on_day: date
    note: str = Field(max_length=600)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
