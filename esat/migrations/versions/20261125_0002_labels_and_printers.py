"""Labels and printers: runs of labels, states that a dying printer leaves, layouts by version,
clients' templates and numbers, formats of clients' codes, set-up codes of scanners.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from alembic.operations.base import BatchOperations

from esat.db import Quantity

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_WAITING = sa.text("state IN ('queued', 'failed')")
OLD_ONCE = sa.text("state IN ('queued', 'failed') AND code <> 'ESSAI'")
WAITING = sa.text("state IN ('queued', 'failed', 'sending', 'unsure')")
ONCE = sa.text("state IN ('queued', 'failed', 'sending', 'unsure') AND code <> 'ESSAI'")
PRINTER = "printer_id IS NOT NULL OR state = 'sheet'"
OLD_STATES = "state IN ('queued', 'sent', 'failed', 'given_up')"
STATES = "state IN ('queued', 'sending', 'sent', 'unsure', 'failed', 'seen', 'lost', 'given_up', 'sheet')"


def unchecked(batch_op: BatchOperations, name: str) -> None:
    """Drop a check; its whole name is given, which the naming convention must not prefix again."""
    batch_op.drop_constraint(op.f(name), type_="check")


def checked(batch_op: BatchOperations, name: str, words: str) -> None:
    batch_op.create_check_constraint(op.f(name), words)


def upgrade() -> None:
    op.create_table(
        "label_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("width_mm", Quantity(), nullable=False),
        sa.Column("height_mm", Quantity(), nullable=False),
        sa.Column("sheet", sa.String(length=10), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_label_layout_version")),
        sa.CheckConstraint("width_mm > 0 AND height_mm > 0", name=op.f("ck_label_layout_size")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_label_layout_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_layout")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_label_layout_code")),
    )
    op.create_table(
        "code_format",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("symbology", sa.String(length=12), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("check_digit", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "check_digit = 'gs1' OR symbology = 'digits'", name=op.f("ck_code_format_checked")
        ),
        sa.CheckConstraint(
            "check_digit IN ('gs1', 'none')", name=op.f("ck_code_format_check_digit")
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved')", name=op.f("ck_code_format_status")
        ),
        sa.CheckConstraint(
            "symbology IN ('ean13', 'ean8', 'upca', 'itf', 'digits')",
            name=op.f("ck_code_format_symbology"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_code_format_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_code_format_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_format")),
    )
    with op.batch_alter_table("code_format", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_format_client_id"), ["client_id"], unique=False)

    op.create_table(
        "number_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('sscc', 'galia', 'plain')", name=op.f("ck_number_range_kind")),
        sa.CheckConstraint("first >= 0 AND first <= last", name=op.f("ck_number_range_bounds")),
        sa.CheckConstraint("next >= first AND next <= last + 1", name=op.f("ck_number_range_next")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_number_range_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_number_range_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["account.id"], name=op.f("fk_number_range_closed_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_range")),
        sa.UniqueConstraint("code", name=op.f("uq_number_range_code")),
    )
    with op.batch_alter_table("number_range", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_range_client_id"), ["client_id"], unique=False)

    op.create_table(
        "client_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("width_mm", Quantity(), nullable=False),
        sa.Column("height_mm", Quantity(), nullable=False),
        sa.Column("range_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("language IN ('zpl', 'svg')", name=op.f("ck_client_template_language")),
        sa.CheckConstraint("version > 0", name=op.f("ck_client_template_version")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_template_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_client_template_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["range_id"], ["number_range.id"], name=op.f("fk_client_template_range_id_number_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_template")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_client_template_code")),
    )
    with op.batch_alter_table("client_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_template_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "issued_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("range_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=40), nullable=False),
        sa.Column("for_code", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "voided_at IS NULL OR void_reason <> ''", name=op.f("ck_issued_number_void_reason")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["account.id"], name=op.f("fk_issued_number_issued_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["account.id"], name=op.f("fk_issued_number_voided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["range_id"], ["number_range.id"], name=op.f("fk_issued_number_range_id_number_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_number")),
        sa.UniqueConstraint("range_id", "number", name=op.f("uq_issued_number_range_id")),
        sa.UniqueConstraint("text", name=op.f("uq_issued_number_text")),
    )
    with op.batch_alter_table("issued_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_number_for_code"), ["for_code"], unique=False)

    op.create_table(
        "print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("printer_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("workshop", sa.String(length=40), nullable=True),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('things', 'order', 'blank', 'sheet')", name=op.f("ck_print_run_kind")
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_print_run_count")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_print_run_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["printer_id"], ["printer.id"], name=op.f("fk_print_run_printer_id_printer")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["account.id"], name=op.f("fk_print_run_requested_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
    )
    with op.batch_alter_table("print_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_run_order_id"), ["order_id"], unique=False)

    op.create_table(
        "scanner_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "width_mm >= 10 AND width_mm <= 170", name=op.f("ck_scanner_setup_width_mm")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_scanner_setup_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_scanner_setup_file_id_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scanner_setup")),
    )
    with op.batch_alter_table("barcode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("symbology", sa.String(length=12), nullable=True))

    with op.batch_alter_table("print_job") as batch_op:
        batch_op.drop_index("ix_print_job_waiting")
        batch_op.drop_index("uq_print_job_code_waiting")
        unchecked(batch_op, "ck_print_job_state")
        checked(batch_op, "ck_print_job_state", STATES)
        batch_op.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("layout_version", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
        batch_op.add_column(sa.Column("seen_by", sa.Integer(), nullable=True))
        batch_op.alter_column("printer_id", existing_type=sa.Integer(), nullable=True)
        checked(batch_op, "ck_print_job_printer", PRINTER)
        batch_op.create_index(
            "ix_print_job_waiting",
            ["printer_id", "id"],
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )
        batch_op.create_index(
            "uq_print_job_code_waiting",
            ["code", "layout"],
            unique=True,
            sqlite_where=ONCE,
            postgresql_where=ONCE,
        )
        batch_op.create_index(batch_op.f("ix_print_job_run_id"), ["run_id"])
        batch_op.create_foreign_key(
            op.f("fk_print_job_run_id_print_run"), "print_run", ["run_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_print_job_seen_by_account"), "account", ["seen_by"], ["id"]
        )
    with op.batch_alter_table("printer") as batch_op:
        unchecked(batch_op, "ck_printer_kind")
        batch_op.add_column(sa.Column("state", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("state_words", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("checked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
    op.execute(
        "UPDATE printer SET kind = 'ipp', target = 'ipp://localhost:631/printers/' || target"
        " WHERE kind = 'spool'"
    )
    with op.batch_alter_table("printer") as batch_op:
        checked(batch_op, "ck_printer_kind", "kind IN ('file', 'ipp', 'socket')")


def downgrade() -> None:
    with op.batch_alter_table("printer") as batch_op:
        unchecked(batch_op, "ck_printer_kind")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("state_words")
        batch_op.drop_column("state")
    op.execute(
        "UPDATE printer SET kind = 'spool',"
        " target = replace(target, 'ipp://localhost:631/printers/', '') WHERE kind = 'ipp'"
    )
    with op.batch_alter_table("printer") as batch_op:
        checked(batch_op, "ck_printer_kind", "kind IN ('file', 'spool', 'socket')")
    with op.batch_alter_table("print_job") as batch_op:
        batch_op.drop_constraint("fk_print_job_seen_by_account", type_="foreignkey")
        batch_op.drop_constraint("fk_print_job_run_id_print_run", type_="foreignkey")
        unchecked(batch_op, "ck_print_job_state")
        unchecked(batch_op, "ck_print_job_printer")
        batch_op.drop_index("ix_print_job_run_id")
        batch_op.drop_index("ix_print_job_waiting")
        batch_op.drop_index("uq_print_job_code_waiting")
    op.execute("UPDATE print_job SET state = 'sent' WHERE state = 'seen'")
    op.execute("UPDATE print_job SET state = 'failed' WHERE state IN ('sending', 'unsure')")
    op.execute("UPDATE print_job SET state = 'given_up' WHERE state = 'lost'")
    op.execute("DELETE FROM print_job WHERE printer_id IS NULL")
    with op.batch_alter_table("print_job") as batch_op:
        batch_op.alter_column("printer_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("seen_by")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("layout_version")
        batch_op.drop_column("turn")
        batch_op.drop_column("run_id")
        checked(batch_op, "ck_print_job_state", OLD_STATES)
        batch_op.create_index(
            "ix_print_job_waiting",
            ["printer_id", "id"],
            sqlite_where=OLD_WAITING,
            postgresql_where=OLD_WAITING,
        )
        batch_op.create_index(
            "uq_print_job_code_waiting",
            ["code"],
            unique=True,
            sqlite_where=OLD_ONCE,
            postgresql_where=OLD_ONCE,
        )
    with op.batch_alter_table("barcode", schema=None) as batch_op:
        batch_op.drop_column("symbology")

    op.drop_table("scanner_setup")
    with op.batch_alter_table("print_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_run_order_id"))

    op.drop_table("print_run")
    with op.batch_alter_table("issued_number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_number_for_code"))

    op.drop_table("issued_number")
    with op.batch_alter_table("client_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_template_client_id"))

    op.drop_table("client_template")
    with op.batch_alter_table("number_range", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_range_client_id"))

    op.drop_table("number_range")
    with op.batch_alter_table("code_format", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_format_client_id"))

    op.drop_table("code_format")
    op.drop_table("label_layout")
