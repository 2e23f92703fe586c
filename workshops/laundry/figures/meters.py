"""Meters of water and energy, of a machine or of the whole laundry: read, replaced, amended.

What was used is the difference of two readings of one series, counted on the day of the second.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as pick

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.web.filters import number
from workshops.laundry.figures import parts
from workshops.laundry.figures.models import MeterReading
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing.cycles import LATE
from workshops.laundry.washing.models import Cycle

READ: Final = "laundry.meters"
HOUSE: Final = "Toute la blanchisserie"
KINDS: Final = {"water": ("Eau", "m³", "L"), "energy": ("Énergie", "kWh", "kWh")}
"""What is measured: its name, the unit of the meter, the unit that is divided by kilograms."""
TIMES: Final = {"water": Decimal(1000), "energy": Decimal(1)}
OLDEST: Final = timedelta(days=35)
_cycle = Cycle.__table__


@dataclass(frozen=True, slots=True)
class Read:
    """An index as somebody read it; `machine_id` None is the meter of the whole laundry."""

    kind: str
    value: Decimal
    at: datetime
    machine_id: int | None = None
    replaced: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """What a meter says was used from one moment to another, and the linen of that time."""

    kind: str
    machine_id: int | None
    amount: Decimal
    kg: Decimal
    since: datetime
    until: datetime


def record(session: Session, read: Read, *, by: Actor) -> MeterReading:
    """Keep a reading. Refuses `meter_goes_back`, `meter_ahead`, `meter_too_old`; Invalid without
    the reason that a new meter or a late reading needs; forbids `not_allowed`. Flushes.
    """
    _require(by)
    if read.machine_id is not None:
        versions.current(session, Machine, "resource_id", read.machine_id)
    now = clock.now()
    late = now - read.at > LATE
    _check(read, now, late=late)
    known = readings(session, read.kind, read.machine_id)
    series = known[-1].series if known else 1
    if read.replaced:
        series += bool(known)
        if known and read.at < known[-1].at:
            raise Refused("meter_before_last")
    else:
        series = _series_at(known, read.at)
        _between([one for one in known if one.series == series], read.value, read.at)
    row = MeterReading(
        kind=read.kind, machine_id=read.machine_id, series=series, value=read.value, at=read.at,
        recorded_at=now, account_id=by.account_id, station_id=by.station_id, late=late,
        reason=read.reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def amend(
    session: Session, reading_id: int, value: Decimal, reason: str, *, by: Actor
) -> MeterReading:
    """A further row in place of a mistake, which stays. NotFound for one that is not in force;
    refuses `meter_goes_back`; Invalid without a reason. Flushes.
    """
    _require(by)
    wrong = in_force(session, reading_id)
    known = readings(session, wrong.kind, wrong.machine_id)
    if not reason.strip():
        raise Invalid("form_invalid", {"reason": "Écrivez ce qui s’est passé."})
    others = [one for one in known if one.series == wrong.series and one.id != wrong.id]
    _between(others, value, wrong.at)
    row = MeterReading(
        kind=wrong.kind, machine_id=wrong.machine_id, series=wrong.series, value=value,
        at=wrong.at, recorded_at=clock.now(), account_id=by.account_id, station_id=by.station_id,
        amends_id=wrong.id, late=wrong.late, reason=reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def in_force(session: Session, reading_id: int) -> MeterReading:
    """A reading that no other amends; NotFound otherwise."""
    found = session.get(MeterReading, reading_id)
    after = pick(MeterReading.id).where(MeterReading.amends_id == reading_id)
    if found is None or session.exec(after).first() is not None:
        raise NotFound("not_found")
    return found


def readings(session: Session, kind: str, machine_id: int | None) -> list[MeterReading]:
    """The readings of one meter that are in force, oldest first."""
    machine = col(MeterReading.machine_id)
    same = machine.is_(None) if machine_id is None else machine == machine_id
    amended = pick(MeterReading.amends_id).where(col(MeterReading.amends_id).is_not(None))
    query = (
        pick(MeterReading)
        .where(MeterReading.kind == kind, same, col(MeterReading.id).not_in(amended))
        .order_by(col(MeterReading.series), col(MeterReading.at), col(MeterReading.id))
    )
    return list(session.exec(query))


def meters(session: Session) -> list[tuple[str, int | None]]:
    """The meters that were ever read."""
    query = pick(MeterReading.kind, MeterReading.machine_id).distinct()
    return sorted(session.exec(query), key=lambda one: (one[0] != "water", one[1] or 0))


def used(session: Session, since: date, until: date) -> list[Used]:
    """What every meter counted by readings of these days, both included; a meter that was not
    read twice says nothing.
    """
    found = []
    for kind, machine_id in meters(session):
        spans = _spans(readings(session, kind, machine_id), since, until)
        if spans:
            begun, ended = spans[0][0].at, spans[-1][1].at
            amount = sum((b.value - a.value for a, b in spans), Decimal(0)) * TIMES[kind]
            kg = _washed(session, machine_id, begun, ended)
            found.append(Used(kind, machine_id, amount, kg, begun, ended))
    return found


def _spans(
    rows: list[MeterReading], since: date, until: date
) -> list[tuple[MeterReading, MeterReading]]:
    return [
        (a, b)
        for a, b in pairwise(rows)
        if a.series == b.series and since <= parts.day_of(b.at) <= until
    ]


def _washed(session: Session, machine_id: int | None, begun: datetime, ended: datetime) -> Decimal:
    query = select(func.sum(_cycle.c.kg)).where(
        _cycle.c.ended_at > begun, _cycle.c.ended_at <= ended, _cycle.c.outcome.in_(("", "done")),
        # Linen is washed once: its time in a dryer adds no kilogram to the whole laundry's.
        _cycle.c.kind == "wash" if machine_id is None else _cycle.c.machine_id == machine_id,
    )  # fmt: skip
    return session.connection().execute(query).scalar() or Decimal(0)


def _check(read: Read, now: datetime, *, late: bool) -> None:
    if read.at > now + timedelta(minutes=5):
        raise Refused("meter_ahead")
    if now - read.at > OLDEST:
        raise Refused("meter_too_old")
    if not read.reason.strip() and (read.replaced or late):
        why = "Dites pourquoi le compteur est neuf." if read.replaced else "Dites pourquoi si tard."
        raise Invalid("form_invalid", {"reason": why})


def _series_at(known: list[MeterReading], at: datetime) -> int:
    """The meter that hung there then."""
    before = [one.series for one in known if one.at <= at]
    return max(before, default=known[0].series if known else 1)


def _between(known: list[MeterReading], value: Decimal, at: datetime) -> None:
    """Refuses an index below an earlier one, or above a later one."""
    for one in known:
        if (one.at <= at and value < one.value) or (one.at > at and value > one.value):
            unit = KINDS[one.kind][1]
            raise Refused("meter_goes_back", last=number(one.value, unit), at=_wall(one.at))


def _wall(moment: datetime) -> str:
    return clock.local(moment).strftime("%d/%m/%Y à %H:%M")


def _require(by: Actor) -> None:
    if not by.is_system and not by.can(READ, workshop="laundry"):
        raise Forbidden("not_allowed")
