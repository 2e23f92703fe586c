from datetime import UTC, date, datetime

import pytest

from esat.errors import Invalid
from laundry_rabc.dossier import periods

NOW = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)


def test_both_days_are_included_on_the_clock_of_the_house() -> None:
    found = periods.of(date(2026, 6, 1), date(2026, 6, 12), NOW)
    assert found.start == datetime(2026, 5, 31, 22, 0, tzinfo=UTC)
    assert found.end == datetime(2026, 6, 12, 22, 0, tzinfo=UTC)
    assert found.seen == NOW
    assert found.on == date(2026, 6, 12)


def test_a_period_over_the_change_of_clock_is_whole() -> None:
    found = periods.of(date(2025, 10, 26), date(2025, 10, 26), NOW)
    assert found.end.timestamp() - found.start.timestamp() == 25 * 3600


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (None, date(2026, 6, 1), "since"),
        (date(2026, 6, 1), None, "until"),
        (date(2026, 6, 13), date(2026, 6, 13), "since"),
        (date(2026, 6, 1), date(2026, 6, 13), "until"),
        (date(2026, 6, 2), date(2026, 6, 1), "until"),
        (date(2020, 1, 1), date(2026, 6, 1), "until"),
    ],
)
def test_days_that_cannot_be_are_said_beside_their_field(
    since: date | None, until: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        periods.of(since, until, NOW)
    assert field in refused.value.fields
