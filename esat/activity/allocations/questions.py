"""The questions two groups have about somebody, as both supervisors see them; SELECTs only."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from esat.activity.allocations import labels, moments
from esat.activity.allocations.cutting import DAY
from esat.activity.allocations.labels import Words
from esat.activity.allocations.models import Allocation, Overlap


@dataclass(frozen=True, slots=True)
class Side:
    """What one group says, who said it last and when."""

    line_id: int
    group: str
    works: tuple[str, ...]
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What two groups contest of somebody's day; one choice settles it."""

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
    together: dict[tuple[object, ...], list[Overlap]] = {}
    for row in rows:
        pair = sorted(lines[key].group_id for key in (row.first_id, row.second_id))
        together.setdefault((row.worker_id, row.day, *pair), []).append(row)
    return tuple(_question(them, lines, said) for them in together.values())


def _lines(session: Session, rows: Collection[Overlap]) -> dict[int, Allocation]:
    keys = {key for row in rows for key in (row.first_id, row.second_id)}
    query = select(Allocation).where(col(Allocation.id).in_(keys))
    return {line.id or 0: line for line in session.exec(query)}


def _question(rows: list[Overlap], lines: dict[int, Allocation], said: Words) -> Question:
    first = rows[0]
    ends_at = max(row.ends_at for row in rows)
    whole = moments.minute_of(ends_at, first.day) >= DAY
    groups = (lines[first.first_id].group_id, lines[first.second_id].group_id)
    keys = sorted({key for row in rows for key in (row.first_id, row.second_id)})
    sides = tuple(
        _side([lines[key] for key in keys if lines[key].group_id == group], said)
        for group in groups
    )
    return Question(
        first.id or 0,
        said.people.get(first.worker_id, ""),
        first.day,
        min(row.starts_at for row in rows),
        None if whole else ends_at,
        (
            replace(sides[0], line_id=first.first_id),
            replace(sides[1], line_id=first.second_id),
        ),
    )


def _side(them: list[Allocation], said: Words) -> Side:
    last = max(them, key=lambda line: line.at)
    return Side(
        last.id or 0,
        said.group(last.group_id),
        tuple(_work(line, said) for line in them),
        said.author(last.recorded_by),
        last.at,
    )


def _work(line: Allocation, said: Words) -> str:
    order = said.order(line.order_id)
    return said.work(line.activity, line.post_id) + (f", {order}" if order else "")
