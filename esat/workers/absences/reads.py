"""Absences that stand: for everybody who is away, without any reason; for the office, coded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from esat.workers.absences import sealed
from esat.workers.absences.halves import Stretch, There, minutes_away
from esat.workers.absences.models import Absence
from esat.workers.models import HalfDay
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import DayPlan

Ids = Collection[int]


@dataclass(frozen=True, slots=True)
class Coded:
    """A half-day away with its reason: for the office's own pages and papers only. `there` says
    that a sheet has him present within it; those minutes are not counted.
    """

    worker_id: int
    day: date
    half: str
    kind_code: str
    minutes: int
    absence_id: int
    there: bool = False


def away(session: Session, worker_ids: Ids, day: date) -> set[tuple[int, str]]:
    """Whole half-days of that day for which an absence is entered; never why."""
    return {
        (row.worker_id, half)
        for row in standing(session, day, day, worker_ids)
        if row.from_time is None
        for _, half in stretch(row).keys(day, day)
    }


def coded(session: Session, worker_ids: Ids, since: date, until: date) -> list[Coded]:
    """Each half-day of these days that is coded, with its minutes; six statements."""
    rows = standing(session, since, until, worker_ids)
    workers = {row.worker_id for row in rows}
    if not workers:
        return []
    plans = by_day(timetables.over(session, workers, since, until))
    said = sheets(session, workers, since, until)
    return [
        one
        for row in rows
        for one in _coded(row, plans, said, since, until)
        if one.minutes or one.there
    ]


def standing(
    session: Session, since: date, until: date, worker_ids: Ids | None = None
) -> list[Absence]:
    """The absences that touch these days, each by its newest version, by worker and day."""
    newer = aliased(Absence)
    number = func.coalesce(Absence.first_id, Absence.id)
    query = select(Absence).where(
        col(Absence.since) <= until,
        col(Absence.until) >= since,
        col(Absence.withdrawn).is_(False),
        ~select(newer.id)
        .where(newer.first_id == number, col(newer.version) > col(Absence.version))
        .exists(),
    )
    if worker_ids is not None:
        query = query.where(col(Absence.worker_id).in_(worker_ids))
    ordered = (col(Absence.worker_id), col(Absence.since), col(Absence.since_half).desc())
    return list(session.exec(query.order_by(*ordered, col(Absence.id))))


def stretch(row: Absence) -> Stretch:
    return Stretch(row.since, row.since_half, row.until, row.until_half, row.from_time, row.to_time)


def reason(row: Absence) -> sealed.Reason:
    """The reason of a row; whoever shows it leaves a line in the access log."""
    return sealed.open_reason(row.worker_id, row.sealed_reason)


def sheets(
    session: Session, worker_ids: Ids, since: date, until: date
) -> dict[tuple[int, date, str], There]:
    """What the sheets said of these half-days."""
    query = select(HalfDay).where(
        col(HalfDay.worker_id).in_(worker_ids), col(HalfDay.day).between(since, until)
    )
    return {
        (row.worker_id, row.day, row.half): There(
            row.status, row.from_time, row.to_time, row.planned_minutes
        )
        for row in session.exec(query)
    }


def by_day(plans: dict[int, list[DayPlan]]) -> dict[tuple[int, date], DayPlan]:
    return {(worker, plan.day): plan for worker, days in plans.items() for plan in days}


def _coded(
    row: Absence,
    plans: dict[tuple[int, date], DayPlan],
    said: dict[tuple[int, date, str], There],
    since: date,
    until: date,
) -> Iterable[Coded]:
    code = reason(row).code
    for day, half in stretch(row).keys(since, until):
        plan = plans[row.worker_id, day]
        span = plan.half(half) if plan.expects(half) else None
        seen = said.get((row.worker_id, day, half))
        minutes, there = minutes_away(span, stretch(row).times, seen)
        yield Coded(row.worker_id, day, half, code, minutes, row.number, there)
