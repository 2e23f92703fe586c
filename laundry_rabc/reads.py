"""What the RABC pages and the API show: what is held, instruments, readings. SELECTs only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat import clock, registry
from esat.errors import NotFound
from esat.production import barcodes, subjects
from esat.production.models import Hold, Resource
from esat.production.subjects import Subject
from laundry_rabc.models import Instrument, Reading

QUARANTINE = "rabc_quarantine"
MOST_HELD = 200
EXPORT_HEADERS = (
    "instrument", "nom", "mesure_le", "recu_le", "valeur", "unite", "note", "cle",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A thing in quarantine: what, whose, where it stands, since when and why."""

    hold: Hold
    subject: Subject
    stage: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """An instrument and its last reading."""

    instrument: Instrument
    last: Reading | None


def held(session: Session) -> list[Held]:
    """What is in quarantine, the oldest first."""
    query = (
        select(Hold)
        .where(Hold.reason == QUARANTINE, col(Hold.lifted_at).is_(None))
        .order_by(col(Hold.placed_at), col(Hold.id))
        .limit(MOST_HELD)
    )
    return [_held(session, hold) for hold in session.exec(query)]


def one_held(session: Session, hold_id: int) -> Held:
    """One quarantine, lifted or not. NotFound for any other hold."""
    hold = session.get(Hold, hold_id)
    if hold is None or hold.reason != QUARANTINE:
        raise NotFound("not_found")
    return _held(session, hold)


def instruments(session: Session) -> list[InstrumentRow]:
    """Every instrument, those in use first, each with its last reading."""
    newest = (
        select(Reading.instrument_id, func.max(Reading.at).label("at"))
        .group_by(col(Reading.instrument_id))
        .subquery()
    )
    query = (
        select(Instrument, Reading)
        .outerjoin(newest, newest.c.instrument_id == col(Instrument.id))
        .outerjoin(
            Reading,
            (col(Reading.instrument_id) == newest.c.instrument_id)
            & (col(Reading.at) == newest.c.at),
        )
        .order_by(
            col(Instrument.retired_at).is_not(None), col(Instrument.code), col(Reading.id).desc()
        )
    )
    rows: dict[int, InstrumentRow] = {}
    for instrument, reading in session.exec(query):
        rows.setdefault(instrument.id or 0, InstrumentRow(instrument, reading))
    return list(rows.values())


def page(
    session: Session,
    *,
    since: datetime | None = None,
    instrument: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[tuple[Reading, str]]:
    """Readings in the order in which they came, each with its instrument's code: late ones
    included, none twice and none missed by one who asks for the page `after` his last key.
    """
    query = select(Reading, Instrument.code).join(
        Instrument, col(Instrument.id) == Reading.instrument_id
    )
    if since is not None:
        query = query.where(col(Reading.at) >= since)
    if instrument is not None:
        query = query.where(Instrument.code == instrument)
    query = query.where(col(Reading.id) > after).order_by(col(Reading.id)).limit(limit)
    return [(reading, code) for reading, code in session.exec(query)]


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Readings by the moment of their measure; the days are those of Paris, both included."""
    query = (
        select(Reading, Instrument)
        .join(Instrument, col(Instrument.id) == Reading.instrument_id)
        .order_by(col(Reading.at), col(Reading.id))
    )
    if since is not None:
        query = query.where(col(Reading.at) >= _midnight(since))
    if until is not None:
        query = query.where(col(Reading.at) < _midnight(until + timedelta(days=1)))
    for reading, one in session.exec(query):
        yield (
            one.code, one.name, reading.at, reading.received_at, reading.value, reading.unit,
            reading.note, reading.key.hex(),
        )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS)


def _held(session: Session, hold: Hold) -> Held:
    found = _subject(session, hold)
    if found is None:
        raise NotFound("not_found")
    workshop = registry.current().workshops.get(found.workshop or "")
    known = workshop is not None and found.stage is not None
    stage = workshop.road.stage(found.stage).label if workshop and known and found.stage else ""
    place = session.get(Resource, hold.place_id) if hold.place_id is not None else None
    return Held(hold, found, stage, "" if place is None else place.label)


def _subject(session: Session, hold: Hold) -> Subject | None:
    """What is held, by the one of its three keys that is filled."""
    if hold.item_id is not None:
        return subjects.item(session, hold.item_id)
    if hold.lot_id is not None:
        return subjects.lot(session, hold.lot_id)
    code = barcodes.of(session, resource_id=hold.resource_id or 0)
    return None if code is None else subjects.by_code(session, code)
