import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from esat.actors import SYSTEM
from laundry_rabc.instruments import keeping, readings, reads
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.instruments.readings import Measure


def declared(session: Session, code: str) -> None:
    given = InstrumentIn(code=code, name="Balance", kind="scale", unit="kg")
    keeping.declare(session, given, by=SYSTEM)


def weighed(session: Session, code: str, at: datetime, value: str) -> None:
    readings.add(session, Measure(uuid.uuid4(), code, at, Decimal(value), "kg"), by=SYSTEM)


def test_each_instrument_shows_its_newest_measure_and_the_retired_come_last(
    session: Session, now: datetime
) -> None:
    for code in ("A-1", "B-1", "C-1"):
        declared(session, code)
    weighed(session, "B-1", now, "12")
    weighed(session, "B-1", now - timedelta(hours=1), "11")
    weighed(session, "B-1", now, "12.5")
    keeping.retire(session, keeping.by_code(session, "A-1").id or 0, by=SYSTEM)
    shown = [(r.instrument.code, r.last and r.last.value) for r in reads.instruments(session)]
    assert shown == [("B-1", Decimal("12.5")), ("C-1", None), ("A-1", None)]


def test_the_export_takes_whole_days_of_paris(session: Session, now: datetime) -> None:
    declared(session, "B-1")
    midnight = datetime.fromisoformat("2026-11-22T00:00:00+01:00")
    for minutes in (-1, 0, 24 * 60 - 1):
        weighed(session, "B-1", midnight + timedelta(minutes=minutes), "1")
    day = date(2026, 11, 22)
    rows = list(reads.export_rows(session, day, day))
    assert len(rows) == 2
    assert len(rows[0]) == len(reads.EXPORT_HEADERS)
    assert len(list(reads.export_rows(session, None, None))) == 3
