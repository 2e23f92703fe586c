"""What a timetable plans for a day, as pure functions; they know no base.

from        to           from         to
|-- morning --|   lunch   |-- afternoon --|      a free half-day has no span
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Final

import holidays

MORNING: Final = "morning"
AFTERNOON: Final = "afternoon"
HALVES: Final = (MORNING, AFTERNOON)
FRIDAY: Final = 4
SUNDAY: Final = 6
TEMPLATE, GROUP, NOTHING = "template", "group", "nothing"
"""Where a plan comes from: the worker's template, the usual hours of his group, or nowhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, on the wall clock of the house."""

    start: time
    end: time

    @property
    def minutes(self) -> int:
        return minutes(self.end) - minutes(self.start)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The two half-days of a worker on a day. On a public holiday `holiday` names it, and the
    spans say what he would have worked: nothing is expected of him.
    """

    day: date
    morning: Span | None = None
    afternoon: Span | None = None
    holiday: str = ""
    source: str = NOTHING

    def half(self, half: str) -> Span | None:
        return self.morning if half == MORNING else self.afternoon

    @property
    def minutes(self) -> int:
        """What the template counts that day, holiday or not."""
        return sum(span.minutes for span in (self.morning, self.afternoon) if span)

    @property
    def expected(self) -> int:
        """What is expected of him: nothing on a public holiday."""
        return 0 if self.holiday else self.minutes

    def expects(self, half: str) -> bool:
        return not self.holiday and self.half(half) is not None


Slots = dict[tuple[str, int, str], Span]
"""The half-days of a version that are worked, keyed (week, weekday, half)."""


def minutes(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


def week_of(day: date, week_a: date, weeks: int) -> str:
    """« A » or « B »: `week_a` is a Monday of a week A; years of 53 weeks change nothing."""
    if weeks == 1:
        return "A"
    monday = day - timedelta(days=day.weekday())
    return "A" if ((monday - week_a).days // 7) % 2 == 0 else "B"


def plan(
    day: date, slots: Mapping[tuple[str, int, str], Span], week_a: date, weeks: int
) -> DayPlan:
    """The plan of a day by a version's slots, keyed (week, weekday, half)."""
    week = week_of(day, week_a, weeks)
    morning, afternoon = (slots.get((week, day.weekday(), half)) for half in HALVES)
    return DayPlan(day, morning, afternoon, holiday(day), TEMPLATE)


def weekly_minutes(slots: Mapping[tuple[str, int, str], Span], weeks: int) -> float:
    """Minutes a week, as a mean over weeks A and B."""
    return sum(span.minutes for span in slots.values()) / weeks


def holiday(day: date) -> str:
    """The French name of a public holiday in metropolitan France; empty on any other day."""
    return _holidays(day.year).get(day, "")


@cache
def _holidays(year: int) -> Mapping[date, str]:
    return dict(holidays.country_holidays("FR", years=year, language="fr").items())
