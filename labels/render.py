"""A label as pixels: whole numbers hold its bands of rows, a bit a dot; knows no printer."""

import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from labels import faces
from labels.placing import INCH, Placed, RectAt, SymbolAt, TextAt, place
from labels.spec import Label

_LEVEL = 1
_MASK = 110
"""Darkness, of 255, from which a dot of a letter is printed."""
_INK = bytes(b"01"[dark >= _MASK] for dark in range(256))
"""The digit, printed or not, of each darkness: a row of them is read as one binary number."""

_GREY_1_BIT = bytes([1, 0, 0, 0, 0])
_WIDER = {wide: {ord("1"): "1" * wide, ord("0"): "0" * wide} for wide in range(1, 65)}


class Page(NamedTuple):
    """Dots of a label as PNG holds them: white = 1, a filter byte of 0 before each row."""

    width: int
    height: int
    dpi: int
    rows: bytes


class _Ink(NamedTuple):
    """Dark = 1: rows from `top` on, the last dot lowest; `same` when all of them are as `bits`."""

    top: int
    rows: int
    bits: int
    same: bool = False


def _stride(width: int) -> int:
    """How many bits a row takes, its filter byte and what fills its last byte with it."""
    return 8 + (width + 7) // 8 * 8


def render(label: Label, dpi: int) -> Page:
    """Return the dots of a label."""
    return paint(place(label, dpi))


def paint(placed: Placed) -> Page:
    """Return the dots of what was placed."""
    width, height = placed.width, placed.height
    stride = _stride(width)
    inks = [_text(text, stride, width) for text in placed.texts]
    inks += [_symbol(symbol, stride) for symbol in placed.symbols]
    inks += [_rect(rect, stride) for rect in placed.rects]
    parts: list[bytes] = []
    done = 0
    on_paper = [found for ink in inks if (found := _inside(ink, stride, height)) is not None]
    for ink in _apart(on_paper, stride):
        parts.extend((_blank(width, ink.top - done), _rows(ink, width)))
        done = ink.top + ink.rows
    parts.append(_blank(width, height - done))
    return Page(width, height, placed.dpi, b"".join(parts))


