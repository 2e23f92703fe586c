"""All that the house knows of a load: its runs with the proof of each, what was judged, who did it
and whether he was authorised that day, products by lot, cases, the checks of the day, missed ones
too. What nobody noted is said, never guessed. SELECTs only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from laundry_rabc.cases.models import Case, CaseSubject
from laundry_rabc.checks import reads as checks
from laundry_rabc.instruments import believed
from laundry_rabc.instruments.believed import Believed
from laundry_rabc.limits import WHY, Verdict
from laundry_rabc.loggers import evidence, places
from laundry_rabc.loggers.evidence import CurveEvidence
from laundry_rabc.people import authorising
from laundry_rabc.people.authorising import Person, Stands, State
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.prereq import pumps
from laundry_rabc.qualify import standing
from laundry_rabc.qualify.standing import Stands as Qualified
from laundry_rabc.results.models import Result
from laundry_rabc.trace import washes
from laundry_rabc.trace.washes import OtherWash
from workshops.laundry.recall.cycles import Run
from workshops.laundry.recall.facts import LotFacts
from workshops.laundry.washing.models import Cycle


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did an act, and how he stood for that post on that day."""

    act: str
    name: str
    stands: Stands

    @property
    def words(self) -> str:
        """« Habilité », « Habilitation échue », « Sans habilitation écrite »."""
        return HABILITATION[self.stands.state]


HABILITATION = {
    State.VALID: "habilitation valable ce jour-là",
    State.EXPIRING: "habilitation valable ce jour-là",
    State.EXPIRED: "habilitation échue ce jour-là",
    State.NONE: "aucune habilitation écrite ce jour-là",
}
POSTS = (("Lancé par", "started_by", "washing"), ("Ouvert par", "opened_by", "clean"))


@dataclass(frozen=True, slots=True)
class Proof:
    """A run with what proves it: curve or none, qualification then, probes then, products."""

    run: Run
    qualified: Qualified | None
    curve: CurveEvidence | None
    probes: tuple[tuple[str, Believed], ...]
    products: tuple[tuple[str, str], ...]
    """A product and the lot numbers that were in the pumps then."""
    hands: tuple[Hand, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One result of the load, with the checkpoint that judged it and whether it was amended."""

    row: Result
    code: str
    label: str
    proposed: bool
    amended: bool

    @property
    def verdict(self) -> str:
        return Verdict(self.row.verdict).label

    @property
    def why(self) -> str:
        return WHY.get(self.row.why, "")


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one load."""

    lot: LotFacts
    proofs: tuple[Proof, ...]
    judged: tuple[Judged, ...]
    cases: tuple[Case, ...]
    days: tuple[tuple[date, tuple[checks.Row, ...]], ...]
    others: tuple[OtherWash, ...] = ()
    """Where the same linen was washed besides: a rewash has both in its history."""

    @property
    def unproved(self) -> int:
        """Washes whose temperature nobody and nothing noted."""
        return sum(
            1
            for one in self.proofs
            if one.run.kind == "wash" and one.curve is None and not one.run.has_proof
        )


def of_lots(session: Session, lots: Sequence[LotFacts]) -> list[Record]:
    """The record of each load, in their order."""
    days: dict[date, tuple[checks.Row, ...]] = {}
    return [_record(session, lot, days) for lot in lots]


def _record(session: Session, lot: LotFacts, days: dict[date, tuple[checks.Row, ...]]) -> Record:
    proofs = tuple(_proof(session, run) for run in lot.runs)
    when = sorted({clock.local(run.started_at).date() for run in lot.runs if run.kind == "wash"})
    for day in when:
        if day not in days:
            days[day] = tuple(checks.of_day(session, day))
    return Record(
        lot=lot,
        proofs=proofs,
        judged=tuple(_judged(session, lot)),
        cases=tuple(_cases(session, lot.id)),
        days=tuple((day, days[day]) for day in when),
        others=washes.others(session, lot.id),
    )


def _proof(session: Session, run: Run) -> Proof:
    cycle = session.get_one(Cycle, run.id)
    at = cycle.started_at
    qualified = None
    if cycle.programme_id is not None and run.kind == "wash":
        qualified = standing.of_version(session, cycle.machine_id, cycle.programme_id, at)
    probes = places.instruments_on(session, cycle.machine_id, at) if run.kind == "wash" else []
    states = believed.states(session, [one.id or 0 for one in probes], at) if probes else {}
    return Proof(
        run=run,
        qualified=qualified,
        curve=evidence.of_cycle(session, run.id) if run.kind == "wash" else None,
        probes=tuple((one.name, states[one.id or 0]) for one in probes),
        products=tuple(_products(session, cycle, run)),
        hands=tuple(_hands(session, cycle)),
    )


def _products(session: Session, cycle: Cycle, run: Run) -> list[tuple[str, str]]:
    found = []
    for product, _ in run.doses:
        lots = pumps.lots_in(session, cycle.machine_id, product, cycle.started_at)
        found.append((product, ", ".join(one.number for one in lots)))
    return found


def _hands(session: Session, cycle: Cycle) -> list[Hand]:
    wanted = [
        (act, key, post) for act, name, post in POSTS if (key := getattr(cycle, name)) is not None
    ]
    people = [Person(account_id=key) for _, key, _ in wanted]
    stands = authorising.standings(session, people, cycle.started_at)
    names = _names(session, [key for _, key, _ in wanted])
    return [
        Hand(
            act,
            names.get(key, ""),
            stands.get((Person(account_id=key), post), Stands(State.NONE)),
        )
        for act, key, post in wanted
    ]


def _names(session: Session, keys: Sequence[int]) -> dict[int, str]:
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(keys))
    return {key or 0: name for key, name in session.exec(query)}


def _judged(session: Session, lot: LotFacts) -> list[Judged]:
    cycles = [run.id for run in lot.runs]
    query = (
        select(Result, PointVersion, ControlPoint.code)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .join(ControlPoint, col(ControlPoint.id) == PointVersion.point_id)
        .where((col(Result.lot_id) == lot.id) | col(Result.cycle_id).in_(cycles))
        .order_by(col(Result.taken_at), col(Result.id))
    )
    rows = session.exec(query).all()
    amended = {one.amends_id for one, *_ in rows}
    return [
        Judged(one, code, version.label, version.status == "proposed", one.id in amended)
        for one, version, code in rows
    ]


def _cases(session: Session, lot_id: int) -> list[Case]:
    query = (
        select(Case)
        .join(CaseSubject, col(CaseSubject.case_id) == Case.id)
        .where(CaseSubject.lot_id == lot_id)
        .order_by(col(Case.opened_at), col(Case.id))
    )
    return list({one.id: one for one in session.exec(query)}.values())
