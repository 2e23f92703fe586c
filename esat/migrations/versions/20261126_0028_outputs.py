"""What teams made, their short texts, and the day of a group.

Revision: 0028, after 0026.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.db import Quantity
from esat.migrations import triggers

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_day_close",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_team_day_close_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_team_day_close_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_day_close")),
    )
    with op.batch_alter_table("team_day_close", schema=None) as batch_op:
        batch_op.create_index("ix_team_day_close_day", ["group_id", "day"], unique=False)

    op.create_table(
        "team_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_team_remark_withdrawn_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_team_remark_written_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_remark")),
    )
    op.create_table(
        "team_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_team_handover_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_team_handover_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["team_remark.id"], name=op.f("fk_team_handover_remark_id_team_remark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_handover")),
    )
    with op.batch_alter_table("team_handover", schema=None) as batch_op:
        batch_op.create_index("ix_team_handover_day", ["group_id", "day"], unique=False)

    op.create_table(
        "team_incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('machine', 'quality', 'safety', 'client') AND remark_id IS NOT NULL"
            " OR kind IN ('accident', 'educator') AND remark_id IS NULL",
            name=op.f("ck_team_incident_words"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_team_incident_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_team_incident_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_team_incident_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["team_remark.id"], name=op.f("fk_team_incident_remark_id_team_remark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_incident")),
    )
    with op.batch_alter_table("team_incident", schema=None) as batch_op:
        batch_op.create_index("ix_team_incident_day", ["group_id", "day"], unique=False)

    op.create_table(
        "team_output",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("quantity", Quantity(), nullable=False),
        sa.Column("scrap", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("quantity >= 0 AND scrap >= 0", name=op.f("ck_team_output_amounts")),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["team_output.id"], name=op.f("fk_team_output_amends_id_team_output")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_team_output_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_team_output_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["team_remark.id"], name=op.f("fk_team_output_note_id_team_remark")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_team_output_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["team_remark.id"], name=op.f("fk_team_output_reason_id_team_remark")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_team_output_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_output")),
    )
    with op.batch_alter_table("team_output", schema=None) as batch_op:
        batch_op.create_index("ix_team_output_day", ["group_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_output_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "uq_team_output_amends",
            ["amends_id"],
            unique=True,
            sqlite_where=sa.text("amends_id IS NOT NULL"),
            postgresql_where=sa.text("amends_id IS NOT NULL"),
        )

    triggers.install(op.get_bind(), triggers.OUTPUTS)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.OUTPUTS)
    with op.batch_alter_table("team_output", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_team_output_amends",
            sqlite_where=sa.text("amends_id IS NOT NULL"),
            postgresql_where=sa.text("amends_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_team_output_order_id"))
        batch_op.drop_index("ix_team_output_day")

    op.drop_table("team_output")
    with op.batch_alter_table("team_incident", schema=None) as batch_op:
        batch_op.drop_index("ix_team_incident_day")

    op.drop_table("team_incident")
    with op.batch_alter_table("team_handover", schema=None) as batch_op:
        batch_op.drop_index("ix_team_handover_day")

    op.drop_table("team_handover")
    op.drop_table("team_remark")
    with op.batch_alter_table("team_day_close", schema=None) as batch_op:
        batch_op.drop_index("ix_team_day_close_day")

    op.drop_table("team_day_close")
