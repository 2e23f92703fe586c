"""Months, working days and runs of absence, as pure functions."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from esat.workers.timetables import plans

DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def days(since: date, until: date) -> list[date]:
    """Every day from one to the other, both included."""
    return [since + DAY * n for n in range((until - since).days + 1)]


def is_worked(day: date) -> bool:
    """Monday to Friday, public holidays left out."""
    return day.weekday() < 5 and not plans.holiday(day)


def worked_days(since: date, until: date) -> int:
    """How many working days there are, both ends included."""
    return sum(is_worked(day) for day in days(since, until))


def after_worked_days(since: date, count: int) -> date:
    """The day on which so many working days have been done, counted from `since`."""
    day, done = since, int(is_worked(since))
    while done < count:
        day += DAY
        done += is_worked(day)
    return day


def is_sunday(day: date) -> bool:
    """Whether it asks for an agreement: a Sunday, or the first of May."""
    return day.weekday() == 6 or (day.month, day.day) == (5, 1)


def length(away: Iterable[date], expected: Callable[[date], bool]) -> int:
    """How long absences lasted, in days: two days away are one absence when nothing was expected
    on any day between them; the days between count.
    """
    total, last = 0, None
    for day in sorted(set(away)):
        if last is not None and not any(expected(one) for one in days(last + DAY, day - DAY)):
            total += (day - last).days
        else:
            total += 1
        last = day
    return total
