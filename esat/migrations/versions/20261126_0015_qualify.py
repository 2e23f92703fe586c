"""Rules of the control, calibrations, qualifications of programmes, authorisations for posts.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
TABLES = (
    "rabc_policy",
    "rabc_permitted_error",
    "rabc_calibration",
    "rabc_calibration_point",
    "rabc_qualification",
    "rabc_qualification_approval",
    "rabc_qualification_void",
    "rabc_unproved_start",
    "rabc_post",
    "rabc_authorisation",
)
"""All of them only grow."""


def upgrade() -> None:
    op.create_table(
        "rabc_permitted_error",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_permitted_error_status")
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_rabc_permitted_error_value")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_permitted_error_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_rabc_permitted_error_instrument_id_instrument"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_permitted_error")),
    )
    with op.batch_alter_table("rabc_permitted_error", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_permitted_error_instrument_id"), ["instrument_id"], unique=False
        )

    op.create_table(
        "rabc_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_policy_status")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_rabc_policy_value")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_policy_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_policy")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_policy_code")),
    )
    op.create_table(
        "rabc_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("pictogram", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_post_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_post")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rabc_post_code")),
    )
    op.create_table(
        "rabc_authorisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("post_code", sa.String(length=30), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=280), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('given', 'withdrawn')", name=op.f("ck_rabc_authorisation_kind")
        ),
        sa.CheckConstraint(
            "CASE WHEN account_id IS NULL THEN 0 ELSE 1 END + CASE WHEN worker_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_rabc_authorisation_one_person"),
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_rabc_authorisation_validity")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_authorisation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_rabc_authorisation_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rabc_authorisation_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_authorisation")),
    )
    with op.batch_alter_table("rabc_authorisation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rabc_authorisation_account", ["account_id", "post_code"], unique=False
        )
        batch_op.create_index(
            "ix_rabc_authorisation_worker", ["worker_id", "post_code"], unique=False
        )

    op.create_table(
        "rabc_unproved_start",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=280), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'accepted' OR reason <> ''", name=op.f("ck_rabc_unproved_start_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('asked', 'accepted', 'refused')", name=op.f("ck_rabc_unproved_start_kind")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_unproved_start_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["resource.id"], name=op.f("fk_rabc_unproved_start_card_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_rabc_unproved_start_lot_id_lot")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_unproved_start_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_rabc_unproved_start_programme_id_laundry_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_unproved_start")),
    )
    with op.batch_alter_table("rabc_unproved_start", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rabc_unproved_start_lot", ["lot_id", "machine_id", "programme_id"], unique=False
        )
        batch_op.create_index(
            "ix_rabc_unproved_start_pair", ["machine_id", "card_id"], unique=False
        )

    op.create_table(
        "rabc_calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("performed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("performed_by", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=160), nullable=False),
        sa.Column("certificate", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("uncertainty", Quantity(), nullable=True),
        sa.Column("permitted_error", Quantity(), nullable=False),
        sa.Column("error_found", Quantity(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("next_due", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "method IN ('reference', 'ice')", name=op.f("ck_rabc_calibration_method")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_calibration_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_calibration_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_rabc_calibration_instrument_id_instrument"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_calibration")),
    )
    with op.batch_alter_table("rabc_calibration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_calibration_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            "ix_rabc_calibration_instrument", ["instrument_id", "performed_at"], unique=False
        )

    op.create_table(
        "rabc_qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=False),
        sa.Column("machine_version_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=13), nullable=False),
        sa.Column("report", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("performed_by", sa.String(length=120), nullable=False),
        sa.Column("log_reduction", Quantity(), nullable=True),
        sa.Column("temperature_c", Quantity(), nullable=False),
        sa.Column("hold_minutes", Quantity(), nullable=False),
        sa.Column("mixing_minutes", Quantity(), nullable=False),
        sa.Column("equivalences", sa.String(length=200), nullable=False),
        sa.Column("dose_ml_kg", Quantity(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "method IN ('logger', 'bio-indicator')", name=op.f("ck_rabc_qualification_method")
        ),
        sa.CheckConstraint(
            "temperature_c > 0 AND hold_minutes > 0", name=op.f("ck_rabc_qualification_hold")
        ),
        sa.CheckConstraint(
            "valid_until >= valid_from", name=op.f("ck_rabc_qualification_validity")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_qualification_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["resource.id"], name=op.f("fk_rabc_qualification_card_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_qualification_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_qualification_machine_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["machine_version_id"],
            ["laundry_machine.id"],
            name=op.f("fk_rabc_qualification_machine_version_id_laundry_machine"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["laundry_programme.id"],
            name=op.f("fk_rabc_qualification_programme_id_laundry_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_qualification")),
    )
    with op.batch_alter_table("rabc_qualification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_qualification_file_id"), ["file_id"], unique=False
        )
        batch_op.create_index("ix_rabc_qualification_pair", ["machine_id", "card_id"], unique=False)

    op.create_table(
        "rabc_calibration_point",
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("true_value", Quantity(), nullable=False),
        sa.Column("shown_value", Quantity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["rabc_calibration.id"],
            name=op.f("fk_rabc_calibration_point_calibration_id_rabc_calibration"),
        ),
        sa.PrimaryKeyConstraint(
            "calibration_id", "position", name=op.f("pk_rabc_calibration_point")
        ),
    )
    op.create_table(
        "rabc_qualification_approval",
        sa.Column("qualification_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_qualification_approval_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["rabc_qualification.id"],
            name=op.f("fk_rabc_qualification_approval_qualification_id_rabc_qualification"),
        ),
        sa.PrimaryKeyConstraint("qualification_id", name=op.f("pk_rabc_qualification_approval")),
    )
    op.create_table(
        "rabc_qualification_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("qualification_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=280), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_qualification_void_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["rabc_qualification.id"],
            name=op.f("fk_rabc_qualification_void_qualification_id_rabc_qualification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_qualification_void")),
    )
    with op.batch_alter_table("rabc_qualification_void", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_qualification_void_qualification_id"),
            ["qualification_id"],
            unique=False,
        )

    triggers.install(op.get_bind(), TABLES)


def downgrade() -> None:
    triggers.drop(op.get_bind(), TABLES)
    with op.batch_alter_table("rabc_qualification_void", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_qualification_void_qualification_id"))

    op.drop_table("rabc_qualification_void")
    op.drop_table("rabc_qualification_approval")
    op.drop_table("rabc_calibration_point")
    with op.batch_alter_table("rabc_qualification", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_qualification_pair")
        batch_op.drop_index(batch_op.f("ix_rabc_qualification_file_id"))

    op.drop_table("rabc_qualification")
    with op.batch_alter_table("rabc_calibration", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_calibration_instrument")
        batch_op.drop_index(batch_op.f("ix_rabc_calibration_file_id"))

    op.drop_table("rabc_calibration")
    with op.batch_alter_table("rabc_unproved_start", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_unproved_start_pair")
        batch_op.drop_index("ix_rabc_unproved_start_lot")

    op.drop_table("rabc_unproved_start")
    with op.batch_alter_table("rabc_authorisation", schema=None) as batch_op:
        batch_op.drop_index("ix_rabc_authorisation_worker")
        batch_op.drop_index("ix_rabc_authorisation_account")

    op.drop_table("rabc_authorisation")
    op.drop_table("rabc_post")
    op.drop_table("rabc_policy")
    with op.batch_alter_table("rabc_permitted_error", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_permitted_error_instrument_id"))

    op.drop_table("rabc_permitted_error")
