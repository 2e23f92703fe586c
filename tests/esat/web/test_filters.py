from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from esat.web import filters

NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(
    min_value=-(10**9), max_value=10**9, places=5, allow_nan=False
)


@given(NUMBERS)
def test_a_number_is_written_as_babel_writes_it_in_french(value: Decimal | int) -> None:
    assert filters.number(value) == format_decimal(value, format="#,##0.###", locale="fr_FR")


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("1234.500"), "kg", "1\u202f234,5\u00a0kg"),
        (2, "sac", "2\u00a0sacs"),
        (Decimal("1.5"), "sac", "1,5\u00a0sac"),
        (30, "jour ouvrable", "30\u00a0jours ouvrables"),
        (2, "an", "2\u00a0ans"),
        (3, "mois", "3\u00a0mois"),
        (2, "kg sec", "2\u00a0kg sec"),
        (None, "kg", "—"),
    ],
)
def test_a_quantity_carries_its_unit(value: Decimal | int | None, unit: str, written: str) -> None:
    assert filters.number(value, unit) == written


def test_a_day_is_written_short() -> None:
    assert filters.short_day(date(2026, 3, 1)) == "01/03/2026"


@pytest.mark.parametrize(
    ("hour", "minute", "written"),
    [
        (0, 30, "02:30 (heure d’été)"),
        (1, 30, "02:30 (heure d’hiver)"),
        (2, 30, "03:30"),
        (23, 30, "00:30"),
    ],
)
def test_the_hour_that_comes_twice_says_which_it_is(hour: int, minute: int, written: str) -> None:
    day = 24 if hour == 23 else 25
    assert filters.hour(datetime(2026, 10, day, hour if hour < 23 else 22, minute, tzinfo=UTC)) == (
        written
    )


def test_the_hour_that_march_leaves_out_is_said_plainly() -> None:
    assert filters.hour(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == "03:30"
