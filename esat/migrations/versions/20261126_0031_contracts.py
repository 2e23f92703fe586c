"""Contracts as dated rows, made of the workers' columns; trial extensions, agreements, secondments.

Revision: 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op
import sqlmodel
from esat.db import Quantity
from esat.migrations import triggers

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

FROM_COLUMNS = """
INSERT INTO worker_contract (worker_id, kind, label, why, begins, until, since, weekly_hours, trial,
                             host, prescriber, void, recorded_at)
SELECT id, CASE
    WHEN lower(contract_kind) LIKE '%mispe%' OR lower(contract_kind) LIKE '%couverte%'
      OR lower(contract_kind) LIKE '%stag%' THEN 'discovery'
    WHEN lower(contract_kind) LIKE '%court%' OR lower(contract_kind) LIKE '%remplacement%' THEN 'short'
    ELSE 'support' END, contract_kind, '', contract_starts, contract_ends, contract_starts, weekly_hours,
       true, '', '', false, created_at
FROM worker
WHERE contract_kind <> '' OR contract_starts IS NOT NULL OR contract_ends IS NOT NULL
   OR weekly_hours IS NOT NULL
ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        "delegate_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=10), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("seat IN ('delegate', 'deputy')", name=op.f("ck_delegate_seat_seat")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_delegate_seat_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_delegate_seat_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate_seat")),
    )
    op.create_table(
        "other_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("weekly_hours", Quantity(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("convention_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("weekly_hours >= 0", name=op.f("ck_other_job_hours")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_other_job_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_other_job_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_job")),
    )
    with op.batch_alter_table("other_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_other_job_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "secondment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("weekly_hours", Quantity(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("billing", sa.String(length=160), nullable=False),
        sa.Column("support", sa.String(length=280), nullable=False),
        sa.Column("adaptation", sa.String(length=280), nullable=False),
        sa.Column("mdph_on", sa.Date(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('individual', 'collective', 'placement')", name=op.f("ck_secondment_kind")
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_secondment_dates")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_secondment_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_secondment_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["secondment.id"], name=op.f("fk_secondment_root_id_secondment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment")),
    )
    with op.batch_alter_table("secondment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_secondment_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_secondment_root_id"), ["root_id"], unique=False)

    op.create_table(
        "sunday_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "how IN ('written', 'spoken', 'message')", name=op.f("ck_sunday_agreement_how")
        ),
        sa.CheckConstraint("agreed_on <= day", name=op.f("ck_sunday_agreement_prior")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_sunday_agreement_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_sunday_agreement_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sunday_agreement")),
    )
    with op.batch_alter_table("sunday_agreement", schema=None) as batch_op:
        batch_op.create_index("ix_sunday_agreement_worker", ["worker_id", "day"], unique=False)

    op.create_table(
        "worker_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("weekly_hours", Quantity(), nullable=True),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("prescriber", sa.String(length=80), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('support', 'short', 'discovery')", name=op.f("ck_worker_contract_kind")
        ),
        sa.CheckConstraint(
            "why IN ('', 'replacement', 'shared', 'left_for_job')",
            name=op.f("ck_worker_contract_why"),
        ),
        sa.CheckConstraint(
            "begins IS NULL OR until IS NULL OR until >= begins",
            name=op.f("ck_worker_contract_dates"),
        ),
        sa.CheckConstraint(
            "weekly_hours IS NULL OR weekly_hours > 0", name=op.f("ck_worker_contract_hours")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_worker_contract_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["worker.id"], name=op.f("fk_worker_contract_replaces_id_worker")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"],
            ["worker_contract.id"],
            name=op.f("fk_worker_contract_root_id_worker_contract"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_worker_contract_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_contract")),
    )
    with op.batch_alter_table("worker_contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_contract_root_id"), ["root_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_worker_contract_worker_id"), ["worker_id"], unique=False
        )

    op.create_table(
        "contract_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('project_update', 'final_review', 'discovery_sent', 'project_next')",
            name=op.f("ck_contract_step_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["worker_contract.id"],
            name=op.f("fk_contract_step_contract_id_worker_contract"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_contract_step_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_contract_step_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_step")),
    )
    with op.batch_alter_table("contract_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contract_step_contract_id"), ["contract_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contract_step_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "secondment_worker",
        sa.Column("secondment_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["secondment_id"],
            ["secondment.id"],
            name=op.f("fk_secondment_worker_secondment_id_secondment"),
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_secondment_worker_worker_id_worker")
        ),
        sa.PrimaryKeyConstraint("secondment_id", "worker_id", name=op.f("pk_secondment_worker")),
    )
    with op.batch_alter_table("secondment_worker", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_secondment_worker_worker_id"), ["worker_id"], unique=False
        )

    op.create_table(
        "trial_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["worker_contract.id"],
            name=op.f("fk_trial_extension_contract_id_worker_contract"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_trial_extension_decided_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_extension")),
        sa.UniqueConstraint("contract_id", "until", name=op.f("uq_trial_extension_contract_id")),
    )
    op.create_table(
        "activity_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["team.id"], name=op.f("fk_activity_day_group_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_activity_day_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_day")),
    )
    op.create_index("ix_activity_day_day", "activity_day", ["day"])
    op.create_index("ix_activity_day_month", "activity_day", ["month", "group_id"])
    op.create_table(
        "activity_state",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_activity_state")),
    )
    op.execute(FROM_COLUMNS)
    triggers.install(op.get_bind(), triggers.CONTRACTS)


def downgrade() -> None:
    triggers.drop(op.get_bind(), triggers.CONTRACTS)
    op.drop_table("activity_state")
    op.drop_table("activity_day")
    op.drop_table("trial_extension")
    with op.batch_alter_table("secondment_worker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secondment_worker_worker_id"))

    op.drop_table("secondment_worker")
    with op.batch_alter_table("contract_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_step_worker_id"))
        batch_op.drop_index(batch_op.f("ix_contract_step_contract_id"))

    op.drop_table("contract_step")
    with op.batch_alter_table("worker_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_contract_worker_id"))
        batch_op.drop_index(batch_op.f("ix_worker_contract_root_id"))

    op.drop_table("worker_contract")
    with op.batch_alter_table("sunday_agreement", schema=None) as batch_op:
        batch_op.drop_index("ix_sunday_agreement_worker")

    op.drop_table("sunday_agreement")
    with op.batch_alter_table("secondment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secondment_root_id"))
        batch_op.drop_index(batch_op.f("ix_secondment_client_id"))

    op.drop_table("secondment")
    with op.batch_alter_table("other_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_other_job_worker_id"))

    op.drop_table("other_job")
    op.drop_table("delegate_seat")
