"""The laundry's dispatch: parcels and gaps, trolleys, rounds by version and trips, what was handed
over at a stop, collected in the van and brought back.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_laundry_round_weekday")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_round_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"], ["resource.id"], name=op.f("fk_laundry_round_vehicle_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_round")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_round_code")),
    )
    op.create_table(
        "laundry_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("received_kg", Quantity(), nullable=True),
        sa.Column("linen_kg", Quantity(), nullable=False),
        sa.Column("packed_kg", Quantity(), nullable=False),
        sa.Column("discarded_kg", Quantity(), nullable=False),
        sa.Column("kg", Quantity(), nullable=True),
        sa.Column("received_pieces", sa.Integer(), nullable=True),
        sa.Column("packed_pieces", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_gap_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_laundry_gap_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_gap")),
    )
    with op.batch_alter_table("laundry_gap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_gap_order_id"), ["order_id"], unique=False)

    op.create_table(
        "laundry_round_stop",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("deliver", sa.Boolean(), nullable=False),
        sa.Column("collect", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_round_stop_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["laundry_round.id"],
            name=op.f("fk_laundry_round_stop_round_id_laundry_round"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["delivery_site.id"],
            name=op.f("fk_laundry_round_stop_site_id_delivery_site"),
        ),
        sa.PrimaryKeyConstraint("round_id", "position", name=op.f("pk_laundry_round_stop")),
    )
    with op.batch_alter_table("laundry_round_stop", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_round_stop_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "laundry_trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("round_code", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_trip_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["laundry_round.id"], name=op.f("fk_laundry_trip_round_id_laundry_round")
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"], ["resource.id"], name=op.f("fk_laundry_trip_vehicle_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_trip")),
        sa.UniqueConstraint("round_code", "day", name=op.f("uq_laundry_trip_round_code")),
    )
    with op.batch_alter_table("laundry_trip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_trip_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_laundry_trip_round_id"), ["round_id"], unique=False)

    op.create_table(
        "laundry_trip_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_trip_check_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["laundry_trip.id"],
            name=op.f("fk_laundry_trip_check_trip_id_laundry_trip"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_trip_check")),
    )
    with op.batch_alter_table("laundry_trip_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_trip_check_trip_id"), ["trip_id"], unique=False
        )

    op.create_table(
        "laundry_trip_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("deliver", sa.Boolean(), nullable=False),
        sa.Column("collect", sa.Boolean(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("skipped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("skip_recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("skipped_by", sa.Integer(), nullable=True),
        sa.Column("skip_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "skipped_at IS NULL OR skip_reason <> ''", name=op.f("ck_laundry_trip_stop_skip_reason")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_trip_stop_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["delivery_site.id"],
            name=op.f("fk_laundry_trip_stop_site_id_delivery_site"),
        ),
        sa.ForeignKeyConstraint(
            ["skipped_by"], ["account.id"], name=op.f("fk_laundry_trip_stop_skipped_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["trip_id"], ["laundry_trip.id"], name=op.f("fk_laundry_trip_stop_trip_id_laundry_trip")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_trip_stop")),
    )
    with op.batch_alter_table("laundry_trip_stop", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_trip_stop_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_laundry_trip_stop_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "laundry_collected",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("capture_uid", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_collected_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_collected_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"],
            ["laundry_trip_stop.id"],
            name=op.f("fk_laundry_collected_stop_id_laundry_trip_stop"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_collected")),
        sa.UniqueConstraint("item_id", name=op.f("uq_laundry_collected_item_id")),
    )
    with op.batch_alter_table("laundry_collected", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_collected_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "laundry_parcel_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("family_code", sa.String(length=30), nullable=True),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=True),
        sa.CheckConstraint("kg IS NULL OR kg > 0", name=op.f("ck_laundry_parcel_line_kg")),
        sa.CheckConstraint("pieces >= 0", name=op.f("ck_laundry_parcel_line_pieces")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_parcel_line_item_id_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_parcel_line")),
    )
    with op.batch_alter_table("laundry_parcel_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_parcel_line_item_id"), ["item_id"], unique=False
        )

    op.create_table(
        "laundry_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivered_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("kg", Quantity(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('refused_later', 'wrong_client', 'stained', 'damaged', 'damp', 'other')",
            name=op.f("ck_laundry_return_reason"),
        ),
        sa.CheckConstraint("kg IS NULL OR kg > 0", name=op.f("ck_laundry_return_kg")),
        sa.CheckConstraint("pieces IS NULL OR pieces > 0", name=op.f("ck_laundry_return_pieces")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_return_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["delivered_id"], ["item.id"], name=op.f("fk_laundry_return_delivered_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_return_item_id_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_return")),
        sa.UniqueConstraint("item_id", name=op.f("uq_laundry_return_item_id")),
    )
    with op.batch_alter_table("laundry_return", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_return_delivered_id"), ["delivered_id"], unique=False
        )

    op.create_table(
        "laundry_trolley_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trolley_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("put_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_trolley_place_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["put_by"], ["account.id"], name=op.f("fk_laundry_trolley_place_put_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["account.id"], name=op.f("fk_laundry_trolley_place_taken_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["trolley_id"],
            ["resource.id"],
            name=op.f("fk_laundry_trolley_place_trolley_id_resource"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_trolley_place")),
    )
    with op.batch_alter_table("laundry_trolley_place", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_trolley_place_item_id"), ["item_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_laundry_trolley_place_trolley_id"), ["trolley_id"], unique=False
        )
        batch_op.create_index(
            "uq_laundry_trolley_place_open",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("taken_at IS NULL"),
            postgresql_where=sa.text("taken_at IS NULL"),
        )

    op.create_table(
        "laundry_hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(length=80), nullable=False),
        sa.Column("reserves", sa.String(length=280), nullable=False),
        sa.Column("signature_file_id", sa.Integer(), nullable=True),
        sa.Column("stamp_file_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("capture_uid", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_hand_over_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_hand_over_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["signature_file_id"],
            ["file.id"],
            name=op.f("fk_laundry_hand_over_signature_file_id_file"),
        ),
        sa.ForeignKeyConstraint(
            ["stamp_file_id"], ["file.id"], name=op.f("fk_laundry_hand_over_stamp_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"],
            ["laundry_trip_stop.id"],
            name=op.f("fk_laundry_hand_over_stop_id_laundry_trip_stop"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_hand_over")),
    )
    with op.batch_alter_table("laundry_hand_over", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_hand_over_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_laundry_hand_over_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "laundry_hand_over_delivery",
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name=op.f("fk_laundry_hand_over_delivery_delivery_id_delivery"),
        ),
        sa.ForeignKeyConstraint(
            ["hand_over_id"],
            ["laundry_hand_over.id"],
            name=op.f("fk_laundry_hand_over_delivery_hand_over_id_laundry_hand_over"),
        ),
        sa.PrimaryKeyConstraint(
            "hand_over_id", "delivery_id", name=op.f("pk_laundry_hand_over_delivery")
        ),
    )


def downgrade() -> None:
    op.drop_table("laundry_hand_over_delivery")
    with op.batch_alter_table("laundry_hand_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_hand_over_stop_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_hand_over_client_id"))

    op.drop_table("laundry_hand_over")
    with op.batch_alter_table("laundry_trolley_place", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_laundry_trolley_place_open",
            sqlite_where=sa.text("taken_at IS NULL"),
            postgresql_where=sa.text("taken_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_laundry_trolley_place_trolley_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_trolley_place_item_id"))

    op.drop_table("laundry_trolley_place")
    with op.batch_alter_table("laundry_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_return_delivered_id"))

    op.drop_table("laundry_return")
    with op.batch_alter_table("laundry_parcel_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_parcel_line_item_id"))

    op.drop_table("laundry_parcel_line")
    with op.batch_alter_table("laundry_collected", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_collected_stop_id"))

    op.drop_table("laundry_collected")
    with op.batch_alter_table("laundry_trip_stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_trip_stop_trip_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_trip_stop_client_id"))

    op.drop_table("laundry_trip_stop")
    with op.batch_alter_table("laundry_trip_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_trip_check_trip_id"))

    op.drop_table("laundry_trip_check")
    with op.batch_alter_table("laundry_trip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_trip_round_id"))
        batch_op.drop_index(batch_op.f("ix_laundry_trip_day"))

    op.drop_table("laundry_trip")
    with op.batch_alter_table("laundry_round_stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_round_stop_client_id"))

    op.drop_table("laundry_round_stop")
    with op.batch_alter_table("laundry_gap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_gap_order_id"))

    op.drop_table("laundry_gap")
    op.drop_table("laundry_round")
