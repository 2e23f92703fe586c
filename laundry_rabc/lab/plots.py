"""Raw results as marks over the limits of their day, drawn by the server; the table is beneath.

A value that is only known as « < 1 » is an open mark that points down, « > 300 » and too many to
count one that points up at the top of the drawing; pure.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from esat import clock
from esat.web.filters import number, short_day
from laundry_rabc.charts.fitting import Fitted
from laundry_rabc.lab.trends import Spot, Step

WIDE: Final = 720
HIGH: Final = 320
LEFT, RIGHT, TOP, FOOT = 56, 16, 28, 36
MARK: Final = 7
EDGE: Final = 64
"""Room at both ends for the marks that stand side by side."""
SHAPES: Final = {"conform": "round", "alert": "diamond", "action": "cross"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A result: its shape by verdict, `down` or `up` where it is censored."""

    x: float
    y: float
    shape: str
    verdict: str
    path: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit over the days when it was in force: `target`, `action`, `center` or `control`."""

    kind: str
    x1: float
    x2: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """What the template draws."""

    title: str
    marks: tuple[Mark, ...]
    limits: tuple[Limit, ...]
    rows: tuple[Tick, ...]
    days: tuple[Tick, ...]
    width: int = WIDE
    height: int = HIGH
    left: int = LEFT
    right: int = WIDE - RIGHT
    floor: int = HIGH - FOOT


class _Scale:
    """From days and values to places on the drawing."""

    def __init__(self, first: datetime, last: datetime, top: Decimal) -> None:
        self.first, self.last, self.top = first, last, top
        self.whole = max((last - first).total_seconds(), 1.0)

    def x(self, at: datetime) -> float:
        """A day left of the first result stands on the edge, as one right of the last does."""
        share = min(max((at - self.first).total_seconds() / self.whole, 0.0), 1.0)
        return round(LEFT + EDGE + share * (WIDE - LEFT - RIGHT - EDGE * 2), 1)

    def y(self, value: Decimal) -> float:
        share = float(min(max(value, Decimal(0)), self.top) / self.top)
        return round(HIGH - FOOT - share * (HIGH - FOOT - TOP), 1)


def plot(
    title: str, spots: Sequence[Spot], steps: Sequence[Step], fitted: Fitted | None = None
) -> Plot | None:
    """The drawing of a series; None without a result."""
    if not spots:
        return None
    scale = _Scale(spots[0].at, spots[-1].at, _top(spots, steps, fitted))
    limits = [one for step in steps for one in _limits(step, scale)]
    if fitted is not None and fitted.limits is not None:
        limits += _control(fitted, scale)
    rows = tuple(Tick(scale.y(scale.top * n / 4), number(scale.top * n / 4)) for n in range(5))
    return Plot(title, _marks(spots, scale), tuple(limits), rows,
                _days(spots, scale))  # fmt: skip


def _top(spots: Sequence[Spot], steps: Sequence[Step], fitted: Fitted | None) -> Decimal:
    seen = [one.value for one in spots if one.value is not None and not one.qualifier]
    seen += [high for step in steps for high in _highs(step)]
    if fitted is not None and fitted.limits is not None:
        seen.append(round(Decimal(fitted.limits.upper), 3))
    most = max((abs(one) for one in seen), default=Decimal(0)) * Decimal("1.1")
    if most <= 0:
        return Decimal(4)
    power = Decimal(10) ** most.adjusted()
    return next(step * power for step in (1, 2, 4, 8, 10) if most <= step * power)


def _highs(step: Step) -> list[Decimal]:
    found = [step.version.target_low, step.version.target_high]
    if step.version.has_alert:
        found += [step.version.alert_low, step.version.alert_high]
    return [one for one in found if one is not None]


def _limits(step: Step, scale: _Scale) -> list[Limit]:
    one = step.version
    drawn = [("target", "cible", one.target_low), ("target", "cible", one.target_high)]
    if one.has_alert:
        drawn += [("action", "action", one.alert_low), ("action", "action", one.alert_high)]
    x1, x2 = LEFT, WIDE - RIGHT
    if step.since > scale.first:
        x1 = round(scale.x(step.since))
    if step.until is not None and step.until < scale.last:
        x2 = round(scale.x(step.until))
    return [
        Limit(kind, x1, x2, scale.y(value), f"{word} {number(value)}")
        for kind, word, value in drawn
        if value is not None
    ]


def _control(fitted: Fitted, scale: _Scale) -> list[Limit]:
    if fitted.limits is None:
        return []
    asked = (
        ("center", "moyenne", fitted.limits.center),
        ("control", "−3 sigmas", fitted.limits.lower),
        ("control", "+3 sigmas", fitted.limits.upper),
    )
    return [
        Limit(kind, LEFT, WIDE - RIGHT, scale.y(round(Decimal(value), 3)),
              f"{word} {number(round(Decimal(value), 1))}")
        for kind, word, value in asked
    ]  # fmt: skip


def _marks(spots: Sequence[Spot], scale: _Scale) -> tuple[Mark, ...]:
    """Each result in its place; those that would hide one another stand side by side."""
    taken: Counter[tuple[int, int]] = Counter()
    marks = []
    for one in spots:
        mark = _mark(one, scale, 0.0)
        spot = (round(mark.x / MARK), round(mark.y / MARK))
        nth, taken[spot] = taken[spot], taken[spot] + 1
        aside = (nth + 1) // 2 * MARK * 2.2 * (1 if nth % 2 else -1)
        marks.append(_mark(one, scale, round(aside, 1)) if nth else mark)
    return tuple(marks)


def _mark(one: Spot, scale: _Scale, aside: float) -> Mark:
    x = round(min(max(scale.x(one.at) + aside, LEFT + MARK), WIDE - RIGHT - MARK), 1)
    if one.qualifier in {">", "tntc"} or one.value is None:
        y, shape = float(TOP), "up"
    elif one.qualifier == "<":
        y, shape = scale.y(one.value), "down"
    else:
        y, shape = scale.y(one.value), SHAPES.get(one.verdict, "round")
    return Mark(x, y, shape, one.verdict.value, _path(shape, x, y))


def _path(shape: str, x: float, y: float) -> str:
    """The outline of a mark; a round one is drawn as a circle."""
    r = MARK
    paths = {
        "diamond": f"M{x} {y - r}L{x + r} {y}L{x} {y + r}L{x - r} {y}Z",
        "cross": f"M{x - r} {y - r}L{x + r} {y + r}M{x - r} {y + r}L{x + r} {y - r}",
        "up": f"M{x} {y - r}L{x + r} {y + r}L{x - r} {y + r}Z",
        "down": f"M{x - r} {y - r}L{x + r} {y - r}L{x} {y + r}Z",
    }
    return paths.get(shape, "")


def _days(spots: Sequence[Spot], scale: _Scale) -> tuple[Tick, ...]:
    """At most five days, evenly chosen among those that have results, never on one another."""
    days = sorted({clock.local(one.at).date(): one.at for one in spots}.items())
    chosen = days if len(days) <= 5 else [days[n * (len(days) - 1) // 4] for n in range(5)]
    ticks: list[Tick] = []
    for _, at in chosen:
        x = scale.x(at)
        if not ticks or x - ticks[-1].at > 100:
            ticks.append(Tick(x, short_day(at)))
    return tuple(ticks)
