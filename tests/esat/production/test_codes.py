from itertools import combinations, product
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from esat.production import codes
from tests.esat.production.mangling import AZERTY, CASES, KEYBOARDS, every_way

numbers = st.integers(0, codes.BASE**6 - 1)
kinds = st.sampled_from(sorted(codes.KINDS))
made = st.builds(codes.make, kinds, numbers)


@pytest.mark.parametrize("code", ["F0000019", "T7K3P02P", "D123456R", "VX0X0X08"])
def test_the_contract_s_codes_are_ours(code: str) -> None:
    assert codes.is_ours(code)


@given(made)
def test_every_code_made_is_ours(code: str) -> None:
    assert codes.is_ours(code)
    assert codes.has_our_form(code)


@given(made, st.integers(0, 7), st.sampled_from(codes.ALPHABET))
def test_every_single_error_is_caught(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    assert wrong == code or not codes.is_ours(wrong)


@given(made)
def test_every_swap_of_two_neighbours_is_caught(code: str) -> None:
    assert not any(codes.is_ours(wrong) for wrong in codes.neighbours(code))


@given(made)
@example(codes.TEST_CODES[0])
@example(codes.TEST_CODES[1])
@example(codes.TEST_CODES[2])
def test_what_keyboards_do_is_undone(code: str) -> None:
    """Each keyboard, case, prefix, blank and suffix, all combined: the same code, and no other."""
    ways = list(every_way(code))
    assert len(ways) > 1_000
    assert {codes.read(raw).code for raw in ways} == {code}


@pytest.mark.parametrize("kind", sorted(codes.KINDS))
def test_the_repair_loses_nothing_of_any_kind_or_sign(kind: str) -> None:
    """Every sign at every place of a code of every kind, through every keyboard."""
    for place in range(6):
        for value in range(codes.BASE):
            code = codes.make(kind, value * codes.BASE**place)
            for keyboard in KEYBOARDS:
                for case in CASES:
                    assert codes.read(case(keyboard(code))).code == code


@given(made)
def test_a_prefix_in_french_signs_is_undone(code: str) -> None:
    for prefix in ("$Cà", "$A&", "$dé", "$cÀ"):
        assert codes.read(prefix + code.translate(AZERTY)).code == code


@given(made, st.sampled_from(["]A0", "]E0", "$X0", "]C", "C0", "]]C0", "]C00"]))
def test_no_other_sign_before_a_code_is_taken_for_a_prefix(code: str, prefix: str) -> None:
    assert codes.read(prefix + code).code is None


@given(made)
def test_every_swap_of_any_two_signs_is_caught(code: str) -> None:
    for one, other in combinations(range(codes.LENGTH), 2):
        signs = list(code)
        signs[one], signs[other] = signs[other], signs[one]
        wrong = "".join(signs)
        assert wrong == code or not codes.is_ours(wrong)


@given(made)
def test_every_single_error_is_caught_through_a_french_keyboard_too(code: str) -> None:
    """Every other sign at every place: none becomes a code, typed right or as digits unshifted."""
    for place, sign in product(range(codes.LENGTH), codes.ALPHABET):
        wrong = code[:place] + sign + code[place + 1 :]
        if wrong != code:
            assert codes.read(wrong).code is None
            assert codes.read(wrong.lower().translate(AZERTY)).code is None


@given(made)
def test_a_sign_lost_added_or_said_twice_is_never_another_code(code: str) -> None:
    for place in range(codes.LENGTH):
        assert codes.read(code[:place] + code[place + 1 :]).code is None
        assert codes.read(code[:place] + code[place] + code[place:]).code is None
    assert codes.read(code + code).code is None


# --- the codes that try scanners ------------------------------------------------------------


def test_the_three_test_codes_are_ours_and_hold_every_sign() -> None:
    assert all(codes.is_ours(code) for code in codes.TEST_CODES)
    assert set("".join(codes.TEST_CODES)) == set(codes.ALPHABET)
    assert sum(sign.isdigit() for sign in codes.TEST_CODES[0]) == codes.LENGTH - 1


class Loaded(Random):
    """A source that gives a number of one's choice first, then others."""

    def __init__(self, first: int) -> None:
        super().__init__(1)
        self.first: int | None = first

    def randrange(self, *given: int) -> int:  # type: ignore[override]
        found, self.first = self.first, None
        return super().randrange(*given) if found is None else found


@pytest.mark.parametrize("code", codes.TEST_CODES)
def test_a_test_code_is_never_drawn_even_when_its_number_comes(code: str) -> None:
    number = 0
    for sign in code[1:7]:
        number = number * codes.BASE + codes.ALPHABET.index(sign)
    assert codes.make(code[0], number) == code
    source = Loaded(number)
    with codes.drawing_from(source):
        drawn = codes.draw(code[0])
    assert source.first is None
    assert drawn not in codes.TEST_CODES


@given(kinds, st.integers())
def test_no_test_code_is_ever_drawn(kind: str, seed: int) -> None:
    with codes.drawing_from(Random(seed)):
        drawn = {codes.draw(kind) for _ in range(50)}
    assert drawn.isdisjoint(codes.TEST_CODES)


# --- what is not ours --------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["F0000018", "fààààà&_", "  F0000018\r", "FÀÀÀÀÀ&_"])
def test_a_wrong_check_sign_is_said_to_be_misread(raw: str) -> None:
    assert codes.is_misread(raw)


@pytest.mark.parametrize("raw", ["F0000019", "fààààà&ç", "C-123456", "F'(-_123", "FFF", "3012345"])
def test_a_right_code_and_a_client_s_are_not_misread(raw: str) -> None:
    assert not codes.is_misread(raw)


@given(st.text(max_size=100))
def test_nothing_else_becomes_a_code(text: str) -> None:
    read = codes.read(text)
    assert read.code is None or codes.is_ours(read.code)
    assert read.code is None or read.foreign is None


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "F000001",
        "F0000019F0000019",
        "F00000I9",
        "x" * 10_000,
        "a\x00b",
        "F0000018",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
    ],
)
def test_nonsense_is_never_ours(raw: str) -> None:
    assert codes.read(raw).code is None


def test_a_long_or_hidden_text_is_not_even_looked_up() -> None:
    assert codes.read("x" * 65).foreign is None
    assert codes.read("a\x1bb").foreign is None
    assert codes.read("x" * 64).foreign == "x" * 64


def test_a_client_s_digits_are_repaired_only_when_digits_remain() -> None:
    assert codes.digits_only("éààà'àçé") == "20004092"
    assert codes.digits_only("ABC-12") is None
