"""Which posts of the workshop a lost RABC authorisation closes.

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.migrations import triggers

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rabc_post_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_code", sa.String(length=30), nullable=False),
        sa.Column("work_post_id", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_post_demand_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["work_post_id"],
            ["work_post.id"],
            name=op.f("fk_rabc_post_demand_work_post_id_work_post"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_post_demand")),
    )
    triggers.install(op.get_bind(), triggers.DEMANDS)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.DEMANDS)
    op.drop_table("rabc_post_demand")
