"""Each wash judged when it ends, by what the machine reported; again when a value is corrected or
a logger's curve is there. What was said first stays, the last one counts.

LAV-01  the programme suits the linen          LAV-03  hold and dose, where a disinfectant is dosed
LAV-02  the hold, where none is dosed          LAV-04  how full the machine was

The judgement is part of the act: where it cannot be written, the wash does not end.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from laundry_rabc import limits
from laundry_rabc.cases import judged, opening
from laundry_rabc.cases.opening import Opening
from laundry_rabc.limits import Measure, Pair, Verdict
from laundry_rabc.loggers import evidence as curve_evidence
from laundry_rabc.loggers.evidence import CurveEvidence
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result, ResultHold
from laundry_rabc.watch import due, evidence, facts
from laundry_rabc.watch.facts import Wash
from workshops.laundry.washing.models import Cycle

THERMAL, CHEMICAL = "LAV-02", "LAV-03"
POINTS: Final = ("LAV-01", THERMAL, CHEMICAL, "LAV-04")
HOLDS: Final = (THERMAL, CHEMICAL)
MEASURED: Final = ("logger", "sensor")
MILLI: Final = Decimal("0.001")
ANOTHER: Final = "Un autre enregistrement compte pour ce cycle"
TAKEN_BACK: Final = "Enregistrement retiré"
NO_HOLD: Final = "Programme sans palier de désinfection, linge non sensible"
Maker = Callable[[Session, Wash, PointVersion], Measure]


def finished(session: Session, cycle: Cycle, by: Actor) -> None:
    """A cycle has ended: judge it. An empty run, a dryer, a wash that was stopped prove nothing
    and free nothing: they are not judged.
    """
    if cycle.kind != "wash" or cycle.outcome != "done" or cycle.lot_id is None:
        return
    _judge(session, cycle, by, {})


def corrected(session: Session, cycle_id: int, reason: str, by: Actor) -> None:
    """A reported value was corrected: what hangs on it is judged again, as an amendment."""
    cycle = session.get(Cycle, cycle_id)
    if cycle is None or cycle.kind != "wash" or cycle.outcome != "done" or cycle.lot_id is None:
        return
    first = _last(session, cycle_id, ("machine",))
    if first:
        _judge(session, cycle, by, first, reason or "Valeur de cycle corrigée")


def measured(session: Session, found: CurveEvidence, by: Actor) -> Result | None:
    """A curve counts for a cycle now: judge its holds (mixing taken off already), declared False.
    Both results stay; where they differ, or the display lied beyond what its instrument permits,
    the machine is looked into. None where no point is in force or the curve proves nothing.
    """
    cycle = found.cycle
    at = cycle.ended_at or clock.now()
    wash = facts.of(session, cycle)
    point = _point(session, wash)
    version = plan.in_force(session, point, at)
    if version is None or cycle.lot_id is None or cycle.outcome != "done":
        return None
    given = _measure_again(session, wash, version, _credited(session, found, version), found)
    row = judged.record(session, given, by=by, lots={cycle.lot_id: at})
    _compare(session, wash, row, found, by)
    due.wait_for(session, cycle)
    return row


def taken_back(session: Session, cycle_id: int, by: Actor) -> None:
    """A curve counts no more: what it said stays, amended as not measured; another one that counts
    now is judged.
    """
    first = _last(session, cycle_id, MEASURED)
    found = curve_evidence.of_cycle(session, cycle_id)
    if found is not None:
        measured(session, found, by)
        return
    cycle = session.get_one(Cycle, cycle_id)
    wash = facts.of(session, cycle)
    point = _point(session, wash)
    before = first.get(point)
    if before is None or before.verdict == Verdict.NOT_MEASURED.value:
        return
    version = session.get_one(PointVersion, before.point_version_id)
    given = replace(
        _given(session, wash, point, Measure(unit=version.unit, method=version.method)),
        source=before.source, declared=False, amends_id=before.id, fix_reason=TAKEN_BACK,
    )  # fmt: skip
    judged.record(session, given, by=by)
    due.wait_for(session, cycle)


def _measure_again(
    session: Session,
    wash: Wash,
    version: PointVersion,
    held: tuple[Pair, ...],
    found: CurveEvidence,
) -> Given:
    """What a curve says, amending what an earlier one said of the same cycle."""
    point = _point(session, wash)
    measure = Measure(unit=version.unit, method=version.method, holds=held, dose=wash.dose)
    given = replace(
        _given(session, wash, point, measure), source=found.source, declared=False,
        instrument_id=found.instrument.id,
    )  # fmt: skip
    before = _last(session, wash.cycle.id or 0, MEASURED).get(point)
    if before is None:
        return given
    return replace(given, amends_id=before.id, fix_reason=ANOTHER)


def _credited(session: Session, found: CurveEvidence, version: PointVersion) -> tuple[Pair, ...]:
    """The minutes that the curve credits at each temperature that is asked, never rounded up."""
    cycle = found.cycle
    at = cycle.ended_at or clock.now()
    pairs: Sequence[Pair] = ()
    if cycle.programme_id is not None:
        pairs = evidence.qualified_pairs(session, cycle.machine_id, cycle.programme_id, at)
    mixing = found.required.mixing if found.required is not None else Decimal(0)
    return tuple(
        Pair(celsius, _floor(found.hold(celsius, mixing).credited_minutes))
        for celsius in limits.asked(plan.bands(session, version), pairs)
    )


def _floor(minutes: Decimal) -> Decimal:
    return minutes.quantize(MILLI, ROUND_FLOOR)


def _point(session: Session, wash: Wash) -> str:
    """Which of the two holds a wash is asked. One that doses a disinfectant is chemo-thermal, but
    for one whose programme promises a hold that heat alone asks and chemistry would find too short:
    71 °C for 3 minutes stays a thermal wash whatever is poured into it.
    """
    if not wash.chemical or wash.programme is None:
        return THERMAL
    celsius, minutes = wash.programme.temperature_c, wash.programme.hold_minutes
    if celsius is None or minutes is None:
        return CHEMICAL
    at = wash.cycle.ended_at or clock.now()
    enough = {}
    for code in HOLDS:
        version = plan.in_force(session, code, at)
        pairs = () if version is None else plan.bands(session, version).pairs
        enough[code] = any(celsius >= one.celsius and minutes >= one.minutes for one in pairs)
    return THERMAL if enough[THERMAL] and not enough[CHEMICAL] else CHEMICAL


def _judge(
    session: Session, cycle: Cycle, by: Actor, first: dict[str, Result], reason: str = ""
) -> None:
    """Each point in force at the end of the wash, once; a correction that changes nothing adds
    nothing.
    """
    at = cycle.ended_at or clock.now()
    versions = _in_force(session, at)
    if not versions:
        return
    wash = facts.of(session, cycle)
    point = _point(session, wash)
    for code in POINTS:
        version = versions.get(code)
        if version is None or (code in HOLDS and code != point):
            continue
        measure = MEASURES[code](session, wash, version)
        given = _given(session, wash, code, measure)
        if first:
            before = first.get(code)
            if before is None or _same(session, before, measure):
                continue
            given = replace(given, amends_id=before.id, fix_reason=reason[:200])
        judged.record(session, given, by=by)
    due.wait_for(session, cycle)


def _given(session: Session, wash: Wash, code: str, measure: Measure) -> Given:
    cycle = wash.cycle
    at = cycle.ended_at or clock.now()
    pairs: Sequence[Pair] = ()
    if code in HOLDS and cycle.programme_id is not None and measure.holds:
        pairs = evidence.qualified_pairs(session, cycle.machine_id, cycle.programme_id, at)
    return Given(
        point=code, measure=measure, taken_at=at, source="machine", declared=True, confirmed=True,
        lot_id=cycle.lot_id, cycle_id=cycle.id, machine_id=cycle.machine_id, qualified=pairs,
        note="" if measure.applies else NO_HOLD,
    )  # fmt: skip


def _programme(session: Session, wash: Wash, version: PointVersion) -> Measure:
    known = wash.programme is not None and wash.load is not None
    fits = facts.mismatch(session, wash) is None
    return Measure(yes=fits if known else None, unit=version.unit, method=version.method)


def _hold(session: Session, wash: Wash, version: PointVersion) -> Measure:
    del session
    return Measure(
        unit=version.unit, method=version.method, holds=wash.declared, dose=wash.dose,
        applies=wash.must_disinfect,
    )  # fmt: skip


def _ratio(session: Session, wash: Wash, version: PointVersion) -> Measure:
    del session
    return Measure(value=wash.ratio, unit=version.unit, method=version.method)


MEASURES: Final[dict[str, Maker]] = {
    "LAV-01": _programme, THERMAL: _hold, CHEMICAL: _hold, "LAV-04": _ratio,
}  # fmt: skip


def _in_force(session: Session, at: datetime) -> dict[str, PointVersion]:
    return {code: one for code, one in plan.plan_at(session, at).items() if code in POINTS}


def _last(session: Session, cycle_id: int, sources: Sequence[str]) -> dict[str, Result]:
    """The result of each point that counts now for a cycle, of these sources."""
    query = (
        select(ControlPoint.code, Result)
        .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
        .join(Result, col(Result.point_version_id) == col(PointVersion.id))
        .where(Result.cycle_id == cycle_id, col(Result.source).in_(sources))
        .order_by(col(Result.id))
    )
    return dict(session.exec(query).all())


def _same(session: Session, before: Result, measure: Measure) -> bool:
    """Whether a correction left this point as it was."""
    held = session.exec(select(ResultHold).where(ResultHold.result_id == before.id)).all()
    pairs = {(one.celsius, one.minutes) for one in held}
    return (
        before.value == measure.value
        and before.yes == measure.yes
        and before.dose_percent == measure.dose
        and pairs == {(one.celsius, one.minutes) for one in measure.holds}
    )


def _compare(session: Session, wash: Wash, made: Result, found: CurveEvidence, by: Actor) -> None:
    """Where the display and the curve disagree, the machine is looked into, once while it is."""
    said = _last(session, wash.cycle.id or 0, ("machine",)).get(_point(session, wash))
    if said is None or said.verdict == Verdict.NOT_MEASURED.value:
        return
    if said.verdict == made.verdict and not found.lies:
        return
    ref = f"machine {wash.cycle.machine_id}"
    if opening.open_of(session, "logger", ref) is not None:
        return
    name = "" if wash.machine is None else wash.machine.label
    why = Opening(
        kind="investigation", origin="logger", origin_ref=ref, result_id=made.id,
        machine_id=wash.cycle.machine_id,
        title=f"{name} : l’affichage et l’enregistreur ne disent pas la même chose",
        procedure="Comparer l’affichage à l’enregistreur sur d’autres cycles. Faire vérifier la "
        "sonde de la machine. Regarder les lots lavés depuis le dernier enregistrement conforme.",
    )  # fmt: skip
    opening.open_case(session, why, by=by, at=made.taken_at)
