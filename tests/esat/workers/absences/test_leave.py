"""Leave in jours ouvrables, month by month: what is earned, taken, carried over and lost."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from esat.workers.absences import leave, leave_days
from esat.workers.absences.halves import Stretch
from esat.workers.absences.leave import Bucket, Facts, Rules, Standing
from esat.workers.timetables.plans import DayPlan, Span, holiday

D = Decimal
ONE, NONE = D(1), D(0)
START = Standing(date(2025, 12, 31))
MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(16))


def usual(_day: date) -> tuple[Decimal, Decimal]:
    return ONE, NONE


def ill(*bounds: date) -> Callable[[date], tuple[Decimal, Decimal]]:
    """Ill between each pair of days."""
    pairs = list(zip(bounds[::2], bounds[1::2], strict=True))

    def earning(day: date) -> tuple[Decimal, Decimal]:
        return (NONE, ONE) if any(a <= day <= b for a, b in pairs) else (ONE, NONE)

    return earning


def at(until: date, facts: Facts, start: Standing = START, rules: Rules | None = None) -> Standing:
    return leave.advance(start, until, facts, lambda _day: rules or Rules())


def test_a_month_earns_two_days_and_a_half_and_a_year_thirty() -> None:
    assert at(date(2026, 1, 31), Facts(usual)).earned == D("2.5")
    assert at(date(2026, 10, 31), Facts(usual)).earned == D(25)
    assert at(date(2026, 12, 31), Facts(usual)).earned == D(30)


def test_the_most_of_a_year_is_never_passed() -> None:
    generous = Rules(month=D(4))
    assert at(date(2026, 12, 31), Facts(usual), rules=generous).earned == D(30)


def test_a_part_month_earns_its_share_of_working_days() -> None:
    """From 16 November 2026: 13 of the 24 jours ouvrables of the month (Armistice is none)."""

    def begins(day: date) -> tuple[Decimal, Decimal]:
        return (ONE, NONE) if day >= date(2026, 11, 16) else (NONE, NONE)

    assert leave_days.workable_in_month(date(2026, 11, 1)) == 24
    assert at(date(2026, 11, 30), Facts(begins)).earned == D("1.35")
    assert at(date(2026, 12, 31), Facts(begins)).earned == D("3.85")


def test_a_month_cut_in_two_earns_as_much_as_a_whole_one_to_a_hundredth() -> None:
    half = at(date(2026, 11, 17), Facts(usual), Standing(date(2026, 10, 31)))
    whole = at(date(2026, 11, 30), Facts(usual), half)
    assert abs(whole.earned - D("2.5")) <= D("0.01")


def test_a_month_of_illness_earns_two_days() -> None:
    facts = Facts(ill(date(2026, 3, 1), date(2026, 3, 31)))
    assert at(date(2026, 3, 31), facts).earned == D("7.00")


def test_a_year_of_illness_earns_twenty_four_days_and_no_more() -> None:
    facts = Facts(ill(date(2026, 1, 1), date(2026, 12, 31)))
    assert at(date(2026, 12, 31), facts).earned == D(24)
    assert at(date(2026, 12, 31), facts, rules=Rules(sick_month=D("2.5"))).earned == D(24)


def test_illness_adds_nothing_to_a_year_that_has_earned_twenty_four_already() -> None:
    """Ten months of work earn 25; two of illness would pass the 24 that illness may reach."""
    facts = Facts(ill(date(2026, 11, 1), date(2026, 12, 31)))
    assert at(date(2026, 12, 31), facts).earned == D(25)


def test_illness_is_cut_where_it_reaches_twenty_four() -> None:
    """Nine months of work earn 22.5: the first month of illness adds 1.5, the next nothing."""
    facts = Facts(ill(date(2026, 10, 1), date(2026, 12, 31)))
    assert at(date(2026, 10, 31), facts).earned == D(24)
    assert at(date(2026, 12, 31), facts).earned == D(24)


def test_what_illness_earned_first_is_not_taken_back_later() -> None:
    facts = Facts(ill(date(2026, 1, 1), date(2026, 2, 28)))
    assert at(date(2026, 2, 28), facts).earned == D(4)
    assert at(date(2026, 12, 31), facts).earned == D(29)


def test_what_is_left_is_carried_over_for_fifteen_months_then_lost() -> None:
    carried = at(date(2027, 1, 31), Facts(usual, [(date(2026, 8, 3), D(20))]))
    assert carried.carried == (Bucket(D(10), date(2028, 3, 31)),)
    assert (carried.earned, carried.left) == (D("2.5"), D("12.5"))
    assert at(date(2028, 3, 31), Facts(usual), carried).over == D(40)
    kept = at(date(2028, 4, 1), Facts(usual), carried)
    # The second year's own thirty days were carried over behind the ten.
    assert [one.days for one in kept.carried] == [D(30)]
    assert kept.lost == D(10)


def test_the_last_day_of_what_is_carried_over_may_still_be_taken() -> None:
    start = Standing(date(2026, 12, 31), carried=(Bucket(D(3), date(2027, 3, 31)),))
    last = at(date(2027, 4, 30), Facts(usual, [(date(2027, 3, 31), ONE)]), start)
    late = at(date(2027, 4, 30), Facts(usual, [(date(2027, 4, 1), ONE)]), start)
    assert (last.lost, last.from_carried, last.own) == (D(2), ONE, D("10.0"))
    assert (late.lost, late.from_carried, late.own) == (D(3), NONE, D("9.0"))


def test_the_oldest_days_are_taken_first() -> None:
    start = Standing(
        date(2026, 12, 31),
        carried=(Bucket(D(4), date(2028, 3, 31)), Bucket(D(2), date(2027, 3, 31))),
    )
    found = at(date(2027, 1, 31), Facts(usual, [(date(2027, 1, 11), D(3))]), start)
    assert found.carried == (Bucket(D(3), date(2028, 3, 31)),)
    assert (found.taken, found.from_carried, found.own) == (D(3), D(3), D("2.5"))


def test_leave_taken_in_advance_is_owed_the_year_after_and_never_hidden() -> None:
    found = at(date(2026, 2, 28), Facts(usual, [(date(2026, 2, 2), D(12))]))
    assert (found.left, found.taken) == (D("-7.0"), D(12))
    after = at(date(2027, 1, 31), Facts(usual, [(date(2026, 2, 2), D(36))]))
    assert (after.owed, after.taken, after.left) == (D(6), NONE, D("-3.5"))


def test_a_year_of_leave_may_begin_in_another_month() -> None:
    june = Rules(year_month=6)
    found = at(date(2026, 6, 30), Facts(usual), rules=june)
    assert found.earned == D("2.5")
    assert found.carried == (Bucket(D("12.5"), date(2027, 8, 31)),)
    assert leave.year_start(date(2026, 5, 31), 6) == date(2025, 6, 1)
    assert leave.year_start(date(2026, 6, 1), 6) == date(2026, 6, 1)


def test_no_month_is_skipped_and_none_comes_twice() -> None:
    pieces = list(leave.months(date(2026, 1, 15), date(2027, 2, 3)))
    days = [a + timedelta(days=n) for a, b in pieces for n in range((b - a).days + 1)]
    assert len(days) == len(set(days)) == (date(2027, 2, 3) - date(2026, 1, 15)).days + 1
    assert all(a.month == b.month for a, b in pieces)


def plans(since: date, worked: set[int]) -> list[DayPlan]:
    """A week and more from a day, with these weekdays worked."""
    days = [since + timedelta(days=n) for n in range(10)]
    return [
        DayPlan(
            day,
            MORNING if day.weekday() in worked else None,
            AFTERNOON if day.weekday() in worked else None,
            holiday(day),
        )
        for day in days
    ]


WEEK = {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("until", "half", "worked", "asked"),
    [
        (date(2026, 11, 27), "afternoon", WEEK, [28]),  # to a Friday
        (date(2026, 11, 27), "morning", WEEK, []),  # back on Friday afternoon
        (date(2026, 11, 26), "afternoon", WEEK, []),  # back on Friday
        (date(2026, 11, 26), "afternoon", {0, 1, 2, 3}, [27, 28]),  # never works on Fridays
        (date(2026, 11, 23), "afternoon", {0, 2}, [24]),  # Monday and Wednesday
        (date(2026, 11, 28), "afternoon", {0, 5}, []),  # Saturday is taken itself
        (date(2026, 11, 10), "afternoon", {0, 1, 3}, []),  # Armistice is no jour ouvrable
        (date(2027, 4, 30), "afternoon", WEEK, []),  # Saturday 1 May is a public holiday
    ],
)
def test_which_days_are_asked_about(
    until: date, half: str, worked: set[int], asked: list[int]
) -> None:
    stretch = Stretch(until, "morning", until, half)
    found = leave_days.trailing(stretch, plans(until, worked))
    assert [day.day for day in found] == asked


def test_thursday_and_friday_take_two_days_or_three() -> None:
    stretch = Stretch(date(2026, 11, 26), "morning", date(2026, 11, 27), "afternoon")
    assert sum(days for _, days in leave_days.taken(stretch)) == 2
    assert leave_days.taken(stretch, 1)[-1] == (date(2026, 11, 28), ONE)


def test_a_leave_of_two_weeks_takes_the_saturday_between_and_no_public_holiday() -> None:
    stretch = Stretch(date(2026, 11, 2), "afternoon", date(2026, 11, 13), "morning")
    # 11 jours ouvrables from the 2nd to the 13th less Armistice, less two half-days.
    assert sum(days for _, days in leave_days.taken(stretch)) == D(9)
