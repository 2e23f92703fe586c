"""When workers were really there, as the half-days say: on the wall clock, never why not."""

from collections.abc import Collection
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from esat.workers.models import HalfDay
from esat.workers.statuses import AWAY
from esat.workers.timetables.plans import Span

_T: Final = HalfDay.__table__.c


def spans(
    session: Session, worker_ids: Collection[int], since: date, until: date
) -> dict[tuple[int, date], list[Span]]:
    """The spans each of them was there, day by day and in order, bounds included; one statement.

    Their minutes are those of the half-days. Who was away, or of whom nothing is said, is not in
    it. What the timetable says today changes nothing: the plan was kept with the half-day.
    """
    query = (
        select(_T.worker_id, _T.day, _T.from_time, _T.to_time, _T.planned_from, _T.planned_to)
        .where(_T.worker_id.in_(worker_ids), _T.day.between(since, until), _T.status.not_in(AWAY))
        .order_by(_T.day, _T.half.desc())
    )
    found: dict[tuple[int, date], list[Span]] = {}
    for worker_id, day, *times in session.connection().execute(query).all():
        from_time, to_time, planned_from, planned_to = times
        start, end = from_time or planned_from, to_time or planned_to
        if start is not None and end is not None:
            found.setdefault((worker_id, day), []).append(Span(start, end))
    return found
