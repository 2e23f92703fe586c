"""What a timetable plans: weeks A and B, years of 53 weeks, public holidays."""

from datetime import date, time, timedelta

import pytest

from esat.workers.timetables import plans
from esat.workers.timetables.plans import Span

MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(17))
FIVE_DAYS = {
    ("A", weekday, half): span
    for weekday in range(5)
    for half, span in (("morning", MORNING), ("afternoon", AFTERNOON))
}
WEEK_A = date(2026, 1, 5)


def test_a_day_has_its_two_spans_and_their_minutes() -> None:
    day = plans.plan(date(2026, 11, 24), FIVE_DAYS, WEEK_A, 1)
    assert (day.morning, day.afternoon) == (MORNING, AFTERNOON)
    assert day.minutes == day.expected == 420


def test_nothing_is_expected_on_a_public_holiday_though_it_is_counted() -> None:
    day = plans.plan(date(2026, 11, 11), FIVE_DAYS, WEEK_A, 1)
    assert day.holiday == "Armistice"
    assert (day.minutes, day.expected) == (420, 0)
    assert not day.expects("morning")


def test_november_2026_has_21_weekdays_of_which_one_is_a_holiday() -> None:
    days = [plans.plan(date(2026, 11, n), FIVE_DAYS, WEEK_A, 1) for n in range(1, 31)]
    assert sum(day.minutes for day in days) == 147 * 60
    assert sum(day.expected for day in days) == 140 * 60


@pytest.mark.parametrize("weeks_later", range(-60, 120))
def test_weeks_a_and_b_take_turns_over_years_of_53_weeks(weeks_later: int) -> None:
    day = WEEK_A + timedelta(weeks=weeks_later, days=3)
    assert plans.week_of(day, WEEK_A, 2) == ("A" if weeks_later % 2 == 0 else "B")
    assert plans.week_of(day, WEEK_A, 1) == "A"


def test_a_sunday_has_no_span() -> None:
    day = plans.plan(date(2026, 12, 6), FIVE_DAYS, WEEK_A, 1)
    assert (day.morning, day.afternoon, day.minutes) == (None, None, 0)


def test_the_first_of_may_has_its_name() -> None:
    assert plans.holiday(date(2026, 5, 1)) == "Fête du Travail"
    assert not plans.holiday(date(2026, 5, 4))


def test_a_week_is_the_mean_of_its_two() -> None:
    slots = {("A", 0, "morning"): MORNING, ("B", 0, "afternoon"): AFTERNOON}
    assert plans.weekly_minutes(slots, 2) == 210
