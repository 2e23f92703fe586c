"""What other rooms ask of contracts: who holds which place, on a day; SELECTs only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.workers.contracts import chains
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.models import OtherJob, SundayAgreement, WorkerContract
from esat.workers.models import Worker
from esat.workers.rules.keeping import BOOK

FULL_TIME = "full_time_hours"


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract of a worker on a day. `fte` is nought when the hours are not known."""

    id: int
    kind: str
    since: date | None
    until: date | None
    weekly_hours: Decimal | None
    full_time_hours: Decimal
    fte: Decimal
    counted: bool
    """Whether it holds one of the places: a discovery placement holds none."""


def standing(session: Session, worker_ids: Collection[int], day: date) -> dict[int, Contract]:
    """The contract of each of them that day; who has none is not there. Three statements."""
    full_time = BOOK.value(session, FULL_TIME, day)
    held = chains.standing(of_workers(session, worker_ids), day)
    return {worker: contract(one, day, full_time) for worker, one in held.items()}


def contract(one: Chain, day: date, full_time: Decimal) -> Contract:
    """A contract as other rooms see it on a day."""
    hours = one.hours(day)
    share = chains.full_time_share(hours, full_time)
    return Contract(
        one.root, one.kind, one.begins, one.last, hours, full_time, share, one.counted
    )  # fmt: skip


def fte(session: Session, day: date) -> Decimal:
    """The places held that day, in full-time equivalents: the sum of the contracts' hours."""
    held = chains.standing(everybody(session), day).values()
    hours = [one.hours(day) for one in held if one.counted]
    return chains.places(hours, BOOK.value(session, FULL_TIME, day))


def trainees(session: Session, worker_ids: Collection[int], day: date) -> frozenset[int]:
    """Those on a discovery placement that day: in no count and in no statement."""
    held = chains.standing(of_workers(session, worker_ids), day)
    return frozenset(worker for worker, one in held.items() if not one.counted)


def placeless(
    session: Session, worker_ids: Collection[int], since: date, until: date
) -> frozenset[int]:
    """Those whose only contracts of these days, or ever, are discovery placements."""
    known: set[int] = set()
    held: set[int] = set()
    for one in of_workers(session, worker_ids):
        if not one.counted:
            known.add(one.worker_id)
        elif (one.begins or date.min) <= until and (one.last or date.max) >= since:
            held.add(one.worker_id)
    return frozenset(known - held)


def agreements(
    session: Session, worker_ids: Collection[int], since: date, until: date
) -> set[tuple[int, date]]:
    """The Sundays and 1 May for which each of them agreed beforehand, and did not withdraw."""
    query = (
        select(SundayAgreement)
        .where(
            col(SundayAgreement.worker_id).in_(worker_ids),
            col(SundayAgreement.day).between(since, until),
        )
        .order_by(col(SundayAgreement.id))
    )
    stands = {(row.worker_id, row.day): not row.withdrawn for row in session.exec(query)}
    return {key for key, agreed in stands.items() if agreed}


def other_hours(session: Session, worker_id: int, day: date) -> Decimal:
    """Weekly hours with another employer that day; for the office's and direction's eyes only."""
    return others(session, [worker_id], day).get(worker_id, Decimal(0))


def others(session: Session, worker_ids: Collection[int] | None, day: date) -> dict[int, Decimal]:
    """The same for several, or for everybody; who has no other employer is not there."""
    query = (
        select(OtherJob)
        .where(col(OtherJob.since) <= day)
        .order_by(col(OtherJob.since), col(OtherJob.id))
    )
    if worker_ids is not None:
        query = query.where(col(OtherJob.worker_id).in_(worker_ids))
    found = {row.worker_id: row.weekly_hours for row in session.exec(query)}
    return {worker: hours for worker, hours in found.items() if hours}


def of_workers(session: Session, worker_ids: Collection[int]) -> list[Chain]:
    """Every contract of these workers."""
    asked = col(WorkerContract.worker_id).in_(worker_ids)
    people = select(col(Worker.id), col(Worker.left_on)).where(col(Worker.id).in_(worker_ids))
    return _made(session.exec(select(WorkerContract).where(asked)), session.exec(people))


def everybody(session: Session) -> list[Chain]:
    """Every contract of the house."""
    people = select(col(Worker.id), col(Worker.left_on))
    return _made(session.exec(select(WorkerContract)), session.exec(people))


def _made(
    rows: Iterable[WorkerContract], people: Iterable[tuple[int | None, date | None]]
) -> list[Chain]:
    return chains.chains(rows, {worker or 0: left for worker, left in people})
