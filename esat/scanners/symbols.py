"""The three test codes as symbols: for paper by whole dots of a printer, for a screen by pixels."""

import base64
from dataclasses import dataclass
from functools import cache
from typing import Final

from esat.documents import typesetting
from esat.production.codes import TEST_CODES
from labels.spec import Symbol
from labels.symbols import QUIET, modules

BAR_MM: Final = 0.508
"""6 dots of a printer of 300 dpi, 12 of 600: as wide as bars may be."""
SQUARE_MM: Final = 0.8466667
"""10 dots of 300 dpi."""
_BAR_PIXELS, _SQUARE_PIXELS = 2, 4
_HIGH: Final = 24


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A symbol as an image of whole pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A test code, in both symbols."""

    text: str
    bars: OnScreen
    square: OnScreen


@cache
def on_screen() -> tuple[Drawn, ...]:
    """The three, to be read off a screen by a scanner that takes pictures."""
    return tuple(
        Drawn(
            text,
            _drawn(Symbol.CODE128, text, _BAR_PIXELS),
            _drawn(Symbol.QR, text, _SQUARE_PIXELS),
        )
        for text in TEST_CODES
    )


def width_mm(kind: Symbol, text: str) -> float:
    """How wide a symbol is on paper, its quiet zones included."""
    each = BAR_MM if kind is Symbol.CODE128 else SQUARE_MM
    return _columns(kind, text) * each


def _columns(kind: Symbol, text: str) -> int:
    return modules(kind, text).columns + 2 * QUIET[kind]


def _drawn(kind: Symbol, text: str, pixels: int) -> OnScreen:
    columns = _columns(kind, text)
    rows = _HIGH if kind is Symbol.CODE128 else columns
    data = base64.b64encode(typesetting.symbol(kind, text)).decode()
    return OnScreen(f"data:image/svg+xml;base64,{data}", columns * pixels, rows * pixels)
