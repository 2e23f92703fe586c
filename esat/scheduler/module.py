"""The scheduler declares its own upkeep; it knows no other module's jobs."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.declarations import Job, Module, Retention
from esat.scheduler.models import JobRun
from esat.scheduler.runs import KEEP_DONE, KEEP_FAILED, JobHouse, prune


def prune_runs(house: JobHouse) -> None:
    with house.database.write() as session:
        prune(session, clock.now())


def _due(session: Session, at: datetime) -> list[str]:
    old = select(JobRun).where(col(JobRun.due_at) < at - KEEP_DONE, JobRun.outcome == "done")
    return [f"{run.job} du {clock.local(run.due_at):%d/%m/%Y %H:%M}" for run in session.exec(old)]


MODULE = Module(
    code="scheduler",
    label="Tâches de fond",
    jobs=(
        Job(
            code="scheduler.prune",
            label="Oublier les anciens passages des tâches",
            trigger="cron",
            when={"hour": 3, "minute": 40},
            run=prune_runs,
        ),
    ),
    retention=(
        Retention(
            code="scheduler.runs",
            label=f"Passages des tâches de fond : {KEEP_DONE.days} jours, "
            f"{KEEP_FAILED.days} jours en cas d’échec",
            source="règle de la maison",
            status="proposé",
            due=_due,
            purge=prune,
        ),
    ),
)
