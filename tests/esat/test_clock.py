from datetime import date, timedelta

import pytest

from esat import clock


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 25), 2), (date(2026, 10, 26), 1), (date(2026, 3, 29), 1),
     (date(2026, 3, 30), 2)],
)  # fmt: skip
def test_a_day_begins_at_midnight_of_paris_on_both_sides_of_a_changed_clock(
    day: date, hours: int
) -> None:
    begun = clock.midnight(day)
    assert (begun.date(), begun.hour) == (day, 0)
    assert begun.utcoffset() == timedelta(hours=hours)
