"""Figures of leave at the end of a day, sealed: brought in from before, or confirmed by the office.

The newest row of a worker is where his counter goes on from.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Forbidden
from esat.workers.absences import kinds, sealed
from esat.workers.absences.leave import Bucket, Standing
from esat.workers.absences.models import LeaveFigure

BROUGHT, CONFIRMED = "brought", "confirmed"
LABELS: Final = {BROUGHT: "Repris", CONFIRMED: "Confirmé"}
_NUMBERS: Final = ("earned", "taken", "from_carried", "lost", "owed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A counter that was brought in or confirmed, by whom and when."""

    id: int
    worker_id: int
    kind: str
    standing: Standing
    recorded_at: datetime
    who: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def keep(
    session: Session, worker_id: int, kind: str, standing: Standing, *, by: Actor, at: datetime
) -> bool:
    """Add a figure, and whether it was new: the same as the one that stands adds nothing.

    Forbidden `not_allowed`. Flushes.
    """
    if not by.can(kinds.CODE):
        raise Forbidden("not_allowed")
    last = known(session, [worker_id], standing.day).get(worker_id, ())
    if last and (last[0].kind, last[0].standing) == (kind, standing):
        return False
    row = LeaveFigure(
        worker_id=worker_id, day=standing.day, kind=kind,
        sealed=sealed.figures(worker_id, written(standing)),
        recorded_at=at, recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return True


def known(session: Session, worker_ids: Collection[int], until: date) -> dict[int, list[Figure]]:
    """The figures of each up to a day, the newest first."""
    query = (
        select(LeaveFigure, Account.display_name)
        .outerjoin(Account, col(Account.id) == LeaveFigure.recorded_by)
        .where(col(LeaveFigure.worker_id).in_(worker_ids), col(LeaveFigure.day) <= until)
        .order_by(col(LeaveFigure.day).desc(), col(LeaveFigure.id).desc())
    )
    found: dict[int, list[Figure]] = {}
    for row, who in session.exec(query):
        text = sealed.open_figures(row.worker_id, row.sealed)
        figure = Figure(
            row.id or 0, row.worker_id, row.kind, read(text, row.day), row.recorded_at, who or ""
        )
        found.setdefault(row.worker_id, []).append(figure)
    return found


def written(standing: Standing) -> str:
    """The figures as text; two equal ones are written alike."""
    numbers = [_plain(getattr(standing, name)) for name in _NUMBERS]
    buckets = [[_plain(one.days), one.expires.isoformat()] for one in standing.carried]
    return json.dumps([numbers, buckets], separators=(",", ":"))


def read(text: str, day: date) -> Standing:
    numbers, buckets = json.loads(text)
    values = {name: Decimal(value) for name, value in zip(_NUMBERS, numbers, strict=True)}
    carried = tuple(Bucket(Decimal(days), date.fromisoformat(end)) for days, end in buckets)
    return Standing(day, carried=carried, **values)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"
