"""Bars as numbers, drawn by the server: the page beside them always has the table; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from esat.web.filters import number

WIDE: Final = 480
HIGH: Final = 200
LEFT, RIGHT, TOP, FOOT = 68, 8, 16, 32
CROWDED: Final = 14
"""Above so many bars only every other name is written."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `text` is what stands under it, `said` its value in words."""

    x: float
    y: float
    width: float
    height: float
    text: str
    said: str
    over: bool


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template draws; `target_y` is None without a target."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    target_y: float | None
    target: str
    width: int = WIDE
    height: int = HIGH
    floor: int = HIGH - FOOT
    left: int = LEFT


def bars(
    title: str,
    values: Sequence[tuple[str, str, Decimal | None]],
    unit: str,
    target: Decimal | None = None,
) -> Chart | None:
    """A chart of values with a short and a full name; None when there is nothing to show. An
    unknown value has no bar.
    """
    known = [value for *_, value in values if value is not None]
    if not any(known):
        return None
    top = _round_up(max(*known, target or Decimal(0)) if len(known) > 1 or target else known[0])
    slot = (WIDE - LEFT - RIGHT) / len(values)
    shown = [
        _bar(LEFT + n * slot, slot, label, value, _y(value or Decimal(0), top))
        for n, (label, _, value) in enumerate(values)
    ]
    shown = [
        replace(bar, said=f"{name} : {number(value, unit)}", over=_over(value, target))
        for bar, (_, name, value) in zip(shown, values, strict=True)
    ]
    if len(shown) > CROWDED:
        shown = [replace(bar, text="") if n % 2 else bar for n, bar in enumerate(shown)]
    ticks = tuple(Tick(_y(top * n / 4, top), number(top * n / 4, unit)) for n in range(5))
    said = "" if target is None else f"visé sous {number(target, unit)}"
    return Chart(title, tuple(shown), ticks, None if target is None else _y(target, top), said)


def _bar(x: float, slot: float, label: str, value: Decimal | None, y: float) -> Bar:
    height = 0.0 if value is None else HIGH - FOOT - y
    return Bar(
        round(x + slot * 0.15, 1), y, round(slot * 0.7, 1), round(height, 1), label, "", over=False
    )


def _over(value: Decimal | None, target: Decimal | None) -> bool:
    return value is not None and target is not None and value > target


def _y(value: Decimal, top: Decimal) -> float:
    return round(float(HIGH - FOOT - (HIGH - FOOT - TOP) * value / top), 1)


def _round_up(value: Decimal) -> Decimal:
    """The next of 1, 2, 4, 5 or 8 times a power of ten: its quarters are readable."""
    power = Decimal(10) ** value.adjusted()
    step = next(step for step in (1, 2, 4, 5, 8, 10) if value <= step * power)
    return step * power
