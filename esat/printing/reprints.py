"""A label that is printed again: its event in the journal, and its place in the queue."""

from datetime import datetime

from pydantic import BaseModel
from sqlmodel import Session

from esat.actors import Actor
from esat.declarations import EventKind
from esat.printing.models import PrintJob
from esat.production import journal, subjects
from esat.production.journal import Entry


class Reprinted(BaseModel):
    """What the journal keeps of it: which code, why, and which label it stands for."""

    code: str
    reason: str
    instead_of: int


KINDS = (EventKind("label.reprinted", "Étiquette réimprimée", Reprinted),)


def record_event(session: Session, job: PrintJob, *, by: Actor, at: datetime) -> None:
    """Write the reprint on the thing it designates; a badge or a station has no journal."""
    subject = subjects.by_code(session, job.code)
    if subject is None:
        return
    targets = {
        "item_id": subject.item_id,
        "lot_id": subject.lot_id,
        "resource_id": subject.resource_id,
        "order_id": subject.order_id,
    }
    name, key = next(((n, k) for n, k in targets.items() if k is not None), ("", None))
    if key is None:
        return
    said = {"code": job.code, "reason": job.reason, "instead_of": job.reprint_of or 0}
    entry = Entry("label.reprinted", at, data=said, reason=job.reason, **{name: key})  # type: ignore[arg-type]
    journal.record(session, entry, by=by)


def again(session: Session, job: PrintJob, reason: str, *, by: Actor, at: datetime) -> PrintJob:
    """A further row for a label that did not come out, in its place; the first keeps its history.
    Flushes.
    """
    job.state = "lost"
    session.flush()
    made = PrintJob(
        printer_id=job.printer_id,
        run_id=job.run_id,
        turn=job.turn if job.turn is not None else job.id,
        code=job.code,
        layout=job.layout,
        order_id=job.order_id,
        workshop=job.workshop,
        requested_at=at,
        requested_by=by.account_id,
        next_try_at=at,
        reprint_of=job.id,
        reason=reason[:200],
    )
    session.add(made)
    session.flush()
    record_event(session, made, by=by, at=at)
    return made
