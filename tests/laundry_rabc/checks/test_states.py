"""Every state of a check at its boundaries, and what stays late whatever is corrected."""

from datetime import UTC, datetime, timedelta

import pytest

from laundry_rabc.checks.states import LABELS, Answered, State, Times, state_of
from laundry_rabc.limits import Verdict

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
TIMES = Times(DUE, DUE + 4 * HOUR, DUE + 15 * HOUR)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (DUE - SECOND, State.UPCOMING),
        (DUE, State.DUE),
        (DUE + 4 * HOUR, State.DUE),
        (DUE + 4 * HOUR + SECOND, State.LATE),
        (DUE + 15 * HOUR - SECOND, State.LATE),
        (DUE + 15 * HOUR, State.MISSED),
        (DUE + 9999 * HOUR, State.MISSED),
    ],
)
def test_without_an_answer_time_decides(at: datetime, state: State) -> None:
    assert state_of(TIMES, None, at) is state


@pytest.mark.parametrize(
    ("late", "after", "verdict", "state"),
    [
        (False, 4 * HOUR, Verdict.CONFORM, State.DONE),
        (False, 4 * HOUR + SECOND, Verdict.CONFORM, State.DONE_LATE),
        (True, HOUR, Verdict.ACTION, State.DONE_LATE),
        (False, HOUR, Verdict.ALERT, State.DONE),
        (False, HOUR, Verdict.NOT_MEASURED, State.NOT_DONE),
        (True, 20 * HOUR, Verdict.NOT_APPLICABLE, State.NOT_APPLICABLE),
    ],
)
def test_an_answer_decides_whenever_it_is_looked_at(
    *, late: bool, after: timedelta, verdict: Verdict, state: State
) -> None:
    for at in (DUE, DUE + 999 * HOUR):
        assert state_of(TIMES, Answered(late, DUE + after, verdict), at) is state


def test_each_state_has_its_word_and_only_what_waits_is_open() -> None:
    assert set(LABELS) == set(State)
    assert {one for one in State if one.is_open} == {State.UPCOMING, State.DUE, State.LATE}
    assert State.MISSED.meaning == "refused"
