"""What a temperature curve proves: time at or above a threshold, and where nothing is known; pure.

Straight lines join the measures and the crossings are computed on them. A gap is not a measure: no
line crosses it, it ends a stretch. Only the longest unbroken stretch counts, less the mixing time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from statistics import median_low
from typing import Final

GAP_FACTOR: Final = Decimal("1.5")
"""A step longer than so many usual steps misses at least one measure: arithmetic, not a limit."""
_MICROSECOND: Final = timedelta(microseconds=1)
_MINUTE: Final = 60_000_000
NOTHING: Final = timedelta(0)


class Why(StrEnum):
    """Why nothing is known over a gap."""

    INTERVAL = "interval"
    MISSING = "missing"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        return _WHY[self]


_WHY: Final = {
    Why.INTERVAL: "mesures manquantes",
    Why.MISSING: "sonde débranchée",
    Why.OUTSIDE: "hors du relevé",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A measure in °C at a moment (UTC); None where the probe answered nothing."""

    at: datetime
    celsius: Decimal | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time without a break."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch over which nothing was measured, and why."""

    since: datetime
    until: datetime
    why: Why

    @property
    def length(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Hold:
    """What a curve shows of a threshold. `credited` is the longest stretch less the mixing time,
    never below nothing; `total` adds every stretch and proves nothing by itself.
    """

    threshold: Decimal
    mixing: timedelta
    stretches: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]
    peak: Point | None
    lowest: Point | None
    reached_at: datetime | None
    time_to_reach: timedelta | None

    @property
    def total(self) -> timedelta:
        return sum((one.length for one in self.stretches), NOTHING)

    @property
    def longest(self) -> Stretch | None:
        return max(self.stretches, key=lambda one: one.length, default=None)

    @property
    def credited(self) -> timedelta:
        longest = self.longest
        return NOTHING if longest is None else max(NOTHING, longest.length - self.mixing)

    @property
    def credited_minutes(self) -> Decimal:
        return minutes(self.credited)

    @property
    def whole(self) -> bool:
        """Whether the curve knows all of the window."""
        return not self.gaps


