"""What a line of work takes from another of the same worker, as pure functions; no base.

Of one group, what was said last counts. Another group takes him from the moment at which it
surely had him: when it said so, or the start it gave if it said so in time. What it claims of the
hours before is for the two supervisors to settle.

    packaging, said at 9:00      |-----------------------------
    laundry, said at 10:30       |~~~~~~~~~|-------------------   « all day »
                                 contested  surely at the laundry
"""

from dataclasses import dataclass

from esat.activity.allocations.cutting import DAY, Stretch, shared, without


@dataclass(frozen=True, slots=True)
class Said:
    """A line as it was said: `at` in minutes from the midnight of its day, below 0 or beyond
    the day when it was said on another one; `rank` tells what was said last.
    """

    key: int
    group: int
    start: int
    end: int
    at: int
    rank: tuple[object, ...] = ()

    @property
    def stretch(self) -> Stretch:
        return self.start, self.end


def sure(line: Said, grace: int) -> Stretch | None:
    """The part of a line in which its group surely had him; None when it was all said after.
    `grace`: minutes a supervisor may take to write a move down; within them its start is believed.
    """
    if line.at <= line.start + grace:
        return line.stretch
    return (line.at, line.end) if line.at < min(line.end, DAY) else None


def left(older: Said, newer: Said, grace: int) -> list[Stretch]:
    """What stands of the older line once the newer one is there: nothing, one part, or two."""
    if older.group == newer.group:
        taken = shared(older.stretch, newer.stretch)
        return without(older.stretch, newer.stretch) if taken else [older.stretch]
    mine = sure(newer, grace)
    if mine is None or older.start >= mine[0] or not shared(older.stretch, mine):
        return [older.stretch]
    return without(older.stretch, mine)


def contested(one: Said, other: Said) -> Stretch | None:
    """The minutes that two groups both say, or None."""
    return None if one.group == other.group else shared(one.stretch, other.stretch)
