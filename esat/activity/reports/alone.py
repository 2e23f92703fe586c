"""Orders of which a total would tell the hours of one person: they are added up together."""

from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session

from esat.activity.allocations.models import Allocation
from esat.workers.models import HalfDay

LEAST: Final = 2
"""So many people stand behind each figure that is shown, and behind what is left of a total."""
_line, _half = Allocation.__table__.c, HalfDay.__table__.c


def of_orders(session: Session, since: date, until: date) -> dict[int, int]:
    """The orders of which all that one person did alone, by day, group and activity, is the work
    of the same person, and who that is: another total taken away from theirs would tell it.
    """
    there = select(_half.id).where(
        _half.worker_id == _line.worker_id, _half.day == _line.day, _half.minutes > 0
    )
    first, last = func.min(_line.worker_id), func.max(_line.worker_id)
    query = (
        select(_line.order_id, first, last)
        .where(
            _line.order_id.is_not(None), _line.voided_at.is_(None),
            _line.day.between(since, until), there.exists(),
        )
        .group_by(_line.order_id, _line.day, _line.group_id, _line.activity)
        .having(first == last)
    )  # fmt: skip
    found: dict[int, set[int]] = {}
    for order, worker, _ in session.connection().execute(query):
        found.setdefault(order, set()).add(worker)
    return {order: min(workers) for order, workers in found.items() if len(workers) < LEAST}
