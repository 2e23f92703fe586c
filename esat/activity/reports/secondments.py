"""Secondments and placements: written, changed and taken back by further rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, col, func, select

from esat import clock, texts
from esat.activity.reports.forms import SecondmentIn
from esat.activity.reports.models import Secondment, SecondmentWorker
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Invalid, NotFound
from esat.workers.contracts import calendar
from esat.workers.models import Worker

INDIVIDUAL, COLLECTIVE, PLACEMENT = "individual", "collective", "placement"
KINDS: Final = {
    INDIVIDUAL: "Mise à disposition d’une personne",
    COLLECTIVE: "Mise à disposition d’un groupe",
    PLACEMENT: "Immersion chez un employeur (PMSMP)",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A secondment as its newest row says it, with who goes and where."""

    root: int
    row: Secondment
    workers: tuple[tuple[int, str], ...]
    host: str

    def stands(self, day: date) -> bool:
        return self.row.since <= day and not self.ended(day)

    def ended(self, day: date) -> bool:
        return self.row.until is not None and self.row.until < day


def keep(
    session: Session, given: SecondmentIn, root: int | None = None,
    *, by: Actor, at: datetime | None = None,
) -> int:  # fmt: skip
    """Write a secondment, or what changes in it; answers its number. Invalid: `form_invalid`.
    NotFound: `secondment_unknown`.
    """
    at = at or clock.now()
    if root is not None:
        the(session, root)
    _check(session, given, clock.local(at).date())
    values = given.model_dump(exclude={"workers"})
    if given.weekly_hours is not None:
        values["weekly_hours"] = given.weekly_hours.quantize(Decimal("0.001"))
    row = Secondment(**values, root_id=root, recorded_at=at, recorded_by=by.account_id)
    return _written(session, row, set(given.workers))


def take_back(session: Session, root: int, *, by: Actor, at: datetime | None = None) -> None:
    """It was written by mistake: it never was. NotFound: `secondment_unknown`."""
    one = the(session, root)
    same: dict[str, Any] = one.row.model_dump(exclude={"id", "root_id"})
    same |= {"void": True, "recorded_at": at or clock.now(), "recorded_by": by.account_id}
    _written(session, Secondment(**same, root_id=root), {worker for worker, _ in one.workers})


def the(session: Session, root: int) -> Standing:
    """NotFound: `secondment_unknown`, for one that was taken back too."""
    found = next((one for one in everything(session) if one.root == root), None)
    if found is None:
        raise NotFound("secondment_unknown")
    return found


def everything(session: Session) -> list[Standing]:
    """Every secondment that was not taken back, the next to end first; three statements."""
    newest = select(func.max(Secondment.id)).group_by(
        func.coalesce(Secondment.root_id, Secondment.id)
    )
    query = (
        select(Secondment, Client.name)
        .outerjoin(Client, col(Client.id) == Secondment.client_id)
        .where(col(Secondment.id).in_(newest), col(Secondment.void).is_(False))
    )
    rows = list(session.exec(query))
    going = _going(session, [row.id or 0 for row, _ in rows])
    found = [
        Standing(
            row.root_id or row.id or 0, row, tuple(going.get(row.id or 0, ())),
            name or row.employer,
        )
        for row, name in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.row.until or date.max, one.root))


def _going(session: Session, rows: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    query = (
        select(SecondmentWorker.secondment_id, Worker)
        .join(Worker, col(Worker.id) == SecondmentWorker.worker_id)
        .where(col(SecondmentWorker.secondment_id).in_(rows))
        .order_by(col(Worker.first_name), col(Worker.id))
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for key, worker in session.exec(query):
        found.setdefault(key, []).append((worker.id or 0, worker.display_name))
    return found


def _check(session: Session, given: SecondmentIn, today: date) -> None:
    faults = _date_faults(given, today) | _people_faults(session, given)
    if given.client_id is None and not given.employer:
        faults["employer"] = "secondment_where"
    if given.client_id is not None and session.get(Client, given.client_id) is None:
        faults["client_id"] = "client_unknown"
    if faults:
        said = {name: texts.sentence(code) for name, code in faults.items()}
        raise Invalid("form_invalid", said)


def _date_faults(given: SecondmentIn, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if given.until is not None and given.until < given.since:
        faults["until"] = "contract_dates"
    if given.since > calendar.months_after(today, 36):
        faults["since"] = "day_far"
    if given.mdph_on is not None and given.mdph_on > today:
        faults["mdph_on"] = "day_to_come"
    return faults


def _people_faults(session: Session, given: SecondmentIn) -> dict[str, str]:
    asked = set(given.workers)
    if not asked:
        return {"workers": "secondment_nobody"}
    if given.kind == INDIVIDUAL and len(asked) > 1:
        return {"workers": "secondment_one"}
    known = select(func.count()).where(col(Worker.id).in_(asked))
    return {} if session.exec(known).one() == len(asked) else {"workers": "worker_unknown"}


def _written(session: Session, row: Secondment, workers: Collection[int]) -> int:
    session.add(row)
    session.flush()
    session.add_all(
        SecondmentWorker(secondment_id=row.id or 0, worker_id=worker) for worker in sorted(workers)
    )
    session.flush()
    return row.root_id or row.id or 0
