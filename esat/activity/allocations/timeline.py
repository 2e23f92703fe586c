"""The thread of a day: each one's lines in order, what they said before, by whom; SELECTs only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.allocations import labels
from esat.activity.allocations.labels import Words
from esat.activity.allocations.models import Allocation, AllocationChange
from esat.folding import fold
from esat.workers.models import Group


@dataclass(frozen=True, slots=True)
class Former:
    """What a line said before, and who changed it when."""

    words: str
    at: datetime
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of somebody's day; `mine`: recorded by this group, which may correct it."""

    id: int
    starts_at: datetime
    ends_at: datetime | None
    work: str
    order: str
    group: str
    author: str
    at: datetime
    mine: bool
    voided: bool
    former: tuple[Former, ...] = ()

    @property
    def corrected(self) -> bool:
        return bool(self.former)


@dataclass(frozen=True, slots=True)
class Thread:
    worker_id: int
    name: str
    lines: tuple[Line, ...]

    @property
    def going_on(self) -> bool:
        """Whether this group has a line that has no end yet."""
        return any(one.mine and one.ends_at is None and not one.voided for one in self.lines)


def threads(
    session: Session, group: Group, day: date, worker_ids: Collection[int]
) -> tuple[Thread, ...]:
    """The day of each of these people, by first name; the lines taken back last."""
    query = (
        select(Allocation)
        .where(col(Allocation.worker_id).in_(worker_ids), Allocation.day == day)
        .order_by(
            col(Allocation.voided_at).is_not(None), col(Allocation.starts_at), col(Allocation.id)
        )
    )
    rows = session.exec(query).all()
    changes = _changes(session, [row.id or 0 for row in rows])
    every = [one for them in changes.values() for one in them]
    said = labels.words(
        session,
        order_ids=[row.order_id for row in rows] + [one.former_order_id for one in every],
        author_ids=[row.recorded_by for row in rows] + [one.account_id for one in every],
        worker_ids=worker_ids,
    )
    found: dict[int, list[Line]] = {key: [] for key in worker_ids}
    for row in rows:
        found[row.worker_id].append(_line(row, changes.get(row.id or 0, []), group, said))
    made = [Thread(key, said.people.get(key, ""), tuple(lines)) for key, lines in found.items()]
    return tuple(sorted(made, key=lambda one: fold(one.name)))


def _changes(session: Session, keys: Collection[int]) -> dict[int, list[AllocationChange]]:
    query = (
        select(AllocationChange)
        .where(col(AllocationChange.allocation_id).in_(keys))
        .order_by(col(AllocationChange.id))
    )
    found: dict[int, list[AllocationChange]] = {}
    for one in session.exec(query):
        found.setdefault(one.allocation_id, []).append(one)
    return found


def _line(row: Allocation, changes: list[AllocationChange], group: Group, said: Words) -> Line:
    return Line(
        row.id or 0,
        row.starts_at,
        row.ends_at,
        said.work(row.activity, row.post_id),
        said.order(row.order_id),
        "" if row.group_id == group.id else said.group(row.group_id),
        said.author(row.recorded_by),
        row.at,
        row.group_id == group.id,
        row.voided_at is not None,
        tuple(_former(one, said) for one in changes),
    )


def _former(one: AllocationChange, said: Words) -> Former:
    return Former(
        f"{span(one.former_starts_at, one.former_ends_at)}, "
        f"{said.work(one.former_activity, one.former_post_id)}",
        one.at,
        said.author(one.account_id),
        one.reason,
    )


def span(starts_at: datetime, ends_at: datetime | None) -> str:
    """« 9:00 à 10:30 », « depuis 9:00 »"""
    start = f"{clock.local(starts_at):%H:%M}"
    return f"depuis {start}" if ends_at is None else f"{start} à {clock.local(ends_at):%H:%M}"
