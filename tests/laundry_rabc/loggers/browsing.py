"""A browser in the loggers' room: what its tests send and read."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from tests.laundry_rabc.loggers import scene
from tests.laundry_rabc.loggers.scene import Washer

SignedIn = Callable[..., FlaskClient]
ROOT = "/rabc/enregistreurs"
HEADERS = {"Origin": "http://localhost"}
HOUR = timedelta(hours=1)


@pytest.fixture
def washer(session: Session, now: datetime) -> Washer:
    return scene.build(session, now - 48 * HOUR)


@pytest.fixture
def ines(signed_in: SignedIn) -> FlaskClient:
    return signed_in("qualite")


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


def send(browser: FlaskClient, path: str, **fields: object) -> TestResponse:
    return browser.post(ROOT + path, data=fields, headers=HEADERS)


def words(answer: TestResponse) -> str:
    """What a page says, its spaces as one types them."""
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ")


def upload(browser: FlaskClient, data: bytes, name: str = "L1.csv", **more: str) -> TestResponse:
    return send(browser, "/importer", file=(io.BytesIO(data), name), **more)


def key_of(answer: TestResponse) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', answer.text)
    assert found is not None, answer.text
    return found.group(1)


def kept(browser: FlaskClient, data: bytes) -> str:
    answer = send(browser, "/importer/enregistrer", key=key_of(upload(browser, data)))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def cold(start: datetime) -> bytes:
    return scene.trace(("20.0", 10), ("55.0", 2), ("47.0", 60), start=start)
