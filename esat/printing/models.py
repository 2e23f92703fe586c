"""Printers and what each is asked for: one row per physical label; knows no pixel, no wire."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from esat.db import Row

TEST = "ESSAI"
"""What a test label bears in the place of a code; it names nothing of the house."""
STATES = ("queued", "sending", "sent", "unsure", "failed", "seen", "lost", "given_up", "sheet")
"""Waits, is on its way, was taken by the printer, may have left, did not leave, was seen by
somebody, did not come out, is not wanted any more, was given as a PDF."""
_WAITING = text("state IN ('queued', 'failed', 'sending', 'unsure')")
_WAITING_ONCE = text(f"state IN ('queued', 'failed', 'sending', 'unsure') AND code <> '{TEST}'")


class LabelPrinter(Row, table=True):
    """Where labels come out. `target` is a folder of ours, an `ipp://` address or `host:port`."""

    __tablename__ = "printer"
    __table_args__ = (
        CheckConstraint("kind IN ('file', 'ipp', 'socket')", name="kind"),
        CheckConstraint("format IN ('zpl', 'png', 'pdf')", name="format"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    """The short word by which a station names it."""
    name: str = Field(max_length=80)
    kind: str = Field(max_length=6)
    target: str = Field(max_length=200)
    dpi: int = Field(default=203, ge=150, le=1200)
    media: str = Field(default="", max_length=60)
    """The paper that is loaded: a code of `media.PAPERS`; empty for whatever a layout wants."""
    format: str = Field(default="zpl", max_length=3)
    created_at: datetime
    retired_at: datetime | None = None
    state: str | None = Field(default=None, max_length=12)
    """What it answered last: ready, attention, stopped or unreachable; None before it was asked."""
    state_words: str | None = Field(default=None, max_length=200)
    checked_at: datetime | None = None


class PrintRun(Row, table=True):
    """Labels asked for together: they leave in their order, and are taken up again together."""

    __tablename__ = "print_run"
    __table_args__ = (
        CheckConstraint("kind IN ('things', 'order', 'blank', 'sheet')", name="kind"),
        CheckConstraint("count > 0", name="count"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=8)
    title: str = Field(max_length=160)
    count: int
    printer_id: int | None = Field(default=None, foreign_key="printer.id")
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    workshop: str | None = Field(default=None, max_length=40)
    requested_at: datetime
    requested_by: int | None = Field(default=None, foreign_key="account.id")


class PrintJob(Row, table=True):
    """One label to come out of one printer; a failed one keeps its place in the queue."""

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(one) for one in STATES)})", name="state"),
        CheckConstraint("reprint_of IS NULL OR reason <> ''", name="reprint_reason"),
        CheckConstraint("printer_id IS NOT NULL OR state = 'sheet'", name="printer"),
        Index(
            "ix_print_job_waiting",
            "printer_id",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "uq_print_job_code_waiting",
            "code",
            "layout",
            unique=True,
            sqlite_where=_WAITING_ONCE,
            postgresql_where=_WAITING_ONCE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    printer_id: int | None = Field(default=None, foreign_key="printer.id", index=True)
    run_id: int | None = Field(default=None, foreign_key="print_run.id", index=True)
    turn: int | None = None
    """Its place in the queue: that of the label it replaces; None for its own number."""
    code: str = Field(max_length=64, index=True)
    layout: str = Field(default="", max_length=40)
    """The layout asked for; empty for the one of the thing itself."""
    layout_version: int | None = None
    """The version that left; None before it leaves, 0 for the house's own layout."""
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    workshop: str | None = Field(default=None, max_length=40)
    """Whose people see it; None for what belongs to the whole house."""
    requested_at: datetime
    requested_by: int | None = Field(default=None, foreign_key="account.id")
    state: str = Field(default="queued", max_length=8)
    attempts: int = 0
    next_try_at: datetime
    sent_at: datetime | None = None
    seen_at: datetime | None = None
    seen_by: int | None = Field(default=None, foreign_key="account.id")
    last_error: str = Field(default="", max_length=500)
    reprint_of: int | None = Field(default=None, foreign_key="print_job.id")
    reason: str = Field(default="", max_length=200)
