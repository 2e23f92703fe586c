from datetime import time

import pytest

from esat.workers import statuses
from esat.workers.timetables.plans import Span

MORNING = Span(time(8, 30), time(12))
NINE, NOON = time(9, 0), time(12, 0)
FAR = 180


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
        ("left_early", NINE, time(11, 0), 120),
        ("late", NINE, time(12, 20), 200),
        ("present", time(8, 0), time(12, 20), 260),
        ("outside", NINE, None, 180),
    ],
)
def test_minutes_are_those_of_the_presence(
    status: str, start: time | None, end: time | None, minutes: int
) -> None:
    assert statuses.fault(MORNING, status, start, end, FAR) == ""
    assert statuses.presence(MORNING, status, start, end).minutes == minutes


@pytest.mark.parametrize(
    ("status", "start", "end", "code"),
    [
        ("late", None, None, "half_day_from_missing"),
        ("left_early", None, None, "half_day_to_missing"),
        ("late", time(7, 0), None, "half_day_times"),
        ("present", NINE, None, "half_day_not_whole"),
        ("late", NOON, None, "half_day_to_before_from"),
        ("left_early", None, time(12, 1), "half_day_times"),
        ("late", time(11, 0), time(10, 0), "half_day_to_before_from"),
        ("present", None, time(15, 1), "half_day_far"),
        ("present", time(5, 29), None, "half_day_far"),
        ("elsewhere", time(13, 0), time(14, 0), "half_day_far"),
    ],
)
def test_times_that_cannot_be_are_named(
    status: str, start: time | None, end: time | None, code: str
) -> None:
    assert statuses.fault(MORNING, status, start, end, FAR) == code


def test_the_planned_times_are_not_kept_apart() -> None:
    found = statuses.presence(MORNING, "present", MORNING.start, MORNING.end)
    assert (found.from_time, found.to_time, found.minutes) == (None, None, 210)


def test_a_half_day_that_was_not_planned_says_both_its_times() -> None:
    for start, end in ((None, None), (NINE, None), (None, NOON)):
        assert statuses.fault(None, "present", start, end, FAR) == "half_day_span_missing"
    assert statuses.fault(None, "present", NINE, NOON, FAR) == ""
    assert statuses.presence(None, "present", NINE, NOON).minutes == 180
    assert statuses.fault(None, "absent_announced", None, None, FAR) == ""


def test_every_status_has_its_word_its_pictogram_and_its_meaning() -> None:
    assert set(statuses.LABELS) == set(statuses.PICTOGRAMS) == set(statuses.MEANINGS)
