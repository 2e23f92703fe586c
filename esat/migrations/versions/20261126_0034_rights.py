"""Rights of the persons: requests, answers, visas of the archives, destructions.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.migrations import triggers

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archives_visa",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_archives_visa_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_archives_visa_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archives_visa")),
    )
    with op.batch_alter_table("archives_visa", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archives_visa_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "rights_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("asked_by", sa.String(length=16), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "asked_by IN ('person', 'representative')", name=op.f("ck_rights_request_asked_by")
        ),
        sa.CheckConstraint(
            "kind IN ('statement', 'export', 'correction')", name=op.f("ck_rights_request_kind")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_rights_request_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_rights_request_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
    )
    with op.batch_alter_table("rights_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rights_request_worker_id"), ["worker_id"], unique=False
        )

    op.create_table(
        "destruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("visa_id", sa.Integer(), nullable=True),
        sa.Column("visa_on", sa.Date(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_destruction_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["visa_id"], ["archives_visa.id"], name=op.f("fk_destruction_visa_id_archives_visa")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_destruction_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
        sa.UniqueConstraint("worker_id", name=op.f("uq_destruction_worker_id")),
    )
    op.create_table(
        "rights_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('given', 'corrected', 'refused')", name=op.f("ck_rights_answer_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_rights_answer_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["rights_request.id"],
            name=op.f("fk_rights_answer_request_id_rights_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_answer")),
        sa.UniqueConstraint("request_id", name=op.f("uq_rights_answer_request_id")),
    )
    op.create_table(
        "rights_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=280), nullable=False),
        sa.CheckConstraint("stage IN ('asked', 'answered')", name=op.f("ck_rights_words_stage")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["rights_request.id"],
            name=op.f("fk_rights_words_request_id_rights_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_words")),
        sa.UniqueConstraint("request_id", "stage", name=op.f("uq_rights_words_request_id")),
    )
    triggers.install(op.get_bind(), triggers.RIGHTS)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.RIGHTS)
    op.drop_table("rights_words")
    op.drop_table("rights_answer")
    op.drop_table("destruction")
    with op.batch_alter_table("rights_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rights_request_worker_id"))

    op.drop_table("rights_request")
    with op.batch_alter_table("archives_visa", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archives_visa_worker_id"))

    op.drop_table("archives_visa")
