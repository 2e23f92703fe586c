"""What the finishing pages show: loads by column, dryers, one load with its items. SELECTs only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.errors import NotFound
from esat.production import codes, floor_reads, subjects, tables
from esat.production.floor_reads import ThingRow
from esat.production.models import Lot
from esat.production.subjects import Subject
from workshops.laundry.finishing import parts, wait_reads, waits
from workshops.laundry.finishing.models import Step, counts
from workshops.laundry.finishing.wait_reads import Waiting
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.models import Cycle, Load

_cycle, _code, _lot = Cycle.__table__, tables.barcode, tables.lot
_programme, _machine = Programme.__table__, Machine.__table__


@dataclass(frozen=True, slots=True)
class Dryer:
    """A machine that may be chosen: its code, what it takes, whether it turns now."""

    code: str
    label: str
    nominal_kg: Decimal | None
    busy: bool


@dataclass(frozen=True, slots=True)
class Turning:
    """A load in a dryer: since when, and how long its programme still lasts."""

    code: str
    ref: str
    machine: str
    kg: Decimal | None
    since: datetime
    left: timedelta | None

    @property
    def words(self) -> str:
        if self.left is None:
            return ""
        over = self.left <= timedelta(0)
        return "devrait être fini" if over else f"encore {waits.spoken(self.left)}"

    @property
    def due(self) -> bool:
        return self.left is not None and self.left <= timedelta(0)


@dataclass(frozen=True, slots=True)
class Board:
    """The four columns, and the dryers."""

    wet: list[Waiting]
    turning: list[Turning]
    dry: list[Waiting]
    folded: list[Waiting]
    dryers: list[Dryer]


@dataclass(frozen=True, slots=True)
class LoadView:
    """One load: where it stands, what is in it, how it waits, what it went through."""

    subject: Subject
    ref: str
    is_open: bool
    items: tuple[ThingRow, ...]
    kg: Decimal
    unweighed: int
    pieces: dict[int, int]
    wait: Waiting | None
    why_rewash: str
    turning: Turning | None
    steps: Sequence[Step]
    held: bool
    alone: bool
    """Under precautions: it dries alone."""

    @property
    def code(self) -> str:
        return self.subject.code or ""

    @property
    def clients(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.client for row in self.items))


def board(session: Session, at: datetime) -> Board:
    """What stands in each column now, the least time left first."""
    found = wait_reads.waiting(session, at, ("wet", "dry"))
    return Board(
        wet=[one for one in found if one.stage == "washed"],
        turning=turning(session, at),
        dry=[one for one in found if one.stage == "dried"],
        folded=[one for one in found if one.stage == "finished"],
        dryers=machines_of(session, "dryer"),
    )


def machines_of(session: Session, *kinds: str) -> list[Dryer]:
    """The machines in force of these kinds, with the code that each wears."""
    found = [m for m in versions.in_force(session, Machine, "resource_id") if m.kind in kinds]
    keys = [machine.resource_id for machine in found]
    busy = set(
        session.connection()
        .execute(
            select(_cycle.c.machine_id).where(
                _cycle.c.machine_id.in_(keys), _cycle.c.ended_at.is_(None)
            )
        )
        .scalars()
    )
    worn = select(_code.c.resource_id, _code.c.code).where(
        _code.c.resource_id.in_(keys), _code.c.origin == "ours", _code.c.revoked_at.is_(None)
    )
    code = {row.resource_id: row.code for row in session.connection().execute(worn)}
    made = [
        Dryer(code.get(m.resource_id, ""), m.label, m.nominal_kg, m.resource_id in busy)
        for m in found
    ]
    return sorted(made, key=lambda one: one.label)


def dry_programmes(session: Session) -> list[tuple[str, str]]:
    """The drying programmes in force: the code of the card, and its words with their minutes."""
    found = {
        one.resource_id: f"{one.label} ({one.minutes} min)"
        for one in versions.in_force(session, Programme, "resource_id")
        if one.kind == "dry"
    }
    worn = select(_code.c.resource_id, _code.c.code).where(
        _code.c.resource_id.in_(found), _code.c.origin == "ours", _code.c.revoked_at.is_(None)
    )
    rows = session.connection().execute(worn)
    return sorted(((row.code, found[row.resource_id]) for row in rows), key=lambda one: one[1])


def turning(session: Session, at: datetime, lot_id: int | None = None) -> list[Turning]:
    """The dry cycles that run, what ends first first; of one load when it is named."""
    query = (
        select(
            _code.c.code, _lot.c.ref, _machine.c.label, _cycle.c.kg, _cycle.c.started_at,
            _programme.c.minutes,
        )
        .select_from(
            _cycle.join(_lot, _lot.c.id == _cycle.c.lot_id)
            .join(_machine, _machine.c.id == _cycle.c.machine_version_id)
            .join(
                _code,
                (_code.c.lot_id == _lot.c.id)
                & (_code.c.origin == "ours")
                & _code.c.revoked_at.is_(None),
            )
            .outerjoin(_programme, _programme.c.id == _cycle.c.programme_id)
        )
        .where(_cycle.c.kind == "dry", _cycle.c.ended_at.is_(None), _lot.c.workshop == "laundry")
        .order_by(_cycle.c.started_at)
    )  # fmt: skip
    if lot_id is not None:
        query = query.where(_lot.c.id == lot_id)
    found = [_turning(row, at) for row in session.connection().execute(query)]
    return sorted(found, key=lambda one: one.left if one.left is not None else timedelta.max)


def load(session: Session, code: str, at: datetime) -> LoadView:
    """A load by its code. NotFound for anything else."""
    subject = subjects.by_code(session, codes.repair(code))
    if subject is None or subject.kind != "lot" or subject.workshop != "laundry":
        raise NotFound("not_found")
    lot = session.get(Lot, subject.lot_id)
    if lot is None or subject.lot_id is None:
        raise NotFound("not_found")
    items = floor_reads.members(session, subject.lot_id)
    ids = [row.id for row in items]
    weights = parts.weights(session, ids)
    its = wait_reads.bounds_at(session, at)
    wait = wait_reads.of_lot(session, subject.lot_id, at)
    row = session.get(Load, subject.lot_id)
    return LoadView(
        subject=subject,
        ref=lot.ref,
        is_open=lot.closed_at is None,
        items=items,
        kg=sum((kg for kg in weights.values() if kg is not None), Decimal(0)),
        unweighed=sum(kg is None for kg in weights.values()),
        pieces=_pieces(session, ids),
        wait=wait,
        why_rewash=waits.why_rewash(wait.standing, its[wait.standing.kind]) if wait else "",
        turning=next(iter(turning(session, at, subject.lot_id)), None),
        steps=_steps(session, subject.lot_id),
        held=subject.lot_id in floor_reads.held_lots(session),
        alone=row is not None and row.precaution_id is not None,
    )


def pieces_of(session: Session, item_id: int) -> int | None:
    """How many pieces an item holds, where somebody counted."""
    return _pieces(session, [item_id]).get(item_id)


def _pieces(session: Session, ids: Sequence[int]) -> dict[int, int]:
    query = rows_of(LaundryItem).where(
        col(LaundryItem.item_id).in_(ids), col(LaundryItem.pieces).is_not(None)
    )
    return {row.item_id: row.pieces or 0 for row in session.exec(query)}


def _steps(session: Session, lot_id: int) -> Sequence[Step]:
    query = rows_of(Step).where(Step.lot_id == lot_id, counts(Step.__table__))
    query = query.order_by(col(Step.at), col(Step.id))
    return session.exec(query).all()


def _turning(row: Any, at: datetime) -> Turning:
    left = None
    if row.minutes is not None:
        left = row.started_at + timedelta(minutes=row.minutes) - at
    return Turning(row.code, row.ref, row.label, row.kg, row.started_at, left)
