"""The print queue: what waits, whose turn it is, what became of it; renders nothing, opens no
printer.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.printing.models import PrintJob

BACK_OFF: Final = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""Then every ten minutes: a printer that is off keeps its queue until somebody lights it."""
ATTEMPTS: Final = 3
"""After so many tries a label that cannot be made leaves the way free for the next ones."""
LABELS: Final[dict[str, str]] = {
    "unsure": "À vérifier",
    "queued": "En attente",
    "sending": "En cours",
    "failed": "Nouvel essai prévu",
    "sent": "Envoyée",
    "seen": "Sortie",
    "sheet": "Donnée en PDF",
    "lost": "Refaite",
    "given_up": "Abandonnée",
}
OPEN: Final = ("queued", "failed", "sending", "unsure")
WAITING: Final = col(PrintJob.state).in_(OPEN)
ORDER: Final = (func.coalesce(PrintJob.turn, PrintJob.id), col(PrintJob.id))
"""A label that is made again takes the turn of the one it replaces."""


def head(session: Session, printer_id: int) -> PrintJob | None:
    """The first label that waits for a printer; nobody overtakes it, not even after a failure."""
    query = select(PrintJob).where(PrintJob.printer_id == printer_id, WAITING)
    return session.exec(query.order_by(*ORDER).limit(1)).first()


def claim(session: Session, job_id: int, layout_version: int) -> bool:
    """Say, before a byte leaves, that this label is on its way; False when somebody was faster."""
    done = session.connection().execute(
        update(PrintJob)
        .where(col(PrintJob.id) == job_id, col(PrintJob.state).in_(("queued", "failed")))
        .values(state="sending", layout_version=layout_version, attempts=PrintJob.attempts + 1)
    )
    return done.rowcount == 1


def mark_sent(session: Session, job_id: int, at: datetime) -> None:
    """The printer took it."""
    _mark(session, job_id, state="sent", sent_at=at, last_error="")


def mark_failed(
    session: Session, job_id: int, error: str, at: datetime, *, own_fault: bool = False
) -> None:
    """It did not leave: choose the next try; `own_fault` when the label is to blame."""
    job = session.get_one(PrintJob, job_id)
    tried = job.attempts if job.state == "sending" else job.attempts + 1
    given_up = own_fault and tried >= ATTEMPTS
    wait = BACK_OFF[min(max(tried, 1), len(BACK_OFF)) - 1]
    job.attempts, job.last_error = tried, error[:500]
    job.state = "given_up" if given_up else "failed"
    job.next_try_at = at + wait


def mark_unsure(session: Session, job_id: int, error: str) -> None:
    """It may have left: the queue waits until somebody has looked."""
    _mark(session, job_id, state="unsure", last_error=error[:500])


def put_back(session: Session, job_id: int, at: datetime) -> None:
    """It certainly did not leave: its turn again."""
    _mark(session, job_id, state="queued", next_try_at=at)


def orphans(session: Session, printer_id: int) -> list[PrintJob]:
    """Labels that a process was sending when it died."""
    query = select(PrintJob).where(PrintJob.printer_id == printer_id, PrintJob.state == "sending")
    return list(session.exec(query.order_by(*ORDER)))


def retry(session: Session, job_id: int, at: datetime | None = None) -> PrintJob:
    """Try a label again at the next round, in its place. Refuses `label_already_sent`,
    `label_given_up` (that one is asked for anew) and `label_unsure` (look at the printer first).
    """
    job = _open(session, job_id)
    if job.state in {"unsure", "sending"}:
        raise Refused("label_unsure")
    job.state, job.attempts, job.next_try_at = "queued", 0, at or clock.now()
    return job


def give_up(session: Session, job_id: int) -> PrintJob:
    """Take a label out of the queue. Refuses `label_already_sent`, `label_given_up`,
    `label_unsure`.
    """
    job = _open(session, job_id)
    if job.state in {"unsure", "sending"}:
        raise Refused("label_unsure")
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


def queue_depth(session: Session) -> int:
    """How many labels wait for their printer, for `/sante`."""
    return session.exec(select(func.count()).select_from(PrintJob).where(WAITING)).one()


def _mark(session: Session, job_id: int, **values: object) -> None:
    """Change a label that is on its way; one that somebody has settled meanwhile stays settled."""
    session.connection().execute(
        update(PrintJob)
        .where(col(PrintJob.id) == job_id, col(PrintJob.state).in_(OPEN))
        .values(**values)
    )


def _open(session: Session, job_id: int) -> PrintJob:
    job = session.get(PrintJob, job_id)
    if job is None:
        raise NotFound("not_found")
    if job.state == "given_up":
        raise Refused("label_given_up")
    if job.state not in OPEN:
        raise Refused("label_already_sent")
    return job
