"""Hours spent on an order, by day and team: for the house's own accounts, never one person's.

A figure behind which one person stands is not shown, nor one from which it could be deduced.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from esat.activity.allocations import labels, reads
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.reads import Slice
from esat.workers.activities import BY_CODE

_line = Allocation.__table__.c


@dataclass(frozen=True, slots=True)
class Row:
    """A team's hours at an activity on a day; `minutes` None where one person alone was there."""

    day: date
    group: str
    activity: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Hours:
    """The rows, the sum of those that are not shown, and the whole, each only if it hides nobody's
    own; `unsettled`: part of it is said by two groups.
    """

    rows: tuple[Row, ...] = ()
    rest: int | None = None
    total: int | None = None
    unsettled: bool = False

    @property
    def hidden(self) -> bool:
        return any(row.minutes is None for row in self.rows)


def of_order(session: Session, order_id: int) -> Hours:
    """The hours of an order; SELECTs only."""
    found = _slices(session, order_id)
    if not found:
        return Hours()
    groups = labels.words(session).groups
    keyed: dict[tuple[date, str, str], list[Slice]] = {}
    for one in found:
        group = groups.get(one.group_id or 0)
        key = (one.day, group.name if group else "", BY_CODE[one.activity].label)
        keyed.setdefault(key, []).append(one)
    alone = [one for them in keyed.values() if not several(them) for one in them]
    rows = tuple(
        Row(*key, _minutes(them) if several(them) else None) for key, them in sorted(keyed.items())
    )
    told = not alone or several(alone)
    return Hours(
        rows,
        _minutes(alone) if alone and told else None,
        _minutes(found) if told else None,
        any(one.unsettled for one in found),
    )


def several(slices: Iterable[Slice]) -> bool:
    """Whether two people or more stand behind a figure."""
    return len({one.worker_id for one in slices}) > 1


def _slices(session: Session, order_id: int) -> list[Slice]:
    """What was spent on it, once the days of those who worked on it are cut to presence."""
    mine = (_line.order_id == order_id, _line.voided_at.is_(None))
    since, until = session.connection().execute(
        select(func.min(_line.day), func.max(_line.day)).where(*mine)
    ).one()  # fmt: skip
    if since is None:
        return []
    workers = session.connection().execute(select(_line.worker_id).where(*mine).distinct())
    asked = [row.worker_id for row in workers]
    return [one for one in reads.slices(session, since, until, asked) if one.order_id == order_id]


def _minutes(slices: Iterable[Slice]) -> int:
    return sum(one.minutes for one in slices)
