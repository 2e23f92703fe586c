from datetime import time

import pytest

from esat.workers import told
from esat.workers.timetables.plans import Span
from esat.workers.told import Proposal, Told

FAR = 180
PLAN = Span(time(8, 30), time(12))


@pytest.mark.parametrize(
    ("said", "row"),
    [
        (Told(time(8, 14)), Proposal("present")),
        (Told(time(8, 30)), Proposal("present")),
        (Told(time(8, 31)), Proposal("late", "08:31")),
        (Told(time(8, 14), time(12, 3)), Proposal("present")),
        (Told(time(8, 14), time(11, 10)), Proposal("left_early", "", "11:10")),
        (Told(time(9, 0), time(11, 10)), Proposal("late", "09:00", "11:10")),
        (Told(None, time(12, 2)), Proposal("present")),
        (Told(time(9, 40), time(9, 10)), None),
        (Told(time(12, 20)), None),
    ],
)
def test_what_was_said_becomes_a_row_to_the_minute_or_nothing(
    said: Told, row: Proposal | None
) -> None:
    assert told.proposal(PLAN, said, FAR) == row


def test_who_was_not_planned_needs_both_times() -> None:
    assert told.proposal(None, Told(time(8, 14)), FAR) is None
    whole = told.proposal(None, Told(time(8, 14), time(11, 0)), FAR)
    assert whole == Proposal("present", "08:14", "11:00")
