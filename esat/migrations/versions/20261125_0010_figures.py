"""The laundry's figures by day and month, what each source gave to them, and readings of meters.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_day_client",
        sa.Column("span", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("received_unweighed", sa.Integer(), nullable=False),
        sa.Column("received_kg", Quantity(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("delivered_unweighed", sa.Integer(), nullable=False),
        sa.Column("delivered_kg", Quantity(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("undated", sa.Integer(), nullable=False),
        sa.CheckConstraint("span IN ('day', 'month')", name=op.f("ck_laundry_day_client_span")),
        sa.PrimaryKeyConstraint("span", "day", "client_id", name=op.f("pk_laundry_day_client")),
    )
    op.create_table(
        "laundry_day_cycle",
        sa.Column("span", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("cycles", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("unweighed", sa.Integer(), nullable=False),
        sa.Column("water_l", Quantity(), nullable=False),
        sa.Column("water_kg", Quantity(), nullable=False),
        sa.Column("energy_kwh", Quantity(), nullable=False),
        sa.Column("energy_kg", Quantity(), nullable=False),
        sa.CheckConstraint("span IN ('day', 'month')", name=op.f("ck_laundry_day_cycle_span")),
        sa.PrimaryKeyConstraint(
            "span", "day", "machine_id", "programme_id", "kind", name=op.f("pk_laundry_day_cycle")
        ),
    )
    op.create_table(
        "laundry_day_reject",
        sa.Column("span", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("fault", sa.String(length=8), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("rejects", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("unweighed", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("span IN ('day', 'month')", name=op.f("ck_laundry_day_reject_span")),
        sa.PrimaryKeyConstraint(
            "span",
            "day",
            "reason",
            "fault",
            "decision",
            "programme_id",
            name=op.f("pk_laundry_day_reject"),
        ),
    )
    op.create_table(
        "laundry_figure_part",
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("kg", Quantity(), nullable=True),
        sa.PrimaryKeyConstraint("source", "source_id", name=op.f("pk_laundry_figure_part")),
    )
    with op.batch_alter_table("laundry_figure_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_figure_part_last_day"), ["last_day"], unique=False
        )

    op.create_table(
        "laundry_meter_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('water', 'energy')", name=op.f("ck_laundry_meter_reading_kind")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_laundry_meter_reading_value")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_meter_reading_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["laundry_meter_reading.id"],
            name=op.f("fk_laundry_meter_reading_amends_id_laundry_meter_reading"),
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"],
            ["resource.id"],
            name=op.f("fk_laundry_meter_reading_machine_id_resource"),
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_meter_reading_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_meter_reading")),
    )
    with op.batch_alter_table("laundry_meter_reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_laundry_meter_reading_meter", ["kind", "machine_id", "at"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("laundry_meter_reading", schema=None) as batch_op:
        batch_op.drop_index("ix_laundry_meter_reading_meter")

    op.drop_table("laundry_meter_reading")
    with op.batch_alter_table("laundry_figure_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_figure_part_last_day"))

    op.drop_table("laundry_figure_part")
    op.drop_table("laundry_day_reject")
    op.drop_table("laundry_day_cycle")
    op.drop_table("laundry_day_client")
