from datetime import time

import pytest

from esat.workers import statuses
from esat.workers.models import Group

HOURS = Group(code="a", name="A")
NINE, NOON = time(9, 0), time(12, 0)


@pytest.mark.parametrize(
    ("status", "start", "end", "minutes"),
    [
        ("present", None, None, 210),
        ("elsewhere", None, None, 210),
        ("absent_announced", None, None, 0),
        ("absent_unannounced", None, None, 0),
        ("late", NINE, None, 180),
        ("left_early", None, time(11, 45), 195),
        ("late", NINE, time(11, 0), 120),
    ],
)
def test_minutes_are_those_of_the_presence(
    status: str, start: time | None, end: time | None, minutes: int
) -> None:
    assert statuses.fault(HOURS, "morning", status, start, end) == ""
    assert statuses.presence(HOURS, "morning", status, start, end).minutes == minutes


@pytest.mark.parametrize(
    ("status", "start", "end", "code"),
    [
        ("late", None, None, "half_day_from_missing"),
        ("left_early", None, None, "half_day_to_missing"),
        ("late", time(7, 0), None, "half_day_times"),
        ("late", NOON, None, "half_day_times"),
        ("left_early", None, time(12, 1), "half_day_times"),
        ("late", time(11, 0), time(10, 0), "half_day_times"),
    ],
)
def test_times_that_cannot_be_are_named(
    status: str, start: time | None, end: time | None, code: str
) -> None:
    assert statuses.fault(HOURS, "morning", status, start, end) == code


def test_times_left_in_the_boxes_of_somebody_present_are_not_kept() -> None:
    found = statuses.presence(HOURS, "afternoon", "present", time(14, 0), time(15, 0))
    assert (found.from_time, found.to_time, found.minutes) == (None, None, 210)


def test_every_status_has_its_word_its_pictogram_and_its_meaning() -> None:
    assert set(statuses.LABELS) == set(statuses.PICTOGRAMS) == set(statuses.MEANINGS)
