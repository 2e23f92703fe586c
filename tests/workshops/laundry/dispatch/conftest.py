"""The laundry of the tests of dispatch knows its families and its limits."""

import pytest
from sqlmodel import Session

from tests import factories
from workshops.laundry.plant import seeds


@pytest.fixture
def session(session: Session) -> Session:
    seeds.install(session, factories.AT)
    return session
