"""The ground of RABC: the control plan and its versions, results as judged, cases.

Revision: 0012, after 0011.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
GROWN = (
    "rabc_point_version",
    "rabc_point_pair",
    "rabc_point_approval",
    "rabc_result",
    "rabc_result_hold",
    "rabc_result_validation",
    "rabc_case_step",
)


def upgrade() -> None:
    op.create_table(
        "rabc_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_clause_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_clause")),
        sa.UniqueConstraint("edition", "key", name=op.f("uq_rabc_clause_edition")),
    )
    op.create_table(
        "rabc_flow_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("zone", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("recorded", sa.String(length=300), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_flow_step_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_flow_step_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_flow_step")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_flow_step_code")),
    )
    op.create_table(
        "rabc_hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("examples", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("points", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_hazard_status")
        ),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 5", name=op.f("ck_rabc_hazard_likelihood")),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name=op.f("ck_rabc_hazard_severity")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["account.id"], name=op.f("fk_rabc_hazard_approved_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_hazard_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_hazard")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_hazard_code")),
    )
    op.create_table(
        "rabc_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_point_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_point")),
        sa.UniqueConstraint("code", name=op.f("uq_rabc_point_code")),
    )
    op.create_table(
        "rabc_point_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=3), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=12), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("surface_cm2", Quantity(), nullable=True),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.Column("target_low", Quantity(), nullable=True),
        sa.Column("target_high", Quantity(), nullable=True),
        sa.Column("target_closed", sa.Boolean(), nullable=False),
        sa.Column("has_alert", sa.Boolean(), nullable=False),
        sa.Column("alert_low", Quantity(), nullable=True),
        sa.Column("alert_high", Quantity(), nullable=True),
        sa.Column("alert_closed", sa.Boolean(), nullable=False),
        sa.Column("margin_c", Quantity(), nullable=False),
        sa.Column("margin_minutes", Quantity(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("forbidden", sa.String(length=120), nullable=False),
        sa.Column("plausible_low", Quantity(), nullable=True),
        sa.Column("plausible_high", Quantity(), nullable=True),
        sa.Column("frequency", sa.String(length=12), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("per_machine", sa.Boolean(), nullable=False),
        sa.Column("late_after_hours", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=20), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("alert_procedure", sa.String(length=400), nullable=False),
        sa.Column("action_procedure", sa.String(length=400), nullable=False),
        sa.Column("holds_lots", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=3), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "direction IN ('upper', 'lower', 'range', 'boolean', 'hold', 'chemical')",
            name=op.f("ck_rabc_point_version_direction"),
        ),
        sa.CheckConstraint("kind IN ('CCP', 'CP', 'PRP')", name=op.f("ck_rabc_point_version_kind")),
        sa.CheckConstraint("mark IN ('S', 'I', 'S→I')", name=op.f("ck_rabc_point_version_mark")),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_point_version_status")
        ),
        sa.CheckConstraint("misses >= 1", name=op.f("ck_rabc_point_version_misses")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_point_version_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_rabc_point_version_owner_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["rabc_point.id"], name=op.f("fk_rabc_point_version_point_id_rabc_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_point_version")),
        sa.UniqueConstraint("point_id", "version", name=op.f("uq_rabc_point_version_point_id")),
    )
    with op.batch_alter_table("rabc_point_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_point_version_point_id"), ["point_id"], unique=False
        )

    op.create_table(
        "rabc_point_approval",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("effective_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "effective_at >= at OR by_id IS NULL", name=op.f("ck_rabc_point_approval_not_back")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_rabc_point_approval_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rabc_point_version.id"],
            name=op.f("fk_rabc_point_approval_version_id_rabc_point_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_rabc_point_approval")),
    )
    op.create_table(
        "rabc_point_pair",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("celsius", Quantity(), nullable=False),
        sa.Column("minutes", Quantity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rabc_point_version.id"],
            name=op.f("fk_rabc_point_pair_version_id_rabc_point_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "celsius", name=op.f("pk_rabc_point_pair")),
    )
    op.create_table(
        "rabc_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_version_id", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=True),
        sa.Column("qualifier", sa.String(length=4), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("surface_cm2", Quantity(), nullable=True),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("forbidden", sa.Boolean(), nullable=False),
        sa.Column("dose_percent", Quantity(), nullable=True),
        sa.Column("verdict", sa.String(length=14), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("instrument_id", sa.Integer(), nullable=True),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("fix_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("NOT late OR late_reason <> ''", name=op.f("ck_rabc_result_late")),
        sa.CheckConstraint(
            "amends_id IS NULL OR fix_reason <> ''", name=op.f("ck_rabc_result_fix")
        ),
        sa.CheckConstraint(
            "qualifier IN ('', '<', '>', 'tntc')", name=op.f("ck_rabc_result_qualifier")
        ),
        sa.CheckConstraint(
            "source IN ('hand', 'system', 'machine', 'logger', 'lab', 'sensor')",
            name=op.f("ck_rabc_result_source"),
        ),
        sa.CheckConstraint(
            "verdict IN ('conform', 'alert', 'action', 'not_measured', 'not_applicable')",
            name=op.f("ck_rabc_result_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_result_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["rabc_result.id"], name=op.f("fk_rabc_result_amends_id_rabc_result")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["laundry_cycle.id"], name=op.f("fk_rabc_result_cycle_id_laundry_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_rabc_result_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_rabc_result_instrument_id_instrument"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_rabc_result_item_id_item")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_rabc_result_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_result_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["point_version_id"],
            ["rabc_point_version.id"],
            name=op.f("fk_rabc_result_point_version_id_rabc_point_version"),
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_rabc_result_station_id_station")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_result_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_result")),
    )
    with op.batch_alter_table("rabc_result", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_result_check", ["check_id"], unique=False)
        batch_op.create_index("ix_rabc_result_cycle", ["cycle_id"], unique=False)
        batch_op.create_index("ix_rabc_result_lot", ["lot_id"], unique=False)
        batch_op.create_index("ix_rabc_result_taken", ["taken_at"], unique=False)
        batch_op.create_index(
            "ix_rabc_result_version", ["point_version_id", "taken_at"], unique=False
        )
        batch_op.create_index("uq_rabc_result_amends", ["amends_id"], unique=True)

    op.create_table(
        "rabc_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("origin_ref", sa.String(length=60), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("procedure", sa.String(length=400), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('alert', 'action', 'investigation')", name=op.f("ck_rabc_case_kind")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_rabc_case_order")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["account.id"], name=op.f("fk_rabc_case_closed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_case_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_rabc_case_opened_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["rabc_point.id"], name=op.f("fk_rabc_case_point_id_rabc_point")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["rabc_result.id"], name=op.f("fk_rabc_case_result_id_rabc_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_case")),
        sa.UniqueConstraint("ref", name=op.f("uq_rabc_case_ref")),
    )
    with op.batch_alter_table("rabc_case", schema=None) as batch_op:
        batch_op.create_index("ix_rabc_case_opened", ["opened_at"], unique=False)
        batch_op.create_index("ix_rabc_case_point", ["point_id", "opened_at"], unique=False)
        batch_op.create_index("ix_rabc_case_result", ["result_id"], unique=False)

    op.create_table(
        "rabc_result_hold",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("celsius", Quantity(), nullable=False),
        sa.Column("minutes", Quantity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["rabc_result.id"],
            name=op.f("fk_rabc_result_hold_result_id_rabc_result"),
        ),
        sa.PrimaryKeyConstraint("result_id", "celsius", name=op.f("pk_rabc_result_hold")),
    )
    op.create_table(
        "rabc_result_validation",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_result_validation_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["rabc_result.id"],
            name=op.f("fk_rabc_result_validation_result_id_rabc_result"),
        ),
        sa.PrimaryKeyConstraint("result_id", name=op.f("pk_rabc_result_validation")),
    )
    op.create_table(
        "rabc_case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('containment', 'cause', 'action', 'verification', 'release', 'note')",
            name=op.f("ck_rabc_case_step_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_case_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rabc_case.id"], name=op.f("fk_rabc_case_step_case_id_rabc_case")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_case_step_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["rabc_result.id"], name=op.f("fk_rabc_case_step_result_id_rabc_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_case_step")),
    )
    with op.batch_alter_table("rabc_case_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_case_step_case_id"), ["case_id"], unique=False)

    op.create_table(
        "rabc_case_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN lot_id IS NULL THEN 0 ELSE 1 END + CASE WHEN item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN resource_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_rabc_case_subject_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["rabc_case.id"], name=op.f("fk_rabc_case_subject_case_id_rabc_case")
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["hold.id"], name=op.f("fk_rabc_case_subject_hold_id_hold")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_rabc_case_subject_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_rabc_case_subject_lot_id_lot")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_rabc_case_subject_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_case_subject")),
    )
    with op.batch_alter_table("rabc_case_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_case_subject_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_rabc_case_subject_hold", ["hold_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_case_subject_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_case_subject_lot_id"), ["lot_id"], unique=False)
    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    with op.batch_alter_table("rabc_case_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_case_subject_lot_id"))
        batch_op.drop_index(batch_op.f("ix_rabc_case_subject_item_id"))
        batch_op.drop_index("ix_rabc_case_subject_hold")
        batch_op.drop_index(batch_op.f("ix_rabc_case_subject_case_id"))

    op.drop_table("rabc_case_subject")
    with op.batch_alter_table("rabc_case_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_case_step_case_id"))

    op.drop_table("rabc_case_step")
    op.drop_table("rabc_result_validation")
    op.drop_table("rabc_result_hold")
    with op.batch_alter_table("rabc_case", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_case_result")
        batch_op.drop_index("ix_rabc_case_point")
        batch_op.drop_index("ix_rabc_case_opened")

    op.drop_table("rabc_case")
    with op.batch_alter_table("rabc_result", schema=None) as batch_op:
        batch_op.drop_index("uq_rabc_result_amends")
        batch_op.drop_index("ix_rabc_result_version")
        batch_op.drop_index("ix_rabc_result_taken")
        batch_op.drop_index("ix_rabc_result_lot")
        batch_op.drop_index("ix_rabc_result_cycle")
        batch_op.drop_index("ix_rabc_result_check")

    op.drop_table("rabc_result")
    op.drop_table("rabc_point_pair")
    op.drop_table("rabc_point_approval")
    with op.batch_alter_table("rabc_point_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_point_version_point_id"))

    op.drop_table("rabc_point_version")
    op.drop_table("rabc_point")
    op.drop_table("rabc_hazard")
    op.drop_table("rabc_flow_step")
    op.drop_table("rabc_clause")
