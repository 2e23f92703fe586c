"""Job sheets, items of a trade, what was seen, training and paths.

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.migrations import triggers

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "skill_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workshop", sa.String(length=30), nullable=False),
        sa.Column("chapter", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("framework", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'validated')", name=op.f("ck_skill_item_status")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_skill_item_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_item")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_skill_item_code")),
    )
    with op.batch_alter_table("skill_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_item_workshop"), ["workshop"], unique=False)

    op.create_table(
        "job_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_job_sheet_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["work_post.id"], name=op.f("fk_job_sheet_post_id_work_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_sheet")),
        sa.UniqueConstraint("post_id", "version", name=op.f("uq_job_sheet_post_id")),
    )
    op.create_table(
        "learning_path",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('rae', 'vae', 'rsfp')", name=op.f("ck_learning_path_kind")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_learning_path_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_learning_path_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path")),
    )
    with op.batch_alter_table("learning_path", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_path_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "skill_observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("observed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "level IN ('seen', 'helped', 'shows', 'explains', 'transposes', 'withdrawn')",
            name=op.f("ck_skill_observation_level"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["skill_observation.id"],
            name=op.f("fk_skill_observation_corrects_id_skill_observation"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["skill_item.id"], name=op.f("fk_skill_observation_item_id_skill_item")
        ),
        sa.ForeignKeyConstraint(
            ["observed_by"], ["account.id"], name=op.f("fk_skill_observation_observed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_skill_observation_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_observation")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_skill_observation_corrects_id")),
    )
    with op.batch_alter_table("skill_observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_observation_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_skill_observation_worker", ["worker_id", "day"], unique=False)

    op.create_table(
        "worker_training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "result IN ('under_way', 'attended', 'attestation', 'certificate', 'stopped',"
            " 'withdrawn')",
            name=op.f("ck_worker_training_result"),
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_worker_training_minutes")),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_worker_training_dates")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["worker_training.id"],
            name=op.f("fk_worker_training_corrects_id_worker_training"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_worker_training_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_worker_training_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_training")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_worker_training_corrects_id")),
    )
    with op.batch_alter_table("worker_training", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_worker_training_worker_id"), ["worker_id"], unique=False
        )

    op.create_table(
        "learning_path_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('opened', 'file', 'support', 'observed', 'interview', 'obtained', 'partly',"
            " 'stopped', 'withdrawn')",
            name=op.f("ck_learning_path_step_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["learning_path_step.id"],
            name=op.f("fk_learning_path_step_corrects_id_learning_path_step"),
        ),
        sa.ForeignKeyConstraint(
            ["path_id"],
            ["learning_path.id"],
            name=op.f("fk_learning_path_step_path_id_learning_path"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_learning_path_step_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path_step")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_learning_path_step_corrects_id")),
    )
    with op.batch_alter_table("learning_path_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_path_step_path_id"), ["path_id"], unique=False
        )

    op.create_table(
        "job_sheet_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_job_sheet_step_file_id_file")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["job_sheet.id"], name=op.f("fk_job_sheet_step_sheet_id_job_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_sheet_step")),
        sa.UniqueConstraint("sheet_id", "position", name=op.f("uq_job_sheet_step_sheet_id")),
    )
    with op.batch_alter_table("job_sheet_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_sheet_step_file_id"), ["file_id"], unique=False)

    op.create_table(
        "skill_trace",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_skill_trace_file_id_file")),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["skill_observation.id"],
            name=op.f("fk_skill_trace_observation_id_skill_observation"),
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_skill_trace")),
    )
    with op.batch_alter_table("skill_trace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_trace_file_id"), ["file_id"], unique=False)

    triggers.install(op.get_bind(), triggers.SKILLS)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.SKILLS)
    with op.batch_alter_table("skill_trace", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_trace_file_id"))

    op.drop_table("skill_trace")
    with op.batch_alter_table("job_sheet_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_sheet_step_file_id"))

    op.drop_table("job_sheet_step")
    with op.batch_alter_table("learning_path_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_path_step_path_id"))

    op.drop_table("learning_path_step")
    with op.batch_alter_table("worker_training", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_training_worker_id"))

    op.drop_table("worker_training")
    with op.batch_alter_table("skill_observation", schema=None) as batch_op:
        batch_op.drop_index("ix_skill_observation_worker")
        batch_op.drop_index(batch_op.f("ix_skill_observation_item_id"))

    op.drop_table("skill_observation")
    with op.batch_alter_table("learning_path", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_path_worker_id"))

    op.drop_table("learning_path")
    op.drop_table("job_sheet")
    with op.batch_alter_table("skill_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_item_workshop"))

    op.drop_table("skill_item")
