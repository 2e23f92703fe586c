"""The group a worker is in, from a day on; the undated group of before is his first one.

Nothing is dated that nobody dated: what a worker's row said stays, as the group he is in until his
first change from a day on.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from esat.migrations import triggers

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_membership_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_membership_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_membership_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_worker", "membership", ["worker_id", "since"])
    op.drop_index("ix_worker_group_id", table_name="worker")
    op.execute("ALTER TABLE worker RENAME COLUMN group_id TO first_group_id")
    op.create_index("ix_worker_first_group_id", "worker", ["first_group_id"])
    _name_key("group_id", "first_group_id")
    triggers.install(op.get_bind(), triggers.MEMBERSHIPS)


def downgrade() -> None:
    """The group of the last change that was written, dated or not."""
    triggers.drop(op.get_bind(), triggers.MEMBERSHIPS)
    op.drop_index("ix_worker_first_group_id", table_name="worker")
    op.execute("ALTER TABLE worker RENAME COLUMN first_group_id TO group_id")
    op.create_index("ix_worker_group_id", "worker", ["group_id"])
    _name_key("first_group_id", "group_id")
    op.execute(
        "UPDATE worker SET group_id = (SELECT group_id FROM membership WHERE worker_id = worker.id"
        " ORDER BY since DESC, id DESC LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM membership WHERE worker_id = worker.id)"
    )
    op.drop_table("membership")


def _name_key(former: str, name: str) -> None:
    """The foreign key bears the name of its column; SQLite keeps no name that is asked for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE worker RENAME CONSTRAINT fk_worker_{former}_team TO fk_worker_{name}_team"
        )
