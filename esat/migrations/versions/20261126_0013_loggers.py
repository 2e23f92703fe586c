"""Files of temperature loggers, their curves, the cycles they measured, where instruments stand.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
GROWN = (
    "rabc_logger_file",
    "rabc_logger_curve",
    "rabc_logger_match",
    "rabc_instrument_place",
)


def upgrade() -> None:
    op.create_table(
        "rabc_logger_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("header", sa.String(length=2000), nullable=False),
        sa.Column("day_column", sa.Integer(), nullable=False),
        sa.Column("hour_column", sa.Integer(), nullable=False),
        sa.Column("value_column", sa.Integer(), nullable=False),
        sa.Column("date_order", sa.String(length=3), nullable=False),
        sa.Column("decimal_sign", sa.String(length=1), nullable=False),
        sa.Column("unit", sa.String(length=1), nullable=False),
        sa.Column("zone", sa.String(length=20), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "date_order IN ('dmy', 'mdy', 'ymd')", name=op.f("ck_rabc_logger_mapping_date_order")
        ),
        sa.CheckConstraint(
            "decimal_sign IN (',', '.')", name=op.f("ck_rabc_logger_mapping_decimal_sign")
        ),
        sa.CheckConstraint("unit IN ('C', 'F')", name=op.f("ck_rabc_logger_mapping_unit")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_logger_mapping_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_rabc_logger_mapping_instrument_id_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["account.id"],
            name=op.f("fk_rabc_logger_mapping_withdrawn_by_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_logger_mapping")),
    )
    op.create_table(
        "rabc_instrument_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_instrument_place_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_rabc_instrument_place_instrument_id_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"],
            ["resource.id"],
            name=op.f("fk_rabc_instrument_place_machine_id_resource"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_instrument_place")),
    )
    with op.batch_alter_table("rabc_instrument_place", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rabc_instrument_place_instrument", ["instrument_id", "since"], unique=False
        )
        batch_op.create_index(
            "ix_rabc_instrument_place_machine", ["machine_id", "since"], unique=False
        )
        batch_op.create_index("ix_rabc_instrument_place_serial", ["serial"], unique=False)

    op.create_table(
        "rabc_logger_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=12), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=1), nullable=False),
        sa.Column("zone", sa.String(length=20), nullable=False),
        sa.Column("zone_said", sa.String(length=20), nullable=False),
        sa.Column("date_order", sa.String(length=3), nullable=False),
        sa.Column("interval_s", Quantity(), nullable=True),
        sa.Column("first_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("measures", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("min_c", Quantity(), nullable=False),
        sa.Column("max_c", Quantity(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("last_at >= first_at", name=op.f("ck_rabc_logger_file_span")),
        sa.CheckConstraint("measures > 0", name=op.f("ck_rabc_logger_file_measures")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_logger_file_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["account.id"], name=op.f("fk_rabc_logger_file_imported_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_rabc_logger_file_instrument_id_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["mapping_id"],
            ["rabc_logger_mapping.id"],
            name=op.f("fk_rabc_logger_file_mapping_id_rabc_logger_mapping"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_logger_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_rabc_logger_file_sha256")),
    )
    with op.batch_alter_table("rabc_logger_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_logger_file_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            "ix_rabc_logger_file_span", ["instrument_id", "first_at"], unique=False
        )

    op.create_table(
        "rabc_logger_curve",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["rabc_logger_file.id"],
            name=op.f("fk_rabc_logger_curve_file_id_rabc_logger_file"),
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_rabc_logger_curve")),
    )
    op.create_table(
        "rabc_logger_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("cycle_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("threshold_c", Quantity(), nullable=True),
        sa.Column("mixing_minutes", Quantity(), nullable=True),
        sa.Column("credited_minutes", Quantity(), nullable=True),
        sa.Column("peak_c", Quantity(), nullable=True),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("declared_c", Quantity(), nullable=True),
        sa.Column("declared_minutes", Quantity(), nullable=True),
        sa.Column("permitted_c", Quantity(), nullable=True),
        sa.Column("lies", sa.Boolean(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdraws_id IS NULL) = (reason = '')", name=op.f("ck_rabc_logger_match_reason")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_logger_match_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_rabc_logger_match_cycle_id_laundry_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["rabc_logger_file.id"],
            name=op.f("fk_rabc_logger_match_file_id_rabc_logger_file"),
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_logger_match_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["withdraws_id"],
            ["rabc_logger_match.id"],
            name=op.f("fk_rabc_logger_match_withdraws_id_rabc_logger_match"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_logger_match")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_rabc_logger_match_withdraws_id")),
    )
    with op.batch_alter_table("rabc_logger_match", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_logger_match_cycle", ["cycle_id"], unique=False)
        batch_op.create_index("ix_rabc_logger_match_file", ["file_id"], unique=False)
        batch_op.create_index(
            "ix_rabc_logger_match_machine", ["machine_id", "cycle_at"], unique=False
        )
    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    with op.batch_alter_table("rabc_logger_match", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_logger_match_machine")
        batch_op.drop_index("ix_rabc_logger_match_file")
        batch_op.drop_index("ix_rabc_logger_match_cycle")

    op.drop_table("rabc_logger_match")
    op.drop_table("rabc_logger_curve")
    with op.batch_alter_table("rabc_logger_file", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_logger_file_span")
        batch_op.drop_index(batch_op.f("ix_rabc_logger_file_file_id"))

    op.drop_table("rabc_logger_file")
    with op.batch_alter_table("rabc_instrument_place", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_instrument_place_serial")
        batch_op.drop_index("ix_rabc_instrument_place_machine")
        batch_op.drop_index("ix_rabc_instrument_place_instrument")

    op.drop_table("rabc_instrument_place")
    op.drop_table("rabc_logger_mapping")
