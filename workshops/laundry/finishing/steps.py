"""Steps of a load after the wash: extraction, calender, ironing, folding; what was measured is
judged by the limits in force, in one place. Then folded and checked, whole or in part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import journal, lots, moves, splitting
from esat.production.models import Lot, LotLink
from esat.production.moves import Context
from workshops.laundry.finishing import machines
from workshops.laundry.finishing.asked import DryEndIn, StepIn
from workshops.laundry.finishing.models import Step, counts
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.models import Limit, Machine
from workshops.laundry.washing import cycles
from workshops.laundry.washing.cycles import LATE
from workshops.laundry.washing.models import Cycle, Load

UNITS = {"extract": "%", "dry": "%", "calender": "°C"}
BOUNDS = {
    "extract": ("extract_alert", "extract_limit", "most"),
    "dry": ("dry_moist_alert", "dry_moist_limit", "most"),
    "calender": ("calender_alert", "calender_limit", "least"),
}
"""The limits of alert and action of each measure, and on which side they stand."""
STAGES = {
    "extract": ("washed",),
    "calender": ("washed", "dried"),
    "iron": ("washed", "dried", "finished"),
    "fold": ("washed", "dried", "finished"),
    "other": ("washed", "dried", "finished"),
}
PRESSED = ("calender", "iron")
"""What dries linen besides a dryer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a measure is worth, and the row of the limit that says so; None where it is proposed."""

    verdict: str
    limit_id: int | None = None


def judge(value: Decimal | None, alert: Decimal, action: Decimal, side: str) -> str:
    """target, alert or action; empty for what was not measured.

    most:   --- target --- alert_limit --- alert --- action_limit --- action -->
    least:  <-- action --- action_limit --- alert --- alert_limit --- target ---
    """
    if value is None:
        return ""
    if side == "least":
        value, alert, action = -value, -alert, -action
    if value <= alert:
        return "target"
    return "alert" if value <= action else "action"


def judged(session: Session, kind: str, value: Decimal | None, at: datetime) -> Judged:
    """What a measure of a step is worth by the limits in force at its moment."""
    if value is None or kind not in BOUNDS:
        return Judged("")
    alert, action, side = BOUNDS[kind]
    bounds = limits.values(session, (alert, action), at)
    row: Limit | None = limits.row(session, action, clock.local(at).date())
    return Judged(judge(value, bounds[alert], bounds[action], side), row.id if row else None)


def checked(kind: str, value: Decimal | None) -> None:
    """Invalid for a measure where nothing is measured, or of more moisture than there can be."""
    if kind not in UNITS and value is not None:
        raise Invalid("form_invalid", {"value": "Rien ne se mesure à cette étape."})
    if UNITS.get(kind) == "%" and value is not None and value > 100:
        raise Invalid("form_invalid", {"value": "Le nombre doit être au plus 100."})


def record(
    session: Session, code: str, asked: StepIn, *, by: Actor, at: datetime
) -> tuple[Step, Lot]:
    """A step of an open load. Refuses `code_not_here`, `load_gone`, `load_running`,
    `step_not_here` (not at this stage), `not_that_machine`. Flushes.
    """
    lots.require_move(by, "laundry")
    machines.right_side(by)
    lot = open_load(session, code)
    if lot.stage not in STAGES[asked.kind]:
        raise Refused("step_not_here")
    machine_id = _machine(session, asked)
    checked(asked.kind, asked.value)
    made = Step(
        lot_id=lots.key(lot), kind=asked.kind, machine_id=machine_id, started_at=at, ended_at=at,
        value=asked.value, unit=UNITS.get(asked.kind, ""), at=at, recorded_at=clock.now(),
        station_id=by.station_id, account_id=by.account_id, reason=asked.reason,
    )  # fmt: skip
    _keep(session, made, by=by)
    return made, lot


def of_dryer(
    session: Session, cycle: Cycle, asked: DryEndIn, *, by: Actor, at: datetime
) -> Step | None:
    """What was felt or measured when a dryer stopped; a fault measures nothing."""
    if asked.outcome == "fault" or cycle.lot_id is None:
        return None
    made = Step(
        lot_id=cycle.lot_id, kind="dry", machine_id=cycle.machine_id, cycle_id=cycle.id,
        started_at=cycle.started_at, ended_at=at, value=asked.moisture,
        unit="%" if asked.moisture is not None else "", at=at, recorded_at=clock.now(),
        station_id=by.station_id, account_id=by.account_id, reason=asked.reason,
    )  # fmt: skip
    if asked.outcome == "damp":
        made.verdict = "action"
    _keep(session, made, by=by)
    return made


def finish(
    session: Session,
    code: str,
    items: Sequence[int],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    capture_uid: bytes | None = None,
) -> Lot:
    """Folded and checked: these items of a load, or all of it when none is named. The rest stays
    a load of its own. Refuses as `moves.move`, `load_gone`, `load_running`, `not_in_lot`.
    """
    machines.right_side(by)
    lot = open_load(session, code)
    chosen = list(dict.fromkeys(items))
    if chosen and set(chosen) != set(moves.members(session, lots.key(lot))):
        lot = _parted(session, lot, splitting.split(session, lot, chosen, by=by, at=at))
    late = clock.now() - at > LATE
    context = Context(by=by, at=at, late=late, reason=reason, capture_uid=capture_uid)
    moves.move(session, lots.subject_of(session, lot), "finish", context)
    session.expire_all()
    return lot


def open_load(session: Session, code: str) -> Lot:
    """The load of a code, open and in no machine. Refuses `code_not_here`, `load_gone`,
    `load_running`.
    """
    found = machines.subject(session, code)
    lot = session.get(Lot, found.lot_id) if found.kind == "lot" else None
    if lot is None:
        raise Refused("code_not_here")
    if lot.closed_at is not None:
        raise Refused("load_gone", lot=lot.ref)
    last = cycles.last_of_lot(session, lots.key(lot))
    if last is not None and last.ended_at is None:
        raise Refused("load_running")
    return lot


def pressed(session: Session, lot_id: int) -> bool:
    """Whether a load, or the one that it parted from, went over the calender or the iron."""
    family, frontier = {lot_id}, {lot_id}
    while frontier:
        query = select(LotLink.parent_id).where(col(LotLink.child_id).in_(frontier))
        frontier = set(session.exec(query)) - family
        family |= frontier
    done = select(Step.id).where(
        col(Step.lot_id).in_(family), col(Step.kind).in_(PRESSED), counts(Step.__table__)
    )
    return session.exec(done.limit(1)).first() is not None


def _parted(session: Session, lot: Lot, child: Lot) -> Lot:
    """A load that parts from one of ours is one of ours: same family, precaution and machine."""
    row = session.get(Load, lot.id)
    if row is not None:
        told = row.model_dump(exclude={"lot_id"})
        session.add(Load(lot_id=lots.key(child), **told))
        session.flush()
    return child


def _machine(session: Session, asked: StepIn) -> int | None:
    if not asked.machine:
        return None
    found = machines.subject(session, asked.machine)
    kinds = {"extract": "extractor", "calender": "calender", "iron": "iron", "fold": "folder"}
    try:
        machine = versions.current(session, Machine, "resource_id", found.resource_id)
    except NotFound as gone:
        raise Refused("not_that_machine") from gone
    if machine.kind != kinds.get(asked.kind, machine.kind):
        raise Refused("not_that_machine")
    return machine.resource_id


def _keep(session: Session, made: Step, *, by: Actor) -> None:
    """Judge it by the limits in force at its moment, keep it and journal it."""
    made.late = made.recorded_at - made.at > LATE
    if not made.verdict:
        found = judged(session, made.kind, made.value, made.at)
        made.verdict, made.limit_id = found.verdict, found.limit_id
    session.add(made)
    session.flush()
    data = {"step": made.id, "kind": made.kind, "verdict": made.verdict}
    entry = journal.Entry(
        "lot.step_done", made.at, lot_id=made.lot_id, late=made.late, reason=made.reason, data=data
    )
    journal.record(session, entry, by=by)
