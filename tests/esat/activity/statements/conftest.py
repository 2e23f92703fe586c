"""A group of two people over November 2026, seven hours a day, closed on 1 December."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from esat import clock
from esat.workers.models import Group
from tests import people_month

NOVEMBER = date(2026, 11, 1)


@dataclass(frozen=True)
class Two:
    group: Group
    paul: int
    zoe: int


@pytest.fixture
def december() -> Iterator[datetime]:
    """The first of December, at ten in Paris."""
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with clock.pinned(moment):
        yield moment


@pytest.fixture
def two(session: Session, december: datetime) -> Two:
    """Paul and Zoé, present every day of November and at production."""
    team = people_month.group(session)
    paul = people_month.worker(session, team, "Paul", "Durand")
    zoe = people_month.worker(session, team, "Zoé", "Martin")
    days = people_month.workdays(NOVEMBER)
    people_month.present(session, team, [paul, zoe], days)
    return Two(team, paul, zoe)
