"""Which group a worker is in on a day: the one reading of it, in SQL and as values; SELECTs only.

What was never dated is `Worker.first_group_id`: it counts until the first dated change.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Subquery,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlmodel import Session, col
from sqlmodel import select as find

from esat.workers.models import Group, Membership, Worker

_W: Final = Worker.__table__
_M: Final = Membership.__table__
_NONE: Final = 0
"""No group has this key: who was taken out of every group, told from him of whom no change is."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The group of a worker from a day on; `date.min` where no day was ever said."""

    since: date
    group_id: int | None


def group_on(day: date | BindParameter[date]) -> ColumnElement[Any]:
    """The key of the group of that day, for a statement that selects from `Worker`."""
    begun = (
        select(func.coalesce(_M.c.group_id, _NONE))
        .where(_M.c.worker_id == _W.c.id, _M.c.since <= day)
        .order_by(_M.c.since.desc(), _M.c.id.desc())
        .limit(1)
        .correlate(_W)
        .scalar_subquery()
    )
    return func.nullif(func.coalesce(begun, _W.c.first_group_id), _NONE)


def groups_on(session: Session, worker_ids: Collection[int], day: date) -> dict[int, int | None]:
    """The group of each of them that day; one statement."""
    query = select(_W.c.id, group_on(day)).where(_W.c.id.in_(worker_ids))
    return dict(session.connection().execute(query).all())


def of(session: Session, worker: Worker, day: date) -> Group | None:
    """The group that one worker is in that day; one statement."""
    query = find(Group).join(Worker, col(Group.id) == group_on(day)).where(Worker.id == worker.id)
    return session.exec(query).first()


def known(worker_ids: Collection[int] | None = None) -> Subquery:
    """Where each of them (everybody) was since when, and will be, as rows `worker_id`, `since`,
    `group_id`, `id`: `since` is null where no day was ever said.
    """
    dated = select(_M.c.worker_id, _M.c.since, _M.c.group_id, _M.c.id)
    first = select(_W.c.id, null(), _W.c.first_group_id, literal(0))
    if worker_ids is not None:
        dated = dated.where(_M.c.worker_id.in_(worker_ids))
        first = first.where(_W.c.id.in_(worker_ids))
    return union_all(dated, first).subquery("known")


def stretches(
    session: Session, worker_ids: Collection[int] | None = None
) -> dict[int, list[Stretch]]:
    """The same as values, in order; one statement."""
    rows = session.connection().execute(select(known(worker_ids))).all()
    found: dict[int, list[Stretch]] = {}
    for row in sorted(rows, key=order):
        found.setdefault(row.worker_id, []).append(Stretch(row.since or date.min, row.group_id))
    return found


def order(row: Row[Any]) -> tuple[date, int]:
    """The order in which the rows of `known` follow each other."""
    return row.since or date.min, row.id


def standing(places: Sequence[Stretch], day: date) -> int | None:
    """The group of that day, of the stretches of one worker."""
    begun = bisect_right(places, day, key=lambda one: one.since)
    return places[begun - 1].group_id if begun else None
