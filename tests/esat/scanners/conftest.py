"""A tablet of the laundry, people signed in on it, and pictures of set-up codes."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, select

from esat.accounts.models import Device
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.db import Database
from tests.signing_in import enrol

OnTablet = Callable[..., FlaskClient]


@pytest.fixture
def tablet(session: Session) -> tuple[int, str]:
    """The key of an enrolled device of the laundry, and its token."""
    token, _ = enrol(session)
    device = session.exec(select(Device)).one()
    session.commit()
    return device.id or 0, token


@pytest.fixture
def on_tablet(
    signed_in: Callable[..., FlaskClient], tablet: tuple[int, str]
) -> Callable[..., FlaskClient]:
    """`on_tablet("moniteur", ("laundry",))`: somebody signed in in the tablet's browser."""

    def make(role: str, workshops: tuple[str, ...] | None = None) -> FlaskClient:
        browser = signed_in(role, workshops)
        browser.set_cookie(DEVICE_COOKIE, tablet[1])
        return browser

    return make


@pytest.fixture
def speed(app: Flask, database: Database, tablet: tuple[int, str]) -> Callable[[], int]:
    """The speed that the tablet keeps, asked anew."""

    def ask() -> int:
        with database.read() as reading:
            return reading.get_one(Device, tablet[0]).scan_ms

    return ask


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 120), dpi: int | None = None) -> bytes:
    """A picture with a dark frame, as a code torn out of a notice would be."""
    drawn = Image.new("L", size, 255)
    drawn.paste(0, (10, 10, size[0] - 10, size[1] - 10))
    stream = io.BytesIO()
    told = {} if dpi is None else {"dpi": (dpi, dpi)}
    drawn.save(stream, kind, **told)
    return stream.getvalue()
