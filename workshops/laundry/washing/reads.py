"""What the pages of sorting and of the machines show: SELECTs only, a fixed number of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.production import tables
from esat.production.models import Lot, Resource
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.models import Bin, Machine, Programme
from workshops.laundry.washing import loads, rules, starting
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
    why: starting.Why | None


@dataclass(frozen=True, slots=True)
class WaitingBag:
    """A bag that waits to be sorted, and how long it has."""

    code: str
    label: str
    client: str
    order: str
    since: datetime
    kg: Decimal | None
    precaution_id: int | None
    isolated_until: datetime | None
    age: str


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
    return [
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


def bins(session: Session) -> list[tuple[Bin, Resource, str]]:
    """The bins in use, with their codes, by name."""
    query = (
        rows_of(Bin, Resource)
        .join(Resource, col(Resource.id) == col(Bin.resource_id))
        .where(col(Resource.retired_at).is_(None))
        .order_by(col(Resource.label), col(Resource.id))
    )
    found = session.exec(query).all()
    codes = codes_of(session, [row.resource_id for row, _ in found])
    return [(row, thing, codes.get(row.resource_id, "")) for row, thing in found]


def waiting_bags(session: Session, at: datetime) -> list[WaitingBag]:
    """The bags received that wait to be sorted, the oldest first, with their age."""
    item, order, client = tables.item, tables.order, tables.client
    code, member = tables.barcode, tables.lot_item
    inside = select(member.c.item_id).where(member.c.left_at.is_(None))
    wears = (code.c.item_id == item.c.id) | (
        item.c.resource_id.is_not(None) & (code.c.resource_id == item.c.resource_id)
    )
    query = (
        select(
            code.c.code, item.c.label, item.c.stage, client.c.name, order.c.ref,
            item.c.stage_since, _side.c.kg, _side.c.precaution_id, _side.c.isolated_until,
        )
        .select_from(
            item.join(order, order.c.id == item.c.order_id)
            .join(client, client.c.id == order.c.client_id)
            .join(code, wears)
            .outerjoin(_side, _side.c.item_id == item.c.id)
        )
        .where(
            item.c.workshop == loads.WORKSHOP,
            item.c.closed_at.is_(None),
            item.c.stage.in_(("received", "sorted", "to_rewash")),
            item.c.id.not_in(inside),
            code.c.origin == "ours",
            code.c.revoked_at.is_(None),
        )
        .order_by(item.c.stage_since, item.c.id)
    )  # fmt: skip
    hours = limits.values(session, ("waiting_alert", "waiting_limit"), at)
    return [
        WaitingBag(
            row.code, row.label, row.name, row.ref, row.stage_since, row.kg, row.precaution_id,
            row.isolated_until, _age(at - row.stage_since, hours),
        )
        for row in session.connection().execute(query)
    ]  # fmt: skip


def _age(waited: timedelta, hours: dict[str, Decimal]) -> str:
    """ok, question or refused: how a wait stands against the house's delays, in hours."""
    exact = Decimal(int(waited.total_seconds())) / 3600
    if exact > hours["waiting_limit"]:
        return "refused"
    return "question" if exact > hours["waiting_alert"] else "ok"
