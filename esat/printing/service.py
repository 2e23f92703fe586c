"""Labels of things, of codes and of whole orders as files; what leaves is read back first."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, Literal, TypeVar

from sqlmodel import Session, col, select

from esat.errors import Invalid, Refused
from esat.printing import wording
from esat.printing.models import PrintJob
from esat.production import barcodes, orders, subjects
from esat.production.models import Item, Order
from labels import GRIDS, Label, LabelError, render_pdf, render_png, render_zpl, unread
from labels.sheets import OFFICE
from labels.spec import REPRINT

PRINT: Final = "printing.print"
T = TypeVar("T")
Format = Literal["png", "pdf", "zpl"]
TYPES: Final[dict[str, str]] = {
    "png": "image/png",
    "pdf": "application/pdf",
    "zpl": "text/plain; charset=utf-8",
}
READ_BACK: Final = 24
"""The first label of each layout is read back, and then one in so many."""


def label_for(session: Session, code: str, layout: str = "") -> Label:
    """The label of any code of ours. NotFound `code_unknown`, `layout_unknown`; refuses
    `code_revoked`.
    """
    asked = wording.layout_named(session, layout) if layout else None
    return wording.label_of(session, wording.subject_of(session, code), asked)


def label_of_job(session: Session, job: PrintJob) -> Label:
    """The label of a row, with its mark where it replaces another."""
    made = label_for(session, job.code, job.layout)
    if job.reprint_of is None:
        return made
    return replace(made, fields={**made.fields, REPRINT: wording.MARK})


def jobs_of_code(session: Session, code: str, limit: int) -> list[PrintJob]:
    """The labels of a code that were asked for, the newest first."""
    query = select(PrintJob).where(PrintJob.code == code).order_by(col(PrintJob.id).desc())
    return list(session.exec(query.limit(limit)))


def labels_of_order(session: Session, order: Order, layout: str = "") -> list[Label]:
    """The ticket of an order, then a label for each of its things; all on one layout if asked."""
    code = barcodes.of(session, order_id=orders.key(order))
    found = [] if code is None else [label_for(session, code, layout)]
    query = select(Item.id).where(Item.order_id == order.id).order_by(col(Item.id))
    for key in session.exec(query):
        subject = subjects.item(session, key or 0)
        if subject is not None and subject.code is not None:
            found.append(label_for(session, subject.code, layout))
    return found


def sheet(labels: list[Label], grid: str, start: int = 1) -> bytes:
    """The labels on A4 sheets of a grid, from a position on. Invalid `grid_unknown`,
    `start_outside`, `label_does_not_fit`; refuses `label_unreadable`.
    """
    if grid not in GRIDS:
        raise Invalid("grid_unknown")
    whole = GRIDS[grid].columns * GRIDS[grid].rows
    if not 1 <= start <= whole:
        raise Invalid("start_outside", last=whole)
    read_back(labels, 300)
    return _made(lambda: render_pdf(labels, grid, start))


def rendered(labels: list[Label], kind: Format, dpi: int = 203) -> bytes:
    """The labels as one file: a PDF with a page each, ZPL one after the other, a PNG of the first.
    Invalid `label_does_not_fit`; refuses `label_unreadable`.
    """
    read_back(labels, dpi)
    # A PDF goes to whatever printer somebody has; the others are made for one density.
    return drawn(labels, kind, OFFICE if kind == "pdf" else dpi)


def drawn(labels: list[Label], kind: Format, dpi: int = 203) -> bytes:
    """The same for labels that somebody reads back, in the dots of one printer. Invalid
    `label_does_not_fit`.
    """
    if kind == "png":
        return _made(lambda: render_png(labels[0], dpi))
    if kind == "zpl":
        return _made(lambda: "".join(render_zpl(label, dpi) for label in labels).encode())
    return _made(lambda: render_pdf(labels, dpi=dpi))


def read_back(labels: Iterable[Label], dpi: int) -> None:
    """Read the first label of each layout and one in 24 as a scanner would."""
    seen: dict[str, int] = {}
    for label in labels:
        count = seen.get(label.layout.code, 0)
        seen[label.layout.code] = count + 1
        if count % READ_BACK == 0 and _unread(label, dpi):
            raise Refused("label_unreadable", code=label.code)


def _unread(label: Label, dpi: int) -> bool:
    return bool(_made(lambda: unread(label, render_png(label, dpi), dpi)))


def _made(work: Callable[[], T]) -> T:
    """What `labels` refuses, in our words."""
    try:
        return work()
    except LabelError as error:
        raise Invalid("label_does_not_fit", reason=error.code) from error
