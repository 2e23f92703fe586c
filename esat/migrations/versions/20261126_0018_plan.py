"""Decisions on the plan, the diagram compared with the place, the edition in use.

Nothing wrote hazards or clauses before: their tables are made anew, append-only.

Revision: 0018, after 0017.

"""

import sqlalchemy as sa
from alembic import op
from esat.migrations import triggers
import sqlmodel

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
GROWN = (
    "rabc_hazard",
    "rabc_flow_step",
    "rabc_flow_verification",
    "rabc_plan_decision",
    "rabc_edition_choice",
    "rabc_clause",
)


def upgrade() -> None:
    op.create_table(
        "rabc_edition_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_rabc_edition_choice_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_edition_choice")),
    )
    op.create_table(
        "rabc_flow_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_flow_verification_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_flow_verification")),
    )
    op.create_table(
        "rabc_plan_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "outcome = 'approved' OR note <> ''", name=op.f("ck_rabc_plan_decision_refused_why")
        ),
        sa.CheckConstraint(
            "outcome IN ('approved', 'refused')", name=op.f("ck_rabc_plan_decision_outcome")
        ),
        sa.CheckConstraint(
            "subject IN ('point', 'hazard', 'flow')", name=op.f("ck_rabc_plan_decision_subject")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_rabc_plan_decision_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_plan_decision")),
        sa.UniqueConstraint("subject", "version_id", name=op.f("uq_rabc_plan_decision_subject")),
    )
    op.drop_table("rabc_clause")
    op.drop_table("rabc_hazard")
    op.create_table(
        "rabc_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_clause_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_clause")),
        sa.UniqueConstraint("edition", "key", "version", name=op.f("uq_rabc_clause_edition")),
    )
    op.create_table(
        "rabc_hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("examples", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("points", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_hazard_status")
        ),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 5", name=op.f("ck_rabc_hazard_likelihood")),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name=op.f("ck_rabc_hazard_severity")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_hazard_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_hazard")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_hazard_code")),
    )
    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    op.drop_table("rabc_clause")
    op.drop_table("rabc_hazard")
    op.create_table(
        "rabc_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_clause_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_clause")),
        sa.UniqueConstraint("edition", "key", name=op.f("uq_rabc_clause_edition")),
    )
    op.create_table(
        "rabc_hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("examples", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("points", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_hazard_status")
        ),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 5", name=op.f("ck_rabc_hazard_likelihood")),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name=op.f("ck_rabc_hazard_severity")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["account.id"], name=op.f("fk_rabc_hazard_approved_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_hazard_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_hazard")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_hazard_code")),
    )
    op.drop_table("rabc_plan_decision")
    op.drop_table("rabc_flow_verification")
    op.drop_table("rabc_edition_choice")
