"""Dryer loads: made of one washed load, of several, or of a part of one; begun, ended, dried again.

wash load A ----------.                        .--> dryer load 1 (all of A, 6 kg of B)
wash load B --(6 kg)---+--> gathered in kg ----+
              (rest)  ------------------------ '--> dryer load 2 (the rest of B)

An item keeps its order on every road, so the share of each client is kept to the gram.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import journal, lots, moves, subjects
from esat.production.models import Lot
from esat.production.moves import Context
from esat.web.filters import number
from workshops.laundry.finishing import dryer_rules, machines, parts, steps
from workshops.laundry.finishing.asked import DryEndIn, DryIn
from workshops.laundry.finishing.parts import Source
from workshops.laundry.plant import limits
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing import cycles
from workshops.laundry.washing.cycles import LATE
from workshops.laundry.washing.models import Cycle, Load

KIND = "dry"


@dataclass(frozen=True, slots=True)
class Started:
    """A dryer load that turns: the lot, its code, its cycle, and what is known of its kg."""

    lot: Lot
    code: str
    cycle: Cycle
    kg: Decimal


def start(session: Session, asked: DryIn, *, by: Actor, at: datetime) -> Started:
    """Put loads, items and kg into a dryer and start it. Refuses what `dryer_rules` refuses,
    `machine_running`, `load_running` (also when two tablets start the same load at once),
    `part_too_big`. Flushes.
    """
    lots.require_move(by, "laundry")
    machines.right_side(by)
    dryer = machines.dryer(session, asked.dryer)
    programme_id = machines.programme(session, asked.programme, dryer)
    wanted = dryer_rules.wanted(session, asked)
    dryer_rules.may_mix(session, wanted, at)
    sources = [_cut(session, one, by=by, at=at) for one in wanted]
    everything = [item for source in sources for item in source.items]
    kg = parts.known_kg(session, everything)
    dryer_rules.not_over(session, dryer, kg, at)
    lot = _load(session, sources, dryer, programme_id, by=by, at=at)
    begun = cycles.Start(dryer.resource_id, lots.key(lot), programme_id, KIND, kg or None)
    cycle = cycles.begin(session, begun, by=by, at=at, reason=asked.reason)
    data = {"dryer": dryer.resource_id, "cycle": cycle.id, "kg": str(kg)}
    entry = journal.Entry(
        "lot.dry_started", at, lot_id=lot.id, late=cycle.late, reason=asked.reason, data=data
    )
    journal.record(session, entry, by=by)
    return Started(lot, lots.subject_of(session, lot).code or "", cycle, kg)


def end(
    session: Session,
    code: str,
    asked: DryEndIn,
    *,
    by: Actor,
    at: datetime,
    capture_uid: bytes | None = None,
) -> Lot:
    """A dryer stops: dry, the load goes on; still damp or a fault, it waits to be dried again.
    Refuses `dryer_idle`, `still_damp` (more moisture than may be packed), `cycle_ends_before`.
    Flushes.
    """
    lots.require_move(by, "laundry")
    machines.right_side(by)
    cycle, lot = machines.turning(session, code)
    if asked.outcome == "dry" and asked.moisture is not None:
        most = limits.value(session, "dry_moist_limit", at)
        if asked.moisture > most:
            raise Refused("still_damp", most=number(most))
    outcome = "fault" if asked.outcome == "fault" else "done"
    report = cycles.Report(outcome=outcome, max_c=asked.outlet_c, fault=asked.fault)
    cycles.finish(session, cycle, report, by=by, at=at, reason=asked.reason)
    steps.of_dryer(session, cycle, asked, by=by, at=at)
    data = {"cycle": cycle.id, "outcome": asked.outcome}
    late = clock.now() - at > LATE
    entry = journal.Entry(
        "lot.dry_ended", at, lot_id=lot.id, capture_uid=capture_uid, late=late,
        reason=asked.reason, data=data,
    )  # fmt: skip
    journal.record(session, entry, by=by)
    if asked.outcome == "dry":
        context = Context(by=by, at=at, capture_uid=capture_uid, late=late, reason=asked.reason)
        moves.move(session, lots.subject_of(session, lot), "dry", context)
        session.expire_all()
    return lot


def said_dry(session: Session, lot_id: int, *, by: Actor, at: datetime, reason: str = "") -> None:
    """A load that turned is dry by a plain move: its dryer has stopped and is free."""
    cycle = cycles.last_of_lot(session, lot_id)
    if cycle is not None and cycle.kind == KIND and cycle.ended_at is None:
        cycles.finish(session, cycle, cycles.Report(), by=by, at=at, reason=reason)


def _cut(session: Session, one: dryer_rules.Wanted, *, by: Actor, at: datetime) -> Source:
    """Cut from a load what was asked by kg; all the kg of an item is the whole item."""
    source = Source(one.lot, list(one.items))
    for item_id, kg in one.kg.items():
        subject = subjects.item(session, item_id)
        if subject is None or subject.quantity is None:
            raise Refused("code_not_here")
        if kg > subject.quantity:
            has = number(subject.quantity)
            raise Refused("part_too_big", label=subject.label, has=f"{has} kg")
        if kg == subject.quantity:
            source.items.append(item_id)
            continue
        child = parts.part(session, item_id, kg, by=by, at=at)
        source.cut = source.cut or parts.mixed(session, item_id)
        source.items.append(child.id or 0)
    return source


def _load(
    session: Session,
    sources: list[Source],
    dryer: Machine,
    programme_id: int | None,
    *,
    by: Actor,
    at: datetime,
) -> Lot:
    """The dryer load: a dryer load dried again stays itself; anything else is a new one."""
    again = _same_again(session, sources)
    if again is not None:
        row = session.get(Load, again.id)
        if row is not None:
            row.machine_id, row.programme_id = dryer.resource_id, programme_id
            session.flush()
        return again
    rows = [row for s in sources if s.lot and (row := session.get(Load, s.lot.id))]
    families = {row.family_code for row in rows}
    precautions = [row.precaution_id for row in rows if row.precaution_id is not None]
    lot = parts.gather(
        session, sources, dryer_rules.FROM, by=by, at=at, kind=KIND, label=dryer.label
    )
    session.add(
        Load(
            lot_id=lots.key(lot),
            kind=KIND,
            family_code=families.pop() if len(families) == 1 else None,
            precaution_id=precautions[0] if precautions else None,
            machine_id=dryer.resource_id,
            programme_id=programme_id,
        )
    )
    session.flush()
    return lot


def _same_again(session: Session, sources: list[Source]) -> Lot | None:
    if len(sources) != 1 or sources[0].lot is None or sources[0].cut:
        return None
    lot = sources[0].lot
    row = session.get(Load, lot.id)
    whole = set(moves.members(session, lots.key(lot))) == set(sources[0].items)
    return lot if row is not None and row.kind == KIND and whole else None
