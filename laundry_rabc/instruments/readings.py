"""Readings: kept once by their key, in the unit of their instrument, never changed."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Refused
from laundry_rabc.instruments import keeping, scales
from laundry_rabc.instruments.models import Instrument, Reading

AHEAD = timedelta(minutes=5)
"""How far a sensor's clock may run before ours."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a sensor sends: its own key, made before the first try, and what it measured."""

    key: uuid.UUID
    instrument: str
    at: datetime
    value: Decimal
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading that is kept, by whom it was measured, and whether it was there already."""

    reading: Reading
    instrument: Instrument
    replay: bool = False


def add(session: Session, sent: Measure, *, by: Actor) -> Kept:
    """Keep one measure. Refuses `instrument_unknown`, `instrument_retired`, `unit_differs`,
    `reading_in_future`, and `reading_conflict` for a known key with another content. What a scale
    measured weighs the bag scanned last at its station. Flushes.
    """
    if not by.is_system and not by.can("readings.write"):
        raise Forbidden("not_allowed")
    instrument = keeping.by_code(session, sent.instrument)
    known = _known(session, sent, instrument)
    if known is not None:
        return known
    now = clock.now()
    _check(sent, instrument, now)
    row = Reading(
        instrument_id=instrument.id or 0,
        at=sent.at,
        received_at=now,
        value=sent.value,
        unit=sent.unit,
        device_id=by.device_id,
        account_id=by.account_id,
        key=sent.key.bytes,
        note=sent.note,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        # The same key came at the same moment by another road: that one is the answer.
        again = _known(session, sent, instrument)
        if again is None:
            raise
        return again
    scales.weighed(session, row, instrument, by=by)
    return Kept(row, instrument)


def _known(session: Session, sent: Measure, instrument: Instrument) -> Kept | None:
    row = session.exec(select(Reading).where(col(Reading.key) == sent.key.bytes)).first()
    if row is None:
        return None
    before = (row.instrument_id, row.at, row.value, row.unit, row.note)
    if before != (instrument.id, sent.at, sent.value, sent.unit, sent.note):
        raise Refused("reading_conflict")
    return Kept(row, instrument, replay=True)


def _check(sent: Measure, instrument: Instrument, now: datetime) -> None:
    if instrument.retired_at is not None and sent.at >= instrument.retired_at:
        raise Refused("instrument_retired", code=instrument.code)
    if sent.unit != instrument.unit:
        raise Refused("unit_differs", code=instrument.code, unit=instrument.unit)
    if sent.at > now + AHEAD:
        raise Refused("reading_in_future")