def minutes(length: timedelta) -> Decimal:
    """Minutes to the thousandth, cut and never rounded up: no time is credited that was not."""
    thousandths = (length // _MICROSECOND) * 1000 // _MINUTE
    return Decimal(thousandths).scaleb(-3)


def interval_of(points: Sequence[Point]) -> timedelta | None:
    """The usual step of a curve: the middle one, so that gaps do not stretch it."""
    steps = [later.at - earlier.at for earlier, later in pairwise(points)]
    return median_low(steps) if steps else None


def gaps_of(
    points: Sequence[Point],
    interval: timedelta | None = None,
    window: tuple[datetime, datetime] | None = None,
) -> tuple[Gap, ...]:
    """Where nothing was measured, in order; with a window, also what of it the curve leaves out."""
    usual = interval or interval_of(points)
    found = _holes(points, usual)
    if window is None:
        return tuple(found)
    since, until = window
    inside = [
        Gap(max(gap.since, since), min(gap.until, until), gap.why)
        for gap in _outside(points, window) + found
        if gap.since < until and gap.until > since
    ]
    return tuple(sorted(inside, key=lambda gap: gap.since))


def hold_above(
    points: Sequence[Point],
    threshold: Decimal,
    mixing_minutes: Decimal = Decimal(0),
    *,
    interval: timedelta | None = None,
    window: tuple[datetime, datetime] | None = None,
) -> Hold:
    """Time at or above `threshold` (°C), in the window if there is one. The points are in order of
    time. A crossing is placed on the straight line between two measures, to the microsecond, never
    in favour of the credit.
    """
    usual = interval or interval_of(points)
    pieces = list(_pieces(points, usual, window))
    seen = [end for piece in pieces for end in piece] or _lone(points, window)
    stretches = tuple(_stretches(pieces, threshold))
    began = window[0] if window else (seen[0].at if seen else None)
    reached = stretches[0].since if stretches else _touched(seen, threshold)
    return Hold(
        threshold=threshold,
        mixing=timedelta(microseconds=int(mixing_minutes * _MINUTE)),
        stretches=tuple(one for one in stretches if one.length > NOTHING),
        gaps=gaps_of(points, usual, window),
        peak=max(seen, key=_celsius, default=None),
        lowest=min(seen, key=_celsius, default=None),
        reached_at=reached,
        time_to_reach=None if reached is None or began is None else reached - began,
    )


def _celsius(point: Point) -> Decimal:
    return Decimal(0) if point.celsius is None else point.celsius


def _holes(points: Sequence[Point], usual: timedelta | None) -> list[Gap]:
    found: list[Gap] = []
    last: Point | None = None
    unplugged = False
    for point in points:
        if point.celsius is None:
            unplugged = True
            continue
        if last is not None and (unplugged or _too_long(last, point, usual)):
            found.append(Gap(last.at, point.at, Why.MISSING if unplugged else Why.INTERVAL))
        last, unplugged = point, False
    if last is not None and points[-1].at > last.at:
        found.append(Gap(last.at, points[-1].at, Why.MISSING))
    first = next((point for point in points if point.celsius is not None), None)
    if first is not None and first.at > points[0].at:
        found.insert(0, Gap(points[0].at, first.at, Why.MISSING))
    if first is None and points:
        found.append(Gap(points[0].at, points[-1].at, Why.MISSING))
    return found


def _outside(points: Sequence[Point], window: tuple[datetime, datetime]) -> list[Gap]:
    since, until = window
    if not points:
        return [Gap(since, until, Why.OUTSIDE)]
    found = []
    if points[0].at > since:
        found.append(Gap(since, points[0].at, Why.OUTSIDE))
    if points[-1].at < until:
        found.append(Gap(points[-1].at, until, Why.OUTSIDE))
    return found


def _too_long(earlier: Point, later: Point, usual: timedelta | None) -> bool:
    if usual is None:
        return False
    return (later.at - earlier.at) / _MICROSECOND > float(GAP_FACTOR) * (usual / _MICROSECOND)


def _pieces(
    points: Sequence[Point], usual: timedelta | None, window: tuple[datetime, datetime] | None
) -> Iterator[tuple[Point, Point]]:
    """The straight lines between neighbours that both measured, cut at the window."""
    for earlier, later in pairwise(points):
        if earlier.celsius is None or later.celsius is None or _too_long(earlier, later, usual):
            continue
        if window is None:
            yield earlier, later
        elif earlier.at < window[1] and later.at > window[0]:
            yield (
                _at(earlier, later, window[0]) if earlier.at < window[0] else earlier,
                _at(earlier, later, window[1]) if later.at > window[1] else later,
            )


def _lone(points: Sequence[Point], window: tuple[datetime, datetime] | None) -> list[Point]:
    """Measures that no line joins are seen all the same."""
    return [
        point
        for point in points
        if point.celsius is not None and (window is None or window[0] <= point.at <= window[1])
    ]


def _at(earlier: Point, later: Point, moment: datetime) -> Point:
    share = Fraction((moment - earlier.at) // _MICROSECOND, (later.at - earlier.at) // _MICROSECOND)
    low, high = Fraction(_celsius(earlier)), Fraction(_celsius(later))
    value = low + (high - low) * share
    return Point(moment, Decimal(value.numerator) / Decimal(value.denominator))


def _stretches(pieces: Iterable[tuple[Point, Point]], threshold: Decimal) -> Iterator[Stretch]:
    """Parts of the lines at or above the threshold, joined where they touch above it."""
    current: Stretch | None = None
    for earlier, later in pieces:
        above = _above(earlier, later, threshold)
        if above is None:
            continue
        if current is not None and current.until == above.since:
            current = Stretch(current.since, above.until)
            continue
        if current is not None:
            yield current
        current = above
    if current is not None:
        yield current


def _above(earlier: Point, later: Point, threshold: Decimal) -> Stretch | None:
    low, high = _celsius(earlier), _celsius(later)
    if low < threshold and high < threshold:
        return None
    since = earlier.at if low >= threshold else _crossing(earlier, later, threshold, up=True)
    until = later.at if high >= threshold else _crossing(earlier, later, threshold, up=False)
    return Stretch(since, max(since, until))


def _crossing(earlier: Point, later: Point, threshold: Decimal, *, up: bool) -> datetime:
    low, high = Fraction(_celsius(earlier)), Fraction(_celsius(later))
    step = (later.at - earlier.at) // _MICROSECOND
    exact = (Fraction(threshold) - low) / (high - low) * step
    whole = exact.numerator // exact.denominator
    if up and exact.denominator != 1:
        whole += 1
    return earlier.at + timedelta(microseconds=whole)


def _touched(seen: Sequence[Point], threshold: Decimal) -> datetime | None:
    return next((one.at for one in seen if _celsius(one) >= threshold), None)
