"""The dated settings of cases: delays, rules of trends, what is held unmeasured.

Revision: 0020, after 0021.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rabc_case_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_case_setting_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_case_setting_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_case_setting")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_case_setting_code")),
    )
    triggers.install(op.get_bind(), ("rabc_case_setting",))


def downgrade() -> None:
    triggers.drop(op.get_bind(), ("rabc_case_setting",))
    op.drop_table("rabc_case_setting")
