"""What was judged of some loads, which cases and searches concern them, and how they ended.
SELECTs only.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.cases.models import Case, CaseStep, CaseSubject
from laundry_rabc.impact.models import Impact, ImpactClient, ImpactLine
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.proof.known import Check
from laundry_rabc.proof.members import Members
from laundry_rabc.results.models import Result
from workshops.laundry.recall.cycles import Run
from workshops.laundry.washing.models import Cycle

OUT: Final = (Verdict.ALERT.value, Verdict.ACTION.value)
JUDGED: Final = (*OUT, Verdict.CONFORM.value)
HOLDS: Final = frozenset({"hold", "chemical"})


@dataclass(frozen=True, slots=True)
class Found:
    """A result of one of the loads, its version, and the load."""

    result: Result
    version: PointVersion
    lot: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of the loads. `holds`: by cycle, how what was measured of its temperature was
    judged last and whether by a proposal.
    """

    found: tuple[Found, ...]
    cases: tuple[Case, ...]
    released: frozenset[int]
    looking: bool
    closed: tuple[date, ...]
    holds: dict[int, tuple[Verdict, bool]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(1 for one in self.found if one.result.verdict in JUDGED)


def of_loads(
    session: Session, lots: Sequence[int], items: Collection[int], client_id: int
) -> Judged:
    """All that concerns these loads or these things."""
    found = _results(session, lots)
    cases = _cases(session, found, lots, items)
    mine = {one.result.id for one in found}
    others = [one for one in cases if one.result_id not in mine and one.closed_at is not None]
    keys = [one.id for one in cases]
    released = select(CaseStep.case_id).where(
        col(CaseStep.case_id).in_(keys), CaseStep.kind == "release"
    )
    return Judged(
        found=tuple(found),
        cases=tuple(cases),
        released=frozenset(session.exec(released)),
        looking=any(one.closed_at is None for one in cases) or _to_tell(session, lots, client_id),
        closed=tuple(clock.local(one.closed_at).date() for one in others if one.closed_at),
        holds=_holds(found),
    )


def checks(judged: Judged, inside: Members, runs: dict[int, list[Run]]) -> Iterator[Check]:
    """Each result out of its limits, with what became of it. A hold that the machine declared and
    an instrument measured since is that of the instrument.
    """
    by_result = {one.result_id: one for one in judged.cases}
    for one in judged.found:
        if one.result.verdict not in OUT or _overtaken(one, judged):
            continue
        case = by_result.get(one.result.id)
        yield Check(
            at=one.result.taken_at,
            step=one.version.step,
            verdict=Verdict(one.result.verdict),
            closed=case is not None and case.closed_at is not None,
            rewashed=_rewashed(one, inside, runs),
            released=case is not None and case.id in judged.released,
            proposed=one.version.status != "validated",
            followed=case is not None,
        )


def _results(session: Session, lots: Sequence[int]) -> list[Found]:
    """The results of these loads that no later one amends, the first one first."""
    mine = select(Cycle.id, Cycle.lot_id).where(col(Cycle.lot_id).in_(lots))
    cycle_of = {key or 0: lot or 0 for key, lot in session.exec(mine)}
    amended = select(Result.amends_id).where(col(Result.amends_id).is_not(None))
    query = (
        select(Result, PointVersion)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .where(
            col(Result.lot_id).in_(lots) | col(Result.cycle_id).in_(sorted(cycle_of)),
            col(Result.id).not_in(amended),
        )
        .order_by(col(Result.taken_at), col(Result.id))
    )
    return [
        Found(row, version, row.lot_id or cycle_of.get(row.cycle_id or 0, 0))
        for row, version in session.exec(query)
    ]


def _holds(found: Sequence[Found]) -> dict[int, tuple[Verdict, bool]]:
    return {
        one.result.cycle_id: (Verdict(one.result.verdict), one.version.status != "validated")
        for one in found
        if one.result.cycle_id is not None
        and one.version.direction in HOLDS
        and not one.result.declared
    }


def _overtaken(one: Found, judged: Judged) -> bool:
    return (
        one.result.declared
        and one.version.direction in HOLDS
        and one.result.cycle_id in judged.holds
    )


def _cases(
    session: Session, found: Sequence[Found], lots: Sequence[int], items: Collection[int]
) -> list[Case]:
    """The cases opened by these results, those that name these loads or things, and those of the
    impact searches that found these loads.
    """
    named = select(CaseSubject.case_id).where(
        col(CaseSubject.lot_id).in_(lots) | col(CaseSubject.item_id).in_(sorted(items))
    )
    searched = (
        select(Impact.case_id)
        .join(ImpactLine, col(ImpactLine.impact_id) == Impact.id)
        .where(col(ImpactLine.lot_id).in_(lots), col(Impact.case_id).is_not(None))
    )
    query = (
        select(Case)
        .where(
            col(Case.result_id).in_([one.result.id for one in found])
            | col(Case.id).in_(named)
            | col(Case.id).in_(searched)
        )
        .order_by(col(Case.opened_at), col(Case.id))
    )
    return list(session.exec(query))


def _to_tell(session: Session, lots: Sequence[int], client_id: int) -> bool:
    """Whether a search that found these loads has yet to tell this client."""
    query = (
        select(ImpactClient.impact_id)
        .join(ImpactLine, col(ImpactLine.impact_id) == ImpactClient.impact_id)
        .where(
            col(ImpactLine.lot_id).in_(lots),
            ImpactClient.client_id == client_id,
            col(ImpactClient.to_warn).is_(True),
            col(ImpactClient.told_at).is_(None),
        )
        .limit(1)
    )
    return session.exec(query).first() is not None


def _rewashed(one: Found, inside: Members, runs: dict[int, list[Run]]) -> bool:
    """Whether a later wash that was done had this load again, or linen of it."""
    linen = inside.items.get(one.lot, set())
    return any(
        run.outcome == "done" and run.started_at > one.result.taken_at
        for lot, washes in runs.items()
        if lot == one.lot or linen & inside.items.get(lot, set())
        for run in washes
    )
