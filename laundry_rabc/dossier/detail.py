"""What only the dossier itself reads: every row of the period, room by room. SELECTs only; each
chapter's rows come in a fixed number of statements.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.production.journal_models import Seal
from esat.production.models import Lot
from laundry_rabc.cases.models import CaseStep
from laundry_rabc.checks import history_reads
from laundry_rabc.checks import reads as checks
from laundry_rabc.checks.models import Check
from laundry_rabc.dossier import cycles, gathering
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.dossier.periods import Period
from laundry_rabc.impact import reads as impact
from laundry_rabc.instruments.models import Calibration, Instrument
from laundry_rabc.lab import exports as lab_exports
from laundry_rabc.lab import trends
from laundry_rabc.limits import Pair
from laundry_rabc.papers import people as paper_people
from laundry_rabc.papers import states, versions
from laundry_rabc.papers.models import DocumentRead
from laundry_rabc.papers.versions import Version
from laundry_rabc.people.models import PostAuthorisation
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan import vocabulary
from laundry_rabc.prereq import exports as prereq_exports
from laundry_rabc.qualify import reads as qualify
from laundry_rabc.qualify import standing
from laundry_rabc.results.models import Result, ResultHold
from workshops.laundry.stock import exports as stock_exports
from workshops.laundry.washing.models import CycleFix

Door = Callable[[], AbstractContextManager[Session]]
"""Opens a short session that only reads."""
MOST_TRENDS: Final = 12
BEFORE: Final = timedelta(days=365)
"""How far before the period a trend begins."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A series of the laboratory with the limits of its days."""

    title: str
    spots: tuple[trends.Spot, ...]
    steps: tuple[trends.Step, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """Every row of a period."""

    names: dict[int | None, str]
    """Accounts, who are named as authors."""
    plan: tuple[plan.InForce, ...]
    pairs: dict[int, tuple[Pair, ...]]
    edition: str
    words: dict[str, str]
    checks: tuple[checks.Row, ...]
    results: tuple[history_reads.Line, ...]
    holds: dict[int, tuple[tuple[Decimal, Decimal], ...]]
    """Degrees and minutes held, by the key of the result."""
    lots: dict[int, str]
    """The references of the lots that results name."""
    fixes: tuple[tuple[CycleFix, str], ...]
    steps: dict[int, tuple[CaseStep, ...]]
    cells: tuple[qualify.Cell, ...]
    reports: dict[standing.Pair, list[standing.Known]]
    samples: tuple[tuple[object, ...], ...]
    trends: tuple[Trend, ...]
    calibrations: tuple[tuple[Calibration, Instrument], ...]
    authorisations: tuple[PostAuthorisation, ...]
    impacts: tuple[impact.Listed, ...]
    complaints: tuple[tuple[object, ...], ...]
    cleaning: tuple[tuple[object, ...], ...]
    pumps: tuple[tuple[object, ...], ...]
    upkeep: tuple[tuple[object, ...], ...]
    unread: dict[str, tuple[str, ...]]
    seals: tuple[Any, ...]


def read(door: Door, period: Period) -> tuple[Gathered, Detail]:
    """The whole of a period, each part in a short session of its own: a writer never waits."""
    with door() as session:
        found = gathering.gather(session, period)
    parts: dict[str, Any] = {}
    for reader in READERS:
        with door() as session:
            parts |= reader(session, found)
    return found, Detail(**parts)


def _plan(session: Session, found: Gathered) -> dict[str, Any]:
    period = found.period
    reign = plan.of_period(session, period.start, period.seen)
    return {
        "plan": tuple(reign),
        "pairs": plan.pairs_of(session, [one.version.id or 0 for one in reign]),
        "edition": vocabulary.edition_at(session, period.seen),
        "words": vocabulary.kinds(session, period.seen),
        "names": dict(session.exec(select(Account.id, Account.display_name)).all()),
    }


def _checks(session: Session, found: Gathered) -> dict[str, Any]:
    period = found.period
    rows = checks.rows(
        session, col(Check.due_at) >= period.start, col(Check.due_at) < period.end,
        at=period.seen, limit=checks.MOST,
    )  # fmt: skip
    return {"checks": tuple(rows)}


def _results(session: Session, found: Gathered) -> dict[str, Any]:
    period = found.period
    lines = history_reads.every(session, period.since, period.until)
    within = (col(Result.taken_at) >= period.start, col(Result.taken_at) < period.end)
    held = (
        select(ResultHold)
        .join(Result, col(Result.id) == ResultHold.result_id)
        .where(*within)
        .order_by(col(ResultHold.result_id), col(ResultHold.celsius))
    )
    holds: dict[int, tuple[tuple[Decimal, Decimal], ...]] = {}
    for one in session.exec(held):
        holds[one.result_id] = (*holds.get(one.result_id, ()), (one.celsius, one.minutes))
    named = select(Lot.id, Lot.ref).join(Result, col(Result.lot_id) == Lot.id).where(*within)
    return {
        "results": tuple(lines), "fixes": tuple(cycles.fixes(session, period)), "holds": holds,
        "lots": {key or 0: ref for key, ref in session.exec(named.distinct())},
    }  # fmt: skip


def _cases(session: Session, found: Gathered) -> dict[str, Any]:
    keys = [row.case.id or 0 for row in found.cases]
    steps: dict[int, tuple[CaseStep, ...]] = {}
    for some in _bites(keys):
        query = select(CaseStep).where(
            col(CaseStep.case_id).in_(some), col(CaseStep.recorded_at) < found.period.end
        )
        for step in session.exec(query.order_by(col(CaseStep.id))):
            steps[step.case_id] = (*steps.get(step.case_id, ()), step)
    return {
        "steps": steps,
        "impacts": tuple(impact.for_period(session, found.period.start, found.period.end)),
    }


def _proofs(session: Session, found: Gathered) -> dict[str, Any]:
    cells = qualify.cells(session, found.period.seen)
    pairs = {(one.machine.resource_id, one.programme.resource_id) for one in cells}
    pairs |= {(one.machine_id, one.card_id) for one in found.uses}
    return {
        "cells": tuple(cells),
        "reports": standing.known(session, sorted(pairs)) if pairs else {},
    }


def _lab(session: Session, found: Gathered) -> dict[str, Any]:
    period = found.period
    samples = tuple(lab_exports.rows(session, period.since, period.until))
    since, known = period.start - BEFORE, trends.lines(session)
    wanted = {(one.point, one.method) for one in known if one.last_at >= since}
    labels = {one.point: one.label for one in known}
    series = []
    for point, method in sorted(wanted)[:MOST_TRENDS]:
        spots = trends.series(session, point, method, since=since, until=period.seen)
        steps = trends.steps(session, point, since=since, until=period.seen)
        title = f"{point} {labels.get(point, '')}, {method}"
        series.append(Trend(title, tuple(spots), tuple(steps)))
    return {"samples": samples, "trends": tuple(series)}


def _instruments(session: Session, found: Gathered) -> dict[str, Any]:
    query = (
        select(Calibration, Instrument)
        .join(Instrument, col(Instrument.id) == Calibration.instrument_id)
        .where(col(Calibration.performed_at) < found.period.end)
        .order_by(col(Instrument.code), col(Calibration.performed_at), col(Calibration.id))
    )
    return {"calibrations": tuple((one, thing) for one, thing in session.exec(query))}


def _people(session: Session, found: Gathered) -> dict[str, Any]:
    query = (
        select(PostAuthorisation)
        .where(col(PostAuthorisation.recorded_at) < found.period.end)
        .order_by(col(PostAuthorisation.id))
    )
    return {"authorisations": tuple(session.exec(query)), "unread": _unread(session, found)}


def _unread(session: Session, found: Gathered) -> dict[str, tuple[str, ...]]:
    """Who of those a document in force is given to has not read it, by code."""
    current = [
        one for one in versions.every(session, found.period.on) if one.state == states.IN_FORCE
    ]
    query = select(DocumentRead.version_id, DocumentRead.account_id).where(
        col(DocumentRead.version_id).in_([one.row.id or 0 for one in current]),
        col(DocumentRead.at) < found.period.end,
    )
    done = set(session.exec(query))
    team = paper_people.concerned(session)
    return {one.document.code: _missing(one, team, done) for one in current}


def _missing(
    one: Version, team: Sequence[paper_people.Person], done: set[tuple[int, int]]
) -> tuple[str, ...]:
    return tuple(
        person.name
        for person in team
        if person.roles & one.readers and (one.row.id or 0, person.id) not in done
    )


def _rest(session: Session, found: Gathered) -> dict[str, Any]:
    """Complaints, prerequisites as tables, and the seals of the journal laid in the period."""
    period, seal = found.period, Seal.__table__
    query = (
        columns(seal.c.id, seal.c.at, seal.c.first_event, seal.c.last_event, seal.c.head)
        .where(seal.c.at >= period.start, seal.c.at < period.end)
        .order_by(seal.c.id)
    )
    days = session, period.since, period.until
    return {
        "complaints": tuple(stock_exports.complaint_rows(*days)),
        "cleaning": tuple(prereq_exports.cleaning_rows(*days)),
        "pumps": tuple(prereq_exports.pump_rows(*days)),
        "upkeep": tuple(prereq_exports.upkeep_rows(*days)),
        "seals": tuple(session.connection().execute(query).all()),
    }


READERS: Final[tuple[Callable[[Session, Gathered], dict[str, Any]], ...]] = (
    _plan, _checks, _results, _cases, _proofs, _lab, _instruments, _people, _rest,
)  # fmt: skip


def _bites(keys: Sequence[int], size: int = 5000) -> Iterable[Sequence[int]]:
    return (keys[n : n + size] for n in range(0, len(keys), size))
