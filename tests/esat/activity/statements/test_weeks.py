"""Each week is counted once, whole, at the edge of two months as in the nights of change-over."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from esat import clock
from esat.activity.statements import board, periods
from esat.activity.statements.computing import compute
from esat.activity.statements.figures import Given, Half, Week
from tests import people_month
from tests.esat.activity.statements.test_computing import PAUL, RULES

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
LONG = 7 * 60 + 30
"""Seven and a half hours a day: five of them are above the limit of 35."""


def weeks_of(month: date, worked: Iterable[date], left_on: date | None = None) -> tuple[Week, ...]:
    """The weeks of a month, for somebody who worked on those days."""
    days = list(worked)
    first, last = periods.first_monday(month), periods.last_day(month)
    halves = [Half(day, "morning", 0, 0, "present", LONG) for day in days if month <= day <= last]
    before = {day: LONG for day in days if first <= day < month}
    rules = replace(RULES, today=last)
    return compute(Given(month, PAUL, rules, tuple(halves), before=before, left_on=left_on)).weeks


def workdays(since: date, until: date) -> list[date]:
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return [day for day in days if day.weekday() < 5]


def test_month_after_month_each_week_is_counted_once_and_whole() -> None:
    """From September 2026 to May 2027: both nights of change-over, the edges of nine months."""
    since, until = date(2026, 8, 31), date(2027, 5, 30)
    worked = workdays(since, until)
    months = [date(2026, n, 1) for n in range(9, 13)] + [date(2027, n, 1) for n in range(1, 6)]
    found = [week for month in months for week in weeks_of(month, worked)]
    assert [one.monday for one in found] == [since + timedelta(weeks=n) for n in range(39)]
    assert {(one.minutes, one.above) for one in found} == {(5 * LONG, True)}


def test_the_week_of_30_november_2026_is_of_december_alone() -> None:
    worked = workdays(date(2026, 11, 23), date(2026, 12, 11))
    mondays = {month: [w.monday for w in weeks_of(month, worked)] for month in (NOVEMBER, DECEMBER)}
    edge = date(2026, 11, 30)
    assert edge not in mondays[NOVEMBER]
    assert mondays[DECEMBER][0] == edge
    assert weeks_of(DECEMBER, worked)[0] == Week(edge, 5 * LONG, above=True)


def test_the_last_week_of_who_leaves_is_counted_in_the_month_he_leaves() -> None:
    """He leaves on Friday 30 October: nobody makes him a statement of November."""
    october, friday = date(2026, 10, 1), date(2026, 10, 30)
    worked = workdays(date(2026, 10, 1), friday)
    assert weeks_of(october, worked)[-1].monday == date(2026, 10, 19)
    assert weeks_of(october, worked, friday)[-1] == Week(date(2026, 10, 26), 5 * LONG, above=True)
    in_december = date(2026, 12, 2)
    assert weeks_of(NOVEMBER, worked, in_december)[-1].monday == date(2026, 11, 23)


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_sunday_whose_night_is_longer_or_shorter_counts_the_hours_of_the_wall(
    session: Session, sunday: date
) -> None:
    with clock.pinned(people_month.moment(sunday + timedelta(days=12), 10)):
        team = people_month.group(session)
        paul = people_month.worker(session, team, "Paul", "Durand")
        weeks = {"A": dict.fromkeys(range(7), ("morning", "afternoon"))}
        people_month.template(session, [paul], date(2026, 9, 1), weeks=weeks)
        days = [*workdays(sunday - timedelta(days=6), sunday), sunday]
        people_month.present(session, team, [paul], days)
        month = sunday.replace(day=1)
        (sheet,) = board.sheets(session, month, today=clock.today())
    (week,) = [one for one in sheet.statement.weeks if one.minutes]
    assert (week.monday, week.minutes) == (days[0], 6 * 7 * 60)
    assert (sheet.statement.sunday, week.above) == (7 * 60, True)
