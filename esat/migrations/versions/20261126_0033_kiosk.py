"""The kiosk, portraits with consent, and replacements of supervisors.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.migrations import triggers

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kiosk_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=10), nullable=False),
        sa.Column("saying", sa.String(length=10), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("half IN ('morning', 'afternoon')", name=op.f("ck_kiosk_entry_half")),
        sa.CheckConstraint("saying IN ('arrive', 'leave')", name=op.f("ck_kiosk_entry_saying")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_kiosk_entry_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_kiosk_entry_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_kiosk_entry_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_entry")),
    )
    with op.batch_alter_table("kiosk_entry", schema=None) as batch_op:
        batch_op.create_index("ix_kiosk_entry_day", ["day", "worker_id"], unique=False)

    op.create_table(
        "portrait_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("signers", sa.Integer(), nullable=False),
        sa.Column("second_given", sa.Boolean(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("scope IN ('kiosk', 'team')", name=op.f("ck_portrait_consent_scope")),
        sa.CheckConstraint("signers BETWEEN 1 AND 2", name=op.f("ck_portrait_consent_signers")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_portrait_consent_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_portrait_consent_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portrait_consent")),
    )
    with op.batch_alter_table("portrait_consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_portrait_consent_worker_id"), ["worker_id"], unique=False
        )

    op.create_table(
        "kiosk_undo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_kiosk_undo_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["kiosk_entry.id"], name=op.f("fk_kiosk_undo_entry_id_kiosk_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_undo")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_kiosk_undo_entry_id")),
    )
    op.create_table(
        "portrait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_portrait_file_id_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_portrait_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_portrait_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portrait")),
        sa.UniqueConstraint("file_id", name=op.f("uq_portrait_file_id")),
        sa.UniqueConstraint("worker_id", name=op.f("uq_portrait_worker_id")),
    )
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=12), nullable=False, server_default="lead")
        )
        batch_op.add_column(
            sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
        batch_op.add_column(sa.Column("recorded_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_supervision_kind"), "kind IN ('lead', 'replacement')"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_supervision_recorded_by_account"), "account", ["recorded_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_supervision_ended_by_account"), "account", ["ended_by"], ["id"]
        )

    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
    triggers.install(op.get_bind(), triggers.KIOSK)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.KIOSK)
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_supervision_ended_by_account"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_supervision_recorded_by_account"), type_="foreignkey"
        )
        batch_op.drop_constraint(op.f("ck_supervision_kind"), type_="check")
        batch_op.drop_column("ended_by")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("recorded_by")
        batch_op.drop_column("recorded_at")
        batch_op.drop_column("kind")

    op.drop_table("portrait")
    op.drop_table("kiosk_undo")
    with op.batch_alter_table("portrait_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_portrait_consent_worker_id"))

    op.drop_table("portrait_consent")
    with op.batch_alter_table("kiosk_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_kiosk_entry_day")

    op.drop_table("kiosk_entry")
