"""The people of the tests of papers, and the rules of the first day."""

from datetime import datetime

import pytest
from sqlmodel import Session

from laundry_rabc.papers import rules
from tests.laundry_rabc.papers import folk


@pytest.fixture
def those(session: Session, now: datetime) -> folk.Folk:
    rules.install(session, now)
    return folk.make(session)
