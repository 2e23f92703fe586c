"""Lines of work cut to the time somebody was there, as pure functions; they know no base.

    presence   |=========|     |===========|
    lines          |---- P ----------|
                         |--- L ---------------|     two groups: counted once, unsettled
    pieces     |not said|P|    | P+L |  L  |

Times are minutes of the wall clock, from midnight. Whatever the lines say, the minutes of the
pieces are the minutes present: never more.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

DAY: Final = 24 * 60
"""The end of a line that has none: until he is moved, or his day ends."""
Stretch = tuple[int, int]
"""From when to when."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of work; `rank` grows with the moment at which it was said."""

    key: int
    group: int
    start: int
    end: int
    rank: tuple[object, ...] = ()

    def covers(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class Piece:
    """Minutes of one line, or of none (`key` None: not said). `unsettled`: two groups say them."""

    key: int | None
    minutes: int
    unsettled: bool = False


def cut(presence: Iterable[Stretch], lines: Collection[Line]) -> list[Piece]:
    """What the minutes present were spent on; where several lines say so, the newest counts."""
    there = [stretch for stretch in presence if stretch[0] < stretch[1]]
    marks = sorted({mark for one in there for mark in one} | _marks(lines))
    tally: Counter[tuple[int | None, bool]] = Counter()
    for start, end in pairwise(marks):
        if any(since <= start and end <= until for since, until in there):
            tally[_of([line for line in lines if line.covers(start, end)])] += end - start
    return [Piece(key, minutes, unsettled) for (key, unsettled), minutes in tally.items()]


def without(stretch: Stretch, taken: Stretch) -> list[Stretch]:
    """What is left of a stretch once another is taken away from it."""
    left = ((stretch[0], min(stretch[1], taken[0])), (max(stretch[0], taken[1]), stretch[1]))
    return [one for one in left if one[0] < one[1]]


def shared(one: Stretch, other: Stretch) -> Stretch | None:
    """The minutes that two stretches share, or None."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _marks(lines: Iterable[Line]) -> set[int]:
    return {mark for line in lines for mark in (line.start, line.end)}


def _of(lines: list[Line]) -> tuple[int | None, bool]:
    if not lines:
        return None, False
    newest = max(lines, key=lambda line: (line.rank, line.key))
    return newest.key, len({line.group for line in lines}) > 1
