"""Half-days of an absence as a line of numbered cells, and the minutes away in one; pure.

Monday        Tuesday       Wednesday
|  0  |  1  |  2  |  3  |  4  |  5  |      morning even, afternoon odd
      [------ absence ------]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from esat.workers.statuses import AWAY
from esat.workers.timetables.plans import AFTERNOON, HALVES, Span, minutes

Key = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a half-day to another, both included; with times, some hours of one day."""

    since: date
    since_half: str
    until: date
    until_half: str
    from_time: time | None = None
    to_time: time | None = None

    @property
    def first(self) -> int:
        return cell(self.since, self.since_half)

    @property
    def last(self) -> int:
        return cell(self.until, self.until_half)

    def keys(self, since: date, until: date) -> Iterator[Key]:
        """Its half-days within these days."""
        first = max(self.first, cell(since, HALVES[0]))
        for number in range(first, min(self.last, cell(until, AFTERNOON)) + 1):
            yield key(number)

    def meets(self, other: "Stretch") -> bool:
        """Whether both speak of one moment; two times of one half-day may stand side by side."""
        if self.last < other.first or other.last < self.first:
            return False
        mine, others = self.times, other.times
        if mine is None or others is None:
            return True
        return mine[0] < others[1] and others[0] < mine[1]

    @property
    def times(self) -> tuple[time, time] | None:
        if self.from_time is None or self.to_time is None:
            return None
        return self.from_time, self.to_time


@dataclass(frozen=True, slots=True)
class There:
    """What a sheet said of a half-day."""

    status: str
    from_time: time | None
    to_time: time | None
    planned: int

    @property
    def away(self) -> bool:
        return self.status in AWAY


def cell(day: date, half: str) -> int:
    return day.toordinal() * 2 + (half == AFTERNOON)


def key(number: int) -> Key:
    return date.fromordinal(number // 2), HALVES[number % 2]


def minutes_away(
    plan: Span | None, times: tuple[time, time] | None, said: There | None
) -> tuple[int, bool]:
    """The minutes of an absence in a half-day, never those when somebody was there; and whether
    he was recorded as there within it.
    """
    if plan is None:
        return (said.planned, False) if said and said.away and times is None else (0, False)
    whole = minutes(plan.start), minutes(plan.end)
    window = _both(whole, (minutes(times[0]), minutes(times[1])) if times else whole)
    if said is None:
        return _length(window), False
    if said.away:
        planned = said.planned or _length(whole)
        return (planned if times is None else min(_length(window), planned)), False
    seen = (
        minutes(said.from_time) if said.from_time else whole[0],
        minutes(said.to_time) if said.to_time else whole[1],
    )
    met = _length(_both(window, seen))
    return _length(window) - met, met > 0


def _both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], other[0]), min(one[1], other[1])


def _length(span: tuple[int, int]) -> int:
    return max(0, span[1] - span[0])
