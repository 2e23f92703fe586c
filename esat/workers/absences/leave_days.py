"""Which days a leave takes, in jours ouvrables; pure.

A jour ouvrable is a day from Monday to Saturday that is no public holiday. A leave takes those
from its first day to its last; whether those before the next day of work count too is asked.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from esat.workers.absences.halves import Stretch
from esat.workers.timetables.plans import AFTERNOON, HALVES, DayPlan, holiday

SUNDAY: Final = 6
_HALF, _WHOLE = Decimal("0.5"), Decimal(1)
_DAY = timedelta(days=1)


@lru_cache(maxsize=8192)
def workable(day: date) -> bool:
    """Whether it is a jour ouvrable."""
    return day.weekday() != SUNDAY and not holiday(day)


@lru_cache(maxsize=1024)
def workable_in_month(first: date) -> int:
    """How many of them the month has that begins this day."""
    following = (first + timedelta(days=31)).replace(day=1)
    days = (following - first).days
    return sum(workable(first + timedelta(days=n)) for n in range(days))


def trailing(stretch: Stretch, plans: Sequence[DayPlan]) -> list[date]:
    """The jours ouvrables between a leave and the next day of work, in its week: those of which
    it is asked whether they count. None when he comes back the same day.
    """
    if stretch.until_half != AFTERNOON or stretch.until.weekday() == SUNDAY:
        return []
    found: list[date] = []
    for plan in plans:
        if plan.day <= stretch.until:
            continue
        if plan.day.weekday() == SUNDAY or any(plan.expects(half) for half in HALVES):
            break
        if workable(plan.day):
            found.append(plan.day)
    return found


def following(until: date, extra: int) -> list[date]:
    """The `extra` jours ouvrables that come after a leave."""
    found: list[date] = []
    day = until + _DAY
    while len(found) < extra:
        if workable(day):
            found.append(day)
        day += _DAY
    return found


def taken(stretch: Stretch, extra: int = 0) -> list[tuple[date, Decimal]]:
    """Each day that a leave takes, and how much of it; `extra` days after it count too."""
    found: list[tuple[date, Decimal]] = []
    day = stretch.since
    while day <= stretch.until:
        if workable(day):
            late = day == stretch.since and stretch.since_half == AFTERNOON
            early = day == stretch.until and stretch.until_half != AFTERNOON
            found.append((day, _HALF if late or early else _WHOLE))
        day += _DAY
    return found + [(one, _WHOLE) for one in following(stretch.until, extra)]
