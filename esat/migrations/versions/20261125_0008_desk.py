"""The laundry's counter: tariffs, social brackets and texts by version; deposits of individuals,
their lines, photographs and payments; collections, reminders, decisions on what nobody fetches.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_bracket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("bound", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("percent", Quantity(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('percent', 'fixed')", name=op.f("ck_laundry_bracket_kind")),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_laundry_bracket_status")
        ),
        sa.CheckConstraint(
            "percent IS NULL OR percent > 0", name=op.f("ck_laundry_bracket_percent")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_bracket_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_bracket")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_bracket_code")),
    )
    op.create_table(
        "laundry_desk_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_laundry_desk_text_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_desk_text_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_desk_text")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_desk_text_code")),
    )
    op.create_table(
        "laundry_tariff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("price", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_laundry_tariff_status")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_laundry_tariff_price")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_tariff_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_tariff")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_tariff_code")),
    )
    op.create_table(
        "laundry_bracket_price",
        sa.Column("bracket_id", sa.Integer(), nullable=False),
        sa.Column("tariff_code", sa.String(length=60), nullable=False),
        sa.Column("price", Quantity(), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_laundry_bracket_price_price")),
        sa.ForeignKeyConstraint(
            ["bracket_id"],
            ["laundry_bracket.id"],
            name=op.f("fk_laundry_bracket_price_bracket_id_laundry_bracket"),
        ),
        sa.PrimaryKeyConstraint("bracket_id", "tariff_code", name=op.f("pk_laundry_bracket_price")),
    )
    op.create_table(
        "laundry_deposit",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("bracket_id", sa.Integer(), nullable=True),
        sa.Column("total", Quantity(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("total >= 0", name=op.f("ck_laundry_deposit_total")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_deposit_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["bracket_id"],
            ["laundry_bracket.id"],
            name=op.f("fk_laundry_deposit_bracket_id_laundry_bracket"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_laundry_deposit_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_laundry_deposit")),
    )
    op.create_table(
        "laundry_abandonment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision IN ('keep', 'hand_on')", name=op.f("ck_laundry_abandonment_decision")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_abandonment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["laundry_deposit.order_id"],
            name=op.f("fk_laundry_abandonment_order_id_laundry_deposit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_abandonment")),
    )
    with op.batch_alter_table("laundry_abandonment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_abandonment_order_id"), ["order_id"], unique=False
        )

    op.create_table(
        "laundry_deposit_line",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("tariff_id", sa.Integer(), nullable=False),
        sa.Column("quantity", Quantity(), nullable=False),
        sa.Column("full_price", Quantity(), nullable=False),
        sa.Column("unit_price", Quantity(), nullable=False),
        sa.Column("amount", Quantity(), nullable=False),
        sa.Column("value", Quantity(), nullable=True),
        sa.Column("reservations", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_laundry_deposit_line_amount")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_laundry_deposit_line_quantity")),
        sa.CheckConstraint(
            "unit_price >= 0 AND unit_price <= full_price",
            name=op.f("ck_laundry_deposit_line_unit_price"),
        ),
        sa.CheckConstraint(
            "value IS NULL OR value > 0", name=op.f("ck_laundry_deposit_line_value")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_line.id"], name=op.f("fk_laundry_deposit_line_line_id_order_line")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["laundry_deposit.order_id"],
            name=op.f("fk_laundry_deposit_line_order_id_laundry_deposit"),
        ),
        sa.ForeignKeyConstraint(
            ["tariff_id"],
            ["laundry_tariff.id"],
            name=op.f("fk_laundry_deposit_line_tariff_id_laundry_tariff"),
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_laundry_deposit_line")),
    )
    with op.batch_alter_table("laundry_deposit_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_deposit_line_order_id"), ["order_id"], unique=False
        )

    op.create_table(
        "laundry_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("cash_office", sa.String(length=60), nullable=False),
        sa.Column("receipt_no", sa.String(length=30), nullable=False),
        sa.Column("amount", Quantity(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "amends_id IS NULL OR reason <> ''", name=op.f("ck_laundry_payment_reason")
        ),
        sa.CheckConstraint(
            "kind = 'invoice' OR (receipt_no <> '' AND paid_on IS NOT NULL)",
            name=op.f("ck_laundry_payment_receipt"),
        ),
        sa.CheckConstraint("kind IN ('invoice', 'receipt')", name=op.f("ck_laundry_payment_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_payment_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["laundry_payment.id"],
            name=op.f("fk_laundry_payment_amends_id_laundry_payment"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["laundry_deposit.order_id"],
            name=op.f("fk_laundry_payment_order_id_laundry_deposit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_payment")),
    )
    with op.batch_alter_table("laundry_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_payment_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "uq_laundry_payment_receipt",
            ["cash_office", "receipt_no"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND kind = 'receipt'"),
            postgresql_where=sa.text("ended_at IS NULL AND kind = 'receipt'"),
        )
        batch_op.create_index(
            "uq_laundry_payment_standing",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "laundry_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=6), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("way IN ('letter', 'phone')", name=op.f("ck_laundry_reminder_way")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_reminder_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["laundry_deposit.order_id"],
            name=op.f("fk_laundry_reminder_order_id_laundry_deposit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_reminder")),
    )
    with op.batch_alter_table("laundry_reminder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_reminder_order_id"), ["order_id"], unique=False
        )

    op.create_table(
        "laundry_deposit_photo",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["file.id"],
            name=op.f("fk_laundry_deposit_photo_file_id_file"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["laundry_deposit_line.line_id"],
            name=op.f("fk_laundry_deposit_photo_line_id_laundry_deposit_line"),
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_laundry_deposit_photo")),
    )
    with op.batch_alter_table("laundry_deposit_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_deposit_photo_line_id"), ["line_id"], unique=False
        )

    op.create_table(
        "laundry_collection",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "proof IN ('ticket', 'identity')", name=op.f("ck_laundry_collection_proof")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name=op.f("fk_laundry_collection_delivery_id_delivery"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["laundry_deposit.order_id"],
            name=op.f("fk_laundry_collection_order_id_laundry_deposit"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_laundry_collection")),
    )
    with op.batch_alter_table("laundry_collection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_collection_order_id"), ["order_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("laundry_collection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_collection_order_id"))

    op.drop_table("laundry_collection")
    with op.batch_alter_table("laundry_deposit_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_deposit_photo_line_id"))

    op.drop_table("laundry_deposit_photo")
    with op.batch_alter_table("laundry_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_reminder_order_id"))

    op.drop_table("laundry_reminder")
    with op.batch_alter_table("laundry_payment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_laundry_payment_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_laundry_payment_receipt",
            sqlite_where=sa.text("ended_at IS NULL AND kind = 'receipt'"),
            postgresql_where=sa.text("ended_at IS NULL AND kind = 'receipt'"),
        )
        batch_op.drop_index(batch_op.f("ix_laundry_payment_order_id"))

    op.drop_table("laundry_payment")
    with op.batch_alter_table("laundry_deposit_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_deposit_line_order_id"))

    op.drop_table("laundry_deposit_line")
    with op.batch_alter_table("laundry_abandonment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_abandonment_order_id"))

    op.drop_table("laundry_abandonment")
    op.drop_table("laundry_deposit")
    op.drop_table("laundry_bracket_price")
    op.drop_table("laundry_tariff")
    op.drop_table("laundry_desk_text")
    op.drop_table("laundry_bracket")