def _inside(ink: _Ink, stride: int, height: int) -> _Ink | None:
    """Leave out the first rows, which have no ink, and those that fall off the paper."""
    if not ink.bits:
        return None
    top, rows, bits, same = ink
    if not same:
        over = rows - -(-bits.bit_length() // stride)
        top, rows = top + over, rows - over
    above, below = max(0, -top), max(0, top + rows - height)
    if above or below:
        top, rows = top + above, rows - above - below
        if rows <= 0:
            return None
        bits = bits if same else (bits >> below * stride) & ((1 << rows * stride) - 1)
    return _Ink(top, rows, bits, same)


def _apart(inks: list[_Ink], stride: int) -> Iterator[_Ink]:
    """Lay over one another those that share rows, so that the others stay small; from the top."""
    inks.sort()
    slab: _Ink | None = None
    for ink in inks:
        if slab is None or ink.top >= slab.top + slab.rows:
            if slab is not None:
                yield slab
            slab = ink
            continue
        rows = max(slab.rows, ink.top + ink.rows - slab.top)
        bits = _whole(slab, stride) << (rows - slab.rows) * stride
        bits |= _whole(ink, stride) << (slab.top + rows - ink.top - ink.rows) * stride
        slab = _Ink(slab.top, rows, bits)
    if slab is not None:
        yield slab


def _whole(ink: _Ink, stride: int) -> int:
    return _repeat(ink.bits, ink.rows, stride) if ink.same else ink.bits


def _repeat(row: int, times: int, stride: int) -> int:
    return int.from_bytes(row.to_bytes(stride // 8, "big") * times, "big")


@lru_cache(maxsize=64)
def _white(width: int, rows: int) -> int:
    """Return rows whose dots are all 1 and whose filter bytes are 0: white, for PNG."""
    stride = _stride(width)
    return _repeat((1 << (stride - 8)) - 1, rows, stride)


def _blank(width: int, rows: int) -> bytes:
    return (b"\0" + b"\xff" * ((width + 7) // 8)) * rows


def _rows(ink: _Ink, width: int) -> bytes:
    bytes_in_row = _stride(width) // 8
    if ink.same:
        return (ink.bits ^ _white(width, 1)).to_bytes(bytes_in_row, "big") * ink.rows
    return (ink.bits ^ _white(width, ink.rows)).to_bytes(bytes_in_row * ink.rows, "big")


def _symbol(symbol: SymbolAt, stride: int) -> _Ink:
    rows = symbol.modules.rows
    wider = _WIDER[symbol.dots]
    left = stride - 8 - symbol.x - symbol.modules.columns * symbol.dots
    if len(rows) == 1:
        bits = int(rows[0].translate(wider), 2) << left
        return _Ink(symbol.y, symbol.height, bits, same=True)
    band = b"".join(
        [
            (int(row.translate(wider), 2) << left).to_bytes(stride // 8, "big") * symbol.dots
            for row in rows
        ]
    )
    return _Ink(symbol.y, symbol.height, int.from_bytes(band, "big"))


def _rect(rect: RectAt, stride: int) -> _Ink:
    bits = ((1 << rect.w) - 1) << (stride - 8 - rect.x - rect.w)
    return _Ink(rect.y, rect.h, bits, same=True)


def _text(text: TextAt, stride: int, width: int) -> _Ink:
    """Return the letters of a line as one band of rows."""
    above = below = depth = 0
    at = text.x + 0.5
    letters = _letters(text.bold, text.size, stride)
    for sign in text.text:
        dots, tail, hangs, advance = letters[sign]
        above |= dots >> int(at)
        if tail:
            below |= tail >> int(at)
            depth = max(depth, hangs)
        at += advance
    band = _band(text.size)
    bits, rows = above, band.rows - band.under + depth
    if depth:
        bits = bits << depth * stride | below >> (band.under - depth) * stride
    bits <<= band.margin
    if min(text.x, width - at) < text.size // 4:  # a letter may reach over the edge of the paper
        bits &= _white(width, rows)
    return _Ink(text.baseline - band.baseline, rows, bits)


class _Band(NamedTuple):
    """The rows of a line; `margin` is left free for letters that reach back over their start."""

    margin: int
    baseline: int
    rows: int

    @property
    def under(self) -> int:
        """How many rows hang under the line: round letters reach a little over it, and stand."""
        return self.rows - self.baseline - 1 - self.baseline // 24


def _band(size: int) -> _Band:
    return _Band(size // 4 + 1, size + 1, size * 11 // 8 + 2)


class _Letters(dict[str, tuple[int, int, int, float]]):
    """The letters of a size, drawn when they are first wanted: what stands on the line, what
    hangs under it, by how many rows, and the advance. Few hang, and a short number is soon moved.
    """

    def __init__(self, bold: bool, size: int, stride: int) -> None:  # noqa: FBT001 - cached
        super().__init__()
        self.bold, self.size, self.stride = bold, size, stride

    def __missing__(self, sign: str) -> tuple[int, int, int, float]:
        advance = faces.widths(self.bold)[sign] * self.size / faces.EM
        dots = _glyph(sign, self.bold, self.size, self.stride)
        under = _band(self.size).under
        tail = dots & ((1 << under * self.stride) - 1)
        free = ((tail & -tail).bit_length() - 1) // self.stride if tail else under
        self[sign] = found = dots >> under * self.stride, tail, under - free, advance
        return found


_letters = lru_cache(maxsize=48)(_Letters)
"""The last sizes used; a letter takes some two kilobytes, twenty on the largest papers."""


def _glyph(sign: str, bold: bool, size: int, stride: int) -> int:  # noqa: FBT001
    """Return a letter, spread over rows of the page's width, from the page's left edge."""
    margin, baseline, rows = _band(size)
    image = Image.new("L", (size * 2, rows))
    draw = ImageDraw.Draw(image)
    draw.text((margin, baseline), sign, fill=255, font=faces.drawn(bold, size), anchor="ls")
    width = image.width
    dark = image.tobytes().translate(_INK)
    shift = stride - 8 - width
    found = 0
    for row in range(rows):
        packed = int(dark[row * width : (row + 1) * width], 2)
        found = found << stride | (packed << shift if shift >= 0 else packed >> -shift)
    return found


def png(page: Page) -> bytes:
    """Return the page as a PNG of one bit a dot, true to size."""
    return (
        _head(page.width, page.height, page.dpi)
        + _chunk(b"IDAT", zlib.compress(page.rows, _LEVEL))
        + _chunk(b"IEND", b"")
    )


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
    step = _stride(page.width) // 8
    rows = b"".join([page.rows[at + 1 : at + step] for at in range(0, len(page.rows), step)])
    return Image.frombytes("1", (page.width, page.height), rows)


def render_png(label: Label, dpi: int = 203) -> bytes:
    """Return the label as PNG, one dot of the printer a pixel."""
    return png(render(label, dpi))
