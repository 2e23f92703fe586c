"""One-time codes by which clients open their hygiene statements.

Revision: 0024, after 0022.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rabc_proof_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("session_hash", sa.String(length=64), nullable=True),
        sa.Column("session_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_rabc_proof_code_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_proof_code")),
        sa.UniqueConstraint("session_hash", name=op.f("uq_rabc_proof_code_session_hash")),
    )
    with op.batch_alter_table("rabc_proof_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_proof_code_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_proof_code_order_id"), ["order_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rabc_proof_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_proof_code_order_id"))
        batch_op.drop_index(batch_op.f("ix_rabc_proof_code_link_id"))

    op.drop_table("rabc_proof_code")
