"""The gauge as a drawing: a line of steps over the days, and the places authorised; pure.

The scale does not begin at nought, and says so: it would hide one place among eighty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import Final

from esat.web.filters import number
from esat.workers.contracts.gauge import Level

WIDE: Final = 960
HIGH: Final = 280
LEFT, RIGHT, TOP, FOOT = 56, 8, 20, 36
ROOM: Final = Decimal(2)
"""Above and below the line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: the line, what of it is above, the places, the words."""

    line: str
    above: tuple[tuple[float, float, float, float], ...]
    """x, y, width and height of each stretch above the places."""
    places: str
    rows: tuple[Mark, ...]
    days: tuple[Mark, ...]
    today: float | None
    width: int = WIDE
    height: int = HIGH
    left: int = LEFT
    right: int = WIDE - RIGHT
    top: int = TOP
    floor: int = HIGH - FOOT


def draw(levels: Sequence[Level], today: int | None) -> Drawing:
    """One step a day; `today` is the place of today among them."""
    all_of = [value for one in levels for value in (one.fte, one.places)]
    low, high = floor(min(all_of) - ROOM), ceil(max(all_of) + ROOM)
    low = max(low, 0)
    slot = (WIDE - LEFT - RIGHT) / len(levels)

    def x(n: int) -> float:
        return round(LEFT + slot * n, 1)

    def y(value: Decimal) -> float:
        part = float((value - low) / (high - low))
        return round(HIGH - FOOT - (HIGH - FOOT - TOP) * part, 1)

    above = tuple(
        (x(n), y(one.fte), round(slot, 1), round(y(one.places) - y(one.fte), 1))
        for n, one in enumerate(levels)
        if one.over
    )
    step = max(1, ceil((high - low) / 5))
    rows = tuple(
        Mark(y(Decimal(value)), number(Decimal(value))) for value in range(low, high + 1, step)
    )
    every = 1 if len(levels) <= 12 else 3
    days = tuple(
        Mark(round(x(n) + slot / 2, 1), str(one.day.day))
        for n, one in enumerate(levels)
        if n % every == 0
    )
    here = None if today is None else round(x(today) + slot / 2, 1)
    line = _steps([(x(n), x(n + 1), y(one.fte)) for n, one in enumerate(levels)])
    places = _steps([(x(n), x(n + 1), y(one.places)) for n, one in enumerate(levels)])
    return Drawing(line, above, places, rows, days, here)


def _steps(parts: Sequence[tuple[float, float, float]]) -> str:
    """A path that goes along each part and jumps between them."""
    first = parts[0]
    return f"M {first[0]} {first[2]} " + " ".join(f"V {y} H {end}" for _, end, y in parts)
