"""What the gap list and the first look need of every room: read for the page and for the dossier.
SELECTs only; as many statements for a year as for a week.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from esat import clock
from esat.clients.models import Client
from laundry_rabc.cases import reads as cases
from laundry_rabc.checks import reads as checks
from laundry_rabc.checks.states import State as CheckState
from laundry_rabc.dossier import cycles
from laundry_rabc.dossier.facts import (
    CaseFact,
    CheckFact,
    Facts,
    InstrumentFact,
    JudgedFact,
    LateFact,
    PersonFact,
    Told,
    Use,
)
from laundry_rabc.dossier.periods import Period
from laundry_rabc.impact.models import Impact, ImpactClient
from laundry_rabc.instruments import reads as instruments
from laundry_rabc.instruments.believed import Believed
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.lab.models import LabConclusion, Laboratory, LabReport
from laundry_rabc.papers import reads as papers
from laundry_rabc.people import reads as people
from laundry_rabc.people.authorising import State as PersonState
from laundry_rabc.plan import hazards
from laundry_rabc.plan.models import ControlPoint, FlowStep, FlowVerification, Hazard, PointVersion
from laundry_rabc.policies import keeping as policies
from laundry_rabc.prereq import reads as prereq
from laundry_rabc.qualify.models import UnprovedStart
from laundry_rabc.results.models import Result
from laundry_rabc.trace import reads as trace
from laundry_rabc.trace.models import DrillEnd
from workshops.laundry.plant.models import Programme


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rooms as they tell of a period."""

    period: Period
    papers: papers.Papers
    prereq: prereq.Evidence
    figures: checks.Figures
    troubled: tuple[checks.Row, ...]
    late: tuple[LateFact, ...]
    judged: tuple[JudgedFact, ...]
    washes: tuple[cycles.Wash, ...]
    uses: tuple[Use, ...]
    instruments: tuple[tuple[Instrument, Believed], ...]
    cases: tuple[cases.Row, ...]
    limits: dict[str, int]
    """How many days each kind of case may stay open."""
    matrix: people.Matrix
    to_warn: tuple[Told, ...]
    unconcluded: tuple[Told, ...]
    unproved: tuple[Told, ...]
    hazards: tuple[Hazard, ...]
    flow: tuple[FlowStep, ...]
    verification: FlowVerification | None
    drills: tuple[trace.Done, ...]
    drilled: bool


def gather(session: Session, period: Period) -> Gathered:
    """Read what the gap list is drawn from."""
    start, end, seen = period.start, period.end, period.seen
    washes = cycles.of(session, period)
    matrix = people.matrix(session, seen)
    return Gathered(
        period=period,
        papers=papers.for_period(session, period.since, period.until),
        prereq=prereq.for_period(session, period.since, period.until),
        figures=checks.figures(session, start, end, seen),
        troubled=tuple(checks.troubled(session, start, end, seen)),
        late=tuple(_late(session, period)),
        judged=tuple(_judged(session, period)),
        washes=tuple(washes),
        uses=tuple(cycles.uses(washes)),
        instruments=tuple(_instruments(session, period)),
        cases=tuple(cases.for_period(session, start, seen)),
        limits={
            kind: int(policies.value(session, f"old_{kind}", seen))
            for kind in ("alert", "action", "investigation")
        },
        matrix=matrix,
        to_warn=tuple(_to_warn(session, period)),
        unconcluded=tuple(_unconcluded(session, period)),
        unproved=tuple(_unproved(session, period)),
        hazards=tuple(hazards.hazards_at(session, seen)),
        flow=tuple(hazards.flow_at(session, seen)),
        verification=_verification(session, period),
        drills=tuple(trace.for_period(session, start, end)),
        drilled=_drilled(session, period),
    )


def facts_of(found: Gathered) -> Facts:
    """What the gap list reads; pure."""
    period, seen = found.period, found.verification
    return Facts(
        since=period.since, until=period.until, on=period.on, due=found.figures.total.due,
        checks=tuple(_check(row) for row in found.troubled), late=found.late, judged=found.judged,
        uses=found.uses, loggers=tuple(cycles.logged(found.uses)),
        instruments=tuple(
            InstrumentFact(
                one.id or 0, one.code, one.name, stands.word,
                stands.last.next_due if stands.last else None, stands.range_proved,
            )
            for one, stands in found.instruments
        ),
        cases=tuple(
            CaseFact(
                row.case.id or 0, row.case.ref, row.case.kind, row.case.title, row.case.opened_at,
                row.case.closed_at, row.age, found.limits[row.case.kind],
            )
            for row in found.cases
        ),
        people=tuple(
            PersonFact(line.name, post.label, stands.until)
            for line, post, stands in found.matrix.ending
            if stands.state is PersonState.EXPIRED
        ),
        papers=tuple(Told(one.code, one.words, one.ref) for one in found.papers.gaps),
        prereq=tuple(Told(one.kind, one.what, "", one.on) for one in found.prereq.gaps),
        to_warn=found.to_warn, unconcluded=found.unconcluded, unproved=found.unproved,
        hazards=sum(one.status == "proposed" for one in found.hazards),
        flow=sum(one.status == "proposed" for one in found.flow),
        flow_seen=None if seen is None else seen.verified_on,
        flow_same=seen is None or seen.same, drilled=found.drilled,
        drills=tuple(
            _drill(one) for one in found.drills if one.end is None or not one.end.complete
        ),
    )  # fmt: skip


