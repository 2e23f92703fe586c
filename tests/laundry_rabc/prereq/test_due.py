from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laundry_rabc.prereq import due
from laundry_rabc.prereq.due import Slot

MONDAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Rhythm:
    every: int
    unit: str
    since: date = MONDAY


@pytest.mark.parametrize(
    ("day", "count", "unit", "wanted"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2026, 12, 15), 1, "month", date(2027, 1, 15)),
        (date(2026, 11, 30), 3, "month", date(2027, 2, 28)),
        (MONDAY, 2, "week", date(2026, 11, 16)),
        (MONDAY, -1, "day", date(2026, 11, 1)),
    ],
)
def test_so_many_units_later(day: date, count: int, unit: str, wanted: date) -> None:
    assert due.add(day, count, unit) == wanted


def test_a_daily_task_is_due_on_its_days_and_a_weekly_one_for_a_week() -> None:
    daily = list(due.slots(Rhythm(1, "day"), MONDAY, MONDAY + timedelta(days=8), "12345"))
    assert [one.first.day for one in daily] == [2, 3, 4, 5, 6, 9, 10]
    assert all(one.first == one.last for one in daily)
    weekly = list(due.slots(Rhythm(1, "week"), MONDAY, MONDAY + timedelta(days=8)))
    assert weekly == [
        Slot(MONDAY, MONDAY + timedelta(days=6)),
        Slot(MONDAY + timedelta(days=7), MONDAY + timedelta(days=13)),
    ]
    assert list(due.slots(Rhythm(1, "day"), MONDAY - timedelta(days=9), MONDAY)) == [
        Slot(MONDAY, MONDAY)
    ]


@given(
    st.integers(1, 5), st.sampled_from(["day", "week", "month", "year"]),
    st.integers(0, 900), st.integers(0, 60),
)  # fmt: skip
def test_a_window_shows_exactly_the_slots_that_begin_in_it(
    every: int, unit: str, after: int, length: int
) -> None:
    rhythm = Rhythm(every, unit, date(2024, 1, 31))
    since = rhythm.since + timedelta(days=after)
    until = since + timedelta(days=length)
    whole = list(due.slots(rhythm, rhythm.since, until))
    wanted = [one for one in whole if one.first >= since]
    assert list(due.slots(rhythm, since, until)) == wanted
    assert all(b.first == a.last + timedelta(days=1) for a, b in pairwise(whole))


@pytest.mark.parametrize(
    ("outcome", "done", "today", "wanted"),
    [
        ("", None, 6, "due"), ("", None, 8, "due"), ("", None, 9, "missed"),
        ("done", 8, 20, "done"), ("done", 9, 20, "done_late"),
        ("not_done", 5, 6, "not_done"), ("not_applicable", 5, 6, "not_applicable"),
    ],
)  # fmt: skip
def test_what_a_slot_is(outcome: str, done: int | None, today: int, wanted: str) -> None:
    slot = Slot(MONDAY, date(2026, 11, 8))
    on = None if done is None else date(2026, 11, done)
    assert due.state(slot, outcome, on, date(2026, 11, today)) == wanted


def test_the_next_follows_the_last_one_done() -> None:
    rhythm = Rhythm(6, "month")
    assert due.following(rhythm, None) == MONDAY
    assert due.following(rhythm, date(2026, 10, 1)) == MONDAY
    assert due.following(rhythm, date(2026, 11, 10)) == date(2027, 5, 10)
