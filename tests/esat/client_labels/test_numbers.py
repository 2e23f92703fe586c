import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from esat.client_labels import numbers
from esat.client_labels.numbers import GALIA, PLAIN, SSCC, Series

DIGITS = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize("published", ["106141412345678908", "006141411234567890"])
def test_the_check_digit_of_published_numbers_is_found(published: str) -> None:
    assert numbers.check_digit(published[:-1]) == published[-1]


@given(DIGITS)
def test_the_check_digit_is_that_of_another_library(digits: str) -> None:
    assert numbers.check_digit(digits) == ean.calc_check_digit(digits)


@given(DIGITS, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_seen(digits: str, at: int, other: str) -> None:
    wrong = digits[:at] + other + digits[at + 1 :]
    same = numbers.check_digit(wrong) == numbers.check_digit(digits)
    assert same == (wrong == digits)


def test_an_sscc_is_written_on_eighteen_digits_and_for_people_in_four_parts() -> None:
    series = Series(SSCC, "10614141", 9, 0, 999_999_999)
    assert series.written(234567890) == "106141412345678908"
    assert series.spaced("106141412345678908") == "1 0614141 234567890 8"
    assert len(series.written(0)) == 18
    assert numbers.scanned(SSCC, "106141412345678908")[1] == "00106141412345678908"


def test_other_numbers_are_padded_and_have_no_check_digit() -> None:
    assert Series(GALIA, "S", 9, 1, 50).written(7) == "S000000007"
    assert Series(PLAIN, "", 4, 1, 50).written(7) == "0007"
    assert Series(GALIA, "S", 8, 1, 50).spaced("S00000007") == "S 00 000 007"
    assert numbers.scanned(GALIA, "S000000007") == ("S000000007",)


@given(st.sampled_from(["33760132", "3376013200", "10614141234"]), st.integers(0, 999_999))
def test_a_written_number_is_found_again_by_its_series_alone(prefix: str, number: int) -> None:
    series = Series(SSCC, prefix, 17 - len(prefix), 0, 999_999)
    text = series.written(number)
    assert series.number_of(text) == number
    wrong = text[:-1] + str((int(text[-1]) + 1) % 10)
    assert series.number_of(wrong) is None
    assert Series(SSCC, prefix, 17 - len(prefix), number + 1, 10**6).number_of(text) is None


@pytest.mark.parametrize(
    "typed",
    ["337601320000000016", "(00) 3 3760132 000000001 6", "00337601320000000016",
     "[00]337601320000000016", " 3 3760132\u00a0000000001 6 "],
)  # fmt: skip
def test_a_number_is_understood_as_people_write_it(typed: str) -> None:
    assert numbers.bare(typed) == "337601320000000016"


ONE = Series(GALIA, "AB", 6, 100, 199)


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (Series(GALIA, "AB", 6, 199, 300), True),
        (Series(GALIA, "AB", 6, 200, 300), False),
        (Series(GALIA, "AB", 6, 0, 99), False),
        (Series(GALIA, "AB", 6, 0, 10**6 - 1), True),
        (Series(PLAIN, "AB", 6, 150, 150), True),
        (Series(PLAIN, "AB0", 5, 150, 150), True),
        (Series(PLAIN, "AB1", 5, 150, 150), False),
        (Series(GALIA, "AB", 7, 100, 199), False),
        (Series(GALIA, "AC", 6, 100, 199), False),
    ],
)
def test_two_ranges_meet_where_they_would_print_the_same(other: Series, meets: bool) -> None:
    assert numbers.meet(ONE, other) is meets
    assert numbers.meet(other, ONE) is meets


def test_an_sscc_meets_plain_numbers_of_eighteen_or_twenty_digits() -> None:
    sscc = Series(SSCC, "33760132", 9, 1, 5)
    assert numbers.meet(sscc, Series(PLAIN, "", 18, 337601320000000016, 337601320000000016))
    assert numbers.meet(sscc, Series(PLAIN, "003", 17, 37601320000000016, 37601320000000016))
    assert not numbers.meet(sscc, Series(PLAIN, "", 18, 437601320000000016, 437601320000000016))


@given(
    st.tuples(st.sampled_from(["", "1", "12", "A1"]), st.integers(1, 3)),
    st.tuples(st.sampled_from(["", "1", "12", "A1"]), st.integers(1, 3)),
    st.lists(st.integers(0, 999), min_size=4, max_size=4),
)
def test_meeting_is_exactly_a_common_text(
    a: tuple[str, int], b: tuple[str, int], ends: list[int]
) -> None:
    def series(of: tuple[str, int], pair: list[int]) -> Series:
        low, high = sorted(one % 10 ** of[1] for one in pair)
        return Series(PLAIN, of[0], of[1], low, high)

    one, other = series(a, ends[:2]), series(b, ends[2:])
    texts = {one.written(n) for n in range(one.first, one.last + 1)}
    others = {other.written(n) for n in range(other.first, other.last + 1)}
    assert numbers.meet(one, other) == bool(texts & others)


@pytest.mark.parametrize(
    ("series", "field"),
    [
        (Series("ean", "", 4, 1, 2), "kind"),
        (Series(SSCC, "3376013", 10, 1, 2), "prefix"),
        (Series(SSCC, "337601320000", 5, 1, 2), "prefix"),
        (Series(SSCC, "3376013A", 9, 1, 2), "prefix"),
        (Series(SSCC, "33760132", 8, 1, 2), "width"),
        (Series(GALIA, "ab", 6, 1, 2), "prefix"),
        (Series(GALIA, "A B", 6, 1, 2), "prefix"),
        (Series(GALIA, "A" * 21, 6, 1, 2), "prefix"),
        (Series(PLAIN, "", 0, 1, 2), "width"),
        (Series(PLAIN, "", 19, 1, 2), "width"),
        (Series(PLAIN, "", 3, 1, 1000), "last"),
        (Series(PLAIN, "", 3, 9, 8), "last"),
        (Series(PLAIN, "", 3, -1, 8), "first"),
        (Series(GALIA, "F", 7, 0, 9), "prefix"),
    ],
)
def test_a_range_that_cannot_be_is_said_at_its_field(series: Series, field: str) -> None:
    assert list(numbers.faults(series)) == [field]


def test_a_good_range_has_no_fault() -> None:
    assert numbers.faults(Series(SSCC, "33760132", 9, 0, 10**9 - 1)) == {}
    assert numbers.faults(Series(GALIA, "S", 9, 1, 2)) == {}
    assert numbers.faults(Series(GALIA, "A", 7, 0, 9)) == {}  # A is no kind letter of ours


@pytest.mark.parametrize(
    ("left", "size", "few"),
    [(100, 1000, False), (99, 1000, True), (500, 10_000, False), (499, 10_000, True), (0, 1, True)],
)
def test_a_range_that_runs_out_is_said_in_time(left: int, size: int, few: bool) -> None:
    assert numbers.few(left, size) is few
