"""Hours of groups added up day by day, from the lines of work: kept, and made again when a day
is no longer what it was. What is old is computed on the spot, so that a figure is never wrong.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from esat import clock
from esat.activity.allocations import reads as allocations
from esat.activity.allocations.models import Allocation, AllocationChange, Overlap
from esat.activity.allocations.reads import Slice
from esat.activity.reports.models import ActivityDay, ActivityState
from esat.db import Database
from esat.workers.contracts import calendar
from esat.workers.models import HalfDay, HalfDayChange

KEPT_DAYS: Final = 800
_half, _said, _line, _change, _overlap, _sum, _state = (
    HalfDay.__table__, HalfDayChange.__table__, Allocation.__table__, AllocationChange.__table__,
    Overlap.__table__, ActivityDay.__table__, ActivityState.__table__,
)  # fmt: skip
Key = tuple[date, int, str, int | None]
"""Month, group, activity, order."""


class Composed(Protocol):
    """The house as a job needs it."""

    @property
    def database(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class Sum:
    """Minutes of a group in a month, for an activity and an order."""

    month: date
    group_id: int
    activity: str
    order_id: int | None
    minutes: int


def sums(session: Session, since: date, until: date) -> list[Sum]:
    """The minutes of a period by month, group, activity and order."""
    old = stale(session, since, until)
    query = (
        select(_sum.c.month, _sum.c.group_id, _sum.c.activity, _sum.c.order_id,
               func.sum(_sum.c.minutes))
        .where(_sum.c.day.between(since, until), _sum.c.day.not_in(old))
        .group_by(_sum.c.month, _sum.c.group_id, _sum.c.activity, _sum.c.order_id)
    )  # fmt: skip
    found: Counter[Key] = Counter()
    for month, group, activity, order, minutes in session.connection().execute(query):
        found[month, group, activity, order] += int(minutes)
    for day, group, activity, order, minutes in _made(session, old):
        found[day.replace(day=1), group, activity, order] += minutes
    return [Sum(*key, minutes) for key, minutes in sorted(found.items(), key=_order)]


def refresh(house: Composed) -> int:
    """Make again the sums of the days that changed, one transaction a month; how many did."""
    today = clock.today()
    with house.database.read() as session:
        old = stale(session, today - timedelta(days=KEPT_DAYS), today)
    done = 0
    for first in sorted({day.replace(day=1) for day in old}):
        with house.database.write() as session:
            done += remake(session, first, calendar.month_end(first))
    return done


def remake(session: Session, since: date, until: date) -> int:
    """The same within a transaction, a month at a time; how many days were made again."""
    marks = _marks(session, since, until)
    old = sorted(_old(session, marks, since, until))
    by_month: dict[date, list[date]] = {}
    for day in old:
        by_month.setdefault(day.replace(day=1), []).append(day)
    connection = session.connection()
    for month, days in by_month.items():
        rows = [
            {"day": day, "month": month, "group_id": group, "activity": activity,
             "order_id": order, "minutes": minutes}
            for day, group, activity, order, minutes in _made(session, days)
        ]  # fmt: skip
        connection.execute(delete(_sum).where(_sum.c.day.in_(days)))
        connection.execute(delete(_state).where(_state.c.day.in_(days)))
        if rows:
            connection.execute(insert(_sum), rows)
        states = [{"day": day, "mark": marks[day]} for day in days if day in marks]
        if states:
            connection.execute(insert(_state), states)
    return len(old)


def stale(session: Session, since: date, until: date) -> set[date]:
    """The days whose sums are not those of today's lines."""
    return _old(session, _marks(session, since, until), since, until)


def _old(session: Session, marks: dict[date, str], since: date, until: date) -> set[date]:
    query = select(_state.c.day, _state.c.mark).where(_state.c.day.between(since, until))
    kept = {row.day: row.mark for row in session.connection().execute(query)}
    return {day for day in {*marks, *kept} if marks.get(day) != kept.get(day)}


def _marks(session: Session, since: date, until: date) -> dict[date, str]:
    """For each day something that changes whenever its half-days or its lines do."""
    asked: tuple[tuple[Any, Any], ...] = (
        (_half.c.day, select(_half.c.day, func.count(), func.sum(_half.c.minutes),
                             func.max(_half.c.recorded_at))),
        (_half.c.day, select(_half.c.day, func.count())
            .join(_said, _said.c.half_day_id == _half.c.id)),
        (_line.c.day, select(_line.c.day, func.count(), func.count(_line.c.voided_at),
                             func.max(_line.c.recorded_at))),
        (_line.c.day, select(_line.c.day, func.count())
            .join(_change, _change.c.allocation_id == _line.c.id)),
        (_overlap.c.day, select(_overlap.c.day, func.count(_overlap.c.settled_at))),
    )  # fmt: skip
    found: dict[date, list[str]] = {}
    for n, (column, query) in enumerate(asked):
        within = query.where(column.between(since, until)).group_by(column)
        for day, *words in session.connection().execute(within):
            found.setdefault(day, []).append(f"{n}:" + ",".join(str(word) for word in words))
    return {day: "|".join(parts)[:160] for day, parts in found.items()}


def _made(session: Session, days: Collection[date]) -> list[tuple[date, int, str, int | None, int]]:
    """The sums of some days, from the lines."""
    if not days:
        return []
    first, last, wanted = min(days), max(days), set(days)
    groups = _groups(session, first, last)
    found: Counter[tuple[date, int, str, int | None]] = Counter()
    for one in _of(allocations.slices(session, first, last), wanted):
        group = one.group_id or groups.get((one.worker_id, one.day))
        if group is not None:
            found[one.day, group, one.activity, one.order_id] += one.minutes
    return [(*key, minutes) for key, minutes in found.items()]


def _of(found: Iterable[Slice], wanted: set[date]) -> Iterable[Slice]:
    return (one for one in found if one.day in wanted)


def _groups(session: Session, since: date, until: date) -> dict[tuple[int, date], int]:
    """The group whose sheet had him, where no line says more."""
    query = select(_half.c.worker_id, _half.c.day, _half.c.group_id).where(
        _half.c.day.between(since, until)
    )
    rows = session.connection().execute(query)
    return {(worker, day): group for worker, day, group in rows}


def _order(one: tuple[Key, int]) -> tuple[date, int, str, int]:
    (month, group, activity, order), _ = one
    return month, group, activity, order or 0
