"""The questions two groups have about somebody, as both supervisors see them; SELECTs only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from esat.activity.allocations import labels, moments
from esat.activity.allocations.cutting import DAY
from esat.activity.allocations.labels import Words
from esat.activity.allocations.models import Allocation, Overlap


@dataclass(frozen=True, slots=True)
class Side:
    """What one group says, who said it and when."""

    line_id: int
    group: str
    work: str
    order: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Minutes of somebody that two groups say; one choice settles it."""

    id: int
    name: str
    day: date
    starts_at: datetime
    ends_at: datetime | None
    sides: tuple[Side, Side]


def waiting(session: Session, group_ids: Collection[int]) -> tuple[Question, ...]:
    """The open questions of these groups, the oldest first, in six statements at most."""
    mine = select(Allocation.id).where(col(Allocation.group_id).in_(group_ids))
    query = (
        select(Overlap)
        .where(
            col(Overlap.settled_at).is_(None),
            or_(col(Overlap.first_id).in_(mine), col(Overlap.second_id).in_(mine)),
        )
        .order_by(col(Overlap.day), col(Overlap.starts_at), col(Overlap.id))
    )
    rows = session.exec(query).all()
    if not rows:
        return ()
    lines = _lines(session, rows)
    said = labels.words(
        session,
        order_ids=[line.order_id for line in lines.values()],
        author_ids=[line.recorded_by for line in lines.values()],
        worker_ids=[row.worker_id for row in rows],
    )
    return tuple(_question(row, lines, said) for row in rows)


def _lines(session: Session, rows: Collection[Overlap]) -> dict[int, Allocation]:
    keys = {key for row in rows for key in (row.first_id, row.second_id)}
    query = select(Allocation).where(col(Allocation.id).in_(keys))
    return {line.id or 0: line for line in session.exec(query)}


def _question(row: Overlap, lines: dict[int, Allocation], said: Words) -> Question:
    first, second = (_side(lines[key], said) for key in (row.first_id, row.second_id))
    whole = moments.minute_of(row.ends_at, row.day) >= DAY
    return Question(
        row.id or 0,
        said.people.get(row.worker_id, ""),
        row.day,
        row.starts_at,
        None if whole else row.ends_at,
        (first, second),
    )


def _side(line: Allocation, said: Words) -> Side:
    return Side(
        line.id or 0,
        said.group(line.group_id),
        said.work(line.activity, line.post_id),
        said.order(line.order_id),
        said.author(line.recorded_by),
        line.at,
    )
