"""Half-days that the office coded as away and a sheet has as there: people say which is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from esat.workers.absences import kinds, reads
from esat.workers.absences.models import Absence
from esat.workers.models import HalfDay, Worker
from esat.workers.statuses import AWAY


@dataclass(frozen=True, slots=True)
class Conflict:
    """A half-day that is coded as away and recorded as there."""

    name: str
    day: date
    half: str
    absence_id: int


def conflicts(session: Session, since: date, until: date) -> list[Conflict]:
    """What is coded and recorded as there; an activity elsewhere is none."""
    query = (
        select(HalfDay, Worker)
        .join(Worker, col(Worker.id) == HalfDay.worker_id)
        .where(col(HalfDay.day).between(since, until), col(HalfDay.status).not_in(AWAY))
    )
    rows = reads.standing(session, since, until)
    if not rows:
        return []
    seen = {
        (row.worker_id, row.day, row.half): (row, worker.display_name)
        for row, worker in session.exec(query.where(col(HalfDay.worker_id).in_(_ids(rows))))
    }
    catalogue = kinds.catalogue(session, until)
    found = []
    for one in reads.coded(session, _ids(rows), since, until):
        if not one.there:
            continue
        row, name = seen[one.worker_id, one.day, one.half]
        elsewhere = row.status in {"outside", "elsewhere"}
        if not (elsewhere and catalogue[one.kind_code].category == "outside"):
            found.append(Conflict(name, one.day, one.half, one.absence_id))
    return found


def _ids(rows: Iterable[Absence]) -> set[int]:
    return {row.worker_id for row in rows}
