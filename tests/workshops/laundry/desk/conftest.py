"""What the tests of the desk share: a desk that is ready, a person, a place for files."""

from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.clients.models import Client
from esat.files.store import Store
from tests.workshops.laundry.desk import making


@pytest.fixture
def desk(session: Session, now: datetime) -> Session:
    making.ready(session)
    session.commit()
    return session


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def lucie(desk: Session) -> Client:
    made = making.person(desk)
    desk.commit()
    return made


@pytest.fixture
def karim(signed_in: making.SignedIn) -> FlaskClient:
    return signed_in(*making.KARIM)
