from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laundry_rabc import curves
from laundry_rabc.curves import Point, Why, gaps_of, hold_above, interval_of, minutes

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(step: float) -> datetime:
    return START + step * MINUTE


def curve(*values: str | None, step: float = 1) -> list[Point]:
    return [
        Point(at(n * step), None if value is None else Decimal(value))
        for n, value in enumerate(values)
    ]


def credited(*values: str | None, threshold: str = "71", mixing: str = "0") -> Decimal:
    return hold_above(curve(*values), Decimal(threshold), Decimal(mixing)).credited_minutes


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), "0"),
        (("80",), "0"),  # one measure lasts no time
        (("71", "71"), "1"),  # the threshold itself counts
        (("70.999", "70.999"), "0"),
        (("70", "72"), "0.5"),  # crossed half-way up
        (("72", "70"), "0.5"),  # and half-way down
        (("61", "81", "61"), "1"),  # half a minute each side of the peak, unbroken
        (("70", "71", "70"), "0"),  # touched, not held
        (("72", "71", "72"), "2"),  # touched from above, held
        (("72", "70", "72", "72"), "1.5"),  # two stretches: the longest alone
        (("68", "74", "74", "74", "68"), "3"),
        (("74", "74", None, "74", "74", "74"), "2"),  # unplugged: never across
        ((None, None, None), "0"),
    ],
)
def test_time_is_counted_as_by_hand(values: tuple[str | None, ...], expected: str) -> None:
    assert credited(*values) == Decimal(expected)


def test_the_mixing_time_is_taken_off_the_longest_stretch_and_never_below_nothing() -> None:
    hot = ["72"] * 13
    assert credited(*hot, mixing="4") == Decimal(8)
    assert credited(*hot, mixing="8.5") == Decimal("3.5")
    assert credited(*hot, mixing="13") == 0
    assert credited("72", "72", mixing="4") == 0


def test_the_cold_cycle_of_the_scenario() -> None:
    """71 °C for 1 min 40, then 69 °C: no credit below 71 °C."""
    points = [
        Point(START, Decimal(71)),
        Point(START + timedelta(seconds=100), Decimal(71)),
        Point(START + timedelta(seconds=101), Decimal(69)),
        *(Point(START + timedelta(seconds=101 + 100 * n), Decimal(69)) for n in range(1, 4)),
    ]
    found = hold_above(points, Decimal(71), interval=timedelta(seconds=100))
    assert found.credited_minutes == Decimal("1.666")
    assert found.peak == points[0]
    assert found.whole


def test_the_display_that_lies() -> None:
    """55 °C falling to 47 °C over fifteen minutes: nothing at 65 °C, and 60 is never reached."""
    falling = curve("20", "55", "53", "51", "49", "47", step=3)
    found = hold_above(falling, Decimal(65), Decimal(4))
    assert found.credited == timedelta(0)
    assert found.peak == Point(at(3), Decimal(55))
    assert found.reached_at is None
    assert found.time_to_reach is None
    assert found.longest is None


