"""What the pages of sorting and of the machines show: SELECTs only, a fixed number of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.production import tables
from esat.production.models import Hold, Lot
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import (
    Machine,
    Programme,
    ProgrammeDose,
)
from workshops.laundry.washing import loads, rules, starting
from workshops.laundry.washing.conditions import Why
from workshops.laundry.washing.loads import Contents
from workshops.laundry.washing.models import Cycle, DisinfectionDue, Load
from workshops.laundry.washing.rules import Charge

State = Literal["free", "running", "to_open", "to_disinfect"]
_side: Any = LaundryItem.__table__


@dataclass(frozen=True, slots=True)
class MachineState:
    """A washer as it stands now."""

    machine: Machine
    code: str
    state: State
    cycle: Cycle | None = None
    programme: str = ""
    ends_at: datetime | None = None
    minutes_left: int | None = None
    lot_label: str = ""
    held_code: str = ""
    """The code of the load to open, where something of it is held."""


@dataclass(frozen=True, slots=True)
class WaitingLoad:
    """A load that waits: what is in it, for which machine, under which precautions."""

    load: Load
    lot: Lot
    code: str
    inside: Contents
    precautions: tuple[str, ...]
    machine: str
    charge: Charge | None


@dataclass(frozen=True, slots=True)
class Option:
    """A machine and a programme for a load, with the charge; closed with the code of its reason."""

    machine: Machine
    machine_code: str
    programme: Programme
    programme_code: str
    charge: Charge
    why: Why | None
    of_programme: bool = False
    """Whether the reason is of this programme there, and not of the machine."""


def washers(session: Session) -> list[Machine]:
    """The washers in force, by name."""
    found = versions.in_force(session, Machine, "resource_id")
    return sorted((one for one in found if one.kind == "washer"), key=lambda one: one.label)


def codes_of(session: Session, resource_ids: Iterable[int]) -> dict[int, str]:
    """The codes of ours that these things wear."""
    code = tables.barcode
    query = select(code.c.resource_id, code.c.code).where(
        code.c.resource_id.in_(list(resource_ids)),
        code.c.origin == "ours",
        code.c.revoked_at.is_(None),
    )
    return {row.resource_id: row.code for row in session.connection().execute(query)}


def machine_states(session: Session, at: datetime) -> list[MachineState]:
    """Every washer as it stands, with the time that is left."""
    found = washers(session)
    keys = [one.resource_id for one in found]
    codes, last = codes_of(session, keys), _last_cycles(session, keys)
    dues = _dues(session, keys)
    programmes = _programmes(session, [one.programme_id for one in last.values()])
    lots = _lot_labels(session, [one.lot_id for one in last.values()])
    held = held_codes(session, [one.lot_id or 0 for one in last.values() if _waits_to_open(one)])
    states = [
        _state(
            one,
            codes.get(one.resource_id, ""),
            last.get(one.resource_id),
            programmes,
            lots,
            due=one.resource_id in dues,
            at=at,
        )
        for one in found
    ]
    return [
        replace(one, held_code=held.get(one.cycle.lot_id or 0, "")) if one.cycle else one
        for one in states
    ]


def held_codes(session: Session, lot_ids: list[int]) -> dict[int, str]:
    """The codes of those of these loads of which something is held."""
    member: Any = tables.lot_item
    inside = rows_of(Hold.id).where(
        col(Hold.lifted_at).is_(None),
        (col(Hold.lot_id) == member.c.lot_id) | (col(Hold.item_id) == member.c.item_id),
    )
    query = (
        select(member.c.lot_id)
        .where(member.c.lot_id.in_(lot_ids), member.c.left_at.is_(None), inside.exists())
        .distinct()
    )
    held = list(session.connection().execute(query).scalars()) if lot_ids else []
    return _lot_codes(session, held) if held else {}


def _state(
    machine: Machine,
    code: str,
    cycle: Cycle | None,
    programmes: dict[int, Programme],
    lots: dict[int, str],
    *,
    due: bool,
    at: datetime,
) -> MachineState:
    programme = programmes.get(cycle.programme_id or 0) if cycle is not None else None
    label = "" if programme is None else programme.label
    lot = "" if cycle is None else lots.get(cycle.lot_id or 0, "")
    if cycle is not None and cycle.ended_at is None:
        ends = cycle.started_at + timedelta(minutes=programme.minutes) if programme else None
        left = None if ends is None else max(0, -((at - ends) // timedelta(minutes=1)))
        return MachineState(machine, code, "running", cycle, label, ends, left, lot)
    if cycle is not None and _waits_to_open(cycle):
        return MachineState(machine, code, "to_open", cycle, label, lot_label=lot)
    state: State = "to_disinfect" if due else "free"
    return MachineState(machine, code, state, cycle, label, lot_label=lot)


def _waits_to_open(cycle: Cycle) -> bool:
    return cycle.kind == "wash" and cycle.outcome == "done" and cycle.opened_at is None


def _last_cycles(session: Session, machine_ids: list[int]) -> dict[int, Cycle]:
    cycle: Any = Cycle.__table__
    other = cycle.alias("other")
    later = select(other.c.id).where(
        other.c.machine_id == cycle.c.machine_id, other.c.id > cycle.c.id
    )
    query = rows_of(Cycle).where(col(Cycle.machine_id).in_(machine_ids), ~later.exists())
    return {one.machine_id: one for one in session.exec(query)}


def _dues(session: Session, machine_ids: list[int]) -> set[int]:
    query = rows_of(DisinfectionDue.machine_id).where(
        col(DisinfectionDue.machine_id).in_(machine_ids), col(DisinfectionDue.done_at).is_(None)
    )
    return set(session.exec(query))


def _programmes(session: Session, keys: list[int | None]) -> dict[int, Programme]:
    query = rows_of(Programme).where(col(Programme.id).in_([key for key in keys if key]))
    return {one.id or 0: one for one in session.exec(query)}


def _lot_labels(session: Session, keys: list[int | None]) -> dict[int, str]:
    query = rows_of(Lot).where(col(Lot.id).in_([key for key in keys if key]))
    return {one.id or 0: one.label or one.ref for one in session.exec(query)}


def waiting_loads(session: Session, at: datetime) -> list[WaitingLoad]:
    """The loads that wait, the oldest first, with what is in each and whose it is."""
    found = loads.waiting(session)
    keys = [load.lot_id for load, _ in found]
    inside, codes = loads.contents(session, keys), _lot_codes(session, keys)
    flags = frozenset(key for one in inside.values() for key in one.precautions)
    labels = {row.id: row.label for row in loads.precautions(session, flags)}
    machines = {one.resource_id: one for one in washers(session)}
    limits_now = starting.bounds(session, at)
    return [
        WaitingLoad(
            load,
            lot,
            codes.get(load.lot_id, ""),
            inside[load.lot_id],
            tuple(sorted({labels.get(key, "") for key in inside[load.lot_id].precautions})),
            *_on_machine(machines.get(load.machine_id or 0), inside[load.lot_id], limits_now),
        )
        for load, lot in found
    ]


def _on_machine(
    machine: Machine | None, inside: Contents, bounds: rules.Bounds
) -> tuple[str, Charge | None]:
    """The machine that is named for a load, and how full it would be."""
    if machine is None:
        return "", None
    return machine.label, rules.charge(inside.kg, machine.nominal_kg, bounds)


def _lot_codes(session: Session, lot_ids: list[int]) -> dict[int, str]:
    code = tables.barcode
    query = select(code.c.lot_id, code.c.code).where(
        code.c.lot_id.in_(lot_ids), code.c.origin == "ours", code.c.revoked_at.is_(None)
    )
    return {row.lot_id: row.code for row in session.connection().execute(query)}


def programmes_in_force(session: Session, kind: str) -> list[Programme]:
    """The programmes of a kind, by name."""
    found = versions.in_force(session, Programme, "resource_id")
    return sorted((one for one in found if one.kind == kind), key=lambda one: one.label)


def empty_programmes(session: Session) -> dict[int, list[tuple[str, str]]]:
    """The empty runs of each machine: the card's code and its label."""
    found = programmes_in_force(session, "disinfect")
    facts = starting.programme_facts(session, found)
    codes = codes_of(session, [one.resource_id for one in found])
    runs: dict[int, list[tuple[str, str]]] = {}
    for one in found:
        for machine_id in facts[one.id or 0].machines:
            runs.setdefault(machine_id, []).append((codes.get(one.resource_id, ""), one.label))
    return runs


