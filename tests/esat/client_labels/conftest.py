"""The French sentences of every module, and an administrator before a house that lends numbers."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.client_labels import ranges
from esat.registry import Registry
from tests.esat.client_labels.drawings import SSCC
from tests.esat.client_labels.lending import make_range, make_things, save


@pytest.fixture(autouse=True)
def sentences(loaded: Registry) -> Registry:
    return loaded


@pytest.fixture
def adele(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in("administrateur")


@pytest.fixture
def kept(session: Session, now: datetime) -> Session:
    """A template, a range and a number that left."""
    held = make_range(session)
    save(session, body=SSCC, range_id=held.id)
    (code,) = make_things(session)
    ranges.issue(session, held.id or 0, code, by=SYSTEM, at=now)
    session.commit()
    return session
