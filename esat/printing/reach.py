"""Whose labels an actor may print; it draws none."""

from typing import Final

from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import NotFound
from esat.printing import wording
from esat.printing.models import PrintJob, PrintRun
from esat.printing.service import PRINT
from esat.production.subjects import Subject

PEOPLE: Final = ("accounts.manage", "workers.manage")
"""Whoever prints a badge holds the accounts or the list of workers: a name stands on it."""


def subject_of(session: Session, code: str, by: Actor) -> Subject:
    """What a code designates. NotFound `code_unknown` for a thing of another workshop, and for a
    badge without the right on those people; refuses `code_revoked`.
    """
    subject = wording.subject_of(session, code)
    mine = by.can(PRINT, workshop=wording.workshop_of(session, subject))
    wanted = PEOPLE[subject.worker_id is not None]
    if not mine or (subject.kind == "badge" and not by.can(wanted)):
        raise NotFound("code_unknown")
    return subject


def job_of(session: Session, job_id: int, by: Actor) -> PrintJob:
    """A label of the queue. NotFound for one of another workshop."""
    job = session.get(PrintJob, job_id)
    if job is None or not by.can(PRINT, workshop=job.workshop):
        raise NotFound("not_found")
    return job


def run_of(session: Session, run_id: int, by: Actor) -> PrintRun:
    """A run of labels. NotFound when a label of it is of a workshop that is not the actor's."""
    run = session.get(PrintRun, run_id)
    if run is None or not by.can(PRINT, workshop=run.workshop):
        raise NotFound("not_found")
    if by.workshops is not None and run.workshop is None:
        query = select(PrintJob.workshop).where(PrintJob.run_id == run_id).distinct()
        if any(not by.can(PRINT, workshop=one) for one in session.exec(query)):
            raise NotFound("not_found")
    return run
