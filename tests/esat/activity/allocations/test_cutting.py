from hypothesis import given
from hypothesis import strategies as st

from esat.activity.allocations.cutting import DAY, Line, Piece, cut, shared, without

NINE, HALF_PAST_TEN, NOON, ONE, FIVE = 540, 630, 720, 780, 1020
PRESENT = [(NINE, NOON), (ONE, FIVE)]

_stretches = st.tuples(st.integers(0, DAY), st.integers(0, DAY)).map(lambda two: tuple(sorted(two)))
_lines = st.lists(
    st.builds(
        lambda key, group, stretch, rank: Line(key, group, *stretch, (rank,)),
        st.integers(1, 9),
        st.integers(1, 3),
        _stretches,
        st.integers(0, 5),
    ),
    max_size=6,
    unique_by=lambda line: line.key,
)


@given(st.lists(_stretches, max_size=4), _lines)
def test_the_pieces_are_always_the_minutes_present(
    presence: list[tuple[int, int]], lines: list[Line]
) -> None:
    there = {minute for start, end in presence for minute in range(start, end)}
    pieces = cut(presence, lines)
    assert sum(piece.minutes for piece in pieces) == len(there)
    assert all(piece.minutes > 0 for piece in pieces)
    said = {m for line in lines for m in range(line.start, line.end)} & there
    assert sum(piece.minutes for piece in pieces if piece.key is not None) == len(said)


@given(_stretches, _stretches)
def test_what_is_taken_and_what_is_left_make_the_whole(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    both = shared(one, other)
    left = without(one, both) if both else [one] if one[0] < one[1] else []
    minutes = sum(end - start for start, end in left) + (both[1] - both[0] if both else 0)
    assert minutes == one[1] - one[0]


def test_a_line_without_end_stops_with_the_day_and_leaves_the_lunch_out() -> None:
    assert cut(PRESENT, [Line(1, 1, HALF_PAST_TEN, DAY)]) == [Piece(None, 90), Piece(1, 330)]


def test_two_groups_over_one_another_count_once_and_unsettled() -> None:
    lines = [Line(1, 1, NINE, HALF_PAST_TEN, (1,)), Line(2, 2, NINE, DAY, (2,))]
    assert cut(PRESENT, lines) == [Piece(2, 90, unsettled=True), Piece(2, 330)]


def test_of_one_group_the_newest_counts() -> None:
    lines = [Line(1, 1, NINE, NOON, (2,)), Line(2, 1, NINE, FIVE, (1,))]
    assert cut(PRESENT, lines) == [Piece(1, 180), Piece(2, 240)]
