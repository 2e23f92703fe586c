from datetime import date

import pytest

from esat.workers.contracts import calendar


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 10, 5), 3, date(2027, 1, 5)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, expected: date
) -> None:
    assert calendar.months_after(day, months) == expected


def test_working_days_leave_out_week_ends_and_public_holidays() -> None:
    assert calendar.worked_days(date(2026, 11, 9), date(2026, 11, 20)) == 9
    assert calendar.after_worked_days(date(2026, 11, 9), 9) == date(2026, 11, 20)
    assert calendar.after_worked_days(date(2026, 11, 7), 1) == date(2026, 11, 9)


def test_an_absence_lasts_over_the_days_off_within_it_and_no_further() -> None:
    away = [date(2026, 11, day) for day in (9, 10, 12, 13, 16, 17, 18, 19, 20)]
    assert calendar.length(away, calendar.is_worked) == 12
    assert calendar.length([*away, date(2026, 11, 25)], calendar.is_worked) == 13
    assert calendar.length(away[:1], calendar.is_worked) == 1
    assert calendar.length([], calendar.is_worked) == 0


def test_sundays_and_the_first_of_may_ask_for_an_agreement() -> None:
    days = (date(2026, 12, 6), date(2026, 5, 1), date(2026, 12, 5), date(2026, 5, 8))
    assert [calendar.is_sunday(day) for day in days] == [True, True, False, False]
