"""Text to modules, dark or light; knows no paper."""

import math
import re
from functools import cache
from typing import NamedTuple

import zxingcpp
from barcode.codex import Code128
from barcode.writer import SVGWriter

from labels.spec import LayoutError, Symbol

QUIET = {Symbol.CODE128: 10, Symbol.QR: 4, Symbol.DATAMATRIX: 2}
"""Light modules on each side."""

WIDEST_BAR = 0.51
"""Millimetres a Code 128 module grows to when there is room: wider ones leave a scanner's field."""

_NARROWEST = {Symbol.CODE128: 0.25, Symbol.QR: 0.33, Symbol.DATAMATRIX: 0.33}
_FEWEST_DOTS = {Symbol.CODE128: 1, Symbol.QR: 4, Symbol.DATAMATRIX: 4}
_TWO_DIMENSIONS = {
    Symbol.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbol.DATAMATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}
_LONGEST = 250
_SMALLEST_AT_H = re.compile(r"[0-9A-Z $%*+\-./:]{1,10}")
"""What the smallest QR of 21 modules holds at its highest level."""
_UNUSED = SVGWriter()  # else python-barcode makes one for each symbol, which takes longer


class Modules(NamedTuple):
    """Rows of `1` (dark) and `0`; Code 128 has one row, as high as its box."""

    rows: tuple[str, ...]

    @property
    def columns(self) -> int:
        return len(self.rows[0])


def modules(kind: Symbol, text: str) -> Modules:
    """Return the modules of a text, or raise LayoutError."""
    if not text or len(text) > _LONGEST or not (text.isascii() and text.isprintable()):
        raise LayoutError("symbol_text", symbol=kind.value, text=text[:_LONGEST])
    if kind is Symbol.CODE128:
        return _code128(text)
    return _square(kind, text)


@cache
def least_dots(kind: Symbol, dpi: int) -> int:
    """Return the narrowest module that scanners read, in whole dots of this printer."""
    # 2 dots of 203 dpi are 0.2502 mm: the hair keeps rounding from asking for a third one.
    return max(_FEWEST_DOTS[kind], math.ceil(_NARROWEST[kind] * dpi / 25.4 - 1e-6))


def _code128(text: str) -> Modules:
    # python-barcode 0.16.1 takes a leading pair 99 for a change of set, and loses it.
    if text.startswith("99"):
        raise LayoutError("symbol_text", symbol=Symbol.CODE128.value, text=text)
    return Modules((Code128(text, writer=_UNUSED).build()[0],))


def code128_values(text: str) -> list[int]:
    """Return the symbol's values, its start first: what a printer must be told to draw the same."""
    values: list[int] = Code128(text, writer=_UNUSED).encoded
    return values


def qr_level(text: str) -> str:
    """Return how much of a QR may be lost: H, a third, where that makes it no larger, else M."""
    return "H" if _SMALLEST_AT_H.fullmatch(text) else "M"


def _square(kind: Symbol, text: str) -> Modules:
    # zxing-cpp draws a QR 25 times faster than segno; its writer is zint's, not its own reader's.
    level = qr_level(text) if kind is Symbol.QR else ""
    options = {"ec_level": level} if level else {}
    drawn = zxingcpp.create_barcode(text, _TWO_DIMENSIONS[kind], **options)
    # Unknown options are ignored without a word, so the outcome is looked at.
    if drawn.text != text or (level and drawn.ec_level != level):
        raise LayoutError("symbol_text", symbol=kind.value, text=text)
    image = drawn.to_image(scale=1, add_quiet_zones=False)
    height, width = image.shape
    # The image is a buffer, which its type stub forgets.
    bits = bytes(image).translate(_DARK_IS_ONE).decode("ascii")  # type: ignore[call-overload]
    return Modules(tuple(bits[at : at + width] for at in range(0, height * width, width)))


_DARK_IS_ONE = bytes([ord("1")] * 128 + [ord("0")] * 128)
