"""After a printer died: what came out is told by scanning the last good label, and printing goes
on at the next one, with the numbers that were already allocated. It sends nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.printing import queue, reprints
from esat.printing.models import PrintJob
from esat.production import codes

LEFT = ("sent", "unsure", "sending")


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many labels are now known to be good, how many are made again, and the next to leave."""

    seen: int
    again: int
    next_code: str | None


def after(session: Session, run_id: int, raw: str, *, by: Actor, at: datetime) -> Resumed:
    """Go on after the last good label. Those before it are good; those that left after it are made
    again, with their mark and their event; those that did not leave keep their turn. Flushes.

    NotFound `label_not_in_run`; refuses `label_not_left`: it never left, so it cannot be in hand.
    """
    code = codes.repair(raw)
    rows = of_run(session, run_id)
    found = [n for n, job in enumerate(rows) if job.code == code and job.state != "lost"]
    if not found:
        raise NotFound("label_not_in_run")
    last = found[-1]
    if rows[last].state not in {*LEFT, "seen"}:
        raise Refused("label_not_left", code=code)
    good = [job for job in rows[: last + 1] if job.state in LEFT]
    for job in good:
        see(job, by=by, at=at)
    reason = f"Reprise après la dernière bonne étiquette {code}"
    lost = [job for job in rows[last + 1 :] if job.state in LEFT]
    for job in lost:
        reprints.again(session, job, reason, by=by, at=at)
    _hurry(session, run_id, at)
    waiting = [job.code for job in of_run(session, run_id) if job.state in {"queued", "failed"}]
    return Resumed(len(good), len(lost), waiting[0] if waiting else None)


def came_out(session: Session, job_id: int, *, by: Actor, at: datetime) -> PrintJob:
    """Somebody holds the label of which nobody knew. Refuses `label_not_unsure`."""
    job = _unsure(session, job_id)
    see(job, by=by, at=at)
    return job


def did_not_come_out(session: Session, job_id: int, *, by: Actor, at: datetime) -> PrintJob:
    """It is not there, or cannot be read: make it again. Refuses `label_not_unsure`. Flushes."""
    job = _unsure(session, job_id)
    return reprints.again(session, job, "L’étiquette n’est pas sortie", by=by, at=at)


def see(job: PrintJob, *, by: Actor, at: datetime) -> None:
    """Note that somebody has this label in hand."""
    job.state, job.seen_at, job.seen_by = "seen", at, by.account_id
    job.sent_at = job.sent_at or at


def of_run(session: Session, run_id: int) -> list[PrintJob]:
    """The labels of a run in the order they come out, those that were made again included."""
    query = select(PrintJob).where(PrintJob.run_id == run_id).order_by(*queue.ORDER)
    return list(session.exec(query))


def _unsure(session: Session, job_id: int) -> PrintJob:
    job = session.get(PrintJob, job_id)
    if job is None:
        raise NotFound("not_found")
    if job.state != "unsure":
        raise Refused("label_not_unsure")
    return job


def _hurry(session: Session, run_id: int, at: datetime) -> None:
    """Somebody stands at the printer: the labels that failed are tried at once."""
    for job in session.exec(
        select(PrintJob).where(PrintJob.run_id == run_id, PrintJob.state == "failed")
    ):
        job.state, job.attempts, job.next_try_at = "queued", 0, at
    session.flush()
