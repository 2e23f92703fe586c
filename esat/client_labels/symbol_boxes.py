"""Bar codes of a client's label: boxes in millimetres, modules of whole dots; draws no letter."""

import math
import re
from typing import Final, NamedTuple

import zxingcpp

from esat.client_labels.numbers import check_digit
from esat.errors import Refused
from labels.placing import Placed, SymbolAt, dots, place
from labels.spec import Box, Label, Layout, LayoutError, Symbol
from labels.symbols import QUIET, WIDEST_BAR, Modules, least_dots, modules_of

GS1: Final = "gs1-128"
KINDS: Final[dict[str, Symbol]] = {
    "code128": Symbol.CODE128,
    "qr": Symbol.QR,
    "datamatrix": Symbol.DATAMATRIX,
    GS1: Symbol.CODE128,
}
DENSITIES: Final = (203, 300)
"""The printers a template is tried for when it is kept."""

_INCH = 25.4
_GS1_VALUE = re.compile(r"[A-Za-z0-9!\"%&'*+,\-./:;<=>?_]+")
_GS1_FORM = re.compile(r"(\([0-9]{2,4}\)[^()\[\]]+)+")
_GS1_KEYS = re.compile(r"\(0[012]\)([0-9]{14,18})(?=\(|$)")
"""SSCC and articles: their last digit checks them, which zxing-cpp's writer does not insist on."""


class SymbolBox(NamedTuple):
    """What a client's label leaves free for a symbol, its light margin included."""

    kind: str
    value: str
    x: float
    y: float
    w: float
    h: float


class Wanted(NamedTuple):
    """What a reader must find: its format, the mark it announces itself with, the text."""

    format: object
    mark: str
    data: bytes


def gs1_value(name: str, value: str) -> str:
    """A value inside a GS1-128: no bracket, which would begin another field."""
    if not _GS1_VALUE.fullmatch(value):
        raise Refused("template_value_symbol", name=name)
    return value


def arranged(width: float, height: float, boxes: tuple[SymbolBox, ...], dpi: int) -> Placed:
    """Every symbol in dots of a printer. Refuses `template_symbol_small`,
    `template_symbol_outside`, `template_symbol_text`, `template_gs1`.
    """
    plain = tuple(_box(box) for box in boxes if box.kind != GS1)
    layout = Layout("client", "", width, height, plain)
    outside = [
        box
        for box in boxes
        if min(box.x, box.y) < -1e-6
        or box.x + box.w > width + 1e-6
        or box.y + box.h > height + 1e-6
    ]
    if outside:
        raise Refused("template_symbol_outside", symbol=outside[0].kind)
    try:
        placed = place(Label(layout, "-"), dpi)
    except LayoutError as error:
        raise _refusal(error, boxes, dpi) from error
    placed.symbols.extend(_gs1(box, dpi) for box in boxes if box.kind == GS1)
    return placed


def wanted(box: SymbolBox) -> Wanted:
    """What must be read back of a box."""
    if box.kind == GS1:
        drawn = _encoded(box.value)
        return Wanted(zxingcpp.BarcodeFormat.Code128, "]C1", bytes(drawn.bytes))
    formats = {
        "code128": (zxingcpp.BarcodeFormat.Code128, "]C0"),
        "qr": (zxingcpp.BarcodeFormat.QRCode, "]Q1"),
        "datamatrix": (zxingcpp.BarcodeFormat.DataMatrix, "]d1"),
    }
    return Wanted(*formats[box.kind], box.value.encode())


def _box(box: SymbolBox) -> Box:
    x, y = max(0.0, box.x), max(0.0, box.y)
    return Box("symbol", x, y, box.w, box.h, text=box.value, symbol=KINDS[box.kind])


def _gs1(box: SymbolBox, dpi: int) -> SymbolAt:
    bars = Modules(modules_of(_encoded(box.value)).rows[:1])
    columns = bars.columns
    side = columns + 2 * QUIET[Symbol.CODE128]
    least = least_dots(Symbol.CODE128, dpi)
    wide = min(dots(box.w, dpi) // side, max(least, int(WIDEST_BAR * dpi / _INCH)))
    if wide < least:
        raise _small(box, side)
    x = dots(box.x, dpi) + (dots(box.w, dpi) - columns * wide) // 2
    y, height = dots(box.y, dpi), dots(box.h, dpi)
    return SymbolAt(Symbol.CODE128, box.value, x, y, wide, height, bars)


def _encoded(value: str) -> zxingcpp.Barcode:
    keys = _GS1_KEYS.findall(value)
    right = all(digits[-1] == check_digit(digits[:-1]) for digits in keys)
    if not _GS1_FORM.fullmatch(value) or not right:
        raise Refused("template_gs1", value=value[:60])
    try:
        drawn = zxingcpp.create_barcode(value, zxingcpp.BarcodeFormat.Code128, gs1=True)
    except ValueError as error:
        raise Refused("template_gs1", value=value[:60]) from error
    # Unknown options are ignored without a word, so the outcome is looked at.
    if drawn.symbology_identifier != "]C1":
        raise Refused("template_gs1", value=value[:60])
    return drawn


def _refusal(error: LayoutError, boxes: tuple[SymbolBox, ...], dpi: int) -> Refused:
    text = str(error.params.get("text", ""))
    if error.code != "symbol_too_wide":
        return Refused("template_symbol_text", text=text[:60])
    kind = Symbol(str(error.params["symbol"]))
    same = [box for box in boxes if box.kind == kind.value and box.value == text]
    needs = float(str(error.params["needs"]))
    side = round(needs * dpi / _INCH / least_dots(kind, dpi))
    return _small(min(same, key=lambda box: min(box.w, box.h)), side)


def _small(box: SymbolBox, side: int) -> Refused:
    """The box and the millimetres that so many modules want on any printer, rounded up."""
    kind = KINDS[box.kind]
    needs = max(side * least_dots(kind, dpi) * _INCH / dpi for dpi in DENSITIES)
    has = box.w if kind is Symbol.CODE128 else min(box.w, box.h)
    # A box begins and ends at whole dots: one more is asked, so that none is missed by rounding.
    wide = math.ceil((needs + _INCH / min(DENSITIES)) * 10) / 10
    told = {"has": f"{has:.1f}", "needs": f"{wide:.1f}"}
    french = {name: said.replace(".", ",") for name, said in told.items()}
    return Refused("template_symbol_small", symbol=box.kind, **french)
