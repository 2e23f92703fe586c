"""When what comes back is due: pure, days of the house's calendar in and out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, Protocol

Unit = Literal["day", "week", "month", "year"]
MONTHS: Final = {"month": 1, "year": 12}
DAYS: Final = {"day": 1, "week": 7}
State = Literal["due", "done", "done_late", "not_done", "missed", "not_applicable"]


class Rhythm(Protocol):
    """Every so many units since a day."""

    every: int
    unit: str
    since: date


@dataclass(frozen=True, slots=True)
class Slot:
    """From its first day until its last one, the task is to be done once."""

    first: date
    last: date


def add(day: date, count: int, unit: str) -> date:
    """That many units later; the 31st becomes the last day of a shorter month."""
    if unit in DAYS:
        return day + timedelta(days=count * DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * MONTHS[unit]
    year, month = divmod(months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def slots(rhythm: Rhythm, since: date, until: date, weekdays: str = "1234567") -> Iterator[Slot]:
    """The slots that begin within those days, both included. One of a daily task is that day, and
    only on its `weekdays`; one of another lasts until the day before the next.
    """
    n = _first(rhythm, since)
    while (first := add(rhythm.since, n * rhythm.every, rhythm.unit)) <= until:
        n += 1
        daily = rhythm.unit == "day" and rhythm.every == 1
        if first < since or (daily and str(first.isoweekday()) not in weekdays):
            continue
        following = add(rhythm.since, n * rhythm.every, rhythm.unit)
        yield Slot(first, following - timedelta(days=1))


def _first(rhythm: Rhythm, since: date) -> int:
    """A number of the slot from which to look: none before it can begin within the days."""
    apart = (since - rhythm.since).days
    longest = rhythm.every * DAYS.get(rhythm.unit, 31 * MONTHS.get(rhythm.unit, 1))
    return max(0, apart // longest - 1)


def state(slot: Slot, outcome: str, done_on: date | None, today: date) -> State:
    """What a slot is: nothing said of it is due until its last day is over, then missed."""
    if not outcome:
        return "missed" if today > slot.last else "due"
    if outcome == "done":
        return "done_late" if done_on is not None and done_on > slot.last else "done"
    return "not_applicable" if outcome == "not_applicable" else "not_done"


def following(rhythm: Rhythm, last: date | None) -> date:
    """When the next is due: so long after the last one, or on the first day when none was done."""
    if last is None or last < rhythm.since:
        return rhythm.since
    return add(last, rhythm.every, rhythm.unit)
