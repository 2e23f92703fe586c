"""The workers' part of a demo: a sheet each half-day for each group, most of them present."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.workers import demo_weeks, half_days, moving
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group, Worker
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import DayPlan, Span, minutes

AWAY, LATE, UNSAID = 0.06, 0.03, 0.01
NOON = time(12)
MONTH = 31
SOON = timedelta(days=4)


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    rng: Random
    day: date
    last_day: date
    actors: dict[str, Actor]
    groups: dict[str, list[int]]


def demo(scene: Scene) -> Callable[[Scene], None]:
    """Give each his week, know the groups and their people, and answer the player of a day."""
    people = [
        (workshop, group_id, _workers(scene.session, group_id))
        for workshop, groups in scene.groups.items()
        for group_id in groups
    ]
    everybody = [worker for _, _, workers in people for worker in workers]
    demo_weeks.give(scene.session, everybody, scene.day)
    away: dict[int, date] = {}
    planned = _Planned(everybody)

    def play(today: Scene) -> None:
        plans_of_day = planned.of(today.session, today.day)
        coming = _coming(today.session, today.day)
        groups = {one.id: one for one in today.session.exec(select(Group))}
        for workshop, group_id, workers in people:
            plans = {worker: plans_of_day[worker] for worker in workers if worker not in coming}
            if plans:
                _day(today, groups[group_id], plans, away, today.actors[workshop])
        if today.last_day - today.day <= SOON and len(people) > 1:
            _move(today, people[0][2][-1], people[1][1])

    return play


def _move(scene: Scene, worker: int, group: int) -> None:
    """One of the first group goes to the second a week after the demo's last day."""
    since = scene.last_day + timedelta(days=7)
    moving.move(scene.session, scene.session.get_one(Worker, worker), group, since, by=SYSTEM)


class _Planned:
    """What is planned for everybody, read a month at a time: nobody changes his week here."""

    def __init__(self, workers: list[int]) -> None:
        self._workers = workers
        self._first = self._last = date.min
        self._days: dict[int, list[DayPlan]] = {}

    def of(self, session: Session, day: date) -> dict[int, DayPlan]:
        """The plans of one day."""
        if not self._first <= day < self._last:
            self._first, self._last = day, day + timedelta(days=MONTH)
            last = self._last - timedelta(days=1)
            self._days = timetables.over(session, self._workers, day, last)
        n = (day - self._first).days
        return {worker: days[n] for worker, days in self._days.items()}


def _workers(session: Session, group_id: int) -> list[int]:
    query = select(Worker.id).where(Worker.first_group_id == group_id).order_by(col(Worker.id))
    return [key for key in session.exec(query) if key is not None]


def _coming(session: Session, day: date) -> frozenset[int]:
    """Those whose contract has not begun."""
    query = select(Worker.id).where(col(Worker.contract_starts) > day)
    return frozenset(key for key in session.exec(query) if key is not None)


def _day(
    scene: Scene, group: Group, plans: dict[int, DayPlan], away: dict[int, date], by: Actor
) -> None:
    for worker in plans:
        if scene.rng.random() < AWAY / 4:
            away[worker] = scene.day + timedelta(days=scene.rng.randrange(5))
    for half, hour in (("morning", 9), ("afternoon", 13)):
        entries = [
            _entry(scene, worker, plan.half(half), away)
            for worker, plan in plans.items()
            if plan.expects(half)
        ]
        when = datetime.combine(scene.day, time(hour, scene.rng.randrange(5, 50)), clock.PARIS)
        with clock.pinned(when):
            half_days.record_sheet(
                scene.session, Sheet(group, scene.day, half), entries, by=by, at=when
            )


def _entry(scene: Scene, worker: int, plan: Span | None, away: dict[int, date]) -> Entry:
    if away.get(worker, date.min) >= scene.day:
        return Entry(worker, "absent_announced")
    drawn = scene.rng.random()
    if drawn < UNSAID:
        return Entry(worker, "absent_unannounced")
    if drawn < LATE and plan is not None and plan.start < NOON:
        minute = minutes(plan.start) + scene.rng.randrange(15, 75, 5)
        return Entry(worker, "late", from_time=time(*divmod(minute, 60)))
    return Entry(worker, "present")
