"""Leave in jours ouvrables, as pure functions: earned, taken, carried over, lost; no base.

A jour ouvrable is a day from Monday to Saturday that is no public holiday. Days of leave are
taken from what was carried over first, the oldest before, then from the year's own.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from esat.workers.absences.halves import Stretch
from esat.workers.timetables.plans import AFTERNOON, HALVES, DayPlan, holiday

SUNDAY: Final = 6


def workable(day: date) -> bool:
    """Whether it is a jour ouvrable."""
    return day.weekday() != SUNDAY and not holiday(day)


def trailing(stretch: Stretch, plans: Sequence[DayPlan]) -> list[date]:
    """The jours ouvrables between a leave and the next day of work, in its week: those of which
    it is asked whether they count. None when he comes back the same day.
    """
    if stretch.until_half != AFTERNOON:
        return []
    found: list[date] = []
    for plan in plans:
        if plan.day <= stretch.until:
            continue
        if plan.day.weekday() == SUNDAY or any(plan.expects(half) for half in HALVES):
            break
        if workable(plan.day):
            found.append(plan.day)
    return found if stretch.until.weekday() != SUNDAY else []
