"""Text to modules, dark or light; knows no paper."""

import math
import re
from functools import cache
from typing import NamedTuple

import zxingcpp
from barcode.charsets.code128 import CODES, STOP

from labels.spec import LayoutError, Symbol

QUIET = {Symbol.CODE128: 10, Symbol.QR: 4, Symbol.DATAMATRIX: 2}
"""Light modules on each side."""

WIDEST_BAR = 0.51
"""Millimetres a Code 128 module grows to when there is room: wider ones leave a scanner's field."""

_NARROWEST = {Symbol.CODE128: 0.25, Symbol.QR: 0.33, Symbol.DATAMATRIX: 0.33}
_WIDE = 0.75
"""Millimetres of a module that a tablet reads from an arm's length."""
_ROOMIER = (3, 2)
_FEWEST_DOTS = {Symbol.CODE128: 1, Symbol.QR: 4, Symbol.DATAMATRIX: 4}
_TWO_DIMENSIONS = {
    Symbol.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbol.DATAMATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}
_LONGEST = 250
_SMALLEST_AT_H = re.compile(r"[0-9A-Z $%*+\-./:]{1,10}")
"""What the smallest QR of 21 modules holds at its highest level."""
SIGN = 11
"""Modules of one sign of Code 128: it begins dark and ends light."""

_START_B, _START_C = 104, 105


class Modules(NamedTuple):
    """Rows of `1` (dark) and `0`; Code 128 has one row, as high as its box."""

    rows: tuple[str, ...]

    @property
    def columns(self) -> int:
        return len(self.rows[0])


def modules(kind: Symbol, text: str, version: int = 0) -> Modules:
    """Return the modules of a text, or raise LayoutError. `version` asks for a larger QR."""
    if not text or len(text) > _LONGEST or not (text.isascii() and text.isprintable()):
        raise LayoutError("symbol_text", symbol=kind.value, text=text[:_LONGEST])
    if kind is Symbol.CODE128:
        return _code128(text)
    return _square(kind, text, version)


@cache
def least_dots(kind: Symbol, dpi: int) -> int:
    """Return the narrowest module that scanners read, in whole dots of this printer."""
    return max(_FEWEST_DOTS[kind], _dots(_NARROWEST[kind], dpi))


def code128_values(text: str) -> list[int]:
    """Return the symbol's values, its start first: what a printer must be told to draw the same.

    One set from end to end, pairs of digits or single signs: some printers lose their way
    between two.
    """
    if in_pairs(text):
        return [_START_C, *(int(text[at : at + 2]) for at in range(0, len(text), 2))]
    return [_START_B, *(ord(sign) - ord(" ") for sign in text)]


def in_pairs(text: str) -> bool:
    """Tell a text of digits that two by two make a narrower Code 128."""
    return text.isdigit() and len(text) % 2 == 0


def _code128(text: str) -> Modules:
    values = code128_values(text)
    check = sum([max(at, 1) * value for at, value in enumerate(values)]) % 103
    drawn = [CODES[value] for value in values]
    return Modules(("".join([*drawn, CODES[check], STOP, "11"]),))


def qr_level(text: str) -> str:
    """Return how much of a QR may be lost: H, a third, where that makes it no larger, else M."""
    return "H" if _SMALLEST_AT_H.fullmatch(text) else "M"


def qr_version(text: str, room: int, dpi: int) -> int:
    """Return how large a QR to draw in `room` dots; 0 for the smallest that holds the text.

    Where modules stay wide, a larger one spreads a code thinner: it bears more dirt.
    """
    if qr_level(text) == "H":
        for version in _ROOMIER:
            if room // (17 + 4 * version + 2 * QUIET[Symbol.QR]) >= _dots(_WIDE, dpi):
                return version
    return 0


def _dots(millimetres: float, dpi: int) -> int:
    # 2 dots of 203 dpi are 0.2502 mm: the hair keeps rounding from asking for a third one.
    return math.ceil(millimetres * dpi / 25.4 - 1e-6)


def _square(kind: Symbol, text: str, version: int) -> Modules:
    # zxing-cpp draws a QR 25 times faster than segno; its writer is zint's, not its own reader's.
    options: dict[str, object] = {}
    if kind is Symbol.QR:
        options = {"ec_level": qr_level(text)} | ({"version": version} if version else {})
    drawn = zxingcpp.create_barcode(text, _TWO_DIMENSIONS[kind], **options)
    # Unknown options are ignored without a word, so the outcome is looked at.
    if drawn.text != text or drawn.ec_level != options.get("ec_level", drawn.ec_level):
        raise LayoutError("symbol_text", symbol=kind.value, text=text)
    return modules_of(drawn)


def modules_of(drawn: zxingcpp.Barcode) -> Modules:
    """Return the modules of a symbol that zxing-cpp made; bars come as one row among others."""
    image = drawn.to_image(scale=1, add_quiet_zones=False)
    height, width = image.shape
    # A buffer, though the library's type stub does not say so.
    bits = bytes(image).translate(_DARK_IS_ONE).decode("ascii")  # type: ignore[call-overload]
    return Modules(tuple(bits[at : at + width] for at in range(0, height * width, width)))


_DARK_IS_ONE = bytes([ord("1")] * 128 + [ord("0")] * 128)
