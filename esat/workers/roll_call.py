"""Who may be on a sheet: his group that day, contract, closed month, and what is expected of him.

One statement for a whole sheet: it is what is done most often, sixteen times at 8:15.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session

from esat.workers import memberships
from esat.workers.locks import month_of
from esat.workers.models import Group, MonthLock, Worker
from esat.workers.timetables import plans
from esat.workers.timetables.models import TemplateSlot, TemplateVersion, WorkerTemplate
from esat.workers.timetables.plans import Span

_WORKER: Final = Worker.__table__
_TEAM: Final = Group.__table__
_LOCK: Final = MonthLock.__table__
_KEPT: Final = WorkerTemplate.__table__
_VERSION: Final = TemplateVersion.__table__
_BEGUN: Final = _VERSION.alias("begun")
_SLOT: Final = TemplateSlot.__table__
_GROUP: Final = memberships.group_on(bindparam("day"))
_IN_FORCE: Final = (
    select(_BEGUN.c.id)
    .select_from(
        _KEPT.outerjoin(
            _BEGUN,
            and_(_BEGUN.c.template_id == _KEPT.c.template_id, _BEGUN.c.since <= bindparam("day")),
        )
    )
    .where(_KEPT.c.worker_id == _WORKER.c.id, _KEPT.c.since <= bindparam("day"))
    .order_by(
        _KEPT.c.since.desc(), _KEPT.c.id.desc(), _BEGUN.c.since.desc(), _BEGUN.c.version.desc()
    )
    .limit(1)
    .scalar_subquery()
)
"""The version that a worker keeps that day: of the newest template, the newest version begun."""
_PEOPLE: Final = (
    select(
        _WORKER.c.id, _TEAM.c.id, _WORKER.c.contract_starts, _WORKER.c.left_on,
        _LOCK.c.id, _TEAM.c.morning_from, _TEAM.c.morning_to, _TEAM.c.afternoon_from,
        _TEAM.c.afternoon_to, _VERSION.c.week_a, _VERSION.c.weeks, _SLOT.c.week, _SLOT.c.half,
        _SLOT.c.from_time, _SLOT.c.to_time,
    )
    .select_from(
        _WORKER.outerjoin(_TEAM, _TEAM.c.id == _GROUP)
        .outerjoin(
            _LOCK, and_(_LOCK.c.worker_id == _WORKER.c.id, _LOCK.c.month == bindparam("month"))
        )
        .outerjoin(_VERSION, _VERSION.c.id == _IN_FORCE)
        .outerjoin(
            _SLOT,
            and_(_SLOT.c.version_id == _VERSION.c.id, _SLOT.c.weekday == bindparam("weekday")),
        )
    )
    .where(_WORKER.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


@dataclass(slots=True)
class Person:
    """One who is named on a sheet, that day; `spans` is what he would work, holiday or not."""

    group_id: int | None
    starts: date | None
    left: date | None
    closed: bool
    spans: dict[str, Span] = field(default_factory=dict)


def people(session: Session, workers: Collection[int], day: date) -> dict[int, Person]:
    """Those of them who exist."""
    asked = {
        "ids": list(workers), "day": day, "month": month_of(day), "weekday": day.weekday(),
    }  # fmt: skip
    found: dict[int, Person] = {}
    rows = session.connection().execute(_PEOPLE, asked).all()
    for key, group, starts, left, lock, *hours in rows:
        usual, (week_a, weeks, week, half, start, end) = hours[:4], hours[4:]
        person = found.get(key)
        if person is None:
            spans = {} if week_a or group is None else _usual(day, usual)
            person = found[key] = Person(group, starts, left, lock is not None, spans)
        if week is not None and week == plans.week_of(day, week_a, weeks):
            person.spans[half] = Span(start, end)
    return found


def expected(person: Person, day: date, half: str) -> Span | None:
    """What is expected of him: nothing on a public holiday."""
    return None if plans.holiday(day) else person.spans.get(half)


def _usual(day: date, hours: list[time]) -> dict[str, Span]:
    """The usual hours of his group, from Monday to Friday."""
    if day.weekday() > plans.FRIDAY:
        return {}
    return {plans.MORNING: Span(*hours[:2]), plans.AFTERNOON: Span(*hours[2:])}
