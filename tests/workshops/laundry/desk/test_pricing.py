from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.laundry.desk import pricing
from workshops.laundry.desk.pricing import Reduction

prices = st.decimals(0, 9999, places=2, allow_nan=False)
percents = st.decimals(0, 100, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("full", "percent", "asked"),
    [
        ("3.30", "25", "2.48"),  # 2.475 goes up
        ("0.10", "25", "0.08"),  # 0.075 goes up
        ("2.50", "0", "2.50"),
        ("2.50", "100", "0.00"),
        ("2.50", "33.33", "1.67"),
        ("0.01", "50", "0.01"),  # 0.005 goes up
    ],
)
def test_a_reduced_price_is_rounded_half_up_on_the_cent(
    full: str, percent: str, asked: str
) -> None:
    by = Reduction(Decimal(percent))
    assert pricing.reduced("drap", Decimal(full), by) == Decimal(asked)


def test_a_fixed_price_replaces_the_full_one_and_others_stay_full() -> None:
    by = Reduction(fixed={"drap": Decimal("1.20")})
    assert pricing.reduced("drap", Decimal("2.50"), by) == Decimal("1.20")
    assert pricing.reduced("chemise", Decimal("3.30"), by) == Decimal("3.30")


def test_a_fixed_price_never_raises_what_is_asked() -> None:
    by = Reduction(fixed={"drap": Decimal("4.00")})
    assert pricing.reduced("drap", Decimal("2.50"), by) == Decimal("2.50")


@given(prices, percents)
def test_a_reduction_stays_between_nothing_and_the_full_price(
    full: Decimal, percent: Decimal
) -> None:
    asked = pricing.reduced("drap", full, Reduction(percent))
    assert Decimal(0) <= asked <= full
    assert asked == pricing.cents(asked)


@pytest.mark.parametrize(
    ("unit", "quantity", "amount"),
    [("2.48", "3", "7.44"), ("3.50", "1.235", "4.32"), ("3.50", "0.001", "0.00")],
)
def test_an_amount_is_the_shown_price_times_the_quantity(
    unit: str, quantity: str, amount: str
) -> None:
    assert pricing.amount(Decimal(unit), Decimal(quantity)) == Decimal(amount)


def test_the_total_is_the_sum_of_the_amounts_shown() -> None:
    assert pricing.total([Decimal("2.48"), Decimal("7.44")]) == Decimal("9.92")
    assert str(pricing.total([])) == "0.00"


def test_there_is_no_half_shirt_but_half_a_kilogram() -> None:
    assert pricing.has_part("pièce", Decimal("1.5"))
    assert not pricing.has_part("pièce", Decimal("2.000"))
    assert not pricing.has_part("kg", Decimal("1.5"))


def test_euros_are_written_as_french_eyes_read_them() -> None:
    assert pricing.euros(Decimal("1234.5")) == "1\u202f234,50\u00a0€"
