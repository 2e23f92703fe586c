import pytest
from hypothesis import given
from hypothesis import strategies as st

from esat.production import codes

numbers = st.integers(0, codes.BASE**6 - 1)
kinds = st.sampled_from(sorted(codes.KINDS))
made = st.builds(codes.make, kinds, numbers)
AZERTY = str.maketrans("1234567890", "&é\"'(-è_çà")
MAC = str.maketrans("1234567890", "&é\"'(§è!çà")
CAPS = str.maketrans("1234567890", "&É\"'(-È_ÇÀ")


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


@given(made, st.sampled_from(["", "\r", "\n", "\t", "\r\n"]), st.booleans())
def test_what_keyboards_do_is_undone(code: str, suffix: str, prefixed: bool) -> None:
    sent = [code, code.lower(), code.translate(AZERTY), code.lower().translate(AZERTY)]
    sent += [code.translate(MAC), code.lower().translate(CAPS), f"  {code} "]
    for text in sent:
        raw = ("]C0" if prefixed else "") + text.strip() + suffix if prefixed else text + suffix
        assert codes.read(raw).code == code


@given(made)
def test_a_prefix_in_french_signs_is_undone(code: str) -> None:
    assert codes.read(f"$Cà{code.translate(AZERTY)}").code == code


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
