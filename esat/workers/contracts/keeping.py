"""Contracts opened, amended and taken back: each by a further row, and the columns follow."""

from datetime import date, datetime
from typing import Any, Protocol

from sqlmodel import Session, select

from esat import clock, texts
from esat.actors import Actor
from esat.db import Database
from esat.errors import Invalid, NotFound, Refused
from esat.workers import people
from esat.workers.contracts import calendar, chains, columns, forms, kinds, reads
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.forms import AmendIn, ContractIn
from esat.workers.contracts.models import WorkerContract
from esat.workers.models import Worker

YEARS_AHEAD, FIRST_YEAR = 3, 1950


def open_contract(
    session: Session, worker_id: int, given: ContractIn, *, by: Actor, at: datetime | None = None
) -> int:
    """A further contract; the one that stands ends the day before. The same one again is the one
    that is there. Refused: `contract_left`, `contract_overlaps`. Invalid: `form_invalid`.
    """
    at = at or clock.now()
    worker = people.the_worker(session, worker_id)
    _check(session, given, worker, at)
    mine = reads.of_workers(session, [worker_id])
    for one in mine:
        if _same(one, given):
            return one.root
    _give_way(session, mine, given, by, at)
    values = _of_its_kind(given) | {"weekly_hours": forms.hours(given.weekly_hours)}
    row = WorkerContract(
        **values, worker_id=worker_id, label=kinds.BRIEF[given.kind], since=given.begins,
        recorded_at=at, recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    columns.project(session, worker, clock.local(at).date())
    session.flush()
    return row.id or 0


def amend(
    session: Session, root: int, given: AmendIn, *, by: Actor, at: datetime | None = None
) -> None:
    """Other hours from a day on, or another end. NotFound: `contract_unknown`. Invalid:
    `form_invalid`. What is already so writes nothing.
    """
    at = at or clock.now()
    one = the_contract(session, root)
    faults: dict[str, str] = {}
    if given.until is None and one.kind != kinds.SUPPORT:
        faults["until"] = texts.sentence("contract_until")
    if given.until is not None and one.begins is not None and given.until < one.begins:
        faults["until"] = texts.sentence("contract_dates")
    begins = one.begins or date.min
    if not begins <= given.since <= min(given.until or date.max, _furthest(at)):
        faults["since"] = texts.sentence("contract_since")
    if one.kind == kinds.SHORT and _a_year(one.begins, given.until):
        faults["until"] = texts.sentence("contract_long")
    if faults:
        raise Invalid("form_invalid", faults)
    wanted = forms.hours(given.weekly_hours)
    if one.hours(given.since) == wanted and one.newest.until == given.until:
        return
    _further(session, one, by, at, since=given.since, weekly_hours=wanted, until=given.until)
    _show(session, one.worker_id, at)


def take_back(session: Session, root: int, *, by: Actor, at: datetime | None = None) -> None:
    """Say that a contract was written by mistake: it never was. NotFound: `contract_unknown`."""
    at = at or clock.now()
    one = the_contract(session, root)
    _further(session, one, by, at, void=True)
    _show(session, one.worker_id, at)


def the_contract(session: Session, root: int) -> Chain:
    """NotFound: `contract_unknown`, for one that was taken back too."""
    row = session.get(WorkerContract, root)
    mine = reads.of_workers(session, [row.worker_id]) if row is not None else []
    found = next((one for one in mine if one.root == root), None)
    if found is None:
        raise NotFound("contract_unknown")
    return found


class Composed(Protocol):
    """The house as a job needs it."""

    @property
    def database(self) -> Database: ...


def show_today(house: Composed) -> int:
    """Show in the columns of everybody the contract of the day; how many changed."""
    day = clock.today()
    with house.database.write() as session:
        by_worker: dict[int, list[Chain]] = {}
        for one in reads.everybody(session):
            by_worker.setdefault(one.worker_id, []).append(one)
        people_now = session.exec(select(Worker)).all()
        return sum(columns.show(one, by_worker.get(one.id or 0, []), day) for one in people_now)


def _check(session: Session, given: ContractIn, worker: Worker, at: datetime) -> None:
    faults: dict[str, str] = {}
    if given.begins.year < FIRST_YEAR or given.begins > _furthest(at):
        faults["begins"] = "day_far"
    if given.until is None and given.kind != kinds.SUPPORT:
        faults["until"] = "contract_until"
    if given.until is not None and given.until < given.begins:
        faults["until"] = "contract_dates"
    if given.kind == kinds.DISCOVERY and not given.host:
        faults["host"] = "contract_host"
    faults |= _short_faults(session, given, worker) if given.kind == kinds.SHORT else {}
    if faults:
        said = {name: texts.sentence(code) for name, code in faults.items()}
        raise Invalid("form_invalid", said)
    if worker.left_on is not None and worker.left_on < given.begins:
        raise Refused("contract_left", day=f"{worker.left_on:%d/%m/%Y}")


def _short_faults(session: Session, given: ContractIn, worker: Worker) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not given.why:
        faults["why"] = "contract_why"
    if given.why == kinds.REPLACEMENT:
        replaced = session.get(Worker, given.replaces_id) if given.replaces_id else None
        if replaced is None or replaced.id == worker.id:
            faults["replaces_id"] = "contract_replaces"
    if _a_year(given.begins, given.until):
        faults["until"] = "contract_long"
    return faults


def _of_its_kind(given: ContractIn) -> dict[str, Any]:
    """What was written for another kind of contract is left out."""
    values = given.model_dump()
    if given.kind != kinds.DISCOVERY:
        values |= {"host": "", "prescriber": ""}
    if given.kind != kinds.SHORT:
        values["why"] = ""
    if values["why"] != kinds.REPLACEMENT:
        values["replaces_id"] = None
    return values


def _a_year(begins: date | None, until: date | None) -> bool:
    if begins is None or until is None:
        return False
    return until >= calendar.months_after(begins, 12) - calendar.DAY


def _same(one: Chain, given: ContractIn) -> bool:
    said = (one.kind, one.begins, one.newest.until, one.hours(given.begins))
    return said == (given.kind, given.begins, given.until, given.weekly_hours)


def _give_way(
    session: Session, mine: list[Chain], given: ContractIn, by: Actor, at: datetime
) -> None:
    """What stands ends the day before; what begins later and would be covered refuses."""
    end = given.until or date.max
    for one in mine:
        begins = one.begins or date.min
        if given.begins <= begins <= end:
            raise Refused("contract_overlaps", day=f"{begins:%d/%m/%Y}")
        if one.stands(given.begins):
            _further(session, one, by, at, until=chains.day_before(given.begins))


def _further(session: Session, one: Chain, by: Actor, at: datetime, **changed: Any) -> None:
    """A further row of a contract: what is not said stays as it was."""
    same = one.newest.model_dump(exclude={"id", "root_id", "recorded_at", "recorded_by"})
    row = WorkerContract(
        **same | changed, root_id=one.root, recorded_at=at, recorded_by=by.account_id
    )
    session.add(row)
    session.flush()


def _show(session: Session, worker_id: int, at: datetime) -> None:
    columns.project(session, people.the_worker(session, worker_id), clock.local(at).date())
    session.flush()


def _furthest(at: datetime) -> date:
    return calendar.months_after(clock.local(at).date(), 12 * YEARS_AHEAD)
