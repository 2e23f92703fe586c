"""A curve as the server draws it: lines, limit, gaps and what is credited; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor
from typing import Final

from esat import clock
from laundry_rabc import curves
from laundry_rabc.curves import Hold, Point

WIDE: Final = 720
HIGH: Final = 280
LEFT, RIGHT, TOP, FOOT = 56, 16, 16, 36
MOST: Final = 300
"""Columns of the picture: of the measures of one column the coldest and the hottest are drawn."""
_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time, as a rectangle over the whole height."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What the template draws; `limit_y` is None without a threshold."""

    lines: tuple[str, ...]
    gaps: tuple[Band, ...]
    credited: Band | None
    limit_y: float | None
    heights: tuple[Tick, ...]
    hours: tuple[Tick, ...]
    width: int = WIDE
    height: int = HIGH
    left: int = LEFT
    right: int = WIDE - RIGHT
    top: int = TOP
    floor: int = HIGH - FOOT


@dataclass(frozen=True, slots=True)
class _Scale:
    since: datetime
    until: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        whole = (self.until - self.since) / timedelta(microseconds=1) or 1.0
        share = ((at - self.since) / timedelta(microseconds=1)) / whole
        return round(LEFT + (WIDE - LEFT - RIGHT) * min(1.0, max(0.0, share)), 1)

    def y(self, celsius: float) -> float:
        share = (celsius - self.low) / (self.high - self.low)
        return round(HIGH - FOOT - (HIGH - FOOT - TOP) * share, 1)


def draw(
    points: Sequence[Point],
    interval: timedelta | None,
    window: tuple[datetime, datetime] | None = None,
    hold: Hold | None = None,
) -> Figure | None:
    """The picture of a curve over a window (the whole curve without one); None when nothing was
    measured in it.
    """
    known = [point for point in points if point.celsius is not None]
    since, until = window or (points[0].at, points[-1].at) if points else (None, None)
    if since is None or until is None:
        return None
    shown = [point for point in known if since <= point.at <= until]
    if not shown:
        return None
    limit = None if hold is None else hold.threshold
    scale = _Scale(since, until, *_heights(shown, limit))
    longest = None if hold is None else hold.longest
    return Figure(
        lines=tuple(_line(piece, scale) for piece in _pieces(points, interval, since, until)),
        gaps=tuple(
            _band(scale, gap.since, gap.until)
            for gap in curves.gaps_of(points, interval, (since, until))
        ),
        credited=None if longest is None else _band(scale, longest.since, longest.until),
        limit_y=None if limit is None else scale.y(float(limit)),
        heights=_rungs(scale),
        hours=_hours(scale),
    )


def _heights(shown: Sequence[Point], limit: Decimal | None) -> tuple[float, float]:
    values = [float(point.celsius or 0) for point in shown]
    values += [] if limit is None else [float(limit)]
    low, high = floor(min(values) / 10) * 10, ceil((max(values) + 1) / 10) * 10
    return float(low), float(max(high, low + 10))


def _pieces(
    points: Sequence[Point], interval: timedelta | None, since: datetime, until: datetime
) -> list[list[Point]]:
    """Neighbours without a gap between them, in the window and one beyond each of its ends."""
    broken = {gap.since for gap in curves.gaps_of(points, interval)}
    found: list[list[Point]] = [[]]
    for point in points:
        if point.celsius is None:
            continue
        if since <= point.at <= until:
            found[-1].append(point)
        if point.at in broken:
            found.append([])
    return [_thinned(piece, since, until) for piece in found if piece]


def _thinned(piece: list[Point], since: datetime, until: datetime) -> list[Point]:
    if len(piece) <= MOST:
        return piece
    step = (until - since) / MOST
    kept: list[Point] = []
    columns: dict[int, list[Point]] = {}
    for point in piece:
        columns.setdefault(int((point.at - since) / step), []).append(point)
    for some in columns.values():
        ends = {min(some, key=_value), max(some, key=_value), some[0], some[-1]}
        kept += sorted(ends, key=lambda point: point.at)
    return kept


def _value(point: Point) -> Decimal:
    return point.celsius or Decimal(0)


def _line(piece: Sequence[Point], scale: _Scale) -> str:
    return " ".join(f"{scale.x(one.at)},{scale.y(float(_value(one)))}" for one in piece)


def _band(scale: _Scale, since: datetime, until: datetime) -> Band:
    x = scale.x(since)
    return Band(x, round(max(scale.x(until) - x, 2.0), 1))


def _rungs(scale: _Scale) -> tuple[Tick, ...]:
    span = scale.high - scale.low
    step = next(one for one in (5, 10, 20, 50, 100, 500) if span / one <= _TICKS + 1)
    first = ceil(scale.low / step) * step
    rungs = range(int(first), int(scale.high) + 1, step)
    return tuple(Tick(scale.y(rung), f"{rung} °C") for rung in rungs)


def _hours(scale: _Scale) -> tuple[Tick, ...]:
    span = scale.until - scale.since
    long = span > timedelta(days=1)
    step = span / 4
    moments = [scale.since + n * step for n in range(5)]
    texts = [f"{clock.local(at):{'%d/%m %H:%M' if long else '%H:%M'}}" for at in moments]
    ticks = [Tick(scale.x(at), text) for at, text in zip(moments, texts, strict=True)]
    return tuple(a for a, b in pairwise([*ticks, Tick(0, "")]) if a.text != b.text)
