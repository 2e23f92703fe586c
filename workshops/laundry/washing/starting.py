"""A load goes into a machine: what forbids it, told before anybody touches; then the cycle begins.

    act « laundry.start »  --> names machine and programme --> start_wash --+
    counter, action card  -----------------------------------> start_wash --+--> guard --> cycle

The receiver of the move opens the cycle (`begun`), in its transaction, whichever way it came.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import moves
from esat.production.models import Lot
from esat.production.moves import Context, Moved
from esat.production.subjects import Subject
from esat.web.filters import moment, number
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.models import Machine, Programme, ProgrammeFamily, ProgrammeMachine
from workshops.laundry.washing import conditions, cycles, loads, rules
from workshops.laundry.washing.conditions import Why
from workshops.laundry.washing.loads import Contents
from workshops.laundry.washing.models import Cycle, DisinfectionDue, Load
from workshops.laundry.washing.rules import Bounds, Charge, MachineFacts, ProgrammeFacts

BOUNDS = ("load_low", "load_high", "load_limit")


def start(
    session: Session,
    load: Load,
    subject: Subject,
    machine_id: int,
    card_id: int,
    context: Context,
) -> Moved:
    """Put a load into a machine with a programme and start it; the cycle begins with the move.
    Refuses all of `why_not`, and whatever closes the move.
    """
    loads.require(context.by)
    assign(session, load, machine_id, card_id, by=context.by)
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    why = why_not(session, load, subject.stage or "", inside, _at(context, subject))
    if why is not None:
        raise why.refusal()
    load.accepted_reason = str((context.data or {}).get("reason", ""))[:200]
    session.flush()
    return moves.move(session, subject, "start_wash", context)


def assign(session: Session, load: Load, machine_id: int, card_id: int, *, by: Actor) -> None:
    """Say which machine and programme a waiting load is for; nothing starts yet. NotFound for what
    is withdrawn; refuses `load_started` and what does not suit (`rules.unsuitable`).
    """
    loads.require(by)
    lot = session.get(Lot, load.lot_id)
    if lot is None or lot.closed_at is not None or lot.stage not in rules.WAITING:
        raise Refused("load_running" if lot and lot.stage == "washing" else "load_started")
    machine = versions.current(session, Machine, "resource_id", machine_id)
    programme = versions.current(session, Programme, "resource_id", card_id)
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    code = rules.unsuitable(
        loads.facts(session, load, inside), machine_facts(machine),
        programme_facts(session, [programme])[programme.id or 0],
    )  # fmt: skip
    if code is not None:
        raise Refused(code)
    load.machine_id, load.programme_id = machine_id, programme.id
    session.flush()


def why_not(session: Session, load: Load, stage: str, inside: Contents, at: datetime) -> Why | None:
    """Why a load may not start on the machine and programme that are named for it."""
    told = of_load(load, stage, inside, at)
    if told is not None:
        return told
    named = _in_force(session, load)
    if named is None:
        return Why("load_needs_machine")
    machine, programme = named
    code = rules.unsuitable(
        loads.facts(session, load, inside), machine_facts(machine),
        programme_facts(session, [programme])[programme.id or 0],
    )  # fmt: skip
    if code is not None:
        return Why(code)
    told = on_machine(session, machine, load, inside, at)
    return told or conditions.closed(session, load, inside, [named], at).get(conditions.key(named))


def on_machine(
    session: Session, machine: Machine, load: Load, inside: Contents, at: datetime
) -> Why | None:
    """Why a load may not start on a machine, whatever the programme."""
    return (
        _of_machine(session, machine, load)
        or _too_heavy(session, machine, inside, at)
        or _not_last(session, machine, load, inside)
    )


def of_load(load: Load, stage: str, inside: Contents, at: datetime) -> Why | None:
    """What the load itself lacks."""
    if stage not in rules.WAITING:
        return Why("load_running" if stage == "washing" else "load_started")
    if not inside.members:
        return Why("lot_empty")
    if inside.isolated_until is not None and at < inside.isolated_until:
        return Why("still_isolated", {"until": moment(inside.isolated_until)})
    if inside.unweighed:
        return Why("load_not_weighed", {"labels": ", ".join(inside.unweighed[:3])})
    if load.machine_id is None or load.programme_id is None:
        return Why("load_needs_machine")
    return None


def _of_machine(session: Session, machine: Machine, load: Load) -> Why | None:
    """What the machine does, or must do first."""
    if cycles.running(session, machine.resource_id) is not None:
        return Why("machine_running", {"machine": machine.label})
    due = disinfection_due(session, machine.resource_id)
    if due is not None:
        after = session.get(Cycle, due.after_cycle_id)
        if after is None or after.lot_id != load.lot_id:  # the same load, after a fault, may
            return Why("machine_to_disinfect", {"machine": machine.label})
    return None


def _too_heavy(session: Session, machine: Machine, inside: Contents, at: datetime) -> Why | None:
    full = rules.charge(inside.kg, machine.nominal_kg, bounds(session, at))
    if full.verdict != "too_heavy":
        return None
    return Why("load_too_heavy", told_charge(full, machine.label))


def told_charge(full: Charge, machine: str) -> dict[str, str]:
    """A charge in the words of its sentence."""
    return {
        "machine": machine,
        "kg": number(full.kg, "kg"),
        "nominal": number(full.nominal, "kg"),
        "percent": number(full.percent, "%"),
        "out": number(full.excess, "kg"),
    }


def _not_last(session: Session, machine: Machine, load: Load, inside: Contents) -> Why | None:
    """Linen under precautions is washed after the ordinary loads named for the same machine."""
    if machine.contaminated_only:
        return None
    flagged = loads.precautions(session, inside.precautions)
    if not any(one.last_of_day for one in flagged):
        return None
    query = (
        select(Load.__table__.c.lot_id)
        .join(Lot.__table__, Lot.__table__.c.id == Load.__table__.c.lot_id)
        .where(
            Load.__table__.c.machine_id == machine.resource_id,
            Load.__table__.c.lot_id != load.lot_id,
            Lot.__table__.c.closed_at.is_(None),
            Lot.__table__.c.stage.in_(rules.WAITING),
        )
    )
    others = list(session.connection().execute(query).scalars())
    found = loads.contents(session, others)
    if any(one.members and not one.precautions for one in found.values()):
        return Why("not_last_of_day", {"machine": machine.label})
    return None


def begun(session: Session, lot_id: int, *, by: Actor, at: datetime, reason: str) -> Cycle | None:
    """The move of a load into its machine opens its cycle; without machine it is a mere stage."""
    load = loads.of_lot(session, lot_id)
    named = None if load is None else _in_force(session, load)
    if load is None or named is None:
        return None
    machine, programme = named
    load.programme_id = programme.id
    kg = loads.contents(session, [lot_id])[lot_id].kg
    begin = cycles.Start(machine.resource_id, lot_id, programme.id, "wash", kg or None)
    return cycles.begin(session, begin, by=by, at=at, reason=reason)


def disinfect(
    session: Session, machine_id: int, card_id: int, *, by: Actor, at: datetime, reason: str = ""
) -> Cycle:
    """An empty run that disinfects a machine. Refuses `not_for_disinfection`,
    `programme_not_on_machine`, `machine_running`; NotFound for what is withdrawn.
    """
    loads.require(by)
    programme = versions.current(session, Programme, "resource_id", card_id)
    if programme.kind != "disinfect":
        raise Refused("not_for_disinfection")
    if machine_id not in programme_facts(session, [programme])[programme.id or 0].machines:
        raise Refused("programme_not_on_machine")
    begin = cycles.Start(machine_id, None, programme.id, "disinfect")
    return cycles.begin(session, begin, by=by, at=at, reason=reason)


def disinfection_due(session: Session, machine_id: int) -> DisinfectionDue | None:
    """The disinfection that a machine still owes."""
    query = rows_of(DisinfectionDue).where(
        DisinfectionDue.machine_id == machine_id, col(DisinfectionDue.done_at).is_(None)
    )
    return session.exec(query.order_by(col(DisinfectionDue.id))).first()


def bounds(session: Session, at: datetime) -> Bounds:
    """The usual charge of a machine as the house has set it, at that moment."""
    found = limits.values(session, BOUNDS, at)
    return Bounds(*(found[code] for code in BOUNDS))


def machine_facts(machine: Machine) -> MachineFacts:
    return MachineFacts(machine.kind, machine.resource_id, machine.contaminated_only)


_KEYS: Any = bindparam("keys", expanding=True)
_FAMILIES = rows_of(ProgrammeFamily).where(col(ProgrammeFamily.programme_id).in_(_KEYS))
_MACHINES = rows_of(ProgrammeMachine).where(col(ProgrammeMachine.programme_id).in_(_KEYS))


def programme_facts(session: Session, programmes: list[Programme]) -> dict[int, ProgrammeFacts]:
    """What the rules ask of these versions of programmes, by two statements."""
    keys = [one.id or 0 for one in programmes]
    families: dict[int, set[str]] = {key: set() for key in keys}
    machines: dict[int, set[int]] = {key: set() for key in keys}
    for row in session.exec(_FAMILIES, params={"keys": keys}):
        families[row.programme_id].add(row.family_code)
    for one in session.exec(_MACHINES, params={"keys": keys}):
        machines[one.programme_id].add(one.machine_id)
    return {
        key: ProgrammeFacts(
            row.kind, row.resource_id, frozenset(families[key]), frozenset(machines[key])
        )
        for key, row in zip(keys, programmes, strict=True)
    }


def _in_force(session: Session, load: Load) -> tuple[Machine, Programme] | None:
    """The machine and the programme of a load as they are now; None when one is withdrawn. What
    runs is the version in force, also where an older one was named.
    """
    named = session.get(Programme, load.programme_id) if load.programme_id else None
    if named is None or load.machine_id is None:
        return None
    try:
        machine = versions.current(session, Machine, "resource_id", load.machine_id)
        programme = versions.current(session, Programme, "resource_id", named.resource_id)
    except NotFound:
        return None
    return machine, programme


def _at(context: Context, subject: Subject) -> datetime:
    moment_of = context.at or subject.stage_since
    if moment_of is None:
        raise Refused("load_started")
    return moment_of
