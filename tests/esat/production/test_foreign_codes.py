from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from esat.production import codes, foreign_codes
from esat.production.foreign_codes import Foreign, fault, has_true_key, key_of, understood

AZERTY = str.maketrans("1234567890", "&é\"'(-è_çà")
PUBLISHED = {
    "4006381333931": "ean13", "5901234123457": "ean13", "73513537": "ean8", "96385074": "ean8",
    "036000291452": "upca", "98765432109213": "itf", "15400141288763": "itf",
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    symbology: str
    length: int
    check_digit: str = "gs1"


USUAL = [Form("ean13", 13), Form("ean8", 8), Form("upca", 12), Form("itf", 14)]
bodies = st.text("0123456789", min_size=7, max_size=17)
cartons = st.text("0123456789", min_size=13, max_size=13).map(lambda body: body + key_of(body))


@pytest.mark.parametrize(("code", "symbology"), PUBLISHED.items())
def test_published_codes_have_a_true_key_and_are_accepted(code: str, symbology: str) -> None:
    assert has_true_key(code)
    assert ean.is_valid(code)
    assert fault(Foreign(code), USUAL) is None
    assert fault(Foreign(code, symbology), USUAL) is None


@given(st.text("0123456789", min_size=1, max_size=20))
def test_the_key_is_that_of_the_published_rule(body: str) -> None:
    assert key_of(body) == ean.calc_check_digit(body)


@given(bodies, st.data())
def test_every_single_wrong_digit_is_caught(body: str, data: st.DataObject) -> None:
    code = body + key_of(body)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != code[place]]))
    assert not has_true_key(code[:place] + other + code[place + 1 :])


@given(cartons)
def test_a_partial_reading_told_as_itf_is_refused_at_every_length(code: str) -> None:
    assert fault(Foreign(code, "itf"), USUAL) is None
    for start in range(len(code)):
        for end in range(start + 2, len(code) + 1):
            part = code[start:end]
            if part != code:
                assert fault(Foreign(part, "itf"), USUAL) == "foreign_length"


@given(cartons)
def test_untold_a_partial_reading_is_refused_where_only_itf_and_ean13_are_accepted(
    code: str,
) -> None:
    """Pairs of digits lost at either end: what a beam that leaves the bars reads."""
    parts = {code[a:b] for a in range(0, 14, 2) for b in range(a + 2, 16, 2)} - {code}
    forms = [form for form in USUAL if form.length in {13, 14}]
    assert {fault(Foreign(part), forms) for part in parts} == {"foreign_length"}


@given(cartons)
def test_untold_a_partial_reading_passes_only_as_a_whole_code_of_another_sort(code: str) -> None:
    for length in (12, 10, 8, 6, 4, 2):
        for start in range(0, 15 - length, 2):
            part = code[start : start + length]
            passes = fault(Foreign(part), USUAL) is None
            assert passes == (length in {8, 12} and ean.is_valid(part))


@given(st.text("0123456789", min_size=1, max_size=64))
def test_what_checks_itself_is_taken_at_any_length(digits: str) -> None:
    for symbology in foreign_codes.SELF_CHECKING:
        assert fault(Foreign(digits, symbology), []) is None


@given(st.text("0123456789", min_size=1, max_size=64))
def test_keyed_symbologies_never_pass_without_their_key(digits: str) -> None:
    loose = [*USUAL, Form("digits", len(digits), "none")]
    for symbology in foreign_codes.KEYED:
        if fault(Foreign(digits, symbology), loose) is None:
            assert has_true_key(digits)


def test_digits_of_one_client_pass_without_a_key_at_their_length_alone() -> None:
    forms = [*USUAL, Form("digits", 9, "none")]
    assert fault(Foreign("123456789"), forms) is None
    assert fault(Foreign("12345678"), forms) == "foreign_check"
    assert fault(Foreign("1234567890"), forms) == "foreign_length"
    assert foreign_codes.lengths(Foreign("1"), forms) == [8, 9, 12, 13, 14]
    assert foreign_codes.lengths(Foreign("1", "itf"), forms) == [14]


def test_without_a_format_no_digits_pass_and_letters_do() -> None:
    assert fault(Foreign("4006381333931"), []) == "foreign_not_accepted"
    assert fault(Foreign("ABC-12"), []) is None
    assert fault(Foreign("ABC-12", "ean13"), USUAL) == "foreign_code_form"


@pytest.mark.parametrize(
    ("raw", "text", "symbology"),
    [
        ("4006381333931", "4006381333931", None),
        ("]E04006381333931", "4006381333931", "ean13"),
        ("]E0036000291452", "036000291452", "upca"),
        ("]E473513537", "73513537", "ean8"),
        ("]I115400141288763", "15400141288763", "itf"),
        ("]C012345", "12345", "code128"),
        ("]Q112345", "12345", "qr"),
        ("]d112345\r\n", "12345", "datamatrix"),
        ("4006381333931".translate(AZERTY), "4006381333931", None),
        ("]E04006381333931".translate(AZERTY).replace("]", "$"), "4006381333931", "ean13"),
        ("]E473513537".translate(AZERTY).replace("]", "$"), "73513537", "ean8"),
        ("]e04006381333931", "4006381333931", "ean13"),
        (" ABC-12\t", "ABC-12", None),
        ("]Z04006381333931", "]Z04006381333931", None),
    ],
)
def test_what_a_reader_sends_is_understood(raw: str, text: str, symbology: str | None) -> None:
    assert understood(raw) == Foreign(text, symbology)


@given(st.sampled_from(sorted(PUBLISHED)), st.sampled_from(["", "\r", "\n", "\t"]), st.booleans())
def test_digits_on_a_french_keyboard_give_the_same_code(
    code: str, suffix: str, prefixed: bool
) -> None:
    sent = ("$Cà" if prefixed else "") + code.translate(AZERTY) + suffix
    assert codes.digits_only(sent) == code


@pytest.mark.parametrize(
    "raw",
    ["", "  ", "x" * 65, "a\x00b", "F0000019", "f0000018", "Fààààà&ç", "Fààààà&_", "]C0F0000018"],
)
def test_what_can_be_no_code_of_a_client_s_is_not_understood(raw: str) -> None:
    assert understood(raw) is None


@pytest.mark.parametrize(
    ("said", "known"),
    [("ean_13", "ean13"), ("EAN-13", "ean13"), ("EAN8", "ean8"), ("UPC-A", "upca"), ("ITF", "itf"),
     ("itf14", "itf"), ("code_128", "code128"), ("QRCode", "qr"), ("data_matrix", "datamatrix"),
     ("digits", None), ("", None), ("code_39", None), ("<b>", None)],
)  # fmt: skip
def test_cameras_names_are_known_and_others_tell_nothing(said: str, known: str | None) -> None:
    assert foreign_codes.named(said) == known


@given(st.text(max_size=80), st.text(max_size=20))
def test_nonsense_is_judged_and_never_breaks(raw: str, symbology: str) -> None:
    read = understood(raw, symbology)
    assert read is None or fault(read, USUAL) in {
        None, "foreign_length", "foreign_check", "foreign_not_accepted", "foreign_code_form",
    }  # fmt: skip
