"""Places held by day and by month beside those authorised: it says when there are too many, and
stops nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.workers.contracts import calendar, chains, reads
from esat.workers.contracts.chains import Chain
from esat.workers.rules.keeping import BOOK
from esat.workers.rules.models import WorkRule

PLACES: Final = "capacity_places"


@dataclass(frozen=True, slots=True)
class Level:
    """A day: full-time equivalents held, places authorised, contracts without their hours."""

    day: date
    fte: Decimal
    places: Decimal
    unknown: int

    @property
    def over(self) -> bool:
        return self.fte > self.places


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row above the places; `open` when the period ends before they do."""

    since: date
    until: date
    most: Decimal
    places: Decimal
    open: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its mean, its highest day, how many days above."""

    first: date
    mean: Decimal
    most: Decimal
    places: Decimal
    above: int


class Gauge:
    """Every contract read once, and the rules by date: asked for any day."""

    def __init__(self, session: Session) -> None:
        self.chains = reads.everybody(session)
        self._full_time = _steps(session, reads.FULL_TIME)
        self._places = _steps(session, PLACES)
        self.edges = _edges(self.chains, (*self._full_time, *self._places))

    def on(self, day: date) -> Level:
        held = [one for one in chains.standing(self.chains, day).values() if one.counted]
        hours = [one.hours(day) for one in held]
        fte = chains.places(hours, _at(self._full_time, day))
        return Level(day, fte, _at(self._places, day), hours.count(None))

    def held(self, day: date) -> list[Chain]:
        """The contracts that hold a place that day."""
        return [one for one in chains.standing(self.chains, day).values() if one.counted]

    def full_time(self, day: date) -> Decimal:
        return _at(self._full_time, day)

    def over(self, since: date, until: date) -> list[Level]:
        """Each day of a period; computed only where something changes."""
        found: list[Level] = []
        for day in calendar.days(since, until):
            if not found or day in self.edges:
                found.append(self.on(day))
            else:
                last = found[-1]
                found.append(Level(day, last.fte, last.places, last.unknown))
        return found

    def runs(self, since: date, until: date) -> list[Run]:
        """The stretches of a period that are above the places, oldest first."""
        levels = self.over(since, until)
        found: list[Run] = []
        for level in levels:
            if not level.over:
                continue
            last = found[-1] if found else None
            if last is not None and last.until == level.day - calendar.DAY:
                found[-1] = Run(last.since, level.day, max(last.most, level.fte), level.places,
                                open=level.day == until)  # fmt: skip
            else:
                found.append(
                    Run(level.day, level.day, level.fte, level.places, open=level.day == until)
                )
        return found

    def months(self, year: int) -> list[Month]:
        """The twelve months of a year."""
        levels = self.over(date(year, 1, 1), date(year, 12, 31))
        return [_month([one for one in levels if one.day.month == n]) for n in range(1, 13)]

    def changed(self, day: date) -> list[tuple[Chain, Decimal | None, Decimal | None]]:
        """The contracts that hold more that day than the day before, with the hours of both."""
        before = chains.standing(self.chains, day - calendar.DAY)
        found = []
        for one in self.held(day):
            former = before.get(one.worker_id)
            was = former.hours(day - calendar.DAY) if former and former.counted else None
            now = one.hours(day)
            if (now or 0) > (was or 0):
                found.append((one, was, now))
        return found


def _month(levels: Sequence[Level]) -> Month:
    mean = sum((one.fte for one in levels), Decimal(0)) / len(levels)
    most = max(levels, key=lambda one: one.fte - one.places)
    return Month(levels[0].day, mean, most.fte, most.places, sum(one.over for one in levels))


def _edges(found: Sequence[Chain], rules: Sequence[tuple[date, Decimal]]) -> set[date]:
    edges = {since for since, _ in rules}
    for one in found:
        edges.update(since for since, _ in one.terms)
        edges.add(one.begins or date.min)
        if one.last is not None:
            edges.add(one.last + calendar.DAY)
    return edges


def _steps(session: Session, code: str) -> list[tuple[date, Decimal]]:
    """A rule's values by the day from which they count; the proposal before the first."""
    query = (
        select(WorkRule)
        .where(WorkRule.code == code)
        .order_by(col(WorkRule.since), col(WorkRule.version))
    )
    first = (date.min, Decimal(BOOK.the(code).value))
    return [first, *((row.since, row.value) for row in session.exec(query))]


def _at(steps: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    return steps[bisect_right(steps, day, key=lambda step: step[0]) - 1][1]
