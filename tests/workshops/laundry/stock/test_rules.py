from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.laundry.stock.rules import PLACES, WAYS, balances, percent, proposed_par


@dataclass(frozen=True)
class Move:
    from_place: str | None
    to_place: str | None
    quantity: Decimal


ways = st.sampled_from([(way.source, way.target) for way in WAYS.values()])
moves = st.lists(
    st.builds(
        lambda way, n: Move(way[0], way[1], Decimal(n)), ways, st.integers(1, 500)
    )
)  # fmt: skip


@given(moves)
def test_a_balance_is_the_sum_of_its_movements(made: list[Move]) -> None:
    found = balances(made)
    for place in PLACES:
        came = sum((m.quantity for m in made if m.to_place == place), Decimal(0))
        left = sum((m.quantity for m in made if m.from_place == place), Decimal(0))
        assert found[place] == came - left
    bought = sum((m.quantity for m in made if m.from_place is None), Decimal(0))
    gone = sum((m.quantity for m in made if m.to_place is None), Decimal(0))
    assert sum(found.values()) == bought - gone


@given(moves, st.randoms())
def test_the_order_of_movements_changes_no_balance(made: list[Move], random: object) -> None:
    again = list(made)
    random.shuffle(again)  # type: ignore[attr-defined]
    assert balances(again) == balances(made)


@pytest.mark.parametrize(
    ("daily", "factor", "days", "level"),
    [("40", "1.25", "3", "150"), ("0.111", "1.25", "3", "1"), ("0", "1.25", "3", "0")],
)
def test_the_level_is_use_by_margin_by_days_to_the_piece_above(
    daily: str, factor: str, days: str, level: str
) -> None:
    assert proposed_par(Decimal(daily), Decimal(factor), Decimal(days)) == Decimal(level)


def test_a_share_of_nothing_is_not_told() -> None:
    assert percent(Decimal(3), Decimal(0)) is None
    assert percent(Decimal(12), Decimal(340)) == Decimal("3.5")
