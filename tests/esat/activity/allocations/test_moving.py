import pytest

from esat.activity.allocations import moving
from esat.activity.allocations.cutting import DAY, Stretch
from esat.activity.allocations.moving import Said, contested

PACKAGING, LAUNDRY = 1, 2
NINE, TEN, HALF_PAST_TEN, NOON, SIX = 540, 600, 630, 720, 1080
GRACE = 15


def left(older: Said, newer: Said, grace: int = GRACE) -> list[Stretch]:
    return moving.left(older, newer, grace)


def test_a_move_in_time_closes_the_line_of_the_other_group() -> None:
    here = Said(1, PACKAGING, NINE, DAY, NINE)
    assert left(here, Said(2, LAUNDRY, HALF_PAST_TEN, DAY, HALF_PAST_TEN + 15)) == [(NINE, 630)]


def test_what_another_group_claims_of_the_hours_before_stays_contested() -> None:
    here, there = Said(1, PACKAGING, NINE, DAY, NINE), Said(2, LAUNDRY, NINE, DAY, HALF_PAST_TEN)
    assert left(here, there) == [(NINE, HALF_PAST_TEN)]
    cut = Said(1, PACKAGING, NINE, HALF_PAST_TEN, NINE)
    assert contested(cut, there) == (NINE, HALF_PAST_TEN)


def test_who_is_lent_for_an_hour_is_back_where_he_was() -> None:
    here = Said(1, PACKAGING, NINE, DAY, NINE)
    assert left(here, Said(2, LAUNDRY, TEN, NOON, TEN)) == [(NINE, TEN), (NOON, DAY)]


@pytest.mark.parametrize("at", [SIX, DAY + NINE])
def test_a_day_claimed_once_it_is_over_takes_nothing_by_itself(at: int) -> None:
    here = Said(1, PACKAGING, NINE, DAY, NINE)
    there = Said(2, LAUNDRY, NINE, SIX, at)
    assert left(here, there) == [(NINE, DAY)]
    assert contested(here, there) == (NINE, SIX)


def test_two_groups_that_say_the_same_start_take_nothing_from_one_another() -> None:
    here, there = Said(1, PACKAGING, NINE, DAY, NINE), Said(2, LAUNDRY, NINE, DAY, NINE + 2)
    assert left(here, there) == [(NINE, DAY)]


def test_in_one_group_what_was_said_last_counts() -> None:
    here = Said(1, LAUNDRY, NINE, DAY, NINE)
    assert left(here, Said(2, LAUNDRY, TEN, DAY, NOON)) == [(NINE, TEN)]
    assert left(here, Said(2, LAUNDRY, NINE, DAY, NOON)) == []
    assert left(here, Said(2, LAUNDRY, TEN, NOON, NOON)) == [(NINE, TEN), (NOON, DAY)]
    assert left(Said(1, LAUNDRY, NINE, TEN, NINE), Said(2, LAUNDRY, NOON, DAY, NOON)) == [
        (540, 600)
    ]
    assert contested(here, Said(2, LAUNDRY, TEN, NOON, NOON)) is None


def test_the_minutes_allowed_to_write_a_move_down_are_the_house_s() -> None:
    here = Said(1, PACKAGING, NINE, DAY, NINE)
    late = Said(2, LAUNDRY, HALF_PAST_TEN, DAY, HALF_PAST_TEN + 20)
    assert left(here, late) == [(NINE, 650)]
    assert left(here, late, grace=20) == [(NINE, HALF_PAST_TEN)]
