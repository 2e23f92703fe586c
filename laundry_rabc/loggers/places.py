"""Where instruments stand: dated rows, the newest until a moment is in force then."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, NoControl, Text
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers import rights
from laundry_rabc.loggers.models import InstrumentPlace
from workshops.laundry.plant.models import Machine


class PlaceIn(FormShape):
    """An instrument put somewhere: `machine` empty takes it away; `since` is a wall clock."""

    instrument: int
    machine: Annotated[int | None, Blank] = None
    serial: Annotated[
        str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9._-]*$"), NoControl
    ] = ""
    since: Annotated[datetime | None, Blank] = None
    note: Text = ""


def put(session: Session, given: PlaceIn, *, by: Actor) -> InstrumentPlace:
    """Say where an instrument stands from a moment on (now when none is said). NotFound for an
    instrument or a machine that is not there; refuses `instrument_retired`; Invalid for a moment to
    come, and for a serial number that another instrument bears. Flushes.
    """
    rights.require(by, rights.SET)
    instrument = session.get(Instrument, given.instrument)
    if instrument is None:
        raise NotFound("instrument_unknown")
    if instrument.retired_at is not None:
        raise Refused("instrument_retired", code=instrument.code)
    if given.machine is not None and not _is_machine(session, given.machine):
        raise NotFound("not_found")
    now = clock.now()
    since = now if given.since is None else _moment(given.since)
    if since > now:
        raise Invalid("form_invalid", {"since": "Ce moment n’est pas encore venu."})
    owner = of_serial(session, given.serial)
    if owner is not None and owner.id != instrument.id:
        words = f"Ce numéro est celui de {owner.code}."
        raise Invalid("form_invalid", {"serial": words})
    before = _last(session, given.instrument, now)
    made = InstrumentPlace(
        instrument_id=given.instrument, machine_id=given.machine, since=since, recorded_at=now,
        serial=given.serial or ("" if before is None else before.serial),
        account_id=by.account_id, note=given.note,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def machine_of(session: Session, instrument_id: int, at: datetime) -> int | None:
    """The machine (its resource) on which an instrument stood at a moment."""
    found = _last(session, instrument_id, at)
    return None if found is None else found.machine_id


def spans_of(
    session: Session, instrument_id: int, since: datetime, until: datetime
) -> list[tuple[int, datetime, datetime]]:
    """On which machines it stood in a span, each with from when until when."""
    query = (
        select(InstrumentPlace)
        .where(InstrumentPlace.instrument_id == instrument_id, col(InstrumentPlace.since) < until)
        .order_by(col(InstrumentPlace.since), col(InstrumentPlace.id))
    )
    rows = list(session.exec(query))
    ends = [*(row.since for row in rows[1:]), until][: len(rows)]
    return [
        (row.machine_id, max(row.since, since), min(end, until))
        for row, end in zip(rows, ends, strict=True)
        if row.machine_id is not None and end > since and row.since < end
    ]


def instruments_on(session: Session, machine_id: int, at: datetime) -> list[Instrument]:
    """The instruments in °C that stood on a machine at a moment."""
    newest = (
        select(func.max(InstrumentPlace.since).label("since"), InstrumentPlace.instrument_id)
        .where(col(InstrumentPlace.since) <= at)
        .group_by(col(InstrumentPlace.instrument_id))
        .subquery()
    )
    query = (
        select(InstrumentPlace, Instrument)
        .join(Instrument, col(Instrument.id) == col(InstrumentPlace.instrument_id))
        .join(
            newest,
            (newest.c.instrument_id == col(InstrumentPlace.instrument_id))
            & (newest.c.since == col(InstrumentPlace.since)),
        )
        .where(Instrument.unit == "°C")
        .order_by(col(InstrumentPlace.id))
    )
    last = {place.instrument_id: (place, one) for place, one in session.exec(query)}
    return [one for place, one in last.values() if place.machine_id == machine_id]


def of_serial(session: Session, serial: str) -> Instrument | None:
    """The instrument whose files bear a serial number; its code may be that number too."""
    if not serial:
        return None
    query = (
        select(Instrument)
        .join(InstrumentPlace, col(InstrumentPlace.instrument_id) == col(Instrument.id))
        .where(InstrumentPlace.serial == serial)
        .order_by(col(InstrumentPlace.id).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    if found is None:
        found = session.exec(select(Instrument).where(Instrument.code == serial)).first()
    return found


def _last(session: Session, instrument_id: int, at: datetime) -> InstrumentPlace | None:
    query = (
        select(InstrumentPlace)
        .where(InstrumentPlace.instrument_id == instrument_id, col(InstrumentPlace.since) <= at)
        .order_by(col(InstrumentPlace.since).desc(), col(InstrumentPlace.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _is_machine(session: Session, resource_id: int) -> bool:
    query = select(Machine.id).where(Machine.resource_id == resource_id).limit(1)
    return session.exec(query).first() is not None


def _moment(wall: datetime) -> datetime:
    return wall if wall.tzinfo is not None else wall.replace(tzinfo=clock.PARIS)
