"""What a fault may have touched: searches as found, their lots and clients, who was told.

Revision: 0021, after 0019.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rabc_impact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("thing", sa.Integer(), nullable=True),
        sa.Column("thing_label", sa.String(length=120), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("correction", Quantity(), nullable=True),
        sa.Column("reason", sa.String(length=280), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("source_ref", sa.String(length=60), nullable=False),
        sa.Column("cycles", sa.Integer(), nullable=False),
        sa.Column("lots", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('instrument', 'machine', 'programme', 'pump', 'chemical', 'point', 'period')",
            name=op.f("ck_rabc_impact_kind"),
        ),
        sa.CheckConstraint("until > since", name=op.f("ck_rabc_impact_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_impact_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rabc_case.id"], name=op.f("fk_rabc_impact_case_id_rabc_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_impact")),
    )
    with op.batch_alter_table("rabc_impact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_impact_source_ref"), ["source_ref"], unique=False)

    op.create_table(
        "rabc_impact_client",
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("lots", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("here_kg", Quantity(), nullable=False),
        sa.Column("to_warn", sa.Boolean(), nullable=False),
        sa.Column("possible", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("told_by", sa.String(length=8), nullable=False),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "told_by IN ('', 'mail', 'letter', 'call')", name=op.f("ck_rabc_impact_client_told_by")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_rabc_impact_client_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["impact_id"],
            ["rabc_impact.id"],
            name=op.f("fk_rabc_impact_client_impact_id_rabc_impact"),
        ),
        sa.ForeignKeyConstraint(
            ["told_account_id"],
            ["account.id"],
            name=op.f("fk_rabc_impact_client_told_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("impact_id", "client_id", name=op.f("pk_rabc_impact_client")),
    )
    op.create_table(
        "rabc_impact_line",
        sa.Column("impact_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("unweighed", sa.Integer(), nullable=False),
        sa.Column("here", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_rabc_impact_line_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["impact_id"],
            ["rabc_impact.id"],
            name=op.f("fk_rabc_impact_line_impact_id_rabc_impact"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_rabc_impact_line_lot_id_lot")
        ),
        sa.PrimaryKeyConstraint(
            "impact_id", "lot_id", "client_id", name=op.f("pk_rabc_impact_line")
        ),
    )
    with op.batch_alter_table("rabc_impact_line", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_impact_line_lot", ["lot_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rabc_impact_line", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_impact_line_lot")

    op.drop_table("rabc_impact_line")
    op.drop_table("rabc_impact_client")
    with op.batch_alter_table("rabc_impact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_impact_source_ref"))

    op.drop_table("rabc_impact")
