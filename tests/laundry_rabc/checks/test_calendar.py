"""Opening days are rows; a day has 23, 24 or 25 hours on the Paris clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from laundry_rabc.checks import calendar
from laundry_rabc.checks.models import CalendarDay, CalendarShift, CheckRule

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture
def installed(session: Session) -> Session:
    calendar.install(session, AT)
    session.flush()
    return session


def test_the_first_day_proposes_two_shifts_on_working_days(installed: Session) -> None:
    book = calendar.load(installed)
    assert [one.code for one in book.on(MONDAY)] == ["matin", "apres-midi"]
    assert book.on(MONDAY + timedelta(days=5)) == []
    assert {one.status for one in installed.exec(select(CalendarShift))} == {"proposed"}


def test_public_holidays_are_closed_and_proposed_once(installed: Session) -> None:
    assert calendar.load(installed).on(date(2026, 12, 25)) == []
    before = len(installed.exec(select(CalendarDay)).all())
    calendar.install(installed, AT)
    assert len(installed.exec(select(CalendarDay)).all()) == before
    assert len(installed.exec(select(CheckRule)).all()) == len(calendar.RULES)


def test_the_last_row_of_a_day_counts_and_a_saturday_may_be_open(installed: Session) -> None:
    saturday = date(2026, 11, 28)
    for is_open in (False, True):
        installed.add(CalendarDay(day=saturday, is_open=is_open, reason="Salon", created_at=AT))
        installed.flush()
    assert [one.code for one in calendar.load(installed).on(saturday)] == ["matin", "apres-midi"]


def test_a_shift_is_what_it_was_on_its_day(installed: Session) -> None:
    values = {"code": "matin", "label": "Matin", "created_at": AT, "ends": time(12)}
    installed.add(CalendarShift(since=date(2026, 12, 1), starts=time(7), **values))
    installed.add(CalendarShift(since=date(2026, 12, 3), starts=time(7), withdrawn=True, **values))
    installed.flush()
    book = calendar.load(installed)
    assert book.on(date(2026, 11, 30))[0].starts_at == datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    assert book.on(date(2026, 12, 1))[0].starts_at == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert [one.code for one in book.on(date(2026, 12, 3))] == ["apres-midi"]


def test_a_delay_is_the_one_in_force_and_proposed_where_there_is_none(session: Session) -> None:
    assert calendar.rule(session, "escalate", AT) == 2
    for day, value in ((date(2026, 11, 1), 3), (date(2026, 11, 21), 9)):
        session.add(CheckRule(code="escalate", since=day, value=value, unit="h", created_at=AT))
    session.flush()
    assert calendar.rule(session, "escalate", AT) == 3
    assert calendar.rule(session, "escalate", AT + timedelta(days=1)) == 9


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (MONDAY, 24)]
)
def test_a_day_lasts_as_long_as_the_clock_says(day: date, hours: int) -> None:
    assert calendar.midnight_after(day) - calendar.moment(day) == timedelta(hours=hours)
