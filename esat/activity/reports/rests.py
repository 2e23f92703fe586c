"""Rest owed for Sundays that were worked, less the rest that was taken since: the oldest first.

How much was taken is all that is told here: neither when, nor of any other absence.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING
from typing import Final

from sqlmodel import Session, col, func, select

from esat.workers import statuses
from esat.workers.absences import rest
from esat.workers.contracts import calendar
from esat.workers.models import HalfDay
from esat.workers.rules.keeping import BOOK

SUNDAY: Final = 6
YEAR: Final = timedelta(days=366)
"""Older Sundays are reckoned with for so long, so that rest taken for them serves no other."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The minutes of rest still owed for a Sunday."""

    worker_id: int
    day: date
    left: int


def owed(session: Session, today: date, recalled: int) -> list[Owed]:
    """The Sundays of the last `recalled` days for which rest is still owed."""
    first = today - timedelta(days=recalled)
    worked = _worked(session, first - YEAR, today)
    recent = {one.worker_id for one in worked if one.day >= first}
    taken = rest.taken(session, recent, first - YEAR, today + YEAR)
    found = []
    for one in worked:
        left = max(0, one.left - taken.get(one.worker_id, 0))
        taken[one.worker_id] = max(0, taken.get(one.worker_id, 0) - one.left)
        if left and one.day >= first:
            found.append(replace(one, left=left))
    return found


def _worked(session: Session, since: date, until: date) -> list[Owed]:
    """The Sundays worked and the rest that each gave, the oldest first."""
    query = (
        select(col(HalfDay.worker_id), col(HalfDay.day), func.sum(HalfDay.minutes))
        .where(col(HalfDay.day).in_(_sundays(since, until)))
        .where(col(HalfDay.status).not_in(statuses.AWAY))
        .group_by(col(HalfDay.worker_id), col(HalfDay.day))
        .order_by(col(HalfDay.day), col(HalfDay.worker_id))
    )
    ratios = {}
    found = []
    for worker, day, minutes in session.exec(query):
        if day not in ratios:
            ratios[day] = BOOK.value(session, "sunday_rest_ratio", day)
        due = int((int(minutes) * ratios[day]).to_integral_value(ROUND_CEILING))
        found.append(Owed(worker, day, due))
    return found


def _sundays(since: date, until: date) -> Collection[date]:
    return [day for day in calendar.days(since, until) if day.weekday() == SUNDAY]
