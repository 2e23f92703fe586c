"""The prerequisites of RABC: chemicals and pumps, cleaning, pests, trolleys, hygiene, maintenance.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

from esat.migrations import triggers

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GROWN = (
    "rabc_product_sheet",
    "rabc_pump_machine",
    "rabc_pump_fill",
    "rabc_pump_event",
    "rabc_clean_task",
    "rabc_clean_done",
    "rabc_clean_check",
    "rabc_pest_visit",
    "rabc_pest_finding",
    "rabc_trolley_clean",
    "rabc_hygiene_round",
    "rabc_upkeep_plan",
    "rabc_upkeep_event",
)


def upgrade() -> None:
    op.create_table(
        "rabc_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("supplier", sa.String(length=80), nullable=False),
        sa.Column("dose_name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('detergent', 'disinfectant', 'neutraliser', 'softener', 'bleach')",
            name=op.f("ck_rabc_product_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_product_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_rabc_product_withdrawn_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_product")),
        sa.UniqueConstraint("name", name=op.f("uq_rabc_product_name")),
    )
    op.create_table(
        "rabc_product_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("quantity", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=2), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("unit IN ('L', 'kg')", name=op.f("ck_rabc_product_lot_unit")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_rabc_product_lot_quantity")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_product_lot_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_rabc_product_lot_opened_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["rabc_product.id"],
            name=op.f("fk_rabc_product_lot_product_id_rabc_product"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_rabc_product_lot_withdrawn_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_product_lot")),
        sa.UniqueConstraint("product_id", "number", name="uq_rabc_product_lot_number"),
    )
    with op.batch_alter_table("rabc_product_lot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_product_lot_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "rabc_pump",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_pump_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_rabc_pump_resource_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_rabc_pump_withdrawn_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_pump")),
        sa.UniqueConstraint("code", name=op.f("uq_rabc_pump_code")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_rabc_pump_resource_id")),
    )
    op.create_table(
        "rabc_upkeep_plan",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=5), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=11), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_upkeep_plan_status")
        ),
        sa.CheckConstraint(
            "unit IN ('day', 'week', 'month', 'year')", name=op.f("ck_rabc_upkeep_plan_unit")
        ),
        sa.CheckConstraint("every > 0", name=op.f("ck_rabc_upkeep_plan_every")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_upkeep_plan_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_upkeep_plan_machine_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_upkeep_plan")),
        sa.UniqueConstraint("code", "version", name="uq_rabc_upkeep_plan_version"),
    )
    with op.batch_alter_table("rabc_upkeep_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_upkeep_plan_machine_id"), ["machine_id"], unique=False
        )

    op.create_table(
        "rabc_pump_fill",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pump_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_pump_fill_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_pump_fill.id"],
            name=op.f("fk_rabc_pump_fill_amends_id_rabc_pump_fill"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["rabc_product_lot.id"],
            name=op.f("fk_rabc_pump_fill_lot_id_rabc_product_lot"),
        ),
        sa.ForeignKeyConstraint(
            ["pump_id"], ["rabc_pump.id"], name=op.f("fk_rabc_pump_fill_pump_id_rabc_pump")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_pump_fill_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_pump_fill")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_pump_fill_amends_id")),
    )
    with op.batch_alter_table("rabc_pump_fill", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_pump_fill_at", ["pump_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_pump_fill_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "rabc_pump_machine",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pump_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("serves", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_pump_machine_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_pump_machine_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["pump_id"], ["rabc_pump.id"], name=op.f("fk_rabc_pump_machine_pump_id_rabc_pump")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_pump_machine_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_pump_machine")),
    )
    with op.batch_alter_table("rabc_pump_machine", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_pump_machine_at", ["machine_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_pump_machine_pump_id"), ["pump_id"], unique=False)

    op.create_table(
        "rabc_clean_task",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=5), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=11), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=600), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_clean_task_status")
        ),
        sa.CheckConstraint(
            "unit IN ('day', 'week', 'month', 'year')", name=op.f("ck_rabc_clean_task_unit")
        ),
        sa.CheckConstraint("every > 0", name=op.f("ck_rabc_clean_task_every")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_clean_task_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_clean_task_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["rabc_product.id"],
            name=op.f("fk_rabc_clean_task_product_id_rabc_product"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_clean_task")),
        sa.UniqueConstraint("code", "version", name="uq_rabc_clean_task_version"),
    )
    op.create_table(
        "rabc_hygiene_round",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=6), nullable=False),
        sa.Column("half", sa.String(length=9), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("well", sa.Integer(), nullable=False),
        sa.Column("breach", sa.Boolean(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "point IN ('TEN-01', 'TRI-01')", name=op.f("ck_rabc_hygiene_round_point")
        ),
        sa.CheckConstraint(
            "seen > 0 AND well >= 0 AND well <= seen", name=op.f("ck_rabc_hygiene_round_counts")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_hygiene_round_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_hygiene_round.id"],
            name=op.f("fk_rabc_hygiene_round_amends_id_rabc_hygiene_round"),
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["rabc_result.id"],
            name=op.f("fk_rabc_hygiene_round_result_id_rabc_result"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_hygiene_round_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_hygiene_round")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_hygiene_round_amends_id")),
    )
    with op.batch_alter_table("rabc_hygiene_round", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_hygiene_round_at", ["at"], unique=False)

    op.create_table(
        "rabc_pest_visit",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("near_clean", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_pest_visit_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_pest_visit.id"],
            name=op.f("fk_rabc_pest_visit_amends_id_rabc_pest_visit"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_pest_visit_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["rabc_result.id"], name=op.f("fk_rabc_pest_visit_result_id_rabc_result")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_pest_visit_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_pest_visit")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_pest_visit_amends_id")),
    )
    with op.batch_alter_table("rabc_pest_visit", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_pest_visit_at", ["at"], unique=False)

    op.create_table(
        "rabc_product_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_product_sheet_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_product_sheet_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["rabc_product.id"],
            name=op.f("fk_rabc_product_sheet_product_id_rabc_product"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_product_sheet")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_product_sheet_file_id")),
    )
    with op.batch_alter_table("rabc_product_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_product_sheet_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "rabc_pump_event",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pump_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=11), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("set_ml", Quantity(), nullable=True),
        sa.Column("measured_ml", Quantity(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'calibration') = (set_ml IS NOT NULL AND measured_ml IS NOT NULL)",
            name=op.f("ck_rabc_pump_event_calibration"),
        ),
        sa.CheckConstraint(
            "kind IN ('empty', 'fault', 'calibration')", name=op.f("ck_rabc_pump_event_kind")
        ),
        sa.CheckConstraint(
            "measured_ml IS NULL OR measured_ml >= 0", name=op.f("ck_rabc_pump_event_measured_ml")
        ),
        sa.CheckConstraint("set_ml IS NULL OR set_ml > 0", name=op.f("ck_rabc_pump_event_set_ml")),
        sa.CheckConstraint("until IS NULL OR until > at", name=op.f("ck_rabc_pump_event_until")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_pump_event_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_pump_event.id"],
            name=op.f("fk_rabc_pump_event_amends_id_rabc_pump_event"),
        ),
        sa.ForeignKeyConstraint(
            ["pump_id"], ["rabc_pump.id"], name=op.f("fk_rabc_pump_event_pump_id_rabc_pump")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["rabc_result.id"], name=op.f("fk_rabc_pump_event_result_id_rabc_result")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_pump_event_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_pump_event")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_pump_event_amends_id")),
    )
    with op.batch_alter_table("rabc_pump_event", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_pump_event_at", ["pump_id", "at"], unique=False)

    op.create_table(
        "rabc_trolley_clean",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trolley_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('cleaned', 'omitted', 'dirty')", name=op.f("ck_rabc_trolley_clean_kind")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_trolley_clean_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_trolley_clean.id"],
            name=op.f("fk_rabc_trolley_clean_amends_id_rabc_trolley_clean"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["rabc_product.id"],
            name=op.f("fk_rabc_trolley_clean_product_id_rabc_product"),
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["rabc_result.id"],
            name=op.f("fk_rabc_trolley_clean_result_id_rabc_result"),
        ),
        sa.ForeignKeyConstraint(
            ["trolley_id"], ["resource.id"], name=op.f("fk_rabc_trolley_clean_trolley_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_trolley_clean_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_trolley_clean")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_trolley_clean_amends_id")),
    )
    with op.batch_alter_table("rabc_trolley_clean", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_trolley_clean_at", ["trolley_id", "at"], unique=False)

    op.create_table(
        "rabc_upkeep_event",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("plan_code", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("done_by", sa.String(length=80), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("voids", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('preventive', 'breakdown', 'repair', 'part')",
            name=op.f("ck_rabc_upkeep_event_kind"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= at", name=op.f("ck_rabc_upkeep_event_until")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_upkeep_event_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_upkeep_event.id"],
            name=op.f("fk_rabc_upkeep_event_amends_id_rabc_upkeep_event"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_upkeep_event_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_upkeep_event_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_upkeep_event_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_upkeep_event")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_upkeep_event_amends_id")),
    )
    with op.batch_alter_table("rabc_upkeep_event", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_upkeep_event_at", ["machine_id", "at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rabc_upkeep_event_plan_code"), ["plan_code"], unique=False
        )

    op.create_table(
        "rabc_clean_done",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("task_code", sa.String(length=20), nullable=False),
        sa.Column("slot_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=14), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("outcome = 'done' OR reason <> ''", name=op.f("ck_rabc_clean_done_why")),
        sa.CheckConstraint(
            "outcome IN ('done', 'not_done', 'not_applicable')",
            name=op.f("ck_rabc_clean_done_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_clean_done_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_clean_done.id"],
            name=op.f("fk_rabc_clean_done_amends_id_rabc_clean_done"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["rabc_clean_task.id"],
            name=op.f("fk_rabc_clean_done_task_id_rabc_clean_task"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_clean_done_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_clean_done")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_clean_done_amends_id")),
    )
    with op.batch_alter_table("rabc_clean_done", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_clean_done_slot", ["task_code", "slot_on"], unique=False)
        batch_op.create_index("ix_rabc_clean_done_slot_on", ["slot_on"], unique=False)

    op.create_table(
        "rabc_pest_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('rodent', 'crawling', 'flying', 'other')",
            name=op.f("ck_rabc_pest_finding_kind"),
        ),
        sa.CheckConstraint("found >= 0", name=op.f("ck_rabc_pest_finding_found")),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["rabc_pest_visit.id"],
            name=op.f("fk_rabc_pest_finding_visit_id_rabc_pest_visit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_pest_finding")),
    )
    with op.batch_alter_table("rabc_pest_finding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_pest_finding_visit_id"), ["visit_id"], unique=False
        )

    op.create_table(
        "rabc_clean_check",
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("done_id", sa.Integer(), nullable=False),
        sa.Column("well", sa.Boolean(), nullable=False),
        sa.CheckConstraint("well OR reason <> ''", name=op.f("ck_rabc_clean_check_why")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_clean_check_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["done_id"],
            ["rabc_clean_done.id"],
            name=op.f("fk_rabc_clean_check_done_id_rabc_clean_done"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_clean_check_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_clean_check")),
        sa.UniqueConstraint("done_id", name=op.f("uq_rabc_clean_check_done_id")),
    )
    with op.batch_alter_table("item_link", schema=None) as batch_op:
        batch_op.alter_column(
            "certain", existing_type=sa.BOOLEAN(), server_default=None, existing_nullable=False
        )

    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    with op.batch_alter_table("item_link", schema=None) as batch_op:
        batch_op.alter_column(
            "certain",
            existing_type=sa.BOOLEAN(),
            server_default=sa.text("1"),
            existing_nullable=False,
        )

    op.drop_table("rabc_clean_check")
    with op.batch_alter_table("rabc_pest_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_pest_finding_visit_id"))

    op.drop_table("rabc_pest_finding")
    with op.batch_alter_table("rabc_clean_done", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_clean_done_slot_on")
        batch_op.drop_index("ix_rabc_clean_done_slot")

    op.drop_table("rabc_clean_done")
    with op.batch_alter_table("rabc_upkeep_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_upkeep_event_plan_code"))
        batch_op.drop_index("ix_rabc_upkeep_event_at")

    op.drop_table("rabc_upkeep_event")
    with op.batch_alter_table("rabc_trolley_clean", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_trolley_clean_at")

    op.drop_table("rabc_trolley_clean")
    with op.batch_alter_table("rabc_pump_event", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_pump_event_at")

    op.drop_table("rabc_pump_event")
    with op.batch_alter_table("rabc_product_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_product_sheet_product_id"))

    op.drop_table("rabc_product_sheet")
    with op.batch_alter_table("rabc_pest_visit", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_pest_visit_at")

    op.drop_table("rabc_pest_visit")
    with op.batch_alter_table("rabc_hygiene_round", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_hygiene_round_at")

    op.drop_table("rabc_hygiene_round")
    op.drop_table("rabc_clean_task")
    with op.batch_alter_table("rabc_pump_machine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_pump_machine_pump_id"))
        batch_op.drop_index("ix_rabc_pump_machine_at")

    op.drop_table("rabc_pump_machine")
    with op.batch_alter_table("rabc_pump_fill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_pump_fill_lot_id"))
        batch_op.drop_index("ix_rabc_pump_fill_at")

    op.drop_table("rabc_pump_fill")
    with op.batch_alter_table("rabc_upkeep_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_upkeep_plan_machine_id"))

    op.drop_table("rabc_upkeep_plan")
    op.drop_table("rabc_pump")
    with op.batch_alter_table("rabc_product_lot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_product_lot_product_id"))

    op.drop_table("rabc_product_lot")
    op.drop_table("rabc_product")
