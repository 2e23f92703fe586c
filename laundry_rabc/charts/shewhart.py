"""Limits of Shewhart charts at three sigmas: individuals, moving ranges, counts, counts per unit.

Formulas as in Montgomery, *Introduction to Statistical Quality Control*, and as the R package qcc
computes them; the tests compare with its published examples.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

SIGMAS: Final = 3
D2: Final = 1.128
"""Mean range of two draws of a normal law, in sigmas: the value of the tables, which qcc 3.0 and
the NIST handbook use too.
"""
D4: Final = 3.267
"""Upper limit of a chart of ranges of two, in mean ranges: 1 + 3 d3/d2 of the tables."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The central line, the estimated standard deviation of what is drawn, and the two limits."""

    center: float
    sigma: float
    lower: float
    upper: float


def individuals(values: Sequence[float]) -> Limits:
    """Chart of individual values: sigma is the mean moving range of pairs over d2. ValueError for
    fewer than two values.
    """
    ranges = moving_ranges(values)
    center = math.fsum(values) / len(values)
    return _around(center, _mean(ranges) / D2)


def moving_range(values: Sequence[float]) -> Limits:
    """Chart of the moving ranges of pairs; its lower limit is never under zero."""
    center = _mean(moving_ranges(values))
    found = _around(center, center * (D4 - 1) / SIGMAS)
    return Limits(found.center, found.sigma, max(0.0, found.lower), found.upper)


def moving_ranges(values: Sequence[float]) -> list[float]:
    """The distances between neighbours. ValueError for fewer than two values."""
    if len(values) < 2:
        msg = "two values make the first range"
        raise ValueError(msg)
    return [abs(after - before) for before, after in pairwise(values)]


def counts(values: Sequence[float]) -> Limits:
    """Chart of counts on equal units (c chart): sigma is the root of the mean count."""
    center = _mean(values)
    found = _around(center, math.sqrt(center))
    return Limits(found.center, found.sigma, max(0.0, found.lower), found.upper)


def rates(values: Sequence[float], sizes: Sequence[float]) -> list[Limits]:
    """Chart of counts per unit (u chart), one pair of limits by sample, each of its own size."""
    center = math.fsum(values) / math.fsum(sizes)
    found = [_around(center, math.sqrt(center / size)) for size in sizes]
    return [Limits(one.center, one.sigma, max(0.0, one.lower), one.upper) for one in found]


def _around(center: float, sigma: float) -> Limits:
    return Limits(center, sigma, center - SIGMAS * sigma, center + SIGMAS * sigma)


def _mean(values: Sequence[float]) -> float:
    if not values:
        msg = "no value"
        raise ValueError(msg)
    return math.fsum(values) / len(values)
