"""One run of one job: its unique row before, its outcome after; and what `/sante` asks of them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, Protocol

from sqlalchemy import delete, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.declarations import Job
from esat.registry import Registry
from esat.scheduler.models import JobRun

log = logging.getLogger("esat.jobs")

KEEP_DONE: Final = timedelta(days=7)
KEEP_FAILED: Final = timedelta(days=90)
Outcome = Literal["done", "failed", "skipped"]


class JobHouse(Protocol):
    """What a job is given: the composition of the application, without its web side."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def registry(self) -> Registry: ...


@dataclass(frozen=True, slots=True)
class LastRun:
    """What a page says of a job: when it last succeeded, when it last failed, and why."""

    success_at: datetime | None
    failure_at: datetime | None
    error: str


def run_slot(house: JobHouse, job: Job, due_at: datetime, *, holder: str = "") -> Outcome:
    """Run `job` for `due_at` unless that slot was already taken. The job opens its own writes."""
    run_id = _claim(house.database, job.code, due_at, holder)
    if run_id is None:
        return "skipped"
    error = ""
    try:
        job.run(house)
    except Exception as failure:  # whatever it was, the clock goes on and the row tells
        log.exception("job %s failed", job.code)
        error = f"{type(failure).__name__}: {failure}"[:2000]
    outcome: Outcome = "failed" if error else "done"
    with house.database.write() as session:
        row = session.get_one(JobRun, run_id)
        row.finished_at, row.outcome, row.error = clock.now(), outcome, error
    return outcome


def record_missed(database: Database, job: str, due_at: datetime) -> None:
    """Keep a row for a slot that passed while nothing could run it."""
    now = clock.now()
    row = JobRun(job=job, due_at=due_at, started_at=now, finished_at=now, outcome="missed")
    try:
        with database.write() as session:
            session.add(row)
    except IntegrityError:
        log.info("slot %s of %s ran elsewhere", due_at, job)


def last_success(session: Session) -> dict[str, datetime]:
    """When each job last succeeded; a job that never did is not in it."""
    return _latest(session, "done")


def last_runs(session: Session, codes: Mapping[str, Any]) -> dict[str, LastRun]:
    """The last success and the last failure of each of `codes`."""
    done, failed = _latest(session, "done"), _latest(session, "failed")
    return {
        code: LastRun(done.get(code), failed.get(code), _error(session, code, failed.get(code)))
        for code in codes
    }


def ran_since(session: Session, job: str, due_at: datetime) -> bool:
    """Whether this slot or a later one has its row."""
    query = select(JobRun.id).where(JobRun.job == job, JobRun.due_at >= due_at).limit(1)
    return session.exec(query).first() is not None


def prune(session: Session, at: datetime) -> int:
    """Forget old runs, keeping failures longer and the last success of every job."""
    newest = select(func.max(JobRun.id)).where(JobRun.outcome == "done").group_by(JobRun.job)
    old = (
        (col(JobRun.outcome) == "done")
        & (col(JobRun.due_at) < at - KEEP_DONE)
        & col(JobRun.id).not_in(newest)
    ) | ((col(JobRun.outcome) != "done") & (col(JobRun.due_at) < at - KEEP_FAILED))
    return session.exec(delete(JobRun).where(old)).rowcount


def _claim(database: Database, job: str, due_at: datetime, holder: str) -> int | None:
    row = JobRun(job=job, due_at=due_at, started_at=clock.now(), holder=holder)
    try:
        with database.write() as session:
            session.add(row)
    except IntegrityError:
        return None
    return row.id


def _latest(session: Session, outcome: str) -> dict[str, datetime]:
    query = (
        select(JobRun.job, func.max(JobRun.finished_at))
        .where(JobRun.outcome == outcome, col(JobRun.finished_at).is_not(None))
        .group_by(JobRun.job)
    )
    return {job: at for job, at in session.exec(query).all() if at is not None}


def _error(session: Session, job: str, at: datetime | None) -> str:
    if at is None:
        return ""
    query = select(JobRun.error).where(JobRun.job == job, JobRun.finished_at == at)
    return session.exec(query).first() or ""
