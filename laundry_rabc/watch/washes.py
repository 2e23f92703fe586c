"""Each wash judged when it ends, by what the machine reported; again when a value is corrected or
a logger's curve is there. What was said first stays, the last one counts.

LAV-01  the programme suits the linen          LAV-03  hold and dose, where a disinfectant is dosed
LAV-02  the hold, where none is dosed          LAV-04  how full the machine was

The judgement is part of the act: where it cannot be written, the wash does not end.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.production import holds
from esat.production.models import Hold, LotItem
from esat.production.subjects import Subject
from laundry_rabc.cases import judged, opening, settings
from laundry_rabc.cases.opening import Opening
from laundry_rabc.limits import Measure, Pair, Verdict
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result, ResultHold
from laundry_rabc.watch import evidence, facts
from laundry_rabc.watch.facts import Wash
from workshops.laundry.washing.models import Cycle

THERMAL, CHEMICAL = "LAV-02", "LAV-03"
POINTS: Final = ("LAV-01", THERMAL, CHEMICAL, "LAV-04")
HOLDS: Final = (THERMAL, CHEMICAL)
DUE: Final = "rabc_control_due"
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
    first = _last(session, cycle_id, "machine")
    if first:
        _judge(session, cycle, by, first, reason or "Valeur de cycle corrigée")


def measured(
    session: Session,
    cycle: Cycle,
    curve_holds: Sequence[Pair],
    *,
    instrument_id: int | None,
    at: datetime,
    by: Actor = SYSTEM,
    peak_c: Decimal | None = None,
) -> Result | None:
    """A logger's curve is there: judge its holds (mixing taken off already), declared False. Both
    results stay; where they differ (by their verdict, or by more than a dated gap between the
    displayed temperature and `peak_c`, in °C) the machine is looked into. `at` is when the curve
    ends. None where no point is in force.
    """
    wash = facts.of(session, cycle)
    point = CHEMICAL if wash.chemical else THERMAL
    version = plan.in_force(session, point, at)
    if version is None:
        return None
    measure = Measure(unit=version.unit, method=version.method, holds=tuple(curve_holds),
                      dose=wash.dose)  # fmt: skip
    first = _last(session, cycle.id or 0, "logger").get(point)
    given = replace(
        _given(session, wash, point, measure), source="logger", declared=False,
        instrument_id=instrument_id, taken_at=at,
    )  # fmt: skip
    if first is not None:
        given = replace(given, amends_id=first.id, fix_reason="Autre enregistrement du même cycle")
    made = judged.record(session, given, by=by, lots={cycle.lot_id or 0: at})
    _compare(session, wash, made, peak_c, by)
    _wait_for(session, cycle)
    return made


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
    for code in POINTS:
        version = versions.get(code)
        if version is None or code == (THERMAL if wash.chemical else CHEMICAL):
            continue
        measure = MEASURES[code](session, wash, version)
        given = _given(session, wash, code, measure)
        if first:
            before = first.get(code)
            if before is None or _same(session, before, measure):
                continue
            given = replace(given, amends_id=before.id, fix_reason=reason[:200])
        judged.record(session, given, by=by)
    _wait_for(session, cycle)


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


def _last(session: Session, cycle_id: int, source: str) -> dict[str, Result]:
    """The result of each point that counts now for a cycle, by its source."""
    query = (
        select(ControlPoint.code, Result)
        .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
        .join(Result, col(Result.point_version_id) == col(PointVersion.id))
        .where(Result.cycle_id == cycle_id, Result.source == source)
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


def _compare(session: Session, wash: Wash, made: Result, peak_c: Decimal | None, by: Actor) -> None:
    """Where the display and the curve disagree, the machine is looked into, once."""
    said = _last(session, wash.cycle.id or 0, "machine").get(CHEMICAL if wash.chemical else THERMAL)
    if said is None or said.verdict == Verdict.NOT_MEASURED.value:
        return
    gap = settings.values(session, made.taken_at)["logger_gap"]
    apart = wash.max_c is not None and peak_c is not None and abs(wash.max_c - peak_c) > gap
    if said.verdict == made.verdict and not apart:
        return
    ref = f"cycle {wash.cycle.id}"
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


def _wait_for(session: Session, cycle: Cycle) -> None:
    """By a dated setting, linen whose critical points were not all measured waits for their result;
    once they are there, what waited waits no more (an action holds it otherwise).
    """
    inside = select(LotItem.item_id).where(
        LotItem.lot_id == cycle.lot_id, col(LotItem.left_at).is_(None)
    )
    ref = f"cycle {cycle.id}"
    standing = session.exec(
        select(Hold).where(
            Hold.reason == DUE,
            col(Hold.lifted_at).is_(None),
            col(Hold.item_id).in_(inside) | (col(Hold.source_ref) == ref),
        )
    ).all()
    missing = _missing(session, cycle)
    now = clock.now()
    if not missing:
        for one in standing:
            holds.lift(session, one.id or 0, by=SYSTEM, at=now, note="Résultat reçu")
    elif settings.values(session, now)["not_measured_holds"]:
        held = {one.item_id for one in standing}
        for item_id in session.exec(inside).all():
            if item_id not in held:
                holds.place(
                    session, Subject(kind="item", item_id=item_id, workshop="laundry"), DUE,
                    by=SYSTEM, at=now, note=", ".join(missing), source="rabc.result",
                    source_ref=ref,
                )  # fmt: skip


def _missing(session: Session, cycle: Cycle) -> list[str]:
    """The critical points of a cycle that have no result but « not measured »."""
    best: dict[str, set[str]] = {}
    query = (
        select(ControlPoint.code, Result.verdict)
        .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
        .join(Result, col(Result.point_version_id) == col(PointVersion.id))
        .where(Result.cycle_id == cycle.id, PointVersion.kind == "CCP")
    )
    for code, verdict in session.exec(query):
        best.setdefault(code, set()).add(verdict)
    return sorted(c for c, found in best.items() if found == {Verdict.NOT_MEASURED.value})
