from datetime import date
from decimal import Decimal

import pytest

from laundry_rabc import qualifications
from laundry_rabc.qualifications import (
    MONTHS,
    Granted,
    french_day,
    last_day,
    read_pairs,
    written,
)


def test_a_report_grants_its_own_pair_and_its_equivalences() -> None:
    one = Granted(Decimal(71), Decimal(3), Decimal(4), ((Decimal(65), Decimal(10)),), Decimal(2))
    assert one.pairs == ((Decimal(71), Decimal(3)), (Decimal(65), Decimal(10)))
    plain = Granted(Decimal(71), Decimal(3))
    assert (plain.mixing_minutes, plain.equivalences, plain.dose_ml_kg) == (Decimal(0), (), None)
    assert plain.pairs == ((Decimal(71), Decimal(3)),)


@pytest.mark.parametrize(
    ("celsius", "minutes", "enough"),
    [
        ("71", "3", True),
        ("71", "2.999", False),
        ("70.999", "3", False),
        ("90", "3", True),
        ("65", "10", True),
        ("65", "9.999", False),
        ("64.999", "60", False),
        ("70", "10", True),
        ("70", "5", False),
    ],
)
def test_a_hold_is_enough_from_the_boundary_on(celsius: str, minutes: str, enough: bool) -> None:
    one = Granted(Decimal(71), Decimal(3), equivalences=((Decimal(65), Decimal(10)),))
    assert one.accepts(Decimal(celsius), Decimal(minutes)) is enough


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 3, 3), 12, date(2027, 3, 2)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 29), 3, date(2027, 2, 28)),
        (date(2026, 11, 28), 3, date(2027, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2027, 11, 29), 3, date(2028, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 30)),
        (date(2026, 5, 5), 24, date(2028, 5, 4)),
    ],
)
def test_a_proof_lasts_until_the_day_before_its_anniversary(
    start: date, months: int, last: date
) -> None:
    assert last_day(start, months) == last


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", ()),
        (" ; ", ()),
        ("65 × 10", ((Decimal(65), Decimal(10)),)),
        ("65x10;71*3", ((Decimal(65), Decimal(10)), (Decimal(71), Decimal(3)))),
        ("65 °C × 10 min ; 71,5 °C x 2.5 min", ((Decimal(65), Decimal(10)),
                                               (Decimal("71.5"), Decimal("2.5")))),
        ("100 × 600", ((Decimal(100), Decimal(600)),)),
    ],
)  # fmt: skip
def test_equivalences_are_read_as_people_write_them(
    text: str, pairs: tuple[tuple[Decimal, Decimal], ...]
) -> None:
    assert read_pairs(text) == pairs


@pytest.mark.parametrize(
    "text",
    ["65", "65 ×", "× 10", "65-10", "0 × 10", "65 × 0", "100,1 × 10", "65 × 600,1", "-65 × 10",
     "65 × 10 ; chaud", "65 × 10 71 × 3", "65..5 × 10", "a65 × 10", "65 × 10a"],
)  # fmt: skip
def test_what_is_no_pair_is_not_guessed(text: str) -> None:
    assert read_pairs(text) is None


def test_pairs_are_written_as_they_are_read() -> None:
    pairs = ((Decimal("65.000"), Decimal(10)), (Decimal("71.50"), Decimal("2.5")))
    assert written(pairs) == "65 × 10; 71,5 × 2,5"
    assert read_pairs(written(pairs)) == pairs
    assert written(()) == ""
    assert written(((Decimal(100), Decimal(600)),)) == "100 × 600"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "3 mars 2026"),
        (date(2026, 1, 1), "1er janvier 2026"),
        (date(2026, 12, 31), "31 décembre 2026"),
        (date(2026, 8, 11), "11 août 2026"),
    ],
)
def test_a_day_is_said_in_french(day: date, said: str) -> None:
    assert french_day(day) == said


def test_the_months_are_those_of_the_year() -> None:
    assert MONTHS == (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    )  # fmt: skip
    assert qualifications.MONTHS is MONTHS


def test_one_degree_and_one_minute_are_a_pair_and_none_of_either_is_not() -> None:
    assert qualifications.read_pairs("1 x 1") == ((Decimal(1), Decimal(1)),)
    assert qualifications.read_pairs("0,5 x 0,5") == ((Decimal("0.5"), Decimal("0.5")),)
    assert qualifications.read_pairs("0 x 1") is None
    assert qualifications.read_pairs("1 x 0") is None
