from datetime import date
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
        (None, "kg", "—"),
    ],
)
def test_a_quantity_carries_its_unit(value: Decimal | int | None, unit: str, written: str) -> None:
    assert filters.number(value, unit) == written


def test_a_day_is_written_short() -> None:
    assert filters.short_day(date(2026, 3, 1)) == "01/03/2026"