def test_a_crossing_is_rounded_against_the_credit() -> None:
    """A third of a minute is not a whole number of microseconds on the way down."""
    up = hold_above(curve("70", "73"), Decimal(71)).stretches[0]
    assert up.since == START + timedelta(seconds=20)
    down = hold_above(curve("77", "70", step=1), Decimal(71)).stretches[0]
    assert down.until == START + timedelta(microseconds=60_000_000 * 6 // 7)
    again = hold_above(curve("70", "77", step=1), Decimal(71)).stretches[0]
    assert again.since == START + timedelta(microseconds=60_000_000 // 7 + 1)
    assert minutes(timedelta(seconds=59, microseconds=999_999)) == Decimal("0.999")


def test_a_missing_measure_breaks_the_hold_and_is_named() -> None:
    points = [point for n, point in enumerate(curve(*["72"] * 12)) if n not in {5, 6}]
    found = hold_above(points, Decimal(71))
    assert found.credited == 4 * MINUTE
    assert [(gap.since, gap.until, gap.why) for gap in found.gaps] == [(at(4), at(7), Why.INTERVAL)]
    assert found.total == 8 * MINUTE
    assert not found.whole
    assert found.gaps[0].why.label == "mesures manquantes"


def test_one_missing_measure_is_a_gap_and_a_late_one_is_not() -> None:
    late = [Point(at(step), Decimal(72)) for step in (0, 1, 2, 3.5, 4)]
    assert gaps_of(late) == ()
    missed = [Point(at(step), Decimal(72)) for step in (0, 1, 2, 4, 5)]
    assert [gap.length for gap in gaps_of(missed)] == [2 * MINUTE]


def test_an_unplugged_probe_is_a_gap_from_the_last_measure_to_the_next() -> None:
    points = curve(None, "72", "72", None, None, "72", None)
    assert [(gap.since, gap.until, gap.why) for gap in gaps_of(points)] == [
        (at(0), at(1), Why.MISSING),
        (at(2), at(5), Why.MISSING),
        (at(5), at(6), Why.MISSING),
    ]
    assert [(gap.since, gap.until) for gap in gaps_of(curve(None, None))] == [(at(0), at(1))]
    assert gaps_of([]) == ()


def test_a_window_cuts_the_curve_on_its_lines_and_says_what_it_lacks() -> None:
    points = curve("60", "70", "80", "80", "80")
    found = hold_above(points, Decimal(75), window=(at(1.75), at(3.5)))
    assert found.stretches[0].since == at(1.75)
    assert found.credited == 1.75 * MINUTE
    assert found.lowest == Point(at(1.75), Decimal("77.5"))
    assert found.time_to_reach == timedelta(0)
    assert found.whole
    wider = hold_above(points, Decimal(75), window=(at(-2), at(6)))
    assert [(gap.since, gap.until, gap.why) for gap in wider.gaps] == [
        (at(-2), at(0), Why.OUTSIDE),
        (at(4), at(6), Why.OUTSIDE),
    ]
    assert wider.time_to_reach == 3.5 * MINUTE
    nothing = hold_above([], Decimal(75), window=(at(0), at(5)))
    assert [gap.length for gap in nothing.gaps] == [5 * MINUTE]
    assert nothing.peak is None


def test_a_gap_outside_the_window_is_not_of_the_window() -> None:
    points = [Point(at(step), Decimal(72)) for step in (0, 1, 2, 9, 10, 11, 12)]
    assert hold_above(points, Decimal(71), window=(at(9), at(12))).whole
    inside = gaps_of(points, window=(at(4), at(10)))
    assert [(gap.since, gap.until) for gap in inside] == [(at(4), at(9))]


def test_the_usual_step_is_the_middle_one() -> None:
    assert interval_of(curve("1")) is None
    points = [Point(at(step), Decimal(1)) for step in (0, 1, 2, 3, 60)]
    assert interval_of(points) == MINUTE


def test_a_lone_measure_is_seen_but_holds_nothing() -> None:
    found = hold_above(curve("80"), Decimal(71))
    assert found.peak == Point(START, Decimal(80))
    assert found.reached_at == START
    assert found.credited == timedelta(0)


values = st.integers(200, 950).map(lambda tenths: Decimal(tenths).scaleb(-1))
random_curves = st.lists(values, min_size=2, max_size=25).map(
    lambda found: [Point(at(n), value) for n, value in enumerate(found)]
)


@given(random_curves, values, values)
def test_a_higher_threshold_never_credits_more(
    points: list[Point], one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    below, above = hold_above(points, low), hold_above(points, high)
    assert above.total <= below.total
    assert above.credited <= below.credited


@given(random_curves, values)
def test_points_put_on_the_lines_change_nothing(points: list[Point], threshold: Decimal) -> None:
    added = [points[0]]
    for earlier, later in pairwise(points):
        middle = (earlier.celsius + later.celsius) / 2  # type: ignore[operator]
        added += [Point(earlier.at + MINUTE / 2, middle), later]
    before = hold_above(points, threshold, interval=MINUTE)
    after = hold_above(added, threshold, interval=MINUTE / 2)
    assert abs(before.total - after.total) <= timedelta(microseconds=2 * len(points))
    assert abs(before.credited - after.credited) <= timedelta(microseconds=4)
    assert before.peak is not None
    assert after.peak is not None
    assert before.peak.celsius == after.peak.celsius


@given(random_curves, values, st.integers(0, 30))
def test_credit_is_the_longest_less_the_mixing_and_within_the_curve(
    points: list[Point], threshold: Decimal, mixing: int
) -> None:
    found = hold_above(points, threshold, Decimal(mixing))
    longest = found.longest.length if found.longest else timedelta(0)
    assert found.credited == max(timedelta(0), longest - mixing * MINUTE)
    assert timedelta(0) <= found.total <= points[-1].at - points[0].at
    assert all(one.until < other.since for one, other in pairwise(found.stretches))


@given(random_curves, values, st.data())
def test_a_measure_taken_away_never_adds_credit(
    points: list[Point], threshold: Decimal, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(points) - 1))
    unplugged = [*points]
    unplugged[place] = Point(points[place].at, None)
    whole, broken = hold_above(points, threshold), hold_above(unplugged, threshold)
    assert broken.credited <= whole.credited
    assert broken.gaps


@given(random_curves, values)
def test_time_above_and_time_below_make_the_whole(points: list[Point], threshold: Decimal) -> None:
    upside = [Point(one.at, 2 * threshold - (one.celsius or 0)) for one in points]
    above, below = hold_above(points, threshold).total, hold_above(upside, threshold).total
    flat = sum(
        (
            later.at - earlier.at
            for earlier, later in pairwise(points)
            if earlier.celsius == later.celsius == threshold
        ),
        timedelta(0),
    )
    whole = points[-1].at - points[0].at
    assert abs(above + below - flat - whole) <= timedelta(microseconds=2 * len(points))


def test_the_words_of_each_gap() -> None:
    assert [why.label for why in curves.Why] == [
        "mesures manquantes", "sonde débranchée", "hors du relevé",
    ]  # fmt: skip
