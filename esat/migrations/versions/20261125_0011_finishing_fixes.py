"""Steps and linen put aside that were noted by mistake: the row that stands in their place.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
TABLES = ("laundry_step", "laundry_reject")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("amends_id", sa.Integer(), nullable=True))
            batch_op.add_column(
                sa.Column("void", sa.Boolean(), nullable=False, server_default=sa.false())
            )
            batch_op.add_column(
                sa.Column(
                    "fix_reason",
                    sqlmodel.sql.sqltypes.AutoString(length=200),
                    nullable=False,
                    server_default="",
                )
            )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("void", server_default=None)
            batch_op.alter_column("fix_reason", server_default=None)
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_amends_id_{table}"), table, ["amends_id"], ["id"]
            )
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_fix_reason"), "amends_id IS NULL OR fix_reason <> ''"
            )
            batch_op.create_index(f"uq_{table}_amends", ["amends_id"], unique=True)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"uq_{table}_amends")
            batch_op.drop_constraint(op.f(f"ck_{table}_fix_reason"), type_="check")
            batch_op.drop_constraint(op.f(f"fk_{table}_amends_id_{table}"), type_="foreignkey")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("fix_reason")
            batch_op.drop_column("void")
            batch_op.drop_column("amends_id")
