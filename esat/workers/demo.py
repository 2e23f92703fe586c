"""The workers' part of a demo: a sheet each half-day for each group, most of them present."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.workers import half_days
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group, Worker

AWAY, LATE, UNSAID = 0.06, 0.03, 0.01


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    rng: Random
    day: date
    actors: dict[str, Actor]
    groups: dict[str, list[int]]


def demo(scene: Scene) -> Callable[[Scene], None]:
    """Know the groups and their people, and answer the player of a day."""
    people = [
        (workshop, group_id, _workers(scene.session, group_id))
        for workshop, groups in scene.groups.items()
        for group_id in groups
    ]
    away: dict[int, date] = {}

    def play(today: Scene) -> None:
        coming = _coming(today.session, today.day)
        for workshop, group_id, workers in people:
            group = today.session.get(Group, group_id)
            here = [worker for worker in workers if worker not in coming]
            if group is not None and here:
                _day(today, group, here, away, today.actors[workshop])

    return play


def _workers(session: Session, group_id: int) -> list[int]:
    query = select(Worker.id).where(Worker.group_id == group_id).order_by(col(Worker.id))
    return [key for key in session.exec(query) if key is not None]


def _coming(session: Session, day: date) -> frozenset[int]:
    """Those whose contract has not begun."""
    query = select(Worker.id).where(col(Worker.contract_starts) > day)
    return frozenset(key for key in session.exec(query) if key is not None)


def _day(scene: Scene, group: Group, workers: list[int], away: dict[int, date], by: Actor) -> None:
    for worker in workers:
        if scene.rng.random() < AWAY / 4:
            away[worker] = scene.day + timedelta(days=scene.rng.randrange(5))
    for half, hour in (("morning", 9), ("afternoon", 13)):
        entries = [_entry(scene, worker, away, half) for worker in workers]
        when = datetime.combine(scene.day, time(hour, scene.rng.randrange(5, 50)), clock.PARIS)
        with clock.pinned(when):
            half_days.record_sheet(
                scene.session, Sheet(group, scene.day, half), entries, by=by, at=when
            )


def _entry(scene: Scene, worker: int, away: dict[int, date], half: str) -> Entry:
    if away.get(worker, date.min) >= scene.day:
        return Entry(worker, "absent_announced")
    drawn = scene.rng.random()
    if drawn < UNSAID:
        return Entry(worker, "absent_unannounced")
    if drawn < LATE and half == "morning":
        return Entry(worker, "late", from_time=time(9, scene.rng.randrange(0, 45, 5)))
    return Entry(worker, "present")
