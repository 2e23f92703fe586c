"""Bins by version, and one open breach a thing and a kind.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_bin_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("family_code", sa.String(length=30), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("contaminated", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_bin_version_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
            name=op.f("fk_laundry_bin_version_resource_id_resource"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_bin_version")),
        sa.UniqueConstraint(
            "resource_id", "version", name=op.f("uq_laundry_bin_version_resource_id")
        ),
    )
    op.create_index(
        op.f("ix_laundry_bin_version_resource_id"), "laundry_bin_version", ["resource_id"]
    )
    for what in ("item", "lot"):
        where = sa.text(f"decided_at IS NULL AND {what}_id IS NOT NULL")
        op.create_index(
            f"uq_laundry_breach_open_{what}",
            "laundry_breach",
            [f"{what}_id", "kind"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    for what in ("lot", "item"):
        where = sa.text(f"decided_at IS NULL AND {what}_id IS NOT NULL")
        op.drop_index(
            f"uq_laundry_breach_open_{what}",
            "laundry_breach",
            sqlite_where=where,
            postgresql_where=where,
        )
    op.drop_index(op.f("ix_laundry_bin_version_resource_id"), "laundry_bin_version")
    op.drop_table("laundry_bin_version")
