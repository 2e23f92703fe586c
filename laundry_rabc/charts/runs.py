"""Run rules of control charts: those of Western Electric (1956) and of Nelson (1984), by name.

Each says at which points it fires: the last of the points that make it up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Window = Sequence[float]


@dataclass(frozen=True, slots=True)
class RunRule:
    """`size` points make it up; `fires` looks at them as distances in sigmas."""

    code: str
    words: str
    size: int
    fires: Callable[[Window], bool]


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule, its words and the points where it fires, counted from 0."""

    rule: str
    words: str
    indexes: tuple[int, ...]


def _beyond(least: int, sigmas: float) -> Callable[[Window], bool]:
    """At least so many points beyond a distance, all on the same side, the last among them."""

    def fires(window: Window) -> bool:
        above = sum(one > sigmas for one in window)
        below = sum(one < -sigmas for one in window)
        return (above >= least and window[-1] > sigmas) or (below >= least and window[-1] < -sigmas)

    return fires


def _one_side(window: Window) -> bool:
    return all(one > 0 for one in window) or all(one < 0 for one in window)


def _trend(window: Window) -> bool:
    steps = [after - before for before, after in pairwise(window)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _alternating(window: Window) -> bool:
    steps = [after - before for before, after in pairwise(window)]
    return all(before * after < 0 for before, after in pairwise(steps))


def _hugging(window: Window) -> bool:
    return all(abs(one) < 1 for one in window)


def _avoiding(window: Window) -> bool:
    return all(abs(one) > 1 for one in window) and not _one_side(window)


WESTERN_ELECTRIC = (
    RunRule("WE1", "un point au-delà de 3 sigmas", 1, _beyond(1, 3)),
    RunRule("WE2", "2 points sur 3 au-delà de 2 sigmas, du même côté", 3, _beyond(2, 2)),
    RunRule("WE3", "4 points sur 5 au-delà de 1 sigma, du même côté", 5, _beyond(4, 1)),
    RunRule("WE4", "8 points de suite du même côté de la moyenne", 8, _one_side),
)
NELSON = (
    RunRule("N1", "un point au-delà de 3 sigmas", 1, _beyond(1, 3)),
    RunRule("N2", "9 points de suite du même côté de la moyenne", 9, _one_side),
    RunRule("N3", "6 points de suite qui montent, ou qui descendent", 6, _trend),
    RunRule("N4", "14 points de suite qui montent et descendent tour à tour", 14, _alternating),
    RunRule("N5", "2 points sur 3 au-delà de 2 sigmas, du même côté", 3, _beyond(2, 2)),
    RunRule("N6", "4 points sur 5 au-delà de 1 sigma, du même côté", 5, _beyond(4, 1)),
    RunRule("N7", "15 points de suite à moins de 1 sigma de la moyenne", 15, _hugging),
    RunRule("N8", "8 points de suite à plus de 1 sigma, des deux côtés", 8, _avoiding),
)


def signals(
    values: Sequence[float], center: float, sigma: float, rules: Sequence[RunRule]
) -> list[Signal]:
    """The rules that fire on a series, in the order given; none on a series without spread."""
    if sigma <= 0:
        return []
    scaled = [(value - center) / sigma for value in values]
    found = [Signal(rule.code, rule.words, _where(scaled, rule)) for rule in rules]
    return [one for one in found if one.indexes]


def _where(scaled: Sequence[float], rule: RunRule) -> tuple[int, ...]:
    return tuple(
        end - 1
        for end in range(rule.size, len(scaled) + 1)
        if rule.fires(scaled[end - rule.size : end])
    )
