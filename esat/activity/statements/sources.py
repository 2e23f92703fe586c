"""What statements read of people, half-days and timetables kept, for many workers at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session, col, or_
from sqlmodel import select as choose

from esat.activity.statements import periods
from esat.activity.statements.figures import Kept
from esat.workers import memberships
from esat.workers.contracts import reads as contracts
from esat.workers.models import Group, HalfDay, Worker
from esat.workers.timetables.models import TimeTemplate, WorkerTemplate

GROUP_HOURS: Final = "Horaires du groupe"
_H: Final = HalfDay.__table__.c


@dataclass(frozen=True, slots=True)
class Who:
    """A worker with the group he was in as the month ended."""

    worker: Worker
    group: str = ""
    workshop: str = ""


def full_name(worker: Worker) -> str:
    """The last name is the office's own."""
    return " ".join(part for part in (worker.last_name, worker.first_name) if part)


def people(
    session: Session, month: date, worker_ids: Collection[int] | None = None
) -> dict[int, Who]:
    """Those who were here in the month, by name; people on a discovery placement are not."""
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    query = (
        choose(Worker, Group)
        .join(Group, col(Group.id) == memberships.group_on(periods.last_day(month)), isouter=True)
        .where(or_(starts.is_(None), starts <= periods.last_day(month)))
        .where(or_(left.is_(None), left >= month))
    )
    if worker_ids is not None:
        query = query.where(col(Worker.id).in_(worker_ids))
    found = {
        worker.id or 0: Who(worker, group.name if group else "", group.workshop if group else "")
        for worker, group in session.exec(query)
    }
    away = contracts.placeless(session, found, month, periods.last_day(month))
    return {key: who for key, who in found.items() if key not in away}


def half_days(
    session: Session, worker_ids: Collection[int], since: date, until: date
) -> dict[int, list[Any]]:
    """The half-days recorded, worker by worker; one statement."""
    query = select(
        _H.worker_id, _H.day, _H.half, _H.status, _H.from_time, _H.to_time, _H.minutes,
        _H.planned_minutes, _H.planned_from, _H.planned_to,
    ).where(_H.worker_id.in_(worker_ids), _H.day.between(since, until))  # fmt: skip
    found: dict[int, list[Any]] = {}
    for row in session.connection().execute(query).all():
        found.setdefault(row.worker_id, []).append(row)
    return found


def timetables(
    session: Session, worker_ids: Collection[int], month: date
) -> dict[int, tuple[Kept, ...]]:
    """The timetables that counted in the month, since when; one statement."""
    query = (
        choose(WorkerTemplate, TimeTemplate.name)
        .join(TimeTemplate, col(TimeTemplate.id) == WorkerTemplate.template_id, isouter=True)
        .where(
            col(WorkerTemplate.worker_id).in_(worker_ids),
            col(WorkerTemplate.since) <= periods.last_day(month),
        )
        .order_by(col(WorkerTemplate.since), col(WorkerTemplate.id))
    )
    found: dict[int, list[Kept]] = {}
    for row, name in session.exec(query):
        mine = found.setdefault(row.worker_id, [])
        if mine and (row.since <= month or mine[-1].since == row.since):
            mine.pop()
        mine.append(Kept(name or GROUP_HOURS, row.since))
    return {worker: tuple(kept) for worker, kept in found.items()}
