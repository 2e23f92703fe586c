"""What the print queue is asked for and what became of it; renders nothing, opens no printer."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.printing import wording
from esat.printing.models import TEST, LabelPrinter, PrintJob

BACK_OFF: Final = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""Then every ten minutes: a printer that is off keeps its queue until somebody lights it."""
ATTEMPTS: Final = 3
"""After so many tries a label that cannot be made leaves the way free for the next ones."""
LABELS: Final[dict[str, str]] = {
    "queued": "En attente",
    "failed": "Nouvel essai prévu",
    "sent": "Envoyée",
    "given_up": "Abandonnée",
}
WAITING: Final = col(PrintJob.state).in_(("queued", "failed"))


def request(
    session: Session,
    codes: Iterable[str],
    printer: LabelPrinter,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> list[PrintJob]:
    """Queue one label for each code, in this order; all of them or none. Flushes.

    NotFound `code_unknown`; refuses `printer_retired`, `code_revoked`, `label_waiting`, and
    `reprint_needs_reason` where a label left before.
    """
    if printer.retired_at is not None:
        raise Refused("printer_retired")
    made = []
    for asked in codes:
        job = _job(session, asked, printer, at, reason.strip())
        job.requested_by = by.account_id
        session.add(job)
        session.flush()
        made.append(job)
    return made


def request_test(session: Session, printer: LabelPrinter, *, by: Actor, at: datetime) -> PrintJob:
    """Queue a label that names nothing, to see that the printer prints. Flushes."""
    job = PrintJob(
        printer_id=printer.id or 0,
        code=TEST,
        layout="small",
        requested_at=at,
        requested_by=by.account_id,
        next_try_at=at,
    )
    session.add(job)
    session.flush()
    return job


def retry(session: Session, job_id: int, at: datetime | None = None) -> PrintJob:
    """Try a label again at the next round, in its place. Refuses `label_already_sent` and
    `label_given_up`: that one is asked for anew.
    """
    job = _open(session, job_id)
    job.state, job.attempts, job.next_try_at = "queued", 0, at or clock.now()
    return job


def give_up(session: Session, job_id: int) -> PrintJob:
    """Take a label out of the queue. Refuses `label_already_sent`, `label_given_up`."""
    job = _open(session, job_id)
    job.state = "given_up"
    return job


def jobs(
    session: Session, by: Actor, state: str = "", *, before: int | None = None, limit: int = 50
) -> list[PrintJob]:
    """A page of the labels that the actor may see, the newest first."""
    query = select(PrintJob).order_by(col(PrintJob.id).desc()).limit(limit)
    if by.workshops is not None:
        mine = col(PrintJob.workshop).in_(by.workshops)
        query = query.where(mine | col(PrintJob.workshop).is_(None))
    if state:
        query = query.where(PrintJob.state == state)
    if before is not None:
        query = query.where(col(PrintJob.id) < before)
    return list(session.exec(query))


def mark_sent(session: Session, job_id: int, at: datetime) -> None:
    """The printer took it."""
    job = session.get_one(PrintJob, job_id)
    job.attempts += 1
    job.state, job.sent_at, job.last_error = "sent", at, ""


def mark_failed(
    session: Session, job_id: int, error: str, at: datetime, *, own_fault: bool = False
) -> None:
    """Count the failure and choose the next try; `own_fault` when the label is to blame."""
    job = session.get_one(PrintJob, job_id)
    job.attempts += 1
    job.last_error = error[:500]
    job.state = "given_up" if own_fault and job.attempts >= ATTEMPTS else "failed"
    job.next_try_at = at + BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1]


def queue_depth(session: Session) -> int:
    """How many labels wait for their printer, for `/sante`."""
    return session.exec(select(func.count()).select_from(PrintJob).where(WAITING)).one()


def _job(
    session: Session, asked: str, printer: LabelPrinter, at: datetime, reason: str
) -> PrintJob:
    subject = wording.subject_of(session, asked)
    code = subject.code or asked
    before = last(session, code)
    if before is not None and before.state != "sent":
        raise Refused("label_waiting", code=code)
    if before is not None and not reason:
        raise Refused("reprint_needs_reason", code=code)
    return PrintJob(
        printer_id=printer.id or 0,
        code=code,
        order_id=subject.order_id,
        workshop=wording.workshop_of(session, subject),
        requested_at=at,
        next_try_at=at,
        reprint_of=None if before is None else before.id,
        reason="" if before is None else reason[:200],
    )


def last(session: Session, code: str) -> PrintJob | None:
    """The last label of this code that left or is about to."""
    query = select(PrintJob).where(PrintJob.code == code, PrintJob.state != "given_up")
    return session.exec(query.order_by(col(PrintJob.id).desc()).limit(1)).first()


def _open(session: Session, job_id: int) -> PrintJob:
    job = session.get(PrintJob, job_id)
    if job is None:
        raise NotFound("not_found")
    if job.state == "sent":
        raise Refused("label_already_sent")
    if job.state == "given_up":
        raise Refused("label_given_up")
    return job
