import pytest
import zxingcpp
from barcode.codex import Code128
from barcode.writer import SVGWriter
from PIL import Image, ImageOps

from labels import LayoutError, Symbol
from labels.placing import dots
from labels.symbols import least_dots, modules, qr_level, qr_version
from tests.labels.samples import by_zxing, codes


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


@pytest.mark.parametrize("text", ["T7K3P02P", "VX0X0X08", "12345678", "AB^~>_c", "99123456"])
def test_code_128_is_what_another_encoder_draws(text: str) -> None:
    # Its own choice of sets differs where digits follow letters; it loses a leading pair 99.
    drawn = modules(Symbol.CODE128, text).rows[0]
    if text != "99123456":
        assert drawn == Code128(text, writer=SVGWriter()).build()[0]
    image = Image.frombytes("L", (len(drawn), 1), bytes(255 * (sign == "0") for sign in drawn))
    wide = ImageOps.expand(image.resize((len(drawn) * 3, 90), Image.Resampling.NEAREST), 60, 255)
    assert by_zxing(wide) == {text}


def test_every_code_of_ours_is_as_wide() -> None:
    assert {modules(Symbol.CODE128, code).columns for code in codes(300)} == {123}


@pytest.mark.parametrize("kind", Symbol)
@pytest.mark.parametrize("text", ["", "é", "a\nb", "a" * 251])
def test_a_symbol_holds_printable_ascii_only(kind: Symbol, text: str) -> None:
    with pytest.raises(LayoutError):
        modules(kind, text)


def test_a_qr_of_a_code_is_the_smallest_there_is() -> None:
    rows = modules(Symbol.QR, "F0000019").rows
    assert (len(rows), len(rows[0])) == (21, 21)
    assert rows[0].startswith("1111111")


@pytest.mark.parametrize(
    ("text", "level"), [("F0000019", "H"), ("0123456789", "H"), ("f0000019", "M"), ("A" * 11, "M")]
)
def test_a_code_bears_the_most_dirt_that_its_size_allows(text: str, level: str) -> None:
    assert qr_level(text) == level
    if level == "H":
        smaller = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
        assert smaller.to_image(scale=1, add_quiet_zones=False).shape == (21, 21)
    assert len(modules(Symbol.QR, text).rows) == 21


@pytest.mark.parametrize(
    ("millimetres", "dpi", "version"),
    [(14.6, 203, 0), (24.7, 203, 0), (24.8, 203, 2), (27.9, 203, 3), (25.3, 600, 2)],
)
def test_a_qr_with_room_spreads_its_code_thinner(
    millimetres: float, dpi: int, version: int
) -> None:
    room = dots(millimetres, dpi)
    assert qr_version("F0000019", room, dpi) == version
    assert qr_version("https://esat.example.fr", room, dpi) == 0
    rows = modules(Symbol.QR, "F0000019", version).rows
    assert len(rows) == 17 + 4 * max(1, version)
    if version:
        assert room // (len(rows) + 8) * 25.4 / dpi >= 0.75
