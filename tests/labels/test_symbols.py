import pytest

from labels import LayoutError, Symbol
from labels.symbols import least_dots, modules
from tests.labels.samples import codes


@pytest.mark.parametrize(
    ("kind", "dpi", "least"),
    [
        (Symbol.CODE128, 203, 2),
        (Symbol.CODE128, 300, 3),
        (Symbol.CODE128, 600, 6),
        (Symbol.QR, 203, 4),
        (Symbol.QR, 300, 4),
        (Symbol.QR, 600, 8),
    ],
)
def test_a_module_is_whole_dots_and_wide_enough(kind: Symbol, dpi: int, least: int) -> None:
    assert least_dots(kind, dpi) == least


def test_no_code_of_ours_is_longer_than_123_modules() -> None:
    assert max(modules(Symbol.CODE128, code).columns for code in codes(3000)) == 123


@pytest.mark.parametrize("text", ["99123456", "99", "99F00000"])
def test_code_128_refuses_the_pair_that_its_encoder_loses(text: str) -> None:
    with pytest.raises(LayoutError) as refused:
        modules(Symbol.CODE128, text)
    assert refused.value.code == "symbol_text"


@pytest.mark.parametrize("kind", Symbol)
@pytest.mark.parametrize("text", ["", "é", "a\nb", "a" * 251])
def test_a_symbol_holds_printable_ascii_only(kind: Symbol, text: str) -> None:
    with pytest.raises(LayoutError):
        modules(kind, text)


def test_a_qr_of_a_code_is_the_smallest_there_is() -> None:
    rows = modules(Symbol.QR, "F0000019").rows
    assert (len(rows), len(rows[0])) == (21, 21)
    assert rows[0].startswith("1111111")
