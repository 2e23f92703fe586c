"""A washer with an instrument in it, and cycles of a programme at 65 °C, ten minutes, four of
mixing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.production.models import Lot
from laundry_rabc.instruments.models import Instrument, PermittedError
from laundry_rabc.loggers import places
from laundry_rabc.loggers.formats.reading import Said
from laundry_rabc.loggers.places import PlaceIn
from tests.laundry_rabc.loggers import written
from tests.workshops.laundry.washing import laundries
from workshops.laundry.plant import service
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.plant.service import ProgrammeFacts
from workshops.laundry.washing.models import Cycle

_numbers = count(1)
SERIAL = "20100001"
NONE = Said()


@dataclass
class Washer:
    """The washer, its instrument, its programme."""

    l1: int
    l2: int
    instrument: Instrument
    programme: Programme


def build(session: Session, since: datetime) -> Washer:
    plant = laundries.build(session, since)
    facts = ProgrammeFacts(
        "P65", "Draps 65 °C", 60, machines=(plant.id("l1"), plant.id("l2")),
        temperature_c=Decimal(65), hold_minutes=Decimal(10), mixing_minutes=Decimal(4),
    )  # fmt: skip
    programme, _ = service.add_programme(session, facts, by=SYSTEM, at=since)
    instrument = probe(session, "ENR-1", since)
    made = Washer(plant.id("l1"), plant.id("l2"), instrument, programme)
    stand(session, instrument, made.l1, since, SERIAL)
    session.commit()
    return made


def probe(
    session: Session, code: str, at: datetime, unit: str = "°C", error: str | None = "0.5"
) -> Instrument:
    """An instrument, and how wrong it may be unless nobody said it."""
    row = Instrument(code=code, name=f"Sonde {code}", kind="probe", unit=unit, created_at=at)
    session.add(row)
    session.flush()
    if error is not None:
        session.add(
            PermittedError(
                instrument_id=row.id or 0,
                value=Decimal(error),
                since=date(2020, 1, 1),
                source="Fiche",
                created_at=at,
            )
        )
        session.flush()
    return row


def stand(
    session: Session,
    instrument: Instrument,
    machine: int | None,
    since: datetime,
    serial: str = "",
) -> None:
    given = PlaceIn(instrument=instrument.id or 0, machine=machine, serial=serial, since=since)
    places.put(session, given, by=SYSTEM)


def cycle(
    session: Session, washer: Washer, start: datetime, machine: int | None = None,
    *, minutes: int = 60, declared: str | None = "65",
) -> Cycle:  # fmt: skip
    """A cycle with a load, ended, and what the machine said of it."""
    resource = machine or washer.l1
    version = session.exec(select(Machine).where(Machine.resource_id == resource)).one()
    end = start + timedelta(minutes=minutes)
    lot = Lot(
        ref=f"L-{next(_numbers)}",
        workshop="laundry",
        kind="wash",
        label="Draps",
        stage="washing",
        stage_since=start,
        opened_at=start,
    )
    session.add(lot)
    session.flush()
    row = Cycle(
        lot_id=lot.id,
        machine_id=resource,
        machine_version_id=version.id,
        programme_id=washer.programme.id,
        started_at=start,
        start_recorded_at=start,
        ended_at=end,
        end_recorded_at=end,
        outcome="done",
        max_c=None if declared is None else Decimal(declared),
        hold_minutes=None if declared is None else Decimal(12),
    )
    session.add(row)
    session.flush()
    return row


def trace(*steps: tuple[str, int], start: datetime, step: int = 60) -> bytes:
    """A HOBOware file: each temperature for so many lines, on the clock of UTC."""
    values = [value for value, times in steps for _ in range(times)]
    return written.hoboware(values, start.replace(tzinfo=None), step=step, zone="GMT+00:00")
