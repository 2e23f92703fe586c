"""What comes in at the laundry: anomalies of clients' bags, found objects, scales without a bag,
steps of precautions. A reading weighs one thing once.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_precaution_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("precaution_id", sa.Integer(), nullable=True),
        sa.Column("isolated_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "step IN ('set', 'cleared', 'forgotten')", name=op.f("ck_laundry_precaution_step_step")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_laundry_precaution_step_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_precaution_step_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["precaution_id"],
            ["laundry_precaution.id"],
            name=op.f("fk_laundry_precaution_step_precaution_id_laundry_precaution"),
        ),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["station.id"],
            name=op.f("fk_laundry_precaution_step_station_id_station"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_precaution_step")),
    )
    with op.batch_alter_table("laundry_precaution_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_precaution_step_item_id"), ["item_id"], unique=False
        )

    op.create_table(
        "laundry_anomaly",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("near_miss", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("weighing_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(length=120), nullable=False),
        sa.Column("told_recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_anomaly_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_anomaly_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_laundry_anomaly_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_anomaly_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_anomaly_station_id_station")
        ),
        sa.ForeignKeyConstraint(
            ["told_by"], ["account.id"], name=op.f("fk_laundry_anomaly_told_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["weighing_id"],
            ["laundry_weighing.id"],
            name=op.f("fk_laundry_anomaly_weighing_id_laundry_weighing"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_laundry_anomaly_withdrawn_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_anomaly")),
    )
    with op.batch_alter_table("laundry_anomaly", schema=None) as batch_op:
        batch_op.create_index("ix_laundry_anomaly_client", ["client_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_laundry_anomaly_item_id"), ["item_id"], unique=False)

    op.create_table(
        "laundry_found",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("found_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_found_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_found_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_laundry_found_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_found_item_id_item")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_laundry_found_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_laundry_found_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_found")),
        sa.UniqueConstraint("ref", name=op.f("uq_laundry_found_ref")),
    )
    with op.batch_alter_table("laundry_found", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_found_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_laundry_found_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_laundry_found_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "laundry_scale_weight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("instrument", sa.String(length=30), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=False),
        sa.Column("weighing_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "why IN ('no_bag', 'not_taken')", name=op.f("ck_laundry_scale_weight_why")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_scale_weight_station_id_station")
        ),
        sa.ForeignKeyConstraint(
            ["weighing_id"],
            ["laundry_weighing.id"],
            name=op.f("fk_laundry_scale_weight_weighing_id_laundry_weighing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_scale_weight")),
        sa.UniqueConstraint("reading_key", name=op.f("uq_laundry_scale_weight_reading_key")),
    )
    with op.batch_alter_table("laundry_scale_weight", schema=None) as batch_op:
        batch_op.create_index("ix_laundry_scale_weight_at", ["at"], unique=False)

    op.create_table(
        "laundry_found_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("found_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=280), nullable=False),
        sa.Column("shelf_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "step IN ('opened', 'moved', 'notified', 'given_back', 'disposed', 'noted')",
            name=op.f("ck_laundry_found_step_step"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_found_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["found_id"],
            ["laundry_found.id"],
            name=op.f("fk_laundry_found_step_found_id_laundry_found"),
        ),
        sa.ForeignKeyConstraint(
            ["shelf_id"], ["resource.id"], name=op.f("fk_laundry_found_step_shelf_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_found_step")),
    )
    with op.batch_alter_table("laundry_found_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_found_step_found_id"), ["found_id"], unique=False
        )

    with op.batch_alter_table("laundry_weighing", schema=None) as batch_op:
        batch_op.create_index("uq_laundry_weighing_reading", ["reading_key"], unique=True)
        batch_op.create_index("uq_laundry_weighing_amends", ["amends_id"], unique=True)
        batch_op.create_index(
            "uq_laundry_weighing_first",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("amends_id IS NULL"),
            postgresql_where=sa.text("amends_id IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("laundry_weighing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_laundry_weighing_first",
            sqlite_where=sa.text("amends_id IS NULL"),
            postgresql_where=sa.text("amends_id IS NULL"),
        )
        batch_op.drop_index("uq_laundry_weighing_amends")
        batch_op.drop_index("uq_laundry_weighing_reading")

    with op.batch_alter_table("laundry_found_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_found_step_found_id"))

    op.drop_table("laundry_found_step")
    with op.batch_alter_table("laundry_scale_weight", schema=None) as batch_op:
        batch_op.drop_index("ix_laundry_scale_weight_at")

    op.drop_table("laundry_scale_weight")
    with op.batch_alter_table("laundry_found", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_found_lot_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_found_item_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_found_client_id"))

    op.drop_table("laundry_found")
    with op.batch_alter_table("laundry_anomaly", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_anomaly_item_id"))
        batch_op.drop_index("ix_laundry_anomaly_client")

    op.drop_table("laundry_anomaly")
    with op.batch_alter_table("laundry_precaution_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_precaution_step_item_id"))

    op.drop_table("laundry_precaution_step")
