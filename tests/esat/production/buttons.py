"""The questions that every button of orders and of the shop floor is asked."""

import re
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlmodel import Session
from werkzeug.test import TestResponse

from esat.production.journal_models import Event

OWN = "http://localhost"


def events(session: Session) -> int:
    """How many events the journal holds."""
    session.expire_all()
    return session.exec(select(func.count()).select_from(Event)).one()[0]  # type: ignore[call-overload]


def press(browser: FlaskClient, url: str, key: str | None = None, **form: object) -> TestResponse:
    """Send a form as the page would, with a key of its own."""
    return browser.post(url, data={"capture": key or str(uuid4()), **form}, headers={"Origin": OWN})


def hidden(page: str, name: str) -> list[str]:
    """The values of the hidden fields of that name."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page)
