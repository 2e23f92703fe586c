"""Recall drills: what was asked, what was found, how long it took.

Revision: 0022, after 0021.

"""

import sqlalchemy as sa
from alembic import op
from esat.migrations import triggers
import sqlmodel

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
GROWN = ("rabc_drill", "rabc_drill_end")


def upgrade() -> None:
    op.create_table(
        "rabc_drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(length=60), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_drill_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_drill")),
    )
    op.create_table(
        "rabc_drill_end",
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("lots", sa.Integer(), nullable=False),
        sa.Column("certain", sa.Integer(), nullable=False),
        sa.Column("possible", sa.Integer(), nullable=False),
        sa.Column("unproved", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=600), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_rabc_drill_end_seconds")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_drill_end_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["drill_id"], ["rabc_drill.id"], name=op.f("fk_rabc_drill_end_drill_id_rabc_drill")
        ),
        sa.PrimaryKeyConstraint("drill_id", name=op.f("pk_rabc_drill_end")),
    )
    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    op.drop_table("rabc_drill_end")
    op.drop_table("rabc_drill")
