"""Absences that the sheets recorded and nobody has coded: half-days that follow one another are
one line. Knows no reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat.folding import fold
from esat.workers.absences import reads
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.halves import Key, Stretch, There, cell, key, minutes_away
from esat.workers.absences.models import Absence
from esat.workers.models import Group, HalfDay, MonthLock, Worker
from esat.workers.statuses import AWAY
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import DayPlan

BEFORE: Final = timedelta(days=31)
"""How far before a month an absence may have begun and still be one line with it."""
Plans = Mapping[tuple[int, date], DayPlan]


@dataclass(frozen=True, slots=True)
class Line:
    """Half-days of a worker that wait for a reason. `partly`: some hours of it are coded."""

    worker_id: int
    name: str
    group: str
    stretch: Stretch
    halves: int
    minutes: int
    told: str
    partly: bool = False
    closed: bool = False

    @property
    def hours(self) -> str:
        return f"{self.minutes // 60}\u00a0h\u00a0{self.minutes % 60:02d}"

    @property
    def key(self) -> str:
        """What a form says of the line, to find it again as it was shown."""
        of = self.stretch
        return f"{self.worker_id}:{of.since}:{of.since_half}:{of.until}:{of.until_half}"

    def coded(self, code: str) -> AbsenceIn:
        of = self.stretch
        said = {
            "worker_id": self.worker_id, "since": of.since, "since_half": of.since_half,
            "until": of.until, "until_half": of.until_half, "code": code,
        }  # fmt: skip
        return AbsenceIn.model_validate(said)


@dataclass(frozen=True, slots=True)
class _Half:
    cell: int
    status: str
    minutes: int
    partly: bool


def lines(session: Session, since: date, until: date) -> list[Line]:
    """What is to code and touches these days, by name; it may have begun a month before."""
    first = since - BEFORE
    people, found = _recorded(session, first, until)
    if not found:
        return []
    plans = reads.by_day(timetables.over(session, found, first, until))
    left = _uncoded(found, reads.standing(session, first, until, found), plans)
    closed = _closed(session, first, until)
    made = [
        _line(worker, run, people[worker], closed)
        for worker, rest in left.items()
        for run in _runs(worker, rest, plans)
    ]
    made = [one for one in made if one.stretch.until >= since]
    return sorted(made, key=lambda one: (fold(one.name), one.worker_id, one.stretch.first))


def waiting(session: Session, today: date) -> int:
    """How many lines wait in this month and the one before."""
    first = today.replace(day=1)
    return len(lines(session, (first - timedelta(days=1)).replace(day=1), today))


def _recorded(
    session: Session, since: date, until: date
) -> tuple[dict[int, tuple[str, str]], dict[int, list[HalfDay]]]:
    query = (
        select(HalfDay, Worker, Group.name)
        .join(Worker, col(Worker.id) == HalfDay.worker_id)
        .join(Group, col(Group.id) == HalfDay.group_id, isouter=True)
        .where(col(HalfDay.day).between(since, until), col(HalfDay.status).in_(AWAY))
    )
    people: dict[int, tuple[str, str]] = {}
    found: dict[int, list[HalfDay]] = {}
    for row, worker, group in session.exec(query):
        people[row.worker_id] = worker.display_name, group or ""
        found.setdefault(row.worker_id, []).append(row)
    return people, found


def _uncoded(
    found: Mapping[int, list[HalfDay]], absences: Iterable[Absence], plans: Plans
) -> dict[int, list[_Half]]:
    """The half-days of each with minutes that no absence covers."""
    coded: dict[int, list[Stretch]] = {}
    for row in absences:
        coded.setdefault(row.worker_id, []).append(reads.stretch(row))
    left: dict[int, list[_Half]] = {}
    for worker, rows in found.items():
        for one in rows:
            at = cell(one.day, one.half)
            over = [of for of in coded.get(worker, ()) if of.first <= at <= of.last]
            plan = plans[worker, one.day]
            span = plan.half(one.half)
            said = There(one.status, None, None, one.planned_minutes)
            whole, _ = minutes_away(span, None, said)
            rest = whole - sum(minutes_away(span, of.times, said)[0] for of in over)
            if any(of.times is None for of in over) or rest <= 0 < whole:
                continue
            left.setdefault(worker, []).append(_Half(at, one.status, max(rest, 0), bool(over)))
    return {worker: sorted(rows, key=lambda half: half.cell) for worker, rows in left.items()}


def _runs(worker: int, rest: list[_Half], plans: Plans) -> list[list[_Half]]:
    """Those that follow one another, with nothing expected of him between them."""
    runs: list[list[_Half]] = []
    for half in rest:
        joins = runs and not half.partly and not runs[-1][-1].partly
        if joins and not _expected(worker, runs[-1][-1].cell + 1, half.cell, plans):
            runs[-1].append(half)
        else:
            runs.append([half])
    return runs


def _expected(worker: int, first: int, last: int, plans: Plans) -> bool:
    between: Iterable[Key] = (key(number) for number in range(first, last))
    return any(plans[worker, day].expects(half) for day, half in between)


def _line(
    worker: int, run: list[_Half], person: tuple[str, str], closed: set[tuple[int, date]]
) -> Line:
    (since, since_half), (until, until_half) = key(run[0].cell), key(run[-1].cell)
    statuses = {half.status for half in run}
    told = "Prévue et imprévue" if len(statuses) > 1 else _TOLD[statuses.pop()]
    first, last = since.replace(day=1), until.replace(day=1)
    return Line(
        worker, *person, Stretch(since, since_half, until, until_half), len(run),
        sum(half.minutes for half in run), told, any(half.partly for half in run),
        not closed.isdisjoint({(worker, first), (worker, last)}),
    )  # fmt: skip


_TOLD: Final = {"absent_announced": "Prévue", "absent_unannounced": "Imprévue"}


def _closed(session: Session, since: date, until: date) -> set[tuple[int, date]]:
    query = select(MonthLock).where(col(MonthLock.month).between(since.replace(day=1), until))
    return {(row.worker_id, row.month) for row in session.exec(query)}
