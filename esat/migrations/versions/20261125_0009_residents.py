"""The laundry: residents, how their linen is marked, garments; circulating stock; complaints.
The passages of a thing that comes back are found by an index.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_linen_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_linen_link_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_linen_link_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_linen_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_laundry_linen_link_token_hash")),
    )
    with op.batch_alter_table("laundry_linen_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_linen_link_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "laundry_marking_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "level < 3 OR (asked_by <> '' AND asked_on IS NOT NULL)",
            name=op.f("ck_laundry_marking_rule_asked"),
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 3", name=op.f("ck_laundry_marking_rule_level")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_marking_rule_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_marking_rule_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_marking_rule")),
    )
    with op.batch_alter_table("laundry_marking_rule", schema=None) as batch_op:
        batch_op.create_index(
            "uq_laundry_marking_rule_version", ["client_id", "version"], unique=True
        )

    op.create_table(
        "laundry_par",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quantity", Quantity(), nullable=False),
        sa.Column("daily", Quantity(), nullable=True),
        sa.Column("days", Quantity(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_laundry_par_quantity")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_laundry_par_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_par_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_par_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_par")),
    )
    with op.batch_alter_table("laundry_par", schema=None) as batch_op:
        batch_op.create_index(
            "uq_laundry_par_version", ["client_id", "article_id", "version"], unique=True
        )

    op.create_table(
        "laundry_resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("last_name", sa.String(length=60), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("sector", sa.String(length=60), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("purged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("search", sa.String(length=250), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_resident_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_resident_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_resident")),
    )
    with op.batch_alter_table("laundry_resident", schema=None) as batch_op:
        batch_op.create_index("uq_laundry_resident_number", ["client_id", "number"], unique=True)

    op.create_table(
        "laundry_stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_place", sa.String(length=6), nullable=True),
        sa.Column("to_place", sa.String(length=6), nullable=True),
        sa.Column("quantity", Quantity(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("counted", Quantity(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "from_place IS NULL OR from_place IN ('client', 'house', 'store')",
            name=op.f("ck_laundry_stock_move_from_place"),
        ),
        sa.CheckConstraint(
            "kind <> 'counted' OR reason <> ''", name=op.f("ck_laundry_stock_move_why")
        ),
        sa.CheckConstraint(
            "kind IN ('delivered', 'returned', 'stored', 'bought', 'discarded', 'loss', 'found', 'counted')",
            name=op.f("ck_laundry_stock_move_kind"),
        ),
        sa.CheckConstraint(
            "to_place IS NULL OR to_place IN ('client', 'house', 'store')",
            name=op.f("ck_laundry_stock_move_to_place"),
        ),
        sa.CheckConstraint(
            "from_place IS NOT NULL OR to_place IS NOT NULL",
            name=op.f("ck_laundry_stock_move_somewhere"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_laundry_stock_move_quantity")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_stock_move_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_laundry_stock_move_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_stock_move_client_id_client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_stock_move")),
    )
    with op.batch_alter_table("laundry_stock_move", schema=None) as batch_op:
        batch_op.create_index(
            "ix_laundry_stock_move_of", ["client_id", "article_id", "at"], unique=False
        )

    op.create_table(
        "laundry_resident_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("fields", sa.String(length=120), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_resident_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["laundry_resident.id"],
            name=op.f("fk_laundry_resident_step_resident_id_laundry_resident"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_resident_step")),
    )
    with op.batch_alter_table("laundry_resident_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_resident_step_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "laundry_stock_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=6), nullable=False),
        sa.Column("expected", Quantity(), nullable=False),
        sa.Column("counted", Quantity(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "place IN ('client', 'house', 'store')", name=op.f("ck_laundry_stock_count_place")
        ),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_laundry_stock_count_counted")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_stock_count_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_laundry_stock_count_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_stock_count_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["move_id"],
            ["laundry_stock_move.id"],
            name=op.f("fk_laundry_stock_count_move_id_laundry_stock_move"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_stock_count")),
    )
    with op.batch_alter_table("laundry_stock_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_stock_count_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "laundry_complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("articles", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.String(length=2000), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("amount", Quantity(), nullable=True),
        sa.Column("plan_effect", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("replied_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decision = '') = (decided_at IS NULL)", name=op.f("ck_laundry_complaint_decided")
        ),
        sa.CheckConstraint(
            "decision IN ('', 'accepted', 'partial', 'refused')",
            name=op.f("ck_laundry_complaint_decision"),
        ),
        sa.CheckConstraint(
            "amount IS NULL OR amount >= 0", name=op.f("ck_laundry_complaint_amount")
        ),
        sa.CheckConstraint(
            "replied_at IS NULL OR decided_at IS NOT NULL",
            name=op.f("ck_laundry_complaint_replied"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_laundry_complaint_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_complaint_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_complaint_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_laundry_complaint_lot_id_lot")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_laundry_complaint_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_laundry_complaint_owner_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_laundry_complaint_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_complaint")),
        sa.UniqueConstraint("ref", name=op.f("uq_laundry_complaint_ref")),
    )
    with op.batch_alter_table("laundry_complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_complaint_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index("ix_laundry_complaint_open", ["replied_at", "due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_laundry_complaint_order_id"), ["order_id"], unique=False
        )

    op.create_table(
        "laundry_garment",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.String(length=30), nullable=False),
        sa.Column("size", sa.String(length=20), nullable=False),
        sa.Column("no_tumble", sa.Boolean(), nullable=False),
        sa.Column("no_dry_cleaning", sa.Boolean(), nullable=False),
        sa.Column("sewn_label", sa.Boolean(), nullable=False),
        sa.Column("wear", sa.String(length=5), nullable=False),
        sa.Column("damage", sa.String(length=200), nullable=False),
        sa.Column("stains", sa.String(length=120), nullable=False),
        sa.Column("missing_buttons", sa.Integer(), nullable=False),
        sa.Column("to_mark_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("marked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lost", sa.String(length=12), nullable=False),
        sa.Column("lost_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("found_item_id", sa.Integer(), nullable=True),
        sa.Column("found_lot_id", sa.Integer(), nullable=True),
        sa.Column("search", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lost = '') = (lost_since IS NULL)", name=op.f("ck_laundry_garment_lost_since")
        ),
        sa.CheckConstraint(
            "lost IN ('', 'missing', 'misdelivered', 'unidentified')",
            name=op.f("ck_laundry_garment_lost"),
        ),
        sa.CheckConstraint(
            "wear IN ('', 'new', 'good', 'worn', 'thin')", name=op.f("ck_laundry_garment_wear")
        ),
        sa.CheckConstraint("missing_buttons >= 0", name=op.f("ck_laundry_garment_buttons")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_garment_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["found_item_id"], ["item.id"], name=op.f("fk_laundry_garment_found_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["found_lot_id"], ["lot.id"], name=op.f("fk_laundry_garment_found_lot_id_lot")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["laundry_resident.id"],
            name=op.f("fk_laundry_garment_resident_id_laundry_resident"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_laundry_garment_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_laundry_garment")),
    )
    with op.batch_alter_table("laundry_garment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_garment_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "laundry_complaint_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["laundry_complaint.id"],
            name=op.f("fk_laundry_complaint_photo_complaint_id_laundry_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_laundry_complaint_photo_file_id_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_complaint_photo")),
        sa.UniqueConstraint("file_id", name=op.f("uq_laundry_complaint_photo_file_id")),
    )
    with op.batch_alter_table("laundry_complaint_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_complaint_photo_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "laundry_complaint_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=600), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_laundry_complaint_step_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["laundry_complaint.id"],
            name=op.f("fk_laundry_complaint_step_complaint_id_laundry_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_laundry_complaint_step_owner_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_complaint_step")),
    )
    with op.batch_alter_table("laundry_complaint_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_complaint_step_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "laundry_garment_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("garment_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_laundry_garment_photo_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["garment_id"],
            ["laundry_garment.resource_id"],
            name=op.f("fk_laundry_garment_photo_garment_id_laundry_garment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_garment_photo")),
        sa.UniqueConstraint("file_id", name=op.f("uq_laundry_garment_photo_file_id")),
    )
    with op.batch_alter_table("laundry_garment_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_garment_photo_garment_id"), ["garment_id"], unique=False
        )

    op.create_table(
        "laundry_garment_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("garment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("from_resident_id", sa.Integer(), nullable=True),
        sa.Column("to_resident_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_garment_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["from_resident_id"],
            ["laundry_resident.id"],
            name=op.f("fk_laundry_garment_step_from_resident_id_laundry_resident"),
        ),
        sa.ForeignKeyConstraint(
            ["garment_id"],
            ["laundry_garment.resource_id"],
            name=op.f("fk_laundry_garment_step_garment_id_laundry_garment"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["resource.id"], name=op.f("fk_laundry_garment_step_other_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_garment_step_station_id_station")
        ),
        sa.ForeignKeyConstraint(
            ["to_resident_id"],
            ["laundry_resident.id"],
            name=op.f("fk_laundry_garment_step_to_resident_id_laundry_resident"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_garment_step")),
    )
    with op.batch_alter_table("laundry_garment_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_garment_step_garment_id"), ["garment_id"], unique=False
        )

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_item_resource",
            ["resource_id"],
            unique=False,
            sqlite_where=sa.text("resource_id IS NOT NULL"),
            postgresql_where=sa.text("resource_id IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_item_resource",
            sqlite_where=sa.text("resource_id IS NOT NULL"),
            postgresql_where=sa.text("resource_id IS NOT NULL"),
        )

    with op.batch_alter_table("laundry_garment_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_garment_step_garment_id"))

    op.drop_table("laundry_garment_step")
    with op.batch_alter_table("laundry_garment_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_garment_photo_garment_id"))

    op.drop_table("laundry_garment_photo")
    with op.batch_alter_table("laundry_complaint_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_complaint_step_complaint_id"))

    op.drop_table("laundry_complaint_step")
    with op.batch_alter_table("laundry_complaint_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_complaint_photo_complaint_id"))

    op.drop_table("laundry_complaint_photo")
    with op.batch_alter_table("laundry_garment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_garment_resident_id"))

    op.drop_table("laundry_garment")
    with op.batch_alter_table("laundry_complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_complaint_order_id"))
        batch_op.drop_index("ix_laundry_complaint_open")
        batch_op.drop_index(batch_op.f("ix_laundry_complaint_client_id"))

    op.drop_table("laundry_complaint")
    with op.batch_alter_table("laundry_stock_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_stock_count_client_id"))

    op.drop_table("laundry_stock_count")
    with op.batch_alter_table("laundry_resident_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_resident_step_resident_id"))

    op.drop_table("laundry_resident_step")
    with op.batch_alter_table("laundry_stock_move", schema=None) as batch_op:
        batch_op.drop_index("ix_laundry_stock_move_of")

    op.drop_table("laundry_stock_move")
    with op.batch_alter_table("laundry_resident", schema=None) as batch_op:
        batch_op.drop_index("uq_laundry_resident_number")

    op.drop_table("laundry_resident")
    with op.batch_alter_table("laundry_par", schema=None) as batch_op:
        batch_op.drop_index("uq_laundry_par_version")

    op.drop_table("laundry_par")
    with op.batch_alter_table("laundry_marking_rule", schema=None) as batch_op:
        batch_op.drop_index("uq_laundry_marking_rule_version")

    op.drop_table("laundry_marking_rule")
    with op.batch_alter_table("laundry_linen_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_linen_link_client_id"))

    op.drop_table("laundry_linen_link")
