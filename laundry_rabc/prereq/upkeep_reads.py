"""What the pages show of visits, trolleys, hygiene and maintenance: SELECTs only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.production.models import Item, Resource
from esat.workers import memberships
from esat.workers.models import Group, Worker
from laundry_rabc.prereq import due, maintenance, pests, rights, trolleys
from laundry_rabc.prereq.chemical_reads import machines
from laundry_rabc.prereq.cleaning_reads import people, writers
from laundry_rabc.prereq.saying import day, standing
from laundry_rabc.prereq.upkeep import (
    HygieneRound,
    PestFinding,
    PestVisit,
    TrolleyClean,
    UpkeepEvent,
    UpkeepPlan,
)
from workshops.laundry.plant import limits
from workshops.laundry.washing.models import Cycle
from workshops.laundry.washing.reads import codes_of

LAST = 60


@dataclass(frozen=True, slots=True)
class TrolleyRow:
    """A trolley: when its load last changed, when it was last disinfected, and whether it must be
    before clean use.
    """

    trolley: Resource
    code: str
    used_at: datetime | None
    last: TrolleyClean | None

    @property
    def due(self) -> bool:
        if self.last is not None and self.last.kind != "cleaned":
            return True
        cleaned = None if self.last is None else self.last.at
        return self.used_at is not None and (cleaned is None or cleaned < self.used_at)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A preventive act: when it was done last, when it is due, and how that stands."""

    plan: UpkeepPlan
    machine: str
    last: datetime | None
    due_on: date
    state: str
    meaning: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a machine, with the cycle that ran then, or the last one before it."""

    event: UpkeepEvent
    kind: str
    machine: str
    who: str
    cycle: Cycle | None
    running: bool
    struck: bool = False


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with what it found."""

    visit: PestVisit
    findings: tuple[PestFinding, ...]
    who: str
    struck: bool = False

    @property
    def total(self) -> int:
        return sum(one.found for one in self.findings)


def crew(session: Session, by: Actor) -> list[tuple[int, str]]:
    """The people of the laundry that somebody may name, by first name."""
    today = clock.today()
    query = (
        select(Worker)
        .join(Group, col(Group.id) == memberships.group_on(today))
        .where(
            col(Group.workshop).in_(("", rights.WORKSHOP)),
            col(Worker.left_on).is_(None) | (col(Worker.left_on) >= today),
        )
        .order_by(col(Worker.first_name), col(Worker.id))
        .limit(200)
    )
    if by.groups is not None:
        query = query.where(memberships.group_on(today).in_(by.groups))
    return [(one.id or 0, one.display_name) for one in session.exec(query)]


def trolley_rows(session: Session) -> list[TrolleyRow]:
    """The trolleys and bins, those due first. Four statements."""
    things = trolleys.in_house(session)
    keys = [one.id or 0 for one in things]
    used = dict(
        session.exec(
            select(Item.resource_id, func.max(Item.stage_since))
            .where(col(Item.resource_id).in_(keys), Item.stage != "expected")
            .group_by(col(Item.resource_id))
        ).all()
    )
    last = _last_cleaned(session, keys)
    codes = codes_of(session, keys)
    found = [
        TrolleyRow(one, codes.get(one.id or 0, ""), used.get(one.id), last.get(one.id or 0))
        for one in things
    ]
    return sorted(found, key=lambda one: (not one.due, one.trolley.kind != "trolley"))


def trolley_history(session: Session) -> list[tuple[TrolleyClean, str, str]]:
    """What was last said of trolleys, with the name of each and of who did it."""
    query = standing(TrolleyClean).order_by(col(TrolleyClean.id).desc()).limit(LAST)
    rows = list(session.exec(query))
    names = dict(
        session.exec(
            select(Resource.id, Resource.label).where(
                col(Resource.id).in_({one.trolley_id for one in rows})
            )
        ).all()
    )
    workers = people(session, {one.worker_id for one in rows})
    accounts = writers(session, {one.account_id for one in rows})
    return [
        (
            one, names.get(one.trolley_id, ""),
            workers.get(one.worker_id) or accounts.get(one.account_id, ""),
        )
        for one in rows
    ]  # fmt: skip


def visits(session: Session) -> list[VisitRow]:
    """The last visits, the newest first; a corrected one stays, struck."""
    query = select(PestVisit).order_by(col(PestVisit.at).desc(), col(PestVisit.id).desc())
    return visit_rows(session, list(session.exec(query.limit(LAST))))


def visit_rows(session: Session, rows: list[PestVisit]) -> list[VisitRow]:
    """These visits with what they found."""
    found = pests.findings(session, [one.id or 0 for one in rows])
    accounts = writers(session, {one.account_id for one in rows})
    struck = {one.amends_id for one in rows}
    return [
        VisitRow(
            one, tuple(found.get(one.id or 0, ())), accounts.get(one.account_id, ""),
            one.id in struck,
        )
        for one in rows
    ]  # fmt: skip


def rounds(session: Session) -> list[tuple[HygieneRound, str]]:
    """What was last seen at the posts, with who looked."""
    query = standing(HygieneRound).order_by(col(HygieneRound.id).desc()).limit(LAST)
    rows = list(session.exec(query))
    accounts = writers(session, {one.account_id for one in rows})
    return [(one, accounts.get(one.account_id, "")) for one in rows]


