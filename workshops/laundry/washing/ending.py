"""What follows a cycle: its end with what the machine reported, the opening on the clean side, a
reported value corrected. What somebody read on a display is *declared*, never measured.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Refused
from esat.production import holds, journal, moves, subjects, tables
from esat.production.journal import Entry
from esat.production.models import Hold
from esat.production.moves import Context
from workshops.laundry.washing import cycles, loads, starting
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle, DisinfectionDue
from workshops.laundry.washing.rules import CALLED_OFF

FAULT: Final = "laundry.fault"
COLDEST, HOTTEST = Decimal(0), Decimal(100)
_station = tables.station


def end(session: Session, cycle: Cycle, report: Report, context: Context) -> Cycle:
    """A cycle ends as the machine reported it. A fault or a stop sends the load back to be washed
    again, and holds it until that was done. Refuses `cycle_ended`, `cycle_ends_before`,
    `temperature_implausible`.
    """
    loads.require(context.by)
    if report.max_c is not None and not COLDEST <= report.max_c <= HOTTEST:
        raise Refused("temperature_implausible")
    at = context.at or cycle.started_at
    cycles.finish(session, cycle, report, by=context.by, at=at, reason=context.reason)
    if cycle.lot_id is not None:
        subject = subjects.lot(session, cycle.lot_id)
        if subject is not None and subject.stage == "washing":
            # The machine has stopped, whatever holds the load: a fact is recorded, not judged.
            fact = Context(
                context.by, at, context.capture_uid, context.late, context.reason, judged=False
            )
            moves.move(session, subject, "end_wash", fact)
    _afterwards(session, cycle, by=context.by, at=at)
    return cycle


def ended(session: Session, lot_id: int, *, by: Actor, at: datetime, reason: str) -> None:
    """The move « wash ended » made at the counter ends the cycle too, with nothing read."""
    cycle = cycles.last_of_lot(session, lot_id)
    if cycle is not None and cycle.ended_at is None:
        cycles.finish(session, cycle, Report(), by=by, at=at, reason=reason)
        _afterwards(session, cycle, by=by, at=at)


def called_off(session: Session, lot_id: int, *, by: Actor, at: datetime) -> None:
    """A start that was undone or corrected: the cycle stays, as one that was stopped."""
    cycle = cycles.last_of_lot(session, lot_id)
    if cycle is not None and cycle.ended_at is None:
        report = Report("stopped", fault=CALLED_OFF)
        cycles.finish(session, cycle, report, by=by, at=max(at, cycle.started_at))


def open_door(session: Session, cycle: Cycle, *, by: Actor, at: datetime, late: bool) -> Cycle:
    """The machine is opened on the clean side. Refuses `needs_clean_station`, `not_washed`,
    `already_opened`, `opened_before_end`. Signed by who opened.
    """
    loads.require(by)
    if by.station_zone != "clean" and has_clean_station(session):
        raise Refused("needs_clean_station")
    if cycle.kind != "wash" or cycle.ended_at is None or cycle.outcome != "done":
        raise Refused("not_washed")
    if cycle.opened_at is not None:
        raise Refused("already_opened")
    if at < cycle.ended_at:
        raise Refused("opened_before_end")
    cycle.opened_at, cycle.open_recorded_at = at, clock.now()
    cycle.opened_by, cycle.open_station_id = by.account_id, by.station_id
    session.flush()
    entry = Entry(
        "lot.unloaded", at, lot_id=cycle.lot_id, worker_id=by.worker_id, late=late,
        data={"cycle": cycle.id or 0},
    )  # fmt: skip
    journal.record(session, entry, by=by)
    return cycle


@dataclass(frozen=True, slots=True)
class Found:
    """A cycle and the load of it, for who names either."""

    cycle: Cycle
    label: str


def the_cycle(session: Session, code: str | None, *, running: bool) -> Found:
    """The cycle that a code of a machine, of a load or of a bag in it means: the one that runs, or
    the last one to open. Refuses `no_cycle`.
    """
    subject = loads.the_subject(session, code)
    lot_id = subject.lot_id or subject.travels_in
    found: Cycle | None = None
    if subject.thing == "machine":
        found = (
            cycles.running(session, subject.resource_id or 0)
            if running
            else last_of_machine(session, subject.resource_id or 0)
        )
    elif lot_id is not None:
        found = cycles.last_of_lot(session, lot_id)
    if found is None:
        raise Refused("no_cycle", label=subject.label)
    return Found(found, subject.label)


def last_of_machine(session: Session, machine_id: int) -> Cycle | None:
    """The last load that a machine washed or washes."""
    query = (
        rows_of(Cycle)
        .where(Cycle.machine_id == machine_id, Cycle.kind == "wash")
        .order_by(col(Cycle.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def has_clean_station(session: Session) -> bool:
    """Whether the laundry has a place of its own on the clean side."""
    query = select(_station.c.id).where(
        _station.c.workshop == loads.WORKSHOP,
        _station.c.zone == "clean",
        _station.c.retired_at.is_(None),
    )
    return session.connection().execute(query.limit(1)).first() is not None


def _afterwards(session: Session, cycle: Cycle, *, by: Actor, at: datetime) -> None:
    """What the end of a cycle brings with it."""
    if cycle.kind == "disinfect":
        _disinfected(session, cycle, at)
        return
    if cycle.lot_id is None:
        return
    inside = loads.contents(session, [cycle.lot_id])[cycle.lot_id]
    flagged = loads.precautions(session, inside.precautions)
    if any(one.disinfect_after for one in flagged):
        _owe(session, cycle, at)
    if cycle.outcome == "done":
        _lift_faults(session, cycle.lot_id, at)
    else:
        _to_rewash(session, cycle, by=by, at=at)


def _owe(session: Session, cycle: Cycle, at: datetime) -> None:
    if starting.disinfection_due(session, cycle.machine_id) is None:
        session.add(
            DisinfectionDue(machine_id=cycle.machine_id, after_cycle_id=cycle.id or 0, since=at)
        )
        session.flush()


def _disinfected(session: Session, cycle: Cycle, at: datetime) -> None:
    due = starting.disinfection_due(session, cycle.machine_id)
    if due is not None and cycle.outcome == "done":
        due.done_cycle_id, due.done_at = cycle.id, at
        session.flush()


def _to_rewash(session: Session, cycle: Cycle, *, by: Actor, at: datetime) -> None:
    """A load that a machine did not wash to the end is washed again, and held until then."""
    subject = subjects.lot(session, cycle.lot_id or 0)
    if subject is None or subject.stage != "washed":
        return
    again = {"cycle": cycle.id, "reason": "machine"}
    context = Context(by, at, data=again, judged=False)
    subject = moves.move(session, subject, "rewash", context).subject
    if all(one.reason != FAULT for one in holds.open_holds(session, subject)):
        note = cycle.fault or "Cycle arrêté avant la fin"
        holds.place(session, subject, FAULT, by=SYSTEM, at=at, note=note, source="laundry.cycle",
                    source_ref=str(cycle.id))  # fmt: skip


def _lift_faults(session: Session, lot_id: int, at: datetime) -> None:
    """What was held for a fault was washed again to the end."""
    inside = moves.members(session, lot_id)
    query = rows_of(Hold).where(
        Hold.reason == FAULT,
        col(Hold.lifted_at).is_(None),
        (col(Hold.lot_id) == lot_id) | col(Hold.item_id).in_(inside),
    )
    for hold in session.exec(query).all():
        holds.lift(session, hold.id or 0, by=SYSTEM, at=at, note="Lavé de nouveau jusqu’au bout")
