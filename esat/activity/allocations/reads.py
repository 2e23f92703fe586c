"""What hours were spent on: lines cut to presence, an overlap counted once; SELECTs only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as choose

from esat.activity.allocations.cutting import DAY, Line, Stretch, cut
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.moments import minute_of
from esat.workers import activities, presences
from esat.workers.models import HalfDay
from esat.workers.timetables import plans

NOT_SAID = ""
_line = Allocation.__table__.c


@dataclass(frozen=True, slots=True)
class Slice:
    """Minutes of a worker's day. `activity` is empty where he was present and nothing is said;
    `unsettled` where two groups say it, until one choice settles it.
    """

    worker_id: int
    day: date
    activity: str
    post_id: int | None
    order_id: int | None
    group_id: int | None
    minutes: int
    unsettled: bool = False


def slices(
    session: Session, since: date, until: date, worker_ids: Collection[int] | None = None
) -> list[Slice]:
    """What the time present was spent on, bounds included. The slices inside and those that are
    not said make the minutes present, always; hours of an activity outside the contract's
    duration stand beside, as they were said.
    """
    there = presences.spans(session, _asked(session, since, until, worker_ids), since, until)
    rows = _rows(session, since, until, worker_ids)
    found: list[Slice] = []
    for key in sorted({*there, *rows}):
        spans = [(plans.minutes(one.start), plans.minutes(one.end)) for one in there.get(key, ())]
        found += _sliced(key, spans, rows.get(key, {}))
    return found


def _sliced(key: tuple[int, date], spans: list[Stretch], rows: dict[int, Any]) -> Iterator[Slice]:
    worker_id, day = key
    inside = [_cuttable(row) for row in rows.values() if _inside(row)]
    beside = [_cuttable(row) for row in rows.values() if not _inside(row)]
    counted = [(line.start, line.end) for line in beside if line.end < DAY]
    for piece in cut(spans, inside) + (cut(counted, beside) if counted else []):
        row = rows.get(piece.key or 0)
        if row is None:
            yield Slice(worker_id, day, NOT_SAID, None, None, None, piece.minutes)
        else:
            yield Slice(
                worker_id, day, row.activity, row.post_id, row.order_id, row.group_id,
                piece.minutes, piece.unsettled,
            )  # fmt: skip


def _inside(row: Any) -> bool:
    return activities.BY_CODE[row.activity].inside


def _cuttable(row: Any) -> Line:
    end = DAY if row.ends_at is None else min(minute_of(row.ends_at, row.day), DAY)
    return Line(row.id, row.group_id, minute_of(row.starts_at, row.day), end, (row.at,))


def _rows(
    session: Session, since: date, until: date, worker_ids: Collection[int] | None
) -> dict[tuple[int, date], dict[int, Any]]:
    query = select(
        _line.id, _line.worker_id, _line.day, _line.starts_at, _line.ends_at, _line.activity,
        _line.post_id, _line.order_id, _line.group_id, _line.at,
    ).where(_line.day.between(since, until), _line.voided_at.is_(None))  # fmt: skip
    if worker_ids is not None:
        query = query.where(_line.worker_id.in_(worker_ids))
    found: dict[tuple[int, date], dict[int, Any]] = {}
    for row in session.connection().execute(query).all():
        found.setdefault((row.worker_id, row.day), {})[row.id] = row
    return found


def _asked(
    session: Session, since: date, until: date, worker_ids: Collection[int] | None
) -> Collection[int]:
    """Those asked for, or everybody with a half-day in the period."""
    if worker_ids is not None:
        return worker_ids
    query = choose(HalfDay.worker_id).where(col(HalfDay.day).between(since, until)).distinct()
    return session.exec(query).all()