def plan_rows(session: Session, *, machine_id: int | None = None) -> list[PlanRow]:
    """The preventive acts in force, the most urgent first."""
    newest: dict[str, UpkeepPlan] = {}
    for plan in session.exec(select(UpkeepPlan).order_by(col(UpkeepPlan.version))):
        newest[plan.code] = plan
    last = dict(
        session.exec(
            select(UpkeepEvent.plan_code, func.max(UpkeepEvent.at))
            .where(col(UpkeepEvent.id).in_(_standing_keys()), UpkeepEvent.plan_code != "")
            .group_by(col(UpkeepEvent.plan_code))
        ).all()
    )
    soon = timedelta(days=int(limits.value(session, "upkeep_soon", clock.now())))
    names = machines(session)
    rows = [
        _plan_row(plan, names.get(plan.machine_id, ""), last.get(plan.code), soon)
        for plan in newest.values()
        if not plan.withdrawn and machine_id in {None, plan.machine_id}
    ]
    return sorted(rows, key=lambda one: (one.due_on, one.plan.code))


def events(
    session: Session, *, machine_id: int | None = None, since: datetime | None = None,
    until: datetime | None = None,
) -> list[EventRow]:  # fmt: skip
    """What happened to machines, the newest first; what was corrected stays, struck."""
    query = select(UpkeepEvent).order_by(col(UpkeepEvent.at).desc(), col(UpkeepEvent.id).desc())
    if machine_id is not None:
        query = query.where(UpkeepEvent.machine_id == machine_id)
    if since is not None:
        query = query.where(col(UpkeepEvent.at) >= since)
    if until is not None:
        query = query.where(col(UpkeepEvent.at) < until)
    rows = list(session.exec(query.limit(LAST if since is None else 2000)))
    names, cycles = machines(session), _cycles(session, rows)
    accounts = writers(session, {one.account_id for one in rows})
    struck = {one.amends_id for one in rows}
    return [
        _event_row(one, names, accounts, cycles.get(one.id or 0), one.id in struck or one.void)
        for one in rows
    ]


def _event_row(
    one: UpkeepEvent,
    names: dict[int, str],
    accounts: dict[int | None, str],
    cycle: Cycle | None,
    struck: bool,  # noqa: FBT001 - a column of the row
) -> EventRow:
    return EventRow(
        one, maintenance.KINDS[one.kind], names.get(one.machine_id, ""),
        accounts.get(one.account_id, ""), cycle,
        cycle is not None and (cycle.ended_at is None or cycle.ended_at >= one.at), struck,
    )  # fmt: skip


def _standing_keys() -> Any:
    return standing(UpkeepEvent).with_only_columns(col(UpkeepEvent.id))


def _plan_row(plan: UpkeepPlan, machine: str, last: datetime | None, soon: timedelta) -> PlanRow:
    today = clock.today()
    due_on = due.following(plan, None if last is None else day(last))
    if due_on < today:
        return PlanRow(plan, machine, last, due_on, "En retard", "refused")
    near = due_on <= today + soon
    state = "À prévoir" if near else "À jour"
    return PlanRow(plan, machine, last, due_on, state, "question" if near else "ok")


def _last_cleaned(session: Session, keys: list[int]) -> dict[int, TrolleyClean]:
    """What was last said of each trolley."""
    stands = standing(TrolleyClean).with_only_columns(col(TrolleyClean.id))
    newest = (
        select(TrolleyClean.trolley_id, func.max(TrolleyClean.at).label("at"))
        .where(col(TrolleyClean.trolley_id).in_(keys), col(TrolleyClean.id).in_(stands))
        .group_by(col(TrolleyClean.trolley_id))
        .subquery()
    )
    query = (
        standing(TrolleyClean)
        .join(
            newest,
            (newest.c.trolley_id == col(TrolleyClean.trolley_id))
            & (newest.c.at == col(TrolleyClean.at)),
        )
        .order_by(col(TrolleyClean.id))
    )
    return {one.trolley_id: one for one in session.exec(query)}


def _cycles(session: Session, rows: list[UpkeepEvent]) -> dict[int, Cycle]:
    """The last cycle of each machine that began before each event. One statement."""
    began = (
        select(col(UpkeepEvent.id).label("event"), func.max(Cycle.started_at).label("began"))
        .join(Cycle, col(Cycle.machine_id) == col(UpkeepEvent.machine_id))
        .where(
            col(UpkeepEvent.id).in_([one.id for one in rows]),
            col(Cycle.started_at) <= col(UpkeepEvent.at),
        )
        .group_by(col(UpkeepEvent.id))
        .subquery()
    )
    query = (
        select(began.c.event, Cycle)
        .join(UpkeepEvent, col(UpkeepEvent.id) == began.c.event)
        .join(
            Cycle,
            (col(Cycle.machine_id) == col(UpkeepEvent.machine_id))
            & (col(Cycle.started_at) == began.c.began),
        )
    )
    return dict(session.exec(query).all())
