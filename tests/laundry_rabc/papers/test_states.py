from datetime import date

import pytest

from laundry_rabc.papers import states
from laundry_rabc.papers.states import Known, Step

TODAY = date(2026, 11, 23)
OLD, SOON = date(2026, 1, 5), date(2026, 12, 1)


def version(number: int, effective: date = OLD, **more: object) -> Known:
    values = {"approved_on": OLD, **more}
    return Known(number, number, effective, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([version(1)], ["in_force"]),
        ([version(1), version(2)], ["superseded", "in_force"]),
        ([version(1), version(2, SOON)], ["in_force", "future"]),
        ([version(1), version(2, approved_on=None)], ["in_force", "proposed"]),
        ([version(1), version(2, approved_on=None, refused=True)], ["in_force", "refused"]),
        ([version(1), version(2, withdrawn_on=TODAY)], ["superseded", "withdrawn"]),
        ([version(1, withdrawn_on=TODAY), version(2, SOON)], ["withdrawn", "future"]),
        ([version(1), version(2, SOON, withdrawn_on=TODAY)], ["in_force", "withdrawn"]),
        ([version(1, approved_on=SOON)], ["proposed"]),
        ([version(2, date(2026, 3, 1)), version(1, date(2026, 4, 1))], ["superseded", "in_force"]),
    ],
)
def test_one_version_at_most_is_in_force(versions: list[Known], expected: list[str]) -> None:
    found = states.states(versions, TODAY)
    assert [found[one.key] for one in versions] == expected
    assert list(found.values()).count("in_force") <= 1


def test_a_version_stopped_before_its_day_never_takes_the_place_of_the_one_in_force() -> None:
    known = [version(1), version(2, SOON, withdrawn_on=TODAY)]
    assert states.states(known, date(2027, 1, 1)) == {1: "in_force", 2: "withdrawn"}


def test_a_version_never_counts_before_its_approval() -> None:
    late = version(1, OLD, approved_on=TODAY)
    assert late.starts == TODAY
    assert version(1, SOON).starts == SOON
    assert states.states([late], date(2026, 6, 1)) == {1: "proposed"}


def test_an_action_is_open_until_it_is_done_and_verified() -> None:
    state = states.action_state(1, TODAY, ())
    assert (state.code, state.late(TODAY), state.late(date(2026, 11, 24))) == ("open", False, True)
    done = states.action_state(1, TODAY, [Step("done", 2)])
    assert done.code == "done"
    assert not done.late(SOON)
    assert done.doers == {1, 2}
    back = states.action_state(1, TODAY, [Step("done", 2), Step("returned", 3)])
    assert (back.code, back.doers, back.label(SOON)) == ("open", frozenset({1}), "En retard")
    over = states.action_state(1, TODAY, [Step("done", 2), Step("verified", 3)])
    assert (over.code, over.label(SOON)) == ("verified", "Vérifiée")


def test_an_action_that_was_moved_has_its_new_day_and_person() -> None:
    moved = states.action_state(1, OLD, [Step("moved", 9, owner_id=4, due_on=SOON)])
    assert (moved.owner_id, moved.due_on, moved.late(TODAY)) == (4, SOON, False)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 24, date(2028, 11, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_its_month(
    day: date, months: int, after: date
) -> None:
    assert states.months_after(day, months) == after
