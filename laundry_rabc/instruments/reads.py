"""What the pages of instruments and the API show: instruments, their readings, their calibrations.
SELECTs only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from laundry_rabc.instruments import believed
from laundry_rabc.instruments.believed import Believed
from laundry_rabc.instruments.models import (
    Calibration,
    CalibrationPoint,
    Instrument,
    PermittedError,
    Reading,
)

EXPORT_HEADERS = (
    "instrument", "nom", "mesure_le", "recu_le", "valeur", "unite", "note", "cle",
)  # fmt: skip
MOST = 200


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """An instrument and its last reading."""

    instrument: Instrument
    last: Reading | None


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration with its points and who entered it."""

    row: Calibration
    points: tuple[CalibrationPoint, ...]
    who: str


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


def calibrations(session: Session, instrument_id: int) -> list[Calibrated]:
    """The register of one instrument, the newest first."""
    query = (
        select(Calibration, Account.display_name)
        .outerjoin(Account, col(Account.id) == Calibration.account_id)
        .where(Calibration.instrument_id == instrument_id)
        .order_by(col(Calibration.performed_at).desc(), col(Calibration.id).desc())
        .limit(MOST)
    )
    found = list(session.exec(query))
    points: dict[int, list[CalibrationPoint]] = {}
    keys = [row.id or 0 for row, _ in found]
    for point in session.exec(
        select(CalibrationPoint)
        .where(col(CalibrationPoint.calibration_id).in_(keys))
        .order_by(col(CalibrationPoint.position))
    ):
        points.setdefault(point.calibration_id, []).append(point)
    return [Calibrated(row, tuple(points.get(row.id or 0, ())), who or "") for row, who in found]


def permitted_errors(session: Session, instrument_id: int) -> list[PermittedError]:
    """How wrong an instrument might be, the newest decision first."""
    query = (
        select(PermittedError)
        .where(PermittedError.instrument_id == instrument_id)
        .order_by(col(PermittedError.id).desc())
        .limit(MOST)
    )
    return list(session.exec(query))


def believed_all(session: Session, at: datetime) -> dict[int, Believed]:
    """How far each instrument in use may be believed."""
    query = select(Instrument.id).where(col(Instrument.retired_at).is_(None))
    return believed.states(session, [key or 0 for key in session.exec(query)], at)


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
        query = query.where(col(Reading.at) >= clock.midnight(since))
    if until is not None:
        query = query.where(col(Reading.at) < clock.midnight(until + timedelta(days=1)))
    for reading, one in session.exec(query):
        yield (
            one.code, one.name, reading.at, reading.received_at, reading.value, reading.unit,
            reading.note, reading.key.hex(),
        )  # fmt: skip
