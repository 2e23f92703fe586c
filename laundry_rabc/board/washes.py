"""The washes of a period by their best proof: measured, declared, none. SELECTs only."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, case
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from esat.production.models import Lot
from laundry_rabc.board.figures import Washes
from laundry_rabc.board.spans import Span
from laundry_rabc.instruments.models import Reading
from laundry_rabc.limits import Verdict
from laundry_rabc.loggers.evidence import standing
from laundry_rabc.loggers.models import InstrumentPlace, LoggerMatch
from laundry_rabc.results.models import Result
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle, CycleFix

PROOFS: Final = {
    "measured": ("Mesurés", "ok"),
    "declared": ("Déclarés par la machine", "question"),
    "none": ("Sans preuve", "refused"),
}
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A wash in the list behind the figure."""

    cycle: Cycle
    lot: str
    machine: str
    programme: str
    proof: str

    @property
    def word(self) -> str:
        return PROOFS[self.proof][0]

    @property
    def meaning(self) -> str:
        return PROOFS[self.proof][1]


def counted(session: Session, asked: Span) -> Washes:
    """How many washes ended in a period, by their proof; one statement."""
    proof = _proof()
    query = select(proof, func.count()).select_from(Cycle).where(*_ended(asked)).group_by(proof)
    return Washes(**dict(session.exec(query).all()))


def listed(session: Session, asked: Span, wanted: str = "") -> tuple[list[Row], bool]:
    """Those washes, the newest first, of one proof or of all; and whether there are more."""
    proof = _proof()
    query = (
        select(Cycle, Lot, Machine.label, Programme.label, proof)  # type: ignore[call-overload]
        .outerjoin(Lot, col(Lot.id) == Cycle.lot_id)
        .join(Machine, col(Machine.id) == Cycle.machine_version_id)
        .outerjoin(Programme, col(Programme.id) == Cycle.programme_id)
        .where(*_ended(asked))
        .order_by(col(Cycle.started_at).desc(), col(Cycle.id).desc())
        .limit(MOST + 1)
    )
    if wanted in PROOFS:
        query = query.where(proof == wanted)
    rows = [
        Row(cycle, "" if lot is None else (lot.label or lot.ref), machine, programme or "", word)
        for cycle, lot, machine, programme, word in session.exec(query)
    ]
    return rows[:MOST], len(rows) > MOST


def _ended(asked: Span) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Cycle.kind) == "wash", col(Cycle.outcome) == "done",
        col(Cycle.ended_at) >= asked.since, col(Cycle.ended_at) < asked.until,
    )  # fmt: skip


def _proof() -> Any:
    said = _known("max_c", col(Cycle.max_c)) & _known("hold_minutes", col(Cycle.hold_minutes))
    return case((_matched() | _judged() | _sensed(), "measured"), (said, "declared"), else_="none")


def _known(name: str, reported: Any) -> Any:
    """A value that the machine reported, or that was written afterwards."""
    fixed = select(CycleFix.id).where(CycleFix.cycle_id == Cycle.id, CycleFix.field == name)
    return reported.is_not(None) | fixed.exists()


def _matched() -> Any:
    """A logger's file counts for it."""
    return select(LoggerMatch.id).where(LoggerMatch.cycle_id == Cycle.id, standing()).exists()


def _judged() -> Any:
    """What an instrument measured of it was judged."""
    return (
        select(Result.id)
        .where(
            Result.cycle_id == Cycle.id,
            col(Result.source).in_(("logger", "sensor")),
            col(Result.declared).is_(False),
            Result.verdict != Verdict.NOT_MEASURED.value,
        )
        .exists()
    )


def _sensed() -> Any:
    """A sensor that stood at the machine then sent a temperature."""
    later = aliased(InstrumentPlace)
    moved = select(later.id).where(
        later.instrument_id == InstrumentPlace.instrument_id,
        col(later.since) > InstrumentPlace.since,
        col(later.since) <= Cycle.started_at,
    )
    return (
        select(Reading.id)
        .join(InstrumentPlace, col(InstrumentPlace.instrument_id) == Reading.instrument_id)
        .where(
            InstrumentPlace.machine_id == Cycle.machine_id,
            col(InstrumentPlace.since) <= Cycle.started_at,
            ~moved.exists(),
            Reading.unit == "°C",
            col(Reading.at) >= Cycle.started_at,
            col(Reading.at) <= Cycle.ended_at,
        )
        .exists()
    )
