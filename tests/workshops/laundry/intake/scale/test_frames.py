from decimal import Decimal

import pytest

from workshops.laundry.intake.scale import frames
from workshops.laundry.intake.scale.frames import Frame, NoWeight
from workshops.laundry.intake.scale.gate import Gate


@pytest.mark.parametrize(
    ("line", "value", "unit", "stable"),
    [
        ("ST,GS,+  12.34kg", "12.34", "kg", True),
        ("US,GS,+  12.30kg", "12.30", "kg", False),
        ("ST,NT,-   0.02kg", "-0.02", "kg", True),
        ("ST,GS,+ 12340g", "12340", "g", True),
        ("S S     12.34 kg", "12.34", "kg", True),
        ("S D     12.30 kg", "12.30", "kg", False),
        ("S S   8005 g", "8005", "g", True),
        ("S S     -0.05 kg", "-0.05", "kg", True),
        ("12,34", "12.34", "kg", None),
        ("  12.34 kg\r", "12.34", "kg", None),
        ("\x02+ 12.34 kg\x03", "12.34", "kg", None),
    ],
)
def test_the_usual_ways_of_writing_are_read(
    line: str, value: str, unit: str, stable: bool | None
) -> None:
    assert frames.read(line) == Frame(Decimal(value), unit, stable)


@pytest.mark.parametrize("line", ["OL,GS,+     kg", "S +", "S -", "S I", "------", "Err 5", "E2"])
def test_a_scale_that_cannot_weigh_says_so(line: str) -> None:
    assert isinstance(frames.read(line), NoWeight)


@pytest.mark.parametrize("line", ["", "bonjour", "12.34 lb", "ST,GS,+ kg", "1,2,3", "\ufffd\ufffd"])
def test_anything_else_is_no_line_of_a_scale(line: str) -> None:
    assert frames.read(line) is None


def test_a_bare_number_is_of_the_unit_that_was_said() -> None:
    assert frames.read("850", "g") == Frame(Decimal(850), "g", None)


def sent(*lines: str, gate: Gate | None = None) -> list[Decimal]:
    """What a gate lets through of these lines."""
    door, found = gate or Gate(), []
    for line in lines:
        frame = frames.read(line)
        assert isinstance(frame, Frame)
        load = door.hear(frame)
        if load is not None:
            found.append(load.value)
    return found


EMPTY, LOAD = ["S S 0.00 kg"] * 3, ["S D 6.1 kg", *["S S 12.34 kg"] * 6]


def test_one_stable_load_is_sent_once() -> None:
    assert sent(*EMPTY, *LOAD) == [Decimal("12.34")]


def test_the_scale_must_have_been_empty_in_between() -> None:
    more = ["S S 15.00 kg"] * 4
    assert sent(*EMPTY, *LOAD, *more) == [Decimal("12.34")]
    assert sent(*EMPTY, *LOAD, *EMPTY, *more) == [Decimal("12.34"), Decimal(15)]


def test_what_stood_on_it_when_we_began_is_nobody_s() -> None:
    assert sent(*LOAD) == []
    assert sent(*LOAD, *EMPTY, *LOAD) == [Decimal("12.34")]


def test_what_moves_is_not_sent_and_one_stable_word_is_not_enough() -> None:
    assert sent(*EMPTY, "S D 3 kg", "S D 4 kg", "S S 4 kg", "S D 5 kg") == []


def test_bare_numbers_must_stay_the_same_for_a_while() -> None:
    empty = ["0,00"] * 4
    assert sent(*empty, "12,1", "12,2", "12,3", "12,3", "12,3") == []
    assert sent(*empty, "12,1", *["12,3"] * 4) == [Decimal("12.3")]


def test_near_zero_is_empty_in_grams_too() -> None:
    empty, load = ["S S 80 g"] * 2, ["S S 8005 g"] * 2
    assert sent(*empty, *load) == [Decimal(8005)]
    assert sent(*["S S 120 g"] * 2, *load) == []
