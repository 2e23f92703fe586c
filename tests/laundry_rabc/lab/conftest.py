"""What the tests of the laboratory's pages share: people, a plan, a report with an alert."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from laundry_rabc.lab import samples
from laundry_rabc.lab.models import LabSample
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import Lab


@pytest.fixture
def lab(session: Session) -> Lab:
    made = plan.lab(session)
    session.commit()
    return made


@pytest.fixture
def ines(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in("qualite")


@pytest.fixture
def kept(session: Session, lab: Lab) -> LabSample:
    """A report with one alert."""
    given = [plan.sample(lab.table, "9")]
    (one,) = samples.enter(session, plan.report(session, lab), given, by=SYSTEM)
    session.commit()
    return one
