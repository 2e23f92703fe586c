"""Two people of the laundry: Paul, who left two years ago, and Zoé, who is here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.workers.models import Worker
from tests import people_month

SignedIn = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Two:
    """Rows of the test's own session."""

    paul: Worker
    zoe: Worker

    @property
    def page(self) -> str:
        return f"/travailleurs/droits/{self.paul.id}"


@pytest.fixture
def two(session: Session, now: datetime) -> Two:
    team = people_month.group(session)
    paul = people_month.worker(session, team, "Paul", "Durand", left_on=date(2024, 11, 20))
    zoe = people_month.worker(session, team, "Zoé", "Martin")
    session.commit()
    return Two(session.get_one(Worker, paul), session.get_one(Worker, zoe))


@pytest.fixture
def office(signed_in: SignedIn, two: Two) -> FlaskClient:
    return signed_in("bureau")