def _drill(one: trace.Done) -> Told:
    state = "sans fin" if one.end is None else f"incomplet : {one.end.note}"
    day = clock.local(one.row.started_at).date()
    return Told("", f"{one.row.asked}, {state}", f"exercice {one.row.id}", day)


def _check(row: checks.Row) -> CheckFact:
    first = row.first
    reason = "" if first is None else (first.late_reason or first.note)
    state = "missed" if row.state is CheckState.MISSED else row.state.value
    return CheckFact(
        row.code, row.version.label, row.where, row.check.due_at, state,
        None if first is None else first.recorded_at, reason,
    )  # fmt: skip


def _late(session: Session, period: Period) -> Iterator[LateFact]:
    """Results entered late that answer no check: those are told as checks done late."""
    query = (
        select(Result, ControlPoint.code)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .join(ControlPoint, col(ControlPoint.id) == PointVersion.point_id)
        .where(
            col(Result.taken_at) >= period.start, col(Result.taken_at) < period.end,
            col(Result.late).is_(True), col(Result.amends_id).is_(None),
            col(Result.check_id).is_(None),
        )
        .order_by(col(Result.taken_at), col(Result.id))
    )  # fmt: skip
    for one, code in session.exec(query):
        yield LateFact(code, one.taken_at, one.recorded_at, one.late_reason, one.id or 0)


def _judged(session: Session, period: Period) -> Iterator[JudgedFact]:
    query = (
        select(ControlPoint.code, PointVersion.label, PointVersion.version, func.count())
        .select_from(Result)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .join(ControlPoint, col(ControlPoint.id) == PointVersion.point_id)
        .where(
            col(Result.taken_at) >= period.start, col(Result.taken_at) < period.end,
            PointVersion.status == "proposed",
            col(Result.verdict).in_(("conform", "alert", "action")),
        )
        .group_by(ControlPoint.code, PointVersion.label, col(PointVersion.version))
        .order_by(ControlPoint.code, col(PointVersion.version))
    )  # fmt: skip
    for code, label, version, count in session.exec(query):
        yield JudgedFact(code, label, version, count)


def _instruments(session: Session, period: Period) -> Iterator[tuple[Instrument, Believed]]:
    states = instruments.believed_all(session, period.seen)
    query = (
        select(Instrument)
        .where(col(Instrument.retired_at).is_(None), col(Instrument.created_at) < period.end)
        .order_by(col(Instrument.code))
    )
    for one in session.exec(query):
        yield one, states[one.id or 0]


def _to_warn(session: Session, period: Period) -> Iterator[Told]:
    query = (
        select(Impact, Client.name)
        .join(ImpactClient, col(ImpactClient.impact_id) == Impact.id)
        .join(Client, col(Client.id) == ImpactClient.client_id)
        .where(
            col(Impact.at) < period.end, col(ImpactClient.to_warn).is_(True),
            col(ImpactClient.told_at).is_(None) | (col(ImpactClient.told_at) >= period.end),
        )
        .order_by(col(Impact.at), Client.name)
    )  # fmt: skip
    for impact, client in session.exec(query):
        day = clock.local(impact.at).date()
        yield Told("", f"{client} : {impact.thing_label}", f"recherche {impact.id}", day)


def _unconcluded(session: Session, period: Period) -> Iterator[Told]:
    done = select(LabConclusion.report_id).where(col(LabConclusion.recorded_at) < period.end)
    query = (
        select(LabReport, Laboratory.name)
        .join(Laboratory, col(Laboratory.id) == LabReport.laboratory_id)
        .where(
            col(LabReport.issued_on) >= period.since, col(LabReport.issued_on) <= period.until,
            col(LabReport.id).not_in(done),
        )
        .order_by(col(LabReport.issued_on), col(LabReport.id))
    )  # fmt: skip
    for report, name in session.exec(query):
        yield Told("", f"Rapport {report.number} de {name}", report.number, report.issued_on)


def _unproved(session: Session, period: Period) -> Iterator[Told]:
    query = (
        select(UnprovedStart, Programme.label)
        .join(Programme, col(Programme.id) == UnprovedStart.programme_id)
        .where(
            UnprovedStart.kind == "accepted", col(UnprovedStart.at) >= period.start,
            col(UnprovedStart.at) < period.end,
        )
        .order_by(col(UnprovedStart.id))
    )  # fmt: skip
    for one, programme in session.exec(query):
        words = f"{programme} : {one.state} Raison : {one.reason}"
        yield Told("", words, f"départ {one.id}", clock.local(one.at).date())


def _verification(session: Session, period: Period) -> FlowVerification | None:
    query = (
        select(FlowVerification)
        .where(col(FlowVerification.recorded_at) < period.end)
        .order_by(col(FlowVerification.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _drilled(session: Session, period: Period) -> bool:
    query = select(DrillEnd.drill_id).where(col(DrillEnd.ended_at) < period.end).limit(1)
    return session.exec(query).first() is not None
