"""The papers of RABC: documents, team, audits, reviews, findings and actions.

Revision: 0016, after 0015.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
GROWN = (
    "rabc_audit",
    "rabc_audit_answer",
    "rabc_audit_step",
    "rabc_certificate",
    "rabc_certificate_event",
    "rabc_document",
    "rabc_document_act",
    "rabc_document_file",
    "rabc_document_read",
    "rabc_document_version",
    "rabc_finding",
    "rabc_meeting",
    "rabc_paper_action",
    "rabc_paper_action_step",
    "rabc_paper_rule",
    "rabc_team_entry",
)


def upgrade() -> None:
    op.create_table(
        "rabc_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=1000), nullable=False),
        sa.Column("auditor_id", sa.Integer(), nullable=True),
        sa.Column("auditor_name", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "auditor_id IS NOT NULL OR auditor_name <> ''", name=op.f("ck_rabc_audit_auditor")
        ),
        sa.CheckConstraint(
            "kind <> 'internal' OR (owner_id IS NOT NULL AND auditor_id <> owner_id)",
            name=op.f("ck_rabc_audit_apart"),
        ),
        sa.CheckConstraint(
            "kind IN ('internal', 'initial', 'surveillance', 'renewal', 'mock', 'client')",
            name=op.f("ck_rabc_audit_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_audit_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["auditor_id"], ["account.id"], name=op.f("fk_rabc_audit_auditor_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_rabc_audit_owner_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_audit")),
        sa.UniqueConstraint("ref", name=op.f("uq_rabc_audit_ref")),
    )
    op.create_table(
        "rabc_certificate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=600), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('granted', 'surveillance', 'renewed', 'extended', 'suspended', 'restored', 'ended', 'correction')",
            name=op.f("ck_rabc_certificate_event_kind"),
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_rabc_certificate_event_note")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_certificate_event_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_certificate_event")),
    )
    op.create_table(
        "rabc_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("code <> ''", name=op.f("ck_rabc_document_code")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_document_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_document")),
        sa.UniqueConstraint("code", name=op.f("uq_rabc_document_code")),
    )
    op.create_table(
        "rabc_paper_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("value", Quantity(), nullable=True),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'delay') = (value IS NOT NULL)", name=op.f("ck_rabc_paper_rule_value")
        ),
        sa.CheckConstraint("kind IN ('delay', 'question')", name=op.f("ck_rabc_paper_rule_kind")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_rabc_paper_rule_source")),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_paper_rule_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_paper_rule_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_paper_rule")),
    )
    with op.batch_alter_table("rabc_paper_rule", schema=None) as batch_op:
        batch_op.create_index("uq_rabc_paper_rule_version", ["code", "version"], unique=True)

    op.create_table(
        "rabc_team_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("skills", sa.String(length=500), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'appointed') = (root_id IS NULL)", name=op.f("ck_rabc_team_entry_root")
        ),
        sa.CheckConstraint(
            "kind IN ('appointed', 'changed', 'ended')", name=op.f("ck_rabc_team_entry_kind")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_rabc_team_entry_name")),
        sa.CheckConstraint("root_id IS NULL OR reason <> ''", name=op.f("ck_rabc_team_entry_why")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_team_entry_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"],
            ["rabc_team_entry.id"],
            name=op.f("fk_rabc_team_entry_root_id_rabc_team_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_team_entry")),
    )
    with op.batch_alter_table("rabc_team_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_team_entry_root_id"), ["root_id"], unique=False)

    op.create_table(
        "rabc_audit_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("evidence <> ''", name=op.f("ck_rabc_audit_answer_evidence")),
        sa.CheckConstraint(
            "outcome IN ('conform', 'gap', 'not_seen')", name=op.f("ck_rabc_audit_answer_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_audit_answer_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["rabc_audit.id"], name=op.f("fk_rabc_audit_answer_audit_id_rabc_audit")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["rabc_paper_rule.id"],
            name=op.f("fk_rabc_audit_answer_rule_id_rabc_paper_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_audit_answer")),
    )
    with op.batch_alter_table("rabc_audit_answer", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_audit_answer_audit", ["audit_id", "rule_id"], unique=False)

    op.create_table(
        "rabc_document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("body", sa.String(length=12000), nullable=False),
        sa.Column("readers", sa.String(length=200), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_rabc_document_version_title")),
        sa.CheckConstraint("number > 0", name=op.f("ck_rabc_document_version_number")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_document_version_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["rabc_document.id"],
            name=op.f("fk_rabc_document_version_document_id_rabc_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_document_version")),
    )
    with op.batch_alter_table("rabc_document_version", schema=None) as batch_op:
        batch_op.create_index(
            "uq_rabc_document_version_number", ["document_id", "number"], unique=True
        )

    op.create_table(
        "rabc_document_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'reviewed') = (next_on IS NOT NULL)", name=op.f("ck_rabc_document_act_next")
        ),
        sa.CheckConstraint(
            "kind = 'approved' OR note <> ''", name=op.f("ck_rabc_document_act_why")
        ),
        sa.CheckConstraint(
            "kind IN ('approved', 'refused', 'reviewed', 'withdrawn')",
            name=op.f("ck_rabc_document_act_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_document_act_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rabc_document_version.id"],
            name=op.f("fk_rabc_document_act_version_id_rabc_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_document_act")),
    )
    with op.batch_alter_table("rabc_document_act", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_document_act_version_id", ["version_id"], unique=False)
        batch_op.create_index(
            "uq_rabc_document_act_decided",
            ["version_id"],
            unique=True,
            sqlite_where=sa.text("kind IN ('approved', 'refused')"),
            postgresql_where=sa.text("kind IN ('approved', 'refused')"),
        )

    op.create_table(
        "rabc_document_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_document_read_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rabc_document_version.id"],
            name=op.f("fk_rabc_document_read_version_id_rabc_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_document_read")),
    )
    with op.batch_alter_table("rabc_document_read", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_document_read_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "uq_rabc_document_read_once", ["version_id", "account_id"], unique=True
        )

    op.create_table(
        "rabc_audit_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('held', 'moved', 'given_up')", name=op.f("ck_rabc_audit_step_kind")
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_rabc_audit_step_note")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_audit_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["rabc_audit.id"], name=op.f("fk_rabc_audit_step_audit_id_rabc_audit")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_audit_step_file_id_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_audit_step")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_audit_step_file_id")),
    )
    with op.batch_alter_table("rabc_audit_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_audit_step_audit_id"), ["audit_id"], unique=False)

    op.create_table(
        "rabc_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=1000), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_rabc_certificate_number")),
        sa.CheckConstraint("root_id IS NULL OR reason <> ''", name=op.f("ck_rabc_certificate_why")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_rabc_certificate_span")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_certificate_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_certificate_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"],
            ["rabc_certificate.id"],
            name=op.f("fk_rabc_certificate_root_id_rabc_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_certificate")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_certificate_file_id")),
    )
    with op.batch_alter_table("rabc_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_certificate_root_id"), ["root_id"], unique=False)

    op.create_table(
        "rabc_document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_document_file_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rabc_document_version.id"],
            name=op.f("fk_rabc_document_file_version_id_rabc_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_document_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_document_file_file_id")),
    )
    with op.batch_alter_table("rabc_document_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_document_file_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "rabc_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=11), nullable=False),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("evidence <> ''", name=op.f("ck_rabc_finding_evidence")),
        sa.CheckConstraint(
            "grade IN ('major', 'minor', 'observation', 'strength')",
            name=op.f("ck_rabc_finding_grade"),
        ),
        sa.CheckConstraint("root_id IS NULL OR reason <> ''", name=op.f("ck_rabc_finding_why")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_finding_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["rabc_audit.id"], name=op.f("fk_rabc_finding_audit_id_rabc_audit")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_finding_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["rabc_finding.id"], name=op.f("fk_rabc_finding_root_id_rabc_finding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_finding")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_finding_file_id")),
    )
    with op.batch_alter_table("rabc_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_finding_audit_id"), ["audit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_finding_root_id"), ["root_id"], unique=False)

    op.create_table(
        "rabc_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendees", sa.String(length=600), nullable=False),
        sa.Column("inputs", sa.String(length=4000), nullable=False),
        sa.Column("decisions", sa.String(length=4000), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("decisions <> ''", name=op.f("ck_rabc_meeting_decisions")),
        sa.CheckConstraint("kind IN ('team', 'management')", name=op.f("ck_rabc_meeting_kind")),
        sa.CheckConstraint("root_id IS NULL OR reason <> ''", name=op.f("ck_rabc_meeting_why")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_meeting_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_meeting_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["rabc_meeting.id"], name=op.f("fk_rabc_meeting_root_id_rabc_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_meeting")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_meeting_file_id")),
    )
    with op.batch_alter_table("rabc_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_meeting_root_id"), ["root_id"], unique=False)

    op.create_table(
        "rabc_paper_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("words <> ''", name=op.f("ck_rabc_paper_action_words")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_paper_action_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["rabc_finding.id"],
            name=op.f("fk_rabc_paper_action_finding_id_rabc_finding"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["rabc_meeting.id"],
            name=op.f("fk_rabc_paper_action_meeting_id_rabc_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_rabc_paper_action_owner_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_paper_action")),
        sa.UniqueConstraint("ref", name=op.f("uq_rabc_paper_action_ref")),
    )
    with op.batch_alter_table("rabc_paper_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_paper_action_finding_id"), ["finding_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rabc_paper_action_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "rabc_paper_action_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'moved') = (due_on IS NOT NULL AND owner_id IS NOT NULL)",
            name=op.f("ck_rabc_paper_action_step_moved"),
        ),
        sa.CheckConstraint(
            "kind IN ('done', 'verified', 'returned', 'moved', 'note')",
            name=op.f("ck_rabc_paper_action_step_kind"),
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_rabc_paper_action_step_note")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_paper_action_step_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["rabc_paper_action.id"],
            name=op.f("fk_rabc_paper_action_step_action_id_rabc_paper_action"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_paper_action_step_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_rabc_paper_action_step_owner_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_paper_action_step")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_paper_action_step_file_id")),
    )
    with op.batch_alter_table("rabc_paper_action_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_paper_action_step_action_id"), ["action_id"], unique=False
        )

    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    with op.batch_alter_table("rabc_paper_action_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_paper_action_step_action_id"))

    op.drop_table("rabc_paper_action_step")
    with op.batch_alter_table("rabc_paper_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_paper_action_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_rabc_paper_action_finding_id"))

    op.drop_table("rabc_paper_action")
    with op.batch_alter_table("rabc_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_meeting_root_id"))

    op.drop_table("rabc_meeting")
    with op.batch_alter_table("rabc_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_finding_root_id"))
        batch_op.drop_index(batch_op.f("ix_rabc_finding_audit_id"))

    op.drop_table("rabc_finding")
    with op.batch_alter_table("rabc_document_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_document_file_version_id"))

    op.drop_table("rabc_document_file")
    with op.batch_alter_table("rabc_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_certificate_root_id"))

    op.drop_table("rabc_certificate")
    with op.batch_alter_table("rabc_audit_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_audit_step_audit_id"))

    op.drop_table("rabc_audit_step")
    with op.batch_alter_table("rabc_document_read", schema=None) as batch_op:
        batch_op.drop_index("uq_rabc_document_read_once")
        batch_op.drop_index(batch_op.f("ix_rabc_document_read_account_id"))

    op.drop_table("rabc_document_read")
    with op.batch_alter_table("rabc_document_act", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_rabc_document_act_decided",
            sqlite_where=sa.text("kind IN ('approved', 'refused')"),
            postgresql_where=sa.text("kind IN ('approved', 'refused')"),
        )
        batch_op.drop_index("ix_rabc_document_act_version_id")

    op.drop_table("rabc_document_act")
    with op.batch_alter_table("rabc_document_version", schema=None) as batch_op:
        batch_op.drop_index("uq_rabc_document_version_number")

    op.drop_table("rabc_document_version")
    with op.batch_alter_table("rabc_audit_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_audit_answer_audit")

    op.drop_table("rabc_audit_answer")
    with op.batch_alter_table("rabc_team_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_team_entry_root_id"))

    op.drop_table("rabc_team_entry")
    with op.batch_alter_table("rabc_paper_rule", schema=None) as batch_op:
        batch_op.drop_index("uq_rabc_paper_rule_version")

    op.drop_table("rabc_paper_rule")
    op.drop_table("rabc_document")
    op.drop_table("rabc_certificate_event")
    op.drop_table("rabc_audit")
