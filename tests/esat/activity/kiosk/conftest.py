"""A laundry with a kiosk: two groups, two Karims, and who leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import Device
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, Worker
from tests.signing_in import enrol

SignedIn = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Laundry:
    """The group of the linen and its people, a group of the gardens, and the enrolled kiosk."""

    linen: Group
    garden: Group
    karim_b: Worker
    karim_d: Worker
    paul: Worker
    lea: Worker
    device: Device
    token: str


def add(session: Session, group: Group, first: str, last: str, pictogram: str = "") -> Worker:
    given = WorkerIn(first_name=first, last_name=last, group_id=group.id)
    worker = people.create_worker(session, given)
    worker.pictogram = pictogram
    session.flush()
    return worker


@pytest.fixture
def laundry(session: Session, now: datetime) -> Laundry:
    linen = people.create_group(session, GroupIn(code="linge", name="Linge", workshop="laundry"))
    garden = people.create_group(
        session, GroupIn(code="jardin", name="Jardin", workshop="green_spaces")
    )
    token, _ = enrol(session, role="borne")
    device = session.exec(select(Device)).one()
    made = Laundry(
        linen,
        garden,
        add(session, linen, "Karim", "Benali", "sun"),
        add(session, linen, "Karim", "Diallo", "bicycle"),
        add(session, linen, "Paul", "Durand"),
        add(session, garden, "Léa", "Petit", "tree"),
        device,
        token,
    )
    session.commit()
    return made


@pytest.fixture
def kiosk(app: Flask, laundry: Laundry) -> FlaskClient:
    """The browser of the enrolled kiosk, nobody signed in."""
    browser = app.test_client()
    browser.set_cookie(DEVICE_COOKIE, laundry.token)
    return browser
