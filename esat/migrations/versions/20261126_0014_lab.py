"""Laboratories, their reports and samples, and the rules by which results drift.

Revision: 0014, after 0013.

"""

import sqlalchemy as sa
from alembic import op
from esat.db import Quantity
from esat.migrations import triggers
import sqlmodel

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
GROWN = (
    "rabc_trend_rule",
    "rabc_lab_accreditation",
    "rabc_lab_report",
    "rabc_lab_file",
    "rabc_lab_conclusion",
    "rabc_lab_sample",
)


def upgrade() -> None:
    op.create_table(
        "rabc_laboratory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_rabc_laboratory_name")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_laboratory_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_laboratory")),
        sa.UniqueConstraint("name_key", name=op.f("uq_rabc_laboratory_name_key")),
    )
    op.create_table(
        "rabc_trend_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("m", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'validated') = (approved_by IS NOT NULL)",
            name=op.f("ck_rabc_trend_rule_approved"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_rabc_trend_rule_status")
        ),
        sa.CheckConstraint("n > 0 AND m >= n", name=op.f("ck_rabc_trend_rule_n_of_m")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["account.id"], name=op.f("fk_rabc_trend_rule_approved_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_trend_rule_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_trend_rule")),
        sa.UniqueConstraint("rule", "version", name=op.f("uq_rabc_trend_rule_rule")),
    )
    op.create_table(
        "rabc_lab_accreditation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laboratory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_rabc_lab_accreditation_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["laboratory_id"],
            ["rabc_laboratory.id"],
            name=op.f("fk_rabc_lab_accreditation_laboratory_id_rabc_laboratory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_lab_accreditation")),
    )
    with op.batch_alter_table("rabc_lab_accreditation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_lab_accreditation_laboratory_id"), ["laboratory_id"], unique=False
        )

    op.create_table(
        "rabc_lab_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laboratory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("number_key", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_rabc_lab_report_number")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_lab_report_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["laboratory_id"],
            ["rabc_laboratory.id"],
            name=op.f("fk_rabc_lab_report_laboratory_id_rabc_laboratory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_lab_report")),
        sa.UniqueConstraint(
            "laboratory_id", "number_key", name=op.f("uq_rabc_lab_report_laboratory_id")
        ),
    )
    with op.batch_alter_table("rabc_lab_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_lab_report_recorded_at"), ["recorded_at"], unique=False
        )

    op.create_table(
        "rabc_lab_conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("words <> ''", name=op.f("ck_rabc_lab_conclusion_words")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_lab_conclusion_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["rabc_lab_report.id"],
            name=op.f("fk_rabc_lab_conclusion_report_id_rabc_lab_report"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_lab_conclusion")),
    )
    with op.batch_alter_table("rabc_lab_conclusion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rabc_lab_conclusion_report_id"), ["report_id"], unique=False
        )

    op.create_table(
        "rabc_lab_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("label_key", sa.String(length=80), nullable=False),
        sa.Column("machine_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("label <> ''", name=op.f("ck_rabc_lab_place_label")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rabc_lab_place_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["resource.id"], name=op.f("fk_rabc_lab_place_machine_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_lab_place")),
        sa.UniqueConstraint("label_key", name=op.f("uq_rabc_lab_place_label_key")),
    )
    op.create_table(
        "rabc_lab_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_lab_file_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_rabc_lab_file_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["rabc_lab_report.id"],
            name=op.f("fk_rabc_lab_file_report_id_rabc_lab_report"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_lab_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_rabc_lab_file_file_id")),
    )
    with op.batch_alter_table("rabc_lab_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_lab_file_report_id"), ["report_id"], unique=False)

    op.create_table(
        "rabc_lab_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=20), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sampler", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.Column("medium", sa.String(length=60), nullable=False),
        sa.Column("surface_cm2", Quantity(), nullable=True),
        sa.Column("incubation_c", Quantity(), nullable=True),
        sa.Column("incubation_h", Quantity(), nullable=True),
        sa.Column("written", sa.String(length=60), nullable=False),
        sa.Column("reading", sa.String(length=10), nullable=False),
        sa.Column("pathogen", sa.String(length=80), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("retest_of_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amends_id IS NULL OR reason <> ''", name=op.f("ck_rabc_lab_sample_why")
        ),
        sa.CheckConstraint(
            "reading IN ('', 'equivalent', 'plate')", name=op.f("ck_rabc_lab_sample_reading")
        ),
        sa.CheckConstraint(
            "surface_cm2 IS NULL OR surface_cm2 > 0", name=op.f("ck_rabc_lab_sample_surface")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rabc_lab_sample_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"],
            ["rabc_lab_sample.id"],
            name=op.f("fk_rabc_lab_sample_amends_id_rabc_lab_sample"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_rabc_lab_sample_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["rabc_lab_place.id"],
            name=op.f("fk_rabc_lab_sample_place_id_rabc_lab_place"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["rabc_lab_report.id"],
            name=op.f("fk_rabc_lab_sample_report_id_rabc_lab_report"),
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["rabc_result.id"], name=op.f("fk_rabc_lab_sample_result_id_rabc_result")
        ),
        sa.ForeignKeyConstraint(
            ["retest_of_id"],
            ["rabc_lab_sample.id"],
            name=op.f("fk_rabc_lab_sample_retest_of_id_rabc_lab_sample"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rabc_lab_sample")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_rabc_lab_sample_amends_id")),
        sa.UniqueConstraint("result_id", name=op.f("uq_rabc_lab_sample_result_id")),
    )
    with op.batch_alter_table("rabc_lab_sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rabc_lab_sample_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rabc_lab_sample_point"), ["point"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rabc_lab_sample_report_id"), ["report_id"], unique=False
        )

    triggers.install(op.get_bind(), GROWN)


def downgrade() -> None:
    triggers.drop(op.get_bind(), GROWN)
    with op.batch_alter_table("rabc_lab_sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_lab_sample_report_id"))
        batch_op.drop_index(batch_op.f("ix_rabc_lab_sample_point"))
        batch_op.drop_index(batch_op.f("ix_rabc_lab_sample_place_id"))

    op.drop_table("rabc_lab_sample")
    with op.batch_alter_table("rabc_lab_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_lab_file_report_id"))

    op.drop_table("rabc_lab_file")
    op.drop_table("rabc_lab_place")
    with op.batch_alter_table("rabc_lab_conclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_lab_conclusion_report_id"))

    op.drop_table("rabc_lab_conclusion")
    with op.batch_alter_table("rabc_lab_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_lab_report_recorded_at"))

    op.drop_table("rabc_lab_report")
    with op.batch_alter_table("rabc_lab_accreditation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rabc_lab_accreditation_laboratory_id"))

    op.drop_table("rabc_lab_accreditation")
    op.drop_table("rabc_trend_rule")
    op.drop_table("rabc_laboratory")
