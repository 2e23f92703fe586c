"""The runs of machines: begun once a machine at a time, finished with what the machine reported.

Rows only: which load may start, and what moves with it, is decided by those who call.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing.models import Cycle, CycleDose

LATE = timedelta(minutes=10)
"""What is entered later than this after it happened is late."""
Told = Callable[[Session, Cycle, Actor], None]
_told: Final[list[Told]] = []


def on_finished(listener: Told) -> None:
    """Be told of every cycle that ends, whichever way, in its transaction: raising undoes it."""
    if listener not in _told:
        _told.append(listener)


@dataclass(frozen=True, slots=True)
class Start:
    """Which machine runs what: `lot_id` is None for an empty run that disinfects."""

    machine_id: int
    lot_id: int | None = None
    programme_id: int | None = None
    kind: str = "wash"
    kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the machine says at the end, as somebody typed it: declared, until a logger says more.

    Temperature in °C, hold in minutes, water in litres, energy in kWh, doses in millilitres.
    """

    outcome: str = "done"
    max_c: Decimal | None = None
    hold_minutes: Decimal | None = None
    water_l: Decimal | None = None
    energy_kwh: Decimal | None = None
    fault: str = ""
    doses: Mapping[str, Decimal] = field(default_factory=dict)


_RUNNING = select(Cycle).where(
    col(Cycle.machine_id) == bindparam("machine"), col(Cycle.ended_at).is_(None)
)
_LAST = (
    select(Cycle)
    .where(col(Cycle.lot_id) == bindparam("lot"))
    .order_by(col(Cycle.id).desc())
    .limit(1)
)


def running(session: Session, machine_id: int) -> Cycle | None:
    """What a machine does now."""
    return session.exec(_RUNNING, params={"machine": machine_id}).first()


def last_of_lot(session: Session, lot_id: int) -> Cycle | None:
    """The last cycle that a lot went through or is in."""
    return session.exec(_LAST, params={"lot": lot_id}).first()


def begin(session: Session, start: Start, *, by: Actor, at: datetime, reason: str = "") -> Cycle:
    """A cycle begins. Refuses `machine_running` (also when two tablets start it at once),
    `load_running`; NotFound for a machine that is withdrawn; anything else that the database does
    not take is a mistake of ours and raises as it is. Flushes.
    """
    machine = versions.current(session, Machine, "resource_id", start.machine_id)
    if running(session, start.machine_id) is not None:
        raise Refused("machine_running", machine=machine.label)
    if start.lot_id is not None:
        last = last_of_lot(session, start.lot_id)
        if last is not None and last.ended_at is None:
            raise Refused("load_running")
    recorded = clock.now()
    cycle = Cycle(
        lot_id=start.lot_id, kind=start.kind, machine_id=start.machine_id,
        machine_version_id=machine.id or 0, programme_id=start.programme_id, kg=start.kg,
        started_at=at, start_recorded_at=recorded, started_by=by.account_id,
        start_station_id=by.station_id, late=recorded - at > LATE, late_reason=reason,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(cycle)
            session.flush()
    except IntegrityError as twice:
        if running(session, start.machine_id) is None:
            raise
        raise Refused("machine_running", machine=machine.label) from twice
    return cycle


def finish(
    session: Session, cycle: Cycle, report: Report, *, by: Actor, at: datetime, reason: str = ""
) -> Cycle:
    """A cycle ends with what was read on the machine. Refuses `cycle_ended`,
    `cycle_ends_before` (moments are compared as moments: a changed clock changes nothing). Flushes.
    """
    if cycle.ended_at is not None:
        raise Refused("cycle_ended")
    if at < cycle.started_at:
        raise Refused("cycle_ends_before")
    cycle.ended_at, cycle.end_recorded_at = at, clock.now()
    cycle.ended_by, cycle.end_station_id = by.account_id, by.station_id
    cycle.outcome, cycle.fault = report.outcome, report.fault
    cycle.max_c, cycle.hold_minutes = report.max_c, report.hold_minutes
    cycle.water_l, cycle.energy_kwh = report.water_l, report.energy_kwh
    if cycle.end_recorded_at - at > LATE:
        cycle.late, cycle.late_reason = True, reason or cycle.late_reason
    for product, ml in report.doses.items():
        session.add(CycleDose(cycle_id=cycle.id or 0, product=product, ml=ml))
    session.flush()
    for listener in _told:
        listener(session, cycle, by)
    return cycle
