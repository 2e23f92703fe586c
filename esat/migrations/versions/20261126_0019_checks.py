"""The checks of RABC: what is due, its answer, calls for help, and the laundry's calendar.

Revision: 0019, after 0018.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
GROWN = (
    "rabc_check",
    "rabc_check_answer",
    "rabc_check_call",
    "rabc_check_call_answer",
    "rabc_check_escalation",
    "rabc_calendar_shift",
    "rabc_calendar_day",
    "rabc_check_rule",
)


def upgrade() -> None:
    op.create_table(
        "rabc_calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_calendar_day_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_calendar_day")),
    )
    with op.batch_alter_table("rabc_calendar_day", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_calendar_day_day", ["day"], unique=False)

    op.create_table(
        "rabc_calendar_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_calendar_shift_status")
        ),
        sa.CheckConstraint("starts < ends", name=op.f("ck_rabc_calendar_shift_order")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_calendar_shift_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_calendar_shift")),
    )
    op.create_table(
        "rabc_check_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_check_rule_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_check_rule_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_check_rule")),
    )
    op.create_table(
        "rabc_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("zone", sa.String(length=12), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("shift", sa.String(length=20), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "late_at >= due_at AND closes_at >= late_at", name=op.f("ck_rabc_check_order")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_check_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["rabc_point.id"], name=op.f("fk_rabc_check_point_id_rabc_point")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rabc_point_version.id"],
            name=op.f("fk_rabc_check_version_id_rabc_point_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_check")),
        sa.UniqueConstraint("point_id", "key", name=op.f("uq_rabc_check_point_id")),
    )
    with op.batch_alter_table("rabc_check", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_check_due", ["due_at"], unique=False)
        batch_op.create_index("ix_rabc_check_point", ["point_id", "due_at"], unique=False)

    op.create_table(
        "rabc_check_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_check_call_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["rabc_check.id"], name=op.f("fk_rabc_check_call_check_id_rabc_check")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_rabc_check_call_station_id_station")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_check_call_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_check_call")),
    )
    with op.batch_alter_table("rabc_check_call", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_check_call_check", ["check_id"], unique=False)

    op.create_table(
        "rabc_check_escalation",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["rabc_check.id"],
            name=op.f("fk_rabc_check_escalation_check_id_rabc_check"),
        ),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_rabc_check_escalation")),
    )
    op.create_table(
        "rabc_check_call_answer",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_check_call_answer_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["rabc_check_call.id"],
            name=op.f("fk_rabc_check_call_answer_call_id_rabc_check_call"),
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_rabc_check_call_answer")),
    )
    op.create_table(
        "rabc_check_answer",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["rabc_check.id"], name=op.f("fk_rabc_check_answer_check_id_rabc_check")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["rabc_result.id"],
            name=op.f("fk_rabc_check_answer_result_id_rabc_result"),
        ),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_rabc_check_answer")),
        sa.UniqueConstraint("result_id", name=op.f("uq_rabc_check_answer_result_id")),
    )

    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    op.drop_table("rabc_check_answer")
    op.drop_table("rabc_check_call_answer")
    op.drop_table("rabc_check_escalation")
    with op.batch_alter_table("rabc_check_call", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_check_call_check")

    op.drop_table("rabc_check_call")
    with op.batch_alter_table("rabc_check", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_check_point")
        batch_op.drop_index("ix_rabc_check_due")

    op.drop_table("rabc_check")
    op.drop_table("rabc_check_rule")
    op.drop_table("rabc_calendar_shift")
    with op.batch_alter_table("rabc_calendar_day", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_calendar_day_day")

    op.drop_table("rabc_calendar_day")
