"""What is done to linen after the wash: steps with their measures, and linen put aside.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("value", Quantity(), nullable=True),
        sa.Column("unit", sa.String(length=6), nullable=False),
        sa.Column("verdict", sa.String(length=6), nullable=False),
        sa.Column("limit_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('extract', 'dry', 'calender', 'iron', 'fold', 'other')",
            name=op.f("ck_laundry_step_kind"),
        ),
        sa.CheckConstraint(
            "verdict IN ('', 'target', 'alert', 'action')", name=op.f("ck_laundry_step_verdict")
        ),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_laundry_step_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["laundry_cycle.id"], name=op.f("fk_laundry_step_cycle_id_laundry_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["limit_id"], ["laundry_limit.id"], name=op.f("fk_laundry_step_limit_id_laundry_limit")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_laundry_step_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_laundry_step_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_step_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_step")),
    )
    with op.batch_alter_table("laundry_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_step_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "laundry_reject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("from_item_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("fault", sa.String(length=8), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("quantity", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("whole_load", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "decision IN ('rewash', 'mend', 'discard')", name=op.f("ck_laundry_reject_decision")
        ),
        sa.CheckConstraint(
            "fault IN ('ours', 'client', 'unknown')", name=op.f("ck_laundry_reject_fault")
        ),
        sa.CheckConstraint("pieces IS NULL OR pieces > 0", name=op.f("ck_laundry_reject_pieces")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_laundry_reject_quantity")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_reject_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_laundry_reject_cycle_id_laundry_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["from_item_id"], ["item.id"], name=op.f("fk_laundry_reject_from_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_reject_item_id_item")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_laundry_reject_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_laundry_reject_programme_id_laundry_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_reject_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_reject")),
    )
    with op.batch_alter_table("laundry_reject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_reject_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_laundry_reject_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_laundry_reject_lot_id"), ["lot_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("laundry_reject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_reject_lot_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_reject_item_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_reject_cycle_id"))

    op.drop_table("laundry_reject")
    with op.batch_alter_table("laundry_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_step_lot_id"))

    op.drop_table("laundry_step")
