"""Labels asked of a printer or given on paper: runs of rows, whole or not at all; sends nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Refused
from esat.printing import client_side, papers, reprints, wording
from esat.printing.models import TEST, LabelPrinter, PrintJob, PrintRun
from esat.production import barcodes, codes

MOST_BLANKS: Final = 2_000
"""Codes in one roll; more is a mistyped number."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: on which printer (None: on paper, as a PDF), on which layout (empty: that
    of each thing), why where a label left before, and how the run is called.
    """

    printer: LabelPrinter | None
    layout: str = ""
    reason: str = ""
    kind: str = "things"
    title: str = ""
    order_id: int | None = None


def request(
    session: Session, asked: Iterable[str], wish: Wish, *, by: Actor, at: datetime
) -> list[PrintJob]:
    """Queue one label for each code, in this order; all of them or none. Flushes.

    NotFound `code_unknown`, `layout_unknown`; refuses `printer_retired`, `code_revoked`,
    `label_waiting`, `layout_not_on_paper`, and `reprint_needs_reason` where a label left before.
    """
    _usable(wish.printer)
    wanted = list(dict.fromkeys(asked))
    if not wanted:
        raise Refused("labels_none_asked")
    run = _run(session, wish, len(wanted), by, at)
    made: list[PrintJob] = []
    for code in wanted:
        job = _job(session, code, wish, by, at)
        job.run_id, job.requested_by = run.id, by.account_id
        session.add(job)
        session.flush()
        if job.reprint_of is not None:
            reprints.record_event(session, job, by=by, at=at)
        run.workshop = job.workshop if not made or run.workshop == job.workshop else None
        made.append(job)
    if not wish.title:
        run.title = _title(session, wanted)
    session.flush()
    return made


def request_test(session: Session, printer: LabelPrinter, *, by: Actor, at: datetime) -> PrintJob:
    """Queue a label that names nothing, to see that the printer prints. Flushes."""
    _usable(printer)
    layout = papers.best(
        wording.layout_named(session, "small"),
        papers.PAPERS.get(printer.media),
        wording.layouts(session),
        ("equipment", "site", "garment"),
    )
    job = PrintJob(
        printer_id=printer.id or 0,
        code=TEST,
        layout=layout.code if layout else "small",
        requested_at=at,
        requested_by=by.account_id,
        next_try_at=at,
    )
    session.add(job)
    session.flush()
    return job


def request_blanks(
    session: Session, letter: str, count: int, wish: Wish, *, by: Actor, at: datetime
) -> PrintRun:
    """Allocate so many new codes of a kind and queue a label for each; none is bound. Flushes.

    Refuses `printer_retired`, `roll_too_long`, `roll_no_kind`, `layout_not_on_paper`.
    """
    _usable(wish.printer)
    if letter not in wording.BLANK_WORDS:
        raise Refused("roll_no_kind")
    if not 1 <= count <= MOST_BLANKS:
        raise Refused("roll_too_long", most=MOST_BLANKS)
    word = wording.BLANK_WORDS[letter]
    named = replace(wish, kind="blank", title=f"{count} étiquettes neuves : {word.lower()}")
    run = _run(session, named, count, by, at)
    first = barcodes.allocate(session, letter, at)
    layout = wish.layout or _layout(session, first, wish)
    for code in (first, *(barcodes.allocate(session, letter, at) for _ in range(count - 1))):
        session.add(_row(code, layout, wish, at, run, by))
    session.flush()
    return run


def last(session: Session, code: str, layout: str = "") -> PrintJob | None:
    """The last label of this code that left or is about to; a client's own label is another."""
    of_client = col(PrintJob.layout).startswith(client_side.CLIENT)
    same = of_client if client_side.is_template(layout) else ~of_client
    query = select(PrintJob).where(
        PrintJob.code == code, col(PrintJob.state).not_in(("given_up", "lost")), same
    )
    return session.exec(query.order_by(col(PrintJob.id).desc()).limit(1)).first()


def printed_before(session: Session, asked: Sequence[str]) -> bool:
    """Whether a label of one of these codes left before, so that a reason is wanted."""
    gone = ("sent", "seen", "sheet", "unsure")
    query = select(PrintJob.id).where(col(PrintJob.code).in_(asked), col(PrintJob.state).in_(gone))
    return session.exec(query.limit(1)).first() is not None


def _usable(printer: LabelPrinter | None) -> None:
    if printer is not None and printer.retired_at is not None:
        raise Refused("printer_retired")


def _run(session: Session, wish: Wish, count: int, by: Actor, at: datetime) -> PrintRun:
    run = PrintRun(
        kind=wish.kind,
        title=wish.title[:160] or "Étiquettes",
        count=count,
        printer_id=wish.printer.id if wish.printer else None,
        order_id=wish.order_id,
        requested_at=at,
        requested_by=by.account_id,
    )
    session.add(run)
    session.flush()
    return run


def _title(session: Session, asked: list[str]) -> str:
    subject = wording.subject_of(session, asked[0])
    first = subject.label or subject.code or asked[0]
    more = len(asked) - 1
    return f"{first} et {more} autre{'s' if more > 1 else ''}"[:160] if more else first[:160]


def _layout(session: Session, code: str, wish: Wish) -> str:
    """The layout that this thing comes out on, on that printer's paper."""
    wanted = wording.layout_of(session, wording.subject_of(session, code))
    paper = papers.PAPERS.get(wish.printer.media) if wish.printer else None
    found = papers.best(wanted, paper, wording.layouts(session))
    if found is None:
        raise Refused(
            "layout_not_on_paper", layout=wanted.label, paper=paper.label if paper else ""
        )
    return found.code


def _job(session: Session, asked: str, wish: Wish, by: Actor, at: datetime) -> PrintJob:
    subject = wording.subject_of(session, asked)
    code = subject.code or codes.repair(asked)
    before = last(session, code, wish.layout)
    if before is not None and before.state in {"queued", "failed", "sending", "unsure"}:
        raise Refused("label_waiting", code=code)
    if before is not None and not wish.reason.strip():
        raise Refused("reprint_needs_reason", code=code)
    if client_side.is_template(wish.layout):
        client_side.ask(session, subject, wish.layout, wish.printer, by=by, at=at)
    return PrintJob(
        printer_id=wish.printer.id if wish.printer else None,
        code=code,
        layout=wish.layout or _layout(session, code, wish),
        order_id=subject.order_id,
        workshop=wording.workshop_of(session, subject),
        requested_at=at,
        next_try_at=at,
        state="queued" if wish.printer else "sheet",
        reprint_of=None if before is None else before.id,
        reason="" if before is None else wish.reason.strip()[:200],
    )


def _row(code: str, layout: str, wish: Wish, at: datetime, run: PrintRun, by: Actor) -> PrintJob:
    """A new code's own label: nothing of it can have left before."""
    return PrintJob(
        printer_id=wish.printer.id if wish.printer else None,
        run_id=run.id,
        code=code,
        layout=layout,
        requested_at=at,
        requested_by=by.account_id,
        next_try_at=at,
        state="queued" if wish.printer else "sheet",
    )
