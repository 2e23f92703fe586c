"""A contract as it stands, made of its rows in the order they were recorded; pure.

begins        since          since           until
|--- 17,5 h ---|---- 21 h ----|---- 35 h ----|
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from esat.workers.contracts import kinds
from esat.workers.contracts.models import WorkerContract

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Chain:
    """One contract with its amendments. `last` is its last day, the worker's leaving included."""

    root: int
    worker_id: int
    newest: WorkerContract
    terms: tuple[tuple[date, Decimal | None], ...]
    """From which day, how many hours a week; oldest first."""
    last: date | None

    @property
    def kind(self) -> str:
        return self.newest.kind

    @property
    def begins(self) -> date | None:
        return self.newest.begins

    @property
    def counted(self) -> bool:
        return self.kind in kinds.COUNTED

    def stands(self, day: date) -> bool:
        began = self.begins is None or self.begins <= day
        return began and (self.last is None or day <= self.last)

    def hours(self, day: date) -> Decimal | None:
        """Weekly hours in force that day, or of the first term before it."""
        found = self.terms[0][1]
        for since, hours in self.terms:
            if since <= day:
                found = hours
        return found

    def since(self, day: date) -> date:
        """The day from which the hours in force that day count."""
        return max((since for since, _ in self.terms if since <= day), default=self.terms[0][0])


def chains(
    rows: Iterable[WorkerContract], left: Mapping[int, date | None] | None = None
) -> list[Chain]:
    """The contracts that the rows make, in the order they were opened; void ones are no contract.
    `left`: the last day here of each worker.
    """
    by_root: dict[int, list[WorkerContract]] = {}
    for row in sorted(rows, key=lambda row: row.id or 0):
        by_root.setdefault(row.root_id or row.id or 0, []).append(row)
    return [
        _chain(root, found, left or {}) for root, found in by_root.items() if not found[-1].void
    ]


def standing(found: Iterable[Chain], day: date) -> dict[int, Chain]:
    """For each worker the contract of that day: of two that stand, the one begun last."""
    held: dict[int, Chain] = {}
    for one in found:
        other = held.get(one.worker_id)
        if one.stands(day) and (other is None or _order(one) >= _order(other)):
            held[one.worker_id] = one
    return held


def full_time_share(hours: Decimal | None, full_time: Decimal) -> Decimal:
    """The part of a place: one at most, since nobody does more than full time; nought when the
    hours are not known.
    """
    if hours is None:
        return ZERO
    return min(hours, full_time) / full_time


def places(hours: Sequence[Decimal | None], full_time: Decimal) -> Decimal:
    """The sum of the parts, divided once: thirds add up to wholes again."""
    known = [min(one, full_time) for one in hours if one is not None]
    return sum(known, ZERO) / full_time


def _order(one: Chain) -> tuple[date, int]:
    return one.begins or date.min, one.root


def _chain(root: int, rows: Sequence[WorkerContract], left: Mapping[int, date | None]) -> Chain:
    newest = rows[-1]
    said: dict[date, Decimal | None] = {}
    for row in rows:
        said[row.since or date.min] = row.weekly_hours
    ends = [day for day in (newest.until, left.get(newest.worker_id)) if day is not None]
    return Chain(
        root, newest.worker_id, newest, tuple(sorted(said.items())), min(ends, default=None)
    )


def day_before(day: date) -> date:
    """The day before, or the first day of all."""
    return day if day == date.min else day - timedelta(days=1)
