"""Files kept and matched, for the tests of what follows."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.config import Settings
from esat.files.store import store_of
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers import importing, matching
from laundry_rabc.loggers.models import LoggerFile, LoggerMatch
from tests import people
from tests.laundry_rabc.loggers import scene
from tests.laundry_rabc.loggers.scene import Washer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def washer(session: Session, now: datetime) -> Washer:
    return scene.build(session, now - 48 * HOUR)


class Keeper:
    """Keeps files for a test."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session, self.store = session, store_of(settings)

    def __call__(self, data: bytes, instrument: Instrument | None = None) -> LoggerFile:
        key = None if instrument is None else instrument.id
        return importing.keep(
            self.session, self.store, data, "L1.csv", scene.NONE, instrument_id=key, by=SYSTEM
        )


@pytest.fixture
def keep(session: Session, settings: Settings) -> Keeper:
    return Keeper(session, settings)


def hot(start: datetime) -> bytes:
    """Ten minutes up, twenty at 66 °C, then down: measured from before the cycle until after."""
    return scene.trace(("20.0", 15), ("66.0", 21), ("30.0", 60), start=start - 5 * MINUTE)


def matched(session: Session, file: LoggerFile, *cycles: int | None) -> list[LoggerMatch]:
    return matching.confirm(
        session, file.id or 0, [key or 0 for key in cycles], by=people.actor("qualite")
    )
