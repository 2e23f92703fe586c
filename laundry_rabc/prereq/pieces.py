"""Time cut in pieces: from rows that each say « from then on », what held when. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Piece(Generic[Value]):
    """Something that held from a moment until another; without an end, it still does."""

    value: Value
    since: datetime
    until: datetime | None


def pieces(changes: Iterable[tuple[datetime, Value]]) -> Iterator[Piece[Value]]:
    """The pieces between changes, given in any order; two at one moment: the last given counts."""
    known = dict(sorted(changes, key=lambda one: one[0]))
    moments = list(known)
    for n, moment in enumerate(moments):
        until = moments[n + 1] if n + 1 < len(moments) else None
        yield Piece(known[moment], moment, until)


def cut(
    held: Iterable[Piece[Value]], since: datetime, until: datetime | None
) -> list[Piece[Value]]:
    """The parts of the pieces that lie between two moments."""
    found = []
    for one in held:
        start = max(one.since, since)
        end = _earlier(one.until, until)
        if end is None or start < end:
            found.append(Piece(one.value, start, end))
    return found


def at(held: Sequence[Piece[Value]], moment: datetime) -> Value | None:
    """What held at a moment; None before the first."""
    for one in reversed(held):
        if one.since <= moment and (one.until is None or moment < one.until):
            return one.value
    return None


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
