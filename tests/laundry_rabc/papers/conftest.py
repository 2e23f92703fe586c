"""The people of the tests of papers, their browsers, and the rules of the first day."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from laundry_rabc.papers import rules
from tests.laundry_rabc.papers import folk
from tests.laundry_rabc.papers.asking import DOCUMENTS, PAPER, send

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def those(session: Session, now: datetime) -> folk.Folk:
    rules.install(session, now)
    return folk.make(session)


@pytest.fixture
def ines(signed_in: SignedIn, session: Session, now: datetime) -> FlaskClient:
    rules.install(session, now)
    session.commit()
    return signed_in("qualite")


@pytest.fixture
def denis(signed_in: SignedIn) -> FlaskClient:
    return signed_in("direction")


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


@pytest.fixture
def document(ines: FlaskClient) -> str:
    return send(ines, f"{DOCUMENTS}/nouveau", **PAPER).headers["Location"]
