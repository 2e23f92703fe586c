"""Statements of the month: validations, explanations, versions; the layout of the payroll file.

Revision: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.migrations import triggers

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payroll_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("hours", sa.String(length=12), nullable=False),
        sa.Column("decimal", sa.String(length=1), nullable=False),
        sa.Column("separator", sa.String(length=3), nullable=False),
        sa.Column("dates", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=160), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "hours IN ('hundredths', 'clock', 'minutes')", name=op.f("ck_payroll_layout_hours")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_payroll_layout_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_layout")),
    )
    op.create_table(
        "statement_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('supervisor', 'office')", name=op.f("ck_statement_act_kind")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_statement_act_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_statement_act_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_act")),
    )
    with op.batch_alter_table("statement_act", schema=None) as batch_op:
        batch_op.create_index("ix_statement_act_month", ["month", "worker_id"], unique=False)

    op.create_table(
        "statement_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("anomaly", sa.String(length=20), nullable=False),
        sa.Column("days", sa.String(length=400), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_statement_note_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_statement_note_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_note")),
    )
    with op.batch_alter_table("statement_note", schema=None) as batch_op:
        batch_op.create_index("ix_statement_note_month", ["month", "worker_id"], unique=False)

    op.create_table(
        "statement_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_statement_version_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_statement_version_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_version")),
        sa.UniqueConstraint(
            "worker_id", "month", "version", name=op.f("uq_statement_version_worker_id")
        ),
    )
    with op.batch_alter_table("statement_version", schema=None) as batch_op:
        batch_op.create_index("ix_statement_version_month", ["month"], unique=False)

    triggers.install(op.get_bind(), triggers.STATEMENTS)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.STATEMENTS)
    with op.batch_alter_table("statement_version", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_version_month")

    op.drop_table("statement_version")
    with op.batch_alter_table("statement_note", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_note_month")

    op.drop_table("statement_note")
    with op.batch_alter_table("statement_act", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_act_month")

    op.drop_table("statement_act")
    op.drop_table("payroll_layout")
