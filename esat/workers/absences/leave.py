"""Counters of leave, as pure functions: earned, taken, carried over, lost; they know no base.

    year A  earned ------> what is left is carried over, valid for some months
    year B  taken first from what was carried over (the oldest before), then from the year's own

What a month earns is rounded to the hundredth of a day; nothing else is rounded.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from esat.workers.absences.leave_days import workable, workable_in_month

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal(0)
_DAY = timedelta(days=1)
Taking = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the house's book says: days a month, at most a year, and the same for sick months."""

    month: Decimal = Decimal("2.5")
    most: Decimal = Decimal(30)
    sick_month: Decimal = Decimal(2)
    sick_most: Decimal = Decimal(24)
    carry_months: int = 15
    year_month: int = 1


@dataclass(frozen=True, slots=True)
class Bucket:
    """Days carried over, and the last day they may be taken."""

    days: Decimal
    expires: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A counter at the end of a day. `taken` is all that was taken in the year, `from_carried`
    what of it came from days carried over, `owed` what was taken in advance the year before.
    """

    day: date
    earned: Decimal = NOTHING
    taken: Decimal = NOTHING
    from_carried: Decimal = NOTHING
    carried: tuple[Bucket, ...] = ()
    lost: Decimal = NOTHING
    owed: Decimal = NOTHING

    @property
    def own(self) -> Decimal:
        """What is left of the year's own days; below nothing when taken in advance."""
        return self.earned - self.owed - (self.taken - self.from_carried)

    @property
    def over(self) -> Decimal:
        """What is left of the days carried over."""
        return sum((one.days for one in self.carried), NOTHING)

    @property
    def left(self) -> Decimal:
        return self.own + self.over

    @property
    def expires(self) -> date | None:
        """When the first of the days carried over are lost."""
        return min((one.expires for one in self.carried), default=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened to a worker: how much of a day earns as usual and how much as a sick one, and
    the days of leave that were taken.
    """

    earning: Callable[[date], tuple[Decimal, Decimal]]
    takings: Sequence[Taking] = ()


def advance(start: Standing, until: date, facts: Facts, rules: Callable[[date], Rules]) -> Standing:
    """The counter at the end of a later day."""
    now = start
    for first, last in months(start.day + _DAY, until):
        rule = rules(first)
        if first.day == 1 and first.month == rule.year_month:
            now = _new_year(now, first - _DAY, rule)
        for day, days in facts.takings:
            if first <= day <= last:
                now = _take(_expired(now, day), days)
        now = _earn(now, first, last, facts, rule)
        now = replace(_expired(now, last), day=last)
    return now


def months(since: date, until: date) -> Iterable[tuple[date, date]]:
    """The pieces of each month between two days, both included."""
    while since <= until:
        last = min(until, following_month(since) - _DAY)
        yield since, last
        since = last + _DAY


def following_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def year_start(day: date, year_month: int) -> date:
    """The first day of the year of leave in which a day lies."""
    year = day.year if day.month >= year_month else day.year - 1
    return date(year, year_month, 1)


def months_after(day: date, months: int) -> date:
    """The last day of the month that lies so many months after that of a day."""
    ahead = day.year * 12 + day.month - 1 + months + 1
    return date(ahead // 12, ahead % 12 + 1, 1) - _DAY


def _new_year(now: Standing, ended: date, rule: Rules) -> Standing:
    carried = now.carried
    if now.own > 0:
        carried += (Bucket(now.own, months_after(ended, rule.carry_months)),)
    return Standing(ended, carried=carried, owed=max(NOTHING, -now.own))


def _take(now: Standing, days: Decimal) -> Standing:
    """From what was carried over first, the oldest before; the rest from the year's own."""
    rest, carried = days, []
    for one in sorted(now.carried, key=lambda bucket: bucket.expires):
        used = min(rest, one.days)
        rest -= used
        if one.days > used:
            carried.append(replace(one, days=one.days - used))
    return replace(
        now,
        taken=now.taken + days,
        from_carried=now.from_carried + days - rest,
        carried=tuple(carried),
    )


def _expired(now: Standing, day: date) -> Standing:
    """What may no longer be taken on a day is lost."""
    kept = tuple(one for one in now.carried if one.expires >= day)
    lost = sum((one.days for one in now.carried if one.expires < day), NOTHING)
    return replace(now, carried=kept, lost=now.lost + lost)


def _earn(now: Standing, first: date, last: date, facts: Facts, rule: Rules) -> Standing:
    """Usual days earn first; sick ones while the year, with all it earned, is below their most."""
    usual = sick = NOTHING
    day = first
    while day <= last:
        if workable(day):
            some, ill = facts.earning(day)
            usual, sick = usual + some, sick + ill
        day += _DAY
    whole = workable_in_month(first.replace(day=1))
    room = max(NOTHING, rule.most - now.earned)
    earned = now.earned + min(room, _cents(rule.month * usual / whole))
    room = max(NOTHING, min(rule.sick_most, rule.most) - earned)
    return replace(now, earned=earned + min(room, _cents(rule.sick_month * sick / whole)))


def _cents(days: Decimal) -> Decimal:
    return days.quantize(CENT, ROUND_HALF_UP)
