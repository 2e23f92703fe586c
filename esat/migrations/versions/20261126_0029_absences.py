"""Keep reasons of absence sealed, their catalogue, and confirmed figures of leave.

Revision: 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.migrations import triggers

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("counts_as_time", sa.Boolean(), nullable=False),
        sa.Column("paid_hint", sa.String(length=160), nullable=False),
        sa.Column("accrual", sa.String(length=10), nullable=False),
        sa.Column("counter", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("accrual IN ('', 'full', 'sick')", name=op.f("ck_absence_kind_accrual")),
        sa.CheckConstraint(
            "category IN ('paid', 'unpaid', 'outside')", name=op.f("ck_absence_kind_category")
        ),
        sa.CheckConstraint(
            "counter IN ('', 'annual', 'mobile', 'rest')", name=op.f("ck_absence_kind_counter")
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_absence_kind_status")
        ),
        sa.CheckConstraint(
            "unit IN ('day', 'half_day', 'hour')", name=op.f("ck_absence_kind_unit")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_absence_kind_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_kind")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_absence_kind_code")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("since_half", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("until_half", sa.String(length=10), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("to_time", sa.Time(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("sealed_reason", sa.String(length=200), nullable=False),
        sa.Column("sealed_words", sa.String(length=4000), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "since_half IN ('morning', 'afternoon')", name=op.f("ck_absence_since_half")
        ),
        sa.CheckConstraint(
            "until_half IN ('morning', 'afternoon')", name=op.f("ck_absence_until_half")
        ),
        sa.CheckConstraint(
            "(from_time IS NULL) = (to_time IS NULL) AND (from_time IS NULL OR (from_time < to_time AND since = until))",
            name=op.f("ck_absence_times"),
        ),
        sa.CheckConstraint("since <= until", name=op.f("ck_absence_days")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["absence.id"], name=op.f("fk_absence_first_id_absence")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_absence_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_absence_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("first_id", "version", name=op.f("uq_absence_first_id")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_days", ["until", "since"], unique=False)
        batch_op.create_index("ix_absence_worker", ["worker_id", "until"], unique=False)

    op.create_table(
        "leave_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.String(length=1200), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('brought', 'confirmed')", name=op.f("ck_leave_figure_kind")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_leave_figure_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_leave_figure_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_figure")),
    )
    with op.batch_alter_table("leave_figure", schema=None) as batch_op:
        batch_op.create_index("ix_leave_figure_worker", ["worker_id", "day"], unique=False)

    triggers.install(op.get_bind(), triggers.ABSENCES)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.ABSENCES)
    with op.batch_alter_table("leave_figure", schema=None) as batch_op:
        batch_op.drop_index("ix_leave_figure_worker")

    op.drop_table("leave_figure")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index("ix_absence_worker")
        batch_op.drop_index("ix_absence_days")

    op.drop_table("absence")
    op.drop_table("absence_kind")
