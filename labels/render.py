"""A label as pixels: one whole number holds the page, a bit a dot; knows no printer."""

import struct
import zlib
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from labels import faces
from labels.placing import INCH, Placed, SymbolAt, TextAt, place
from labels.spec import Label

_LEVEL = 1
_MASK = 110
"""Darkness, of 255, from which a dot of a letter is printed."""

_GREY_1_BIT = bytes([1, 0, 0, 0, 0])
_WIDER = {wide: {ord("1"): "1" * wide, ord("0"): "0" * wide} for wide in range(1, 65)}


class Page(NamedTuple):
    """Dots of a label, dark = 1, row after row; each row starts with an empty byte.

    That byte is the filter byte of PNG, so the page is written as it is.
    """

    width: int
    height: int
    dpi: int
    bits: int

    @property
    def stride(self) -> int:
        return _stride(self.width)


def _stride(width: int) -> int:
    return 8 + (width + 7) // 8 * 8


def render(label: Label, dpi: int) -> Page:
    """Return the dots of a label."""
    return paint(place(label, dpi))


def paint(placed: Placed) -> Page:
    """Return the dots of what was placed."""
    stride = _stride(placed.width)
    bits = 0
    for text in placed.texts:
        band, top, rows = _line(text, stride)
        bits |= _down(band, top, rows, stride, placed.height)
    for symbol in placed.symbols:
        bits |= _symbol(symbol, stride, placed.height)
    for rect in placed.rects:
        row = ((1 << rect.w) - 1) << (stride - 8 - rect.x - rect.w)
        bits |= _down(_repeat(row, rect.h, stride), rect.y, rect.h, stride, placed.height)
    return Page(placed.width, placed.height, placed.dpi, bits)


def _down(band: int, top: int, rows: int, stride: int, height: int) -> int:
    """Move rows from the top of the page to their place; what falls below the paper is lost."""
    shift = (height - top - rows) * stride
    return band << shift if shift >= 0 else band >> -shift


def _repeat(row: int, times: int, stride: int) -> int:
    return int.from_bytes(row.to_bytes(stride // 8, "big") * times, "big")


def _symbol(symbol: SymbolAt, stride: int, height: int) -> int:
    rows = symbol.modules.rows
    wider = _WIDER[symbol.dots]
    left = stride - 8 - symbol.x - symbol.modules.columns * symbol.dots
    deep = symbol.height // len(rows)
    band = b"".join(
        [(int(row.translate(wider), 2) << left).to_bytes(stride // 8, "big") * deep for row in rows]
    )
    return _down(int.from_bytes(band, "big"), symbol.y, symbol.height, stride, height)


def _line(text: TextAt, stride: int) -> tuple[int, int, int]:
    """Return the letters of a line as one band of rows, its first row and how many there are."""
    band = 0
    at = 0.0
    advances = faces.widths(text.bold)
    for sign in text.text:
        if sign != " ":
            band |= _glyph(sign, text.bold, text.size, stride) >> (text.x + round(at))
        at += advances[sign] * text.size / faces.EM
    band_of = _band(text.size)
    return band << band_of.margin, text.baseline - band_of.baseline, band_of.rows


class _Band(NamedTuple):
    """The rows of a line; `margin` is left free for letters that reach back over their start."""

    margin: int
    baseline: int
    rows: int


def _band(size: int) -> _Band:
    return _Band(size // 4 + 1, size + 1, size * 11 // 8 + 2)


@lru_cache(maxsize=8192)
def _glyph(sign: str, bold: bool, size: int, stride: int) -> int:  # noqa: FBT001 - cached
    """Return a letter, spread over rows of the page's width, from the page's left edge."""
    margin, baseline, rows = _band(size)
    image = Image.new("L", (size * 2, rows))
    draw = ImageDraw.Draw(image)
    draw.text((margin, baseline), sign, fill=255, font=faces.drawn(bold, size), anchor="ls")
    width = image.width
    dark = image.tobytes()
    found = 0
    for row in range(rows):
        line = dark[row * width : (row + 1) * width]
        packed = int("".join(["1" if dot >= _MASK else "0" for dot in line]), 2)
        shift = stride - 8 - width
        found = found << stride | (packed << shift if shift >= 0 else packed >> -shift)
    return found


def png(page: Page) -> bytes:
    """Return the page as a PNG of one bit a dot, true to size."""
    stride = page.stride
    raw = (page.bits ^ _white(page.width, page.height)).to_bytes(stride * page.height // 8, "big")
    return (
        _head(page.width, page.height, page.dpi)
        + _chunk(b"IDAT", zlib.compress(raw, _LEVEL))
        + _chunk(b"IEND", b"")
    )


@lru_cache(maxsize=64)
def _white(width: int, height: int) -> int:
    """Return a page whose dots are all 1 and whose filter bytes are 0: white, for PNG."""
    stride = _stride(width)
    return _repeat((1 << (stride - 8)) - 1, height, stride)


@lru_cache(maxsize=64)
def _head(width: int, height: int, dpi: int) -> bytes:
    metre = round(dpi * 1000 / INCH)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">II", width, height) + _GREY_1_BIT)
        + _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def render_image(label: Label, dpi: int) -> Image.Image:
    """Return the label as a 1-bit Pillow image."""
    page = render(label, dpi)
    whole = (page.bits ^ _white(page.width, page.height)).to_bytes(
        page.stride * page.height // 8, "big"
    )
    step = page.stride // 8
    rows = b"".join(whole[at + 1 : at + step] for at in range(0, len(whole), step))
    return Image.frombytes("1", (page.width, page.height), rows)


def render_png(label: Label, dpi: int = 203) -> bytes:
    """Return the label as PNG, one dot of the printer a pixel."""
    return png(render(label, dpi))
