from datetime import UTC, datetime

import pytest

from esat.errors import Invalid
from workshops.laundry.washing.hours import moment_of


@pytest.mark.parametrize(
    ("text", "which", "moment"),
    [
        ("", "", None),
        ("2026-11-23T10:00", "", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ("2026-07-01T10:00", "", datetime(2026, 7, 1, 8, 0, tzinfo=UTC)),
        ("2026-10-25T02:30", "summer", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", "winter", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-10-25T03:30", "", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", "", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_wall_time_is_one_moment(text: str, which: str, moment: datetime | None) -> None:
    assert moment_of(text, which) == moment


@pytest.mark.parametrize(
    ("text", "which", "field"),
    [
        ("hier", "", "at"),
        ("2026-10-25T02:30", "", "which"),
        ("2026-10-25T02:30", "other", "which"),
        ("2026-03-29T02:30", "", "at"),
        ("2026-13-01T00:00", "", "at"),
        ("0001-01-01T00:00", "", "at"),
        ("0001-01-01T00:00+14:00", "", "at"),
    ],
)
def test_a_time_that_is_none_or_two_is_asked_again(text: str, which: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        moment_of(text, which)
    assert field in refusal.value.fields
