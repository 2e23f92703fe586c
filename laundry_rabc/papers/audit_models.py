"""Audits, what was asked and found, and the actions that follow: rows that only grow.

A corrected finding is a further row of the same `root_id`; the first row of a finding has none.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row


class Audit(Row, table=True):
    """An audit as it was planned: of which process, whose, and by whom. An auditor of the house
    has an account; one from outside a name.
    """

    __tablename__ = "rabc_audit"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('internal', 'initial', 'surveillance', 'renewal', 'mock', 'client')",
            name="kind",
        ),
        CheckConstraint("auditor_id IS NOT NULL OR auditor_name <> ''", name="auditor"),
        CheckConstraint(
            "kind <> 'internal' OR (owner_id IS NOT NULL AND auditor_id <> owner_id)",
            name="apart",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=12)
    process: str = Field(max_length=200)
    scope: str = Field(default="", max_length=1000)
    auditor_id: int | None = Field(default=None, foreign_key="account.id")
    auditor_name: str = Field(default="", max_length=120)
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    planned_on: date
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class AuditStep(Row, table=True):
    """That an audit was held, put off or given up, with its conclusion or the reason."""

    __tablename__ = "rabc_audit_step"
    __table_args__ = (
        CheckConstraint("kind IN ('held', 'moved', 'given_up')", name="kind"),
        CheckConstraint("note <> ''", name="note"),
    )

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="rabc_audit.id", index=True)
    kind: str = Field(max_length=8)
    on_day: date
    note: str = Field(max_length=2000)
    file_id: int | None = Field(default=None, foreign_key="file.id", unique=True)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class AuditAnswer(Row, table=True):
    """What an auditor saw of one question, as it stood that day; the last one counts."""

    __tablename__ = "rabc_audit_answer"
    __table_args__ = (
        CheckConstraint("outcome IN ('conform', 'gap', 'not_seen')", name="outcome"),
        CheckConstraint("evidence <> ''", name="evidence"),
        Index("ix_rabc_audit_answer_audit", "audit_id", "rule_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="rabc_audit.id")
    rule_id: int = Field(foreign_key="rabc_paper_rule.id")
    outcome: str = Field(max_length=8)
    evidence: str = Field(max_length=1000)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class Finding(Row, table=True):
    """What an audit found: its weight, the clause, the words and the evidence."""

    __tablename__ = "rabc_finding"
    __table_args__ = (
        CheckConstraint("grade IN ('major', 'minor', 'observation', 'strength')", name="grade"),
        CheckConstraint("root_id IS NULL OR reason <> ''", name="why"),
        CheckConstraint("evidence <> ''", name="evidence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    root_id: int | None = Field(default=None, foreign_key="rabc_finding.id", index=True)
    ref: str = Field(max_length=20)
    audit_id: int = Field(foreign_key="rabc_audit.id", index=True)
    grade: str = Field(max_length=11)
    clause: str = Field(default="", max_length=60)
    words: str = Field(max_length=1000)
    evidence: str = Field(max_length=1000)
    file_id: int | None = Field(default=None, foreign_key="file.id", unique=True)
    reason: str = Field(default="", max_length=300)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class PaperAction(Row, table=True):
    """What is to be done, by whom and by when, after a finding, a review, or by itself."""

    __tablename__ = "rabc_paper_action"
    __table_args__ = (CheckConstraint("words <> ''", name="words"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    finding_id: int | None = Field(default=None, foreign_key="rabc_finding.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="rabc_meeting.id", index=True)
    words: str = Field(max_length=500)
    owner_id: int = Field(foreign_key="account.id")
    due_on: date
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class PaperActionStep(Row, table=True):
    """What became of an action. `on_day` is when it happened, `recorded_at` when it was written."""

    __tablename__ = "rabc_paper_action_step"
    __table_args__ = (
        CheckConstraint("kind IN ('done', 'verified', 'returned', 'moved', 'note')", name="kind"),
        CheckConstraint("note <> ''", name="note"),
        CheckConstraint(
            "(kind = 'moved') = (due_on IS NOT NULL AND owner_id IS NOT NULL)", name="moved"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="rabc_paper_action.id", index=True)
    kind: str = Field(max_length=8)
    note: str = Field(max_length=1000)
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    due_on: date | None = None
    file_id: int | None = Field(default=None, foreign_key="file.id", unique=True)
    on_day: date
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
