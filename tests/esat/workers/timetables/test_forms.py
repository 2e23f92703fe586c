import pytest

from esat.errors import Invalid
from esat.workers.timetables import forms

pytestmark = pytest.mark.usefixtures("loaded")
GOOD = {"since": "2026-11-23", "weeks": "1", "A-0-morning-from": "08:30", "A-0-morning-to": "12:00"}


@pytest.mark.parametrize(
    ("box", "value"),
    [
        ("A-0-morning-to", "25:00"),
        ("A-0-morning-to", ""),
        ("A-0-morning-to", "08:00"),
        ("A-1-afternoon-from", "13:00"),
        ("since", "hier"),
        ("weeks", "3"),
    ],
)
def test_a_box_that_is_wrong_is_named(box: str, value: str) -> None:
    with pytest.raises(Invalid) as wrong:
        forms.read_week({**GOOD, box: value})
    assert len(wrong.value.fields) == 1


def test_a_day_whose_halves_overlap_is_refused() -> None:
    late = {"A-0-afternoon-from": "11:30", "A-0-afternoon-to": "16:00"}
    with pytest.raises(Invalid) as wrong:
        forms.read_week(GOOD | late)
    assert "se recouvrent" in wrong.value.fields["A-0-afternoon-from"]


def test_an_empty_grid_says_what_to_do() -> None:
    with pytest.raises(Invalid) as wrong:
        forms.read_week({"since": "2026-11-23", "weeks": "1", "B-0-morning-from": "08:30"})
    assert "au moins une demi-journée" in wrong.value.fields["_"]


def test_the_second_week_is_read_where_there_are_two() -> None:
    two = {"weeks": "2", "B-6-morning-from": "9h", "B-6-morning-to": "1130"}
    assert set(forms.read_week(GOOD | two).slots) == {("A", 0, "morning"), ("B", 6, "morning")}
    assert set(forms.read_week(GOOD | two | {"weeks": "1"}).slots) == {("A", 0, "morning")}
