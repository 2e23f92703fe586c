from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workshops.green_spaces.windows import shared


def test_twelve_cuts_share_a_season() -> None:
    windows = shared(date(2027, 3, 15), date(2027, 10, 31), 12)
    assert windows[0] == (date(2027, 3, 15), date(2027, 4, 2))
    assert windows[-1][1] == date(2027, 10, 31)


def test_an_open_end_is_the_same_window_for_all() -> None:
    assert shared(date(2027, 3, 15), None, 2) == [(date(2027, 3, 15), None)] * 2
    assert shared(None, None, 1) == [(None, None)]


def test_more_visits_than_days_all_have_the_whole_window() -> None:
    day = date(2027, 3, 15)
    assert shared(day, day, 3) == [(day, day)] * 3


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 400), st.data())
def test_windows_follow_one_another_and_are_even(
    first: date, days: int, data: st.DataObject
) -> None:
    visits = data.draw(st.integers(1, days))
    last = first + timedelta(days=days - 1)
    windows = [(a, b) for a, b in shared(first, last, visits) if a and b]
    assert len(windows) == visits
    assert (windows[0][0], windows[-1][1]) == (first, last)
    for (_, end), (start, _) in pairwise(windows):
        assert start - end == timedelta(days=1)
    lengths = {(end - start).days for start, end in windows}
    assert max(lengths) - min(lengths) <= 1
    assert min(lengths) >= 0