def products_of(session: Session, cycle: Cycle | None) -> list[tuple[str, Decimal | None]]:
    """The products of a cycle's programme, and how much of each its load would take, in ml."""
    if cycle is None or cycle.programme_id is None:
        return []
    query = rows_of(ProgrammeDose).where(ProgrammeDose.programme_id == cycle.programme_id)
    found = session.exec(query.order_by(col(ProgrammeDose.product)))
    return [(one.product, None if cycle.kg is None else one.ml_per_kg * cycle.kg) for one in found]


def things_of(session: Session, inside: Contents) -> list[tuple[loads.Member, str]]:
    """The things of a load with the codes that they wear, by one statement."""
    item, code = tables.item, tables.barcode
    query = (
        select(item.c.id, code.c.code)
        .select_from(item.join(code, worn()))
        .where(
            item.c.id.in_([one.item_id for one in inside.members]),
            code.c.origin == "ours",
            code.c.revoked_at.is_(None),
        )
    )
    codes = {row.id: row.code for row in session.connection().execute(query)}
    return [(one, codes.get(one.item_id, "")) for one in inside.members]


def worn() -> Any:
    """A code is an item's: its own, or that of the bag or garment that it stands on."""
    item, code = tables.item, tables.barcode
    return (code.c.item_id == item.c.id) | (
        item.c.resource_id.is_not(None) & (code.c.resource_id == item.c.resource_id)
    )
