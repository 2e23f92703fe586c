"""The laundry: machines, programmes, families, precautions, bins and limits by version; weights,
loads, cycles, disinfections, breaches. Links between items say whether they are certain.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
import sqlmodel

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laundry_family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_family_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_family")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_family_code")),
    )
    op.create_table(
        "laundry_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_laundry_limit_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_limit_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_limit")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_limit_code")),
    )
    op.create_table(
        "laundry_precaution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.Column("never_opened", sa.Boolean(), nullable=False),
        sa.Column("last_of_day", sa.Boolean(), nullable=False),
        sa.Column("disinfect_after", sa.Boolean(), nullable=False),
        sa.Column("no_claim", sa.Boolean(), nullable=False),
        sa.Column("isolation_hours", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_laundry_precaution_status")
        ),
        sa.CheckConstraint("isolation_hours >= 0", name=op.f("ck_laundry_precaution_isolation")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_precaution_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_precaution")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_laundry_precaution_code")),
    )
    op.create_table(
        "laundry_bin",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("family_code", sa.String(length=30), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("contaminated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_laundry_bin_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_laundry_bin")),
    )
    op.create_table(
        "laundry_machine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("nominal_kg", Quantity(), nullable=True),
        sa.Column("barrier", sa.Boolean(), nullable=False),
        sa.Column("contaminated_only", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('washer', 'dryer', 'extractor', 'calender', 'iron', 'folder')",
            name=op.f("ck_laundry_machine_kind"),
        ),
        sa.CheckConstraint(
            "nominal_kg IS NULL OR nominal_kg > 0", name=op.f("ck_laundry_machine_nominal")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_machine_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_laundry_machine_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_machine")),
        sa.UniqueConstraint("resource_id", "version", name=op.f("uq_laundry_machine_resource_id")),
    )
    with op.batch_alter_table("laundry_machine", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_machine_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "laundry_precaution_programme",
        sa.Column("precaution_id", sa.Integer(), nullable=False),
        sa.Column("programme_card_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["precaution_id"],
            ["laundry_precaution.id"],
            name=op.f("fk_laundry_precaution_programme_precaution_id_laundry_precaution"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_card_id"],
            ["resource.id"],
            name=op.f("fk_laundry_precaution_programme_programme_card_id_resource"),
        ),
        sa.PrimaryKeyConstraint(
            "precaution_id", "programme_card_id", name=op.f("pk_laundry_precaution_programme")
        ),
    )
    op.create_table(
        "laundry_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("temperature_c", Quantity(), nullable=True),
        sa.Column("hold_minutes", Quantity(), nullable=True),
        sa.Column("mixing_minutes", Quantity(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("water_l_per_kg", Quantity(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('wash', 'dry', 'disinfect')", name=op.f("ck_laundry_programme_kind")
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_laundry_programme_status")
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_laundry_programme_minutes")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_laundry_programme_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_laundry_programme_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_programme")),
        sa.UniqueConstraint(
            "resource_id", "version", name=op.f("uq_laundry_programme_resource_id")
        ),
    )
    with op.batch_alter_table("laundry_programme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_programme_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "laundry_cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("machine_version_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("kg", Quantity(), nullable=True),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("start_recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("start_station_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("end_recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_station_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("max_c", Quantity(), nullable=True),
        sa.Column("hold_minutes", Quantity(), nullable=True),
        sa.Column("water_l", Quantity(), nullable=True),
        sa.Column("energy_kwh", Quantity(), nullable=True),
        sa.Column("fault", sa.String(length=120), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("open_recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("open_station_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('wash', 'dry', 'disinfect')", name=op.f("ck_laundry_cycle_kind")
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'done', 'fault', 'stopped')", name=op.f("ck_laundry_cycle_outcome")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_laundry_cycle_order")
        ),
        sa.CheckConstraint(
            "opened_at IS NULL OR ended_at IS NOT NULL", name=op.f("ck_laundry_cycle_opened")
        ),
        sa.ForeignKeyConstraint(
            ["end_station_id"], ["station.id"], name=op.f("fk_laundry_cycle_end_station_id_station")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["account.id"], name=op.f("fk_laundry_cycle_ended_by_account")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_laundry_cycle_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_laundry_cycle_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["machine_version_id"],
            ["laundry_machine.id"],
            name=op.f("fk_laundry_cycle_machine_version_id_laundry_machine"),
        ),
        sa.ForeignKeyConstraint(
            ["open_station_id"],
            ["station.id"],
            name=op.f("fk_laundry_cycle_open_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_laundry_cycle_opened_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_laundry_cycle_programme_id_laundry_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["start_station_id"],
            ["station.id"],
            name=op.f("fk_laundry_cycle_start_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["account.id"], name=op.f("fk_laundry_cycle_started_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_cycle")),
    )
    with op.batch_alter_table("laundry_cycle", schema=None) as batch_op:
        batch_op.create_index("ix_laundry_cycle_lot", ["lot_id"], unique=False)
        batch_op.create_index("ix_laundry_cycle_started", ["started_at"], unique=False)
        batch_op.create_index(
            "uq_laundry_cycle_running",
            ["machine_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "laundry_load",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("bin_id", sa.Integer(), nullable=True),
        sa.Column("family_code", sa.String(length=30), nullable=True),
        sa.Column("precaution_id", sa.Integer(), nullable=True),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("accepted_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('wash', 'dry')", name=op.f("ck_laundry_load_kind")),
        sa.ForeignKeyConstraint(
            ["bin_id"], ["resource.id"], name=op.f("fk_laundry_load_bin_id_resource")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_laundry_load_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_laundry_load_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["precaution_id"],
            ["laundry_precaution.id"],
            name=op.f("fk_laundry_load_precaution_id_laundry_precaution"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_laundry_load_programme_id_laundry_programme"),
        ),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_laundry_load")),
    )
    with op.batch_alter_table("laundry_load", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_load_bin_id"), ["bin_id"], unique=False)

    op.create_table(
        "laundry_programme_dose",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=60), nullable=False),
        sa.Column("ml_per_kg", Quantity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_laundry_programme_dose_programme_id_laundry_programme"),
        ),
        sa.PrimaryKeyConstraint("programme_id", "product", name=op.f("pk_laundry_programme_dose")),
    )
    op.create_table(
        "laundry_programme_family",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("family_code", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_laundry_programme_family_programme_id_laundry_programme"),
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "family_code", name=op.f("pk_laundry_programme_family")
        ),
    )
    op.create_table(
        "laundry_programme_machine",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine_id"],
            ["resource.id"],
            name=op.f("fk_laundry_programme_machine_machine_id_resource"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_laundry_programme_machine_programme_id_laundry_programme"),
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "machine_id", name=op.f("pk_laundry_programme_machine")
        ),
    )
    op.create_table(
        "laundry_cycle_dose",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=60), nullable=False),
        sa.Column("ml", Quantity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_laundry_cycle_dose_cycle_id_laundry_cycle"),
        ),
        sa.PrimaryKeyConstraint("cycle_id", "product", name=op.f("pk_laundry_cycle_dose")),
    )
    op.create_table(
        "laundry_cycle_fix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("after", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_cycle_fix_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_laundry_cycle_fix_cycle_id_laundry_cycle"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_cycle_fix")),
    )
    with op.batch_alter_table("laundry_cycle_fix", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_cycle_fix_cycle_id"), ["cycle_id"], unique=False
        )

    op.create_table(
        "laundry_disinfection_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("after_cycle_id", sa.Integer(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("done_cycle_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["after_cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_laundry_disinfection_due_after_cycle_id_laundry_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["done_cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_laundry_disinfection_due_done_cycle_id_laundry_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"],
            ["resource.id"],
            name=op.f("fk_laundry_disinfection_due_machine_id_resource"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_disinfection_due")),
    )
    with op.batch_alter_table("laundry_disinfection_due", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_laundry_disinfection_due_machine_id"), ["machine_id"], unique=False
        )

    op.create_table(
        "laundry_item",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("family_code", sa.String(length=30), nullable=True),
        sa.Column("precaution_id", sa.Integer(), nullable=True),
        sa.Column("isolated_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("kg IS NULL OR kg > 0", name=op.f("ck_laundry_item_kg")),
        sa.CheckConstraint("pieces IS NULL OR pieces >= 0", name=op.f("ck_laundry_item_pieces")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_item_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["precaution_id"],
            ["laundry_precaution.id"],
            name=op.f("fk_laundry_item_precaution_id_laundry_precaution"),
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_laundry_item")),
    )
    op.create_table(
        "laundry_weighing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kg", Quantity(), nullable=False),
        sa.Column("source", sa.String(length=6), nullable=False),
        sa.Column("instrument", sa.String(length=30), nullable=False),
        sa.Column("reading_key", sa.LargeBinary(length=16), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("source IN ('typed', 'scale')", name=op.f("ck_laundry_weighing_source")),
        sa.CheckConstraint("kg > 0", name=op.f("ck_laundry_weighing_kg")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_weighing_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["laundry_weighing.id"],
            name=op.f("fk_laundry_weighing_amends_id_laundry_weighing"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_weighing_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_weighing_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_weighing")),
    )
    with op.batch_alter_table("laundry_weighing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laundry_weighing_item_id"), ["item_id"], unique=False)

    op.create_table(
        "laundry_breach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("capture_uid", sa.LargeBinary(length=16), nullable=True),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('dirty_after_clean', 'clean_before_dirty')",
            name=op.f("ck_laundry_breach_kind"),
        ),
        sa.CheckConstraint(
            "CASE WHEN item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN lot_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_laundry_breach_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_laundry_breach_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["laundry_cycle.id"],
            name=op.f("fk_laundry_breach_cycle_id_laundry_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_laundry_breach_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["hold.id"], name=op.f("fk_laundry_breach_hold_id_hold")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_laundry_breach_item_id_item")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_laundry_breach_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_laundry_breach_opened_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_laundry_breach_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laundry_breach")),
    )
    with op.batch_alter_table("item_link", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("certain", sa.Boolean(), nullable=False, server_default=sa.true())
        )


def downgrade() -> None:
    with op.batch_alter_table("item_link", schema=None) as batch_op:
        batch_op.drop_column("certain")

    op.drop_table("laundry_breach")
    with op.batch_alter_table("laundry_weighing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_weighing_item_id"))

    op.drop_table("laundry_weighing")
    op.drop_table("laundry_item")
    with op.batch_alter_table("laundry_disinfection_due", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_disinfection_due_machine_id"))

    op.drop_table("laundry_disinfection_due")
    with op.batch_alter_table("laundry_cycle_fix", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_cycle_fix_cycle_id"))

    op.drop_table("laundry_cycle_fix")
    op.drop_table("laundry_cycle_dose")
    op.drop_table("laundry_programme_machine")
    op.drop_table("laundry_programme_family")
    op.drop_table("laundry_programme_dose")
    with op.batch_alter_table("laundry_load", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_load_bin_id"))

    op.drop_table("laundry_load")
    with op.batch_alter_table("laundry_cycle", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_laundry_cycle_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_laundry_cycle_started")
        batch_op.drop_index("ix_laundry_cycle_lot")

    op.drop_table("laundry_cycle")
    with op.batch_alter_table("laundry_programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_programme_resource_id"))

    op.drop_table("laundry_programme")
    op.drop_table("laundry_precaution_programme")
    with op.batch_alter_table("laundry_machine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laundry_machine_resource_id"))

    op.drop_table("laundry_machine")
    op.drop_table("laundry_bin")
    op.drop_table("laundry_precaution")
    op.drop_table("laundry_limit")
    op.drop_table("laundry_family")
