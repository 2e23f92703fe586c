"""Counters of leave at the end of a month, and whether those of a closed one are others since."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, func, select

from esat.activity.statements import frozen, periods
from esat.activity.statements.figures import Counter
from esat.activity.statements.models import StatementVersion
from esat.workers.absences import counters
from esat.workers.absences.models import Absence, LeaveFigure

Leave = tuple[Counter, ...]
_SAID: Final = (
    (LeaveFigure.worker_id, LeaveFigure.recorded_at, LeaveFigure.day),
    (Absence.worker_id, Absence.recorded_at, Absence.since),
)
"""What a counter is made of and may come after a closing: by whose, said when, of which day."""


def at(session: Session, worker_ids: Collection[int], day: date) -> dict[int, Leave]:
    """The counters of leave at the end of a day, as they are proposed."""
    return {
        worker: (
            Counter(
                "annual", "Congés annuels", one.standing.earned, one.standing.taken,
                one.standing.left, one.standing.over, one.standing.expires,
            ),
        )
        for worker, one in counters.counters(session, worker_ids, day).items()
    }  # fmt: skip


def changed(session: Session, month: date, closed: Mapping[int, datetime]) -> frozenset[int]:
    """Those whose closed month shows other counters than it would now; `closed`: when each was
    closed last. Counters take long, so they are asked only where something was said since.
    """
    last = periods.last_day(month)
    asked = _said_since(session, closed, last)
    if not asked:
        return frozenset()
    now, then = at(session, asked, last), _as_closed(session, month, asked)
    return frozenset(one for one in asked if then[one] and then[one] != now.get(one))


def _said_since(session: Session, closed: Mapping[int, datetime], last: date) -> set[int]:
    found: set[int] = set()
    for worker, said, day in _SAID if closed else ():
        query = (
            select(col(worker), func.max(col(said)))
            .where(col(worker).in_(closed), col(day) <= last)
            .group_by(col(worker))
        )
        rows: Iterable[tuple[int, datetime]] = session.exec(query)
        found |= {key for key, newest in rows if newest >= closed[key]}
    return found


def _as_closed(session: Session, month: date, asked: Collection[int]) -> dict[int, Leave]:
    query = (
        select(StatementVersion.worker_id, StatementVersion.sealed)
        .where(StatementVersion.month == month, col(StatementVersion.worker_id).in_(asked))
        .order_by(col(StatementVersion.version))
    )
    newest = dict(session.exec(query).all())
    return {key: frozen.unseal(key, month, text).statement.leave for key, text in newest.items()}
