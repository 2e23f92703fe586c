"""Rules of time, templates of the week, closed months, posts, lines of work.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.db import Quantity
from esat.migrations import triggers

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FORMER = (
    "status IN ('present', 'absent_announced', 'absent_unannounced', 'late', 'left_early',"
    " 'elsewhere')"
)
STATUSES = FORMER.replace("'elsewhere'", "'elsewhere', 'outside'")


def upgrade() -> None:
    op.create_table(
        "time_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_time_template_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_template")),
        sa.UniqueConstraint("code", name=op.f("uq_time_template_code")),
    )
    op.create_table(
        "work_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("workshop", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("demanding", sa.Boolean(), nullable=False),
        sa.Column("guarded", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_work_post_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_post")),
        sa.UniqueConstraint("code", name=op.f("uq_work_post_code")),
    )
    with op.batch_alter_table("work_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_post_workshop"), ["workshop"], unique=False)

    op.create_table(
        "work_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('proposed', 'validated')", name=op.f("ck_work_rule_status")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_work_rule_value")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_work_rule_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_rule")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_work_rule_code")),
    )
    op.create_table(
        "month_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("locked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("locked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["locked_by"], ["account.id"], name=op.f("fk_month_lock_locked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_month_lock_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_lock")),
    )
    with op.batch_alter_table("month_lock", schema=None) as batch_op:
        batch_op.create_index("uq_month_lock", ["worker_id", "month"], unique=True)

    op.create_table(
        "time_template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("week_a", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("weeks IN (1, 2)", name=op.f("ck_time_template_version_weeks")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_time_template_version_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["time_template.id"],
            name=op.f("fk_time_template_version_template_id_time_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_template_version")),
        sa.UniqueConstraint(
            "template_id", "version", name=op.f("uq_time_template_version_template_id")
        ),
    )
    with op.batch_alter_table("time_template_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_time_template_version_template_id"), ["template_id"], unique=False
        )

    op.create_table(
        "work_authorisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_work_authorisation_validity")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["work_post.id"], name=op.f("fk_work_authorisation_post_id_work_post")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_work_authorisation_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_work_authorisation_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_authorisation")),
    )
    with op.batch_alter_table("work_authorisation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_authorisation_post_id"), ["post_id"], unique=False
        )
        batch_op.create_index(
            "ix_work_authorisation_worker", ["worker_id", "post_id"], unique=False
        )

    op.create_table(
        "worker_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_worker_template_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["time_template.id"],
            name=op.f("fk_worker_template_template_id_time_template"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_worker_template_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_template")),
    )
    with op.batch_alter_table("worker_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_worker_template_worker_id"), ["worker_id"], unique=False
        )

    op.create_table(
        "time_template_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=1), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("half", sa.String(length=10), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("to_time", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "half IN ('morning', 'afternoon')", name=op.f("ck_time_template_slot_half")
        ),
        sa.CheckConstraint("week IN ('A', 'B')", name=op.f("ck_time_template_slot_week")),
        sa.CheckConstraint("from_time < to_time", name=op.f("ck_time_template_slot_times")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_time_template_slot_weekday")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["time_template_version.id"],
            name=op.f("fk_time_template_slot_version_id_time_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_template_slot")),
    )
    with op.batch_alter_table("time_template_slot", schema=None) as batch_op:
        batch_op.create_index(
            "uq_time_template_slot", ["version_id", "week", "weekday", "half"], unique=True
        )

    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("voided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_allocation_times")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_allocation_group_id_team")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_allocation_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_allocation_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["work_post.id"], name=op.f("fk_allocation_post_id_work_post")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_allocation_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_allocation_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index("ix_allocation_day", ["day", "group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "ix_allocation_worker",
            ["worker_id", "day"],
            unique=False,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "allocation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=280), nullable=False),
        sa.Column("former_starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("former_ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("former_activity", sa.String(length=20), nullable=False),
        sa.Column("former_post_id", sa.Integer(), nullable=True),
        sa.Column("former_order_id", sa.Integer(), nullable=True),
        sa.Column("former_recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("former_recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_allocation_change_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["allocation_id"],
            ["allocation.id"],
            name=op.f("fk_allocation_change_allocation_id_allocation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_change")),
    )
    with op.batch_alter_table("allocation_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_change_allocation_id"), ["allocation_id"], unique=False
        )

    op.create_table(
        "allocation_overlap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("found_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("kept_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"], ["allocation.id"], name=op.f("fk_allocation_overlap_first_id_allocation")
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["allocation.id"], name=op.f("fk_allocation_overlap_kept_id_allocation")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["allocation.id"],
            name=op.f("fk_allocation_overlap_second_id_allocation"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name=op.f("fk_allocation_overlap_settled_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_allocation_overlap_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_overlap")),
    )
    with op.batch_alter_table("allocation_overlap", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_overlap_first_id"), ["first_id"], unique=False
        )
        batch_op.create_index(
            "ix_allocation_overlap_open",
            ["day"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_allocation_overlap_second_id"), ["second_id"], unique=False
        )

    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("planned_minutes", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.drop_constraint(op.f("ck_half_day_status"), type_="check")
        batch_op.create_check_constraint(op.f("ck_half_day_status"), STATUSES)
    op.execute("UPDATE half_day SET planned_minutes = minutes WHERE minutes > 0")
    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.alter_column("planned_minutes", server_default=None)

    triggers.install(op.get_bind(), triggers.PEOPLE)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.PEOPLE)
    op.execute("UPDATE half_day SET status = 'elsewhere' WHERE status = 'outside'")
    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.drop_column("planned_minutes")
        batch_op.drop_constraint(op.f("ck_half_day_status"), type_="check")
        batch_op.create_check_constraint(op.f("ck_half_day_status"), FORMER)

    with op.batch_alter_table("allocation_overlap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_overlap_second_id"))
        batch_op.drop_index(
            "ix_allocation_overlap_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_allocation_overlap_first_id"))

    op.drop_table("allocation_overlap")
    with op.batch_alter_table("allocation_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_change_allocation_id"))

    op.drop_table("allocation_change")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_allocation_worker",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_allocation_order_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_group_id"))
        batch_op.drop_index("ix_allocation_day")

    op.drop_table("allocation")
    with op.batch_alter_table("time_template_slot", schema=None) as batch_op:
        batch_op.drop_index("uq_time_template_slot")

    op.drop_table("time_template_slot")
    with op.batch_alter_table("worker_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_template_worker_id"))

    op.drop_table("worker_template")
    with op.batch_alter_table("work_authorisation", schema=None) as batch_op:
        batch_op.drop_index("ix_work_authorisation_worker")
        batch_op.drop_index(batch_op.f("ix_work_authorisation_post_id"))

    op.drop_table("work_authorisation")
    with op.batch_alter_table("time_template_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_template_version_template_id"))

    op.drop_table("time_template_version")
    with op.batch_alter_table("month_lock", schema=None) as batch_op:
        batch_op.drop_index("uq_month_lock")

    op.drop_table("month_lock")
    op.drop_table("work_rule")
    with op.batch_alter_table("work_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_post_workshop"))

    op.drop_table("work_post")
    op.drop_table("time_template")
