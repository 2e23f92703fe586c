"""Audit dossiers: asked for, made, or failed; rows that only grow.

Revision: 0023, after 0024.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0023"
down_revision = "0024"
branch_labels = None
depends_on = None
GROWN = ("rabc_dossier", "rabc_dossier_made", "rabc_dossier_failure")


def upgrade() -> None:
    op.create_table(
        "rabc_dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_rabc_dossier_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_dossier_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_dossier")),
        sa.UniqueConstraint("ref", name=op.f("uq_rabc_dossier_ref")),
    )
    op.create_table(
        "rabc_dossier_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["rabc_dossier.id"],
            name=op.f("fk_rabc_dossier_failure_dossier_id_rabc_dossier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_dossier_failure")),
    )
    with op.batch_alter_table("rabc_dossier_failure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_dossier_failure_dossier_id"), ["dossier_id"], unique=False
        )

    op.create_table(
        "rabc_dossier_made",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seconds", Quantity(), nullable=False),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_bytes", sa.Integer(), nullable=False),
        sa.Column("zip_sha256", sa.String(length=64), nullable=False),
        sa.Column("zip_bytes", sa.Integer(), nullable=False),
        sa.Column("index_sha256", sa.String(length=64), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=True),
        sa.Column("seal_head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["rabc_dossier.id"],
            name=op.f("fk_rabc_dossier_made_dossier_id_rabc_dossier"),
        ),
        sa.ForeignKeyConstraint(
            ["seal_id"], ["seal.id"], name=op.f("fk_rabc_dossier_made_seal_id_seal")
        ),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_rabc_dossier_made")),
    )
    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    op.drop_table("rabc_dossier_made")
    with op.batch_alter_table("rabc_dossier_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_dossier_failure_dossier_id"))

    op.drop_table("rabc_dossier_failure")
    op.drop_table("rabc_dossier")
