"""The washes of a period, each with how its programme stood when it began and what proves its heat.
A fixed number of statements; SELECTs only.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from esat.production.models import Lot
from laundry_rabc import qualifications
from laundry_rabc.dossier.facts import LoggerFact, Use
from laundry_rabc.dossier.periods import Period
from laundry_rabc.instruments.models import Reading
from laundry_rabc.loggers import evidence
from laundry_rabc.loggers.models import InstrumentPlace, LoggerMatch
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualifications import Proof, Standing
from laundry_rabc.qualify import standing
from laundry_rabc.qualify.standing import Pair
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle, CycleFix

Proved = Literal["measured", "declared", "none", "running"]
PROOFS: Final[dict[Proved, str]] = {
    "measured": "mesurée", "declared": "déclarée par la machine", "none": "aucune",
    "running": "cycle en cours",
}  # fmt: skip
WASHES: Final = ("wash", "disinfect")


@dataclass(frozen=True, slots=True)
class Wash:
    """One cycle. Temperatures in °C, times in minutes; `corrected`: a value was changed later."""

    id: int
    kind: str
    machine_id: int
    machine: str
    card_id: int
    programme: str
    version: int
    lot: str
    started_at: datetime
    ended_at: datetime | None
    kg: Decimal | None
    outcome: str
    max_c: Decimal | None
    hold_minutes: Decimal | None
    late: bool
    late_reason: str
    corrected: bool
    proof: Proved
    standing: Standing


def of(session: Session, period: Period) -> list[Wash]:
    """The washes that began in a period, in their order."""
    query = (
        columns(
            col(Cycle.id), col(Cycle.kind), col(Cycle.machine_id), col(Machine.label),
            col(Programme.resource_id), col(Programme.label), col(Programme.version), col(Lot.ref),
            col(Cycle.started_at), col(Cycle.ended_at), col(Cycle.kg), col(Cycle.outcome),
            col(Cycle.max_c), col(Cycle.hold_minutes), col(Cycle.late), col(Cycle.late_reason),
        )
        .join(Machine, col(Machine.id) == col(Cycle.machine_version_id))
        .outerjoin(Programme, col(Programme.id) == col(Cycle.programme_id))
        .outerjoin(Lot, col(Lot.id) == col(Cycle.lot_id))
        .where(
            col(Cycle.kind).in_(WASHES), col(Cycle.started_at) >= period.start,
            col(Cycle.started_at) < period.end,
        )
        .order_by(col(Cycle.started_at), col(Cycle.id))
    )  # fmt: skip
    rows: Sequence[Any] = session.connection().execute(query).all()
    seen = _measured(session, period)
    fixed = _fixed(session, period)
    proofs = _proofs(session, {(row[2], row[4] or 0) for row in rows})
    notice = policies.number(session, "qualified_notice", period.seen)
    return [_wash(row, row[0] in seen, fixed.get(row[0], ()), proofs, notice) for row in rows]


def _wash(
    row: Any, measured: bool, fixed: Collection[str], proofs: Mapping[Pair, list[Proof]],  # noqa: FBT001 - a fact
    notice: int,
) -> Wash:  # fmt: skip
    machine, card, started = row[2], row[4] or 0, row[8]
    heat = row[12] is not None or "max_c" in fixed
    ended_yet = row[9] is not None
    proof: Proved = "measured" if measured else "declared" if heat else "none"
    if proof == "none" and not ended_yet:
        proof = "running"
    stands = qualifications.standing(proofs.get((machine, card), ()), started, notice)
    key, kind, _, machine_label, _, programme, version, lot, *rest = row
    ended, kg, outcome, max_c, hold, late, why = rest[1:]
    return Wash(
        key, kind, machine, machine_label, card, programme or "", version or 0, lot or "", started,
        ended, kg, outcome, max_c, hold, late, why, bool(fixed), proof, stands,
    )  # fmt: skip


def uses(washes: Iterable[Wash]) -> list[Use]:
    """Washes that are alike: machine, version of the programme, how it stood; by name."""
    found: dict[tuple[object, ...], Use] = {}
    for one in washes:
        state = one.standing.state
        key = one.machine_id, one.card_id, one.version, state, one.standing.change
        use = found.get(key)
        if use is None:
            use = found[key] = Use(
                one.machine, one.machine_id, one.programme, one.card_id, one.version, state,
                one.standing.sentence, one.started_at, one.started_at,
            )  # fmt: skip
        use.count += 1
        use.last = one.started_at
        use.kg += one.kg or 0
        setattr(use, one.proof, getattr(use, one.proof) + 1)
        if one.proof == "none":
            use.bare_since = use.bare_since or one.started_at
    return sorted(found.values(), key=lambda use: (use.machine, use.programme, use.version))


def logged(found: Iterable[Use]) -> list[LoggerFact]:
    """Each machine with how many of its washes a curve saw."""
    counted: dict[int, LoggerFact] = {}
    for use in found:
        known = counted.get(use.machine_id, LoggerFact(use.machine, use.machine_id, 0, 0))
        counted[use.machine_id] = LoggerFact(
            known.machine, known.machine_id, known.cycles + use.count,
            known.measured + use.measured,
        )  # fmt: skip
    return sorted(counted.values(), key=lambda one: one.machine)


def fixes(session: Session, period: Period) -> list[tuple[CycleFix, str]]:
    """Corrected values of the cycles of a period, with the lot."""
    query = (
        select(CycleFix, Lot.ref)
        .join(Cycle, col(Cycle.id) == col(CycleFix.cycle_id))
        .outerjoin(Lot, col(Lot.id) == col(Cycle.lot_id))
        .where(col(Cycle.started_at) >= period.start, col(Cycle.started_at) < period.end)
        .order_by(col(CycleFix.at), col(CycleFix.id))
    )
    return [(fix, ref or "") for fix, ref in session.exec(query)]


def _fixed(session: Session, period: Period) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for fix, _ in fixes(session, period):
        found.setdefault(fix.cycle_id, set()).add(fix.field)
    return found


def _proofs(session: Session, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], list[Proof]]:
    if not pairs:
        return {}
    known = standing.known(session, sorted(pairs))
    return {pair: [one.proof for one in reports] for pair, reports in known.items()}


def _measured(session: Session, period: Period) -> set[int]:
    """The cycles that a logger's file was matched with, or that a sensor saw in its place."""
    within = (col(Cycle.started_at) >= period.start, col(Cycle.started_at) < period.end)
    matched = (
        columns(col(LoggerMatch.cycle_id))
        .join(Cycle, col(Cycle.id) == col(LoggerMatch.cycle_id))
        .where(evidence.standing(), *within)
    )
    place, later = aliased(InstrumentPlace), aliased(InstrumentPlace)
    moved = exists().where(
        col(later.instrument_id) == col(place.instrument_id),
        col(later.since) > col(place.since), col(later.since) <= col(Cycle.started_at),
    )  # fmt: skip
    read = exists().where(
        col(Reading.instrument_id) == col(place.instrument_id),
        col(Reading.at) >= col(Cycle.started_at), col(Reading.at) <= col(Cycle.ended_at),
    )  # fmt: skip
    sensed = (
        columns(func.distinct(col(Cycle.id)))
        .join(place, col(place.machine_id) == col(Cycle.machine_id))
        .where(*within, col(place.since) <= col(Cycle.started_at), ~moved, read)
    )
    ask = session.connection().execute
    return {row[0] for row in ask(matched)} | {row[0] for row in ask(sensed)}
