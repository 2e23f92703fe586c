from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.demo import history
from esat.production import projection
from esat.production.models import Hold, Item, Lot
from esat.registry import Registry
from esat.web.door import House
from workshops.laundry.finishing.models import Reject
from workshops.laundry.intake.cases import Anomaly
from workshops.laundry.stock.models import Complaint
from workshops.laundry.washing.models import Breach, Cycle

pytestmark = pytest.mark.long
WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)
SMALL_HOURS = datetime(2026, 11, 26, 0, 5, tzinfo=UTC)
"""An hour before, it was another day in UTC and the same one in Paris."""


@pytest.fixture(params=[WEDNESDAY, SUNDAY_NIGHT, NEW_YEAR, SMALL_HOURS])
def opened(
    request: pytest.FixtureRequest, file_database: Database, loaded: Registry, settings: Settings
) -> Iterator[tuple[Session, datetime]]:
    """A demo of a month, at the moment that it is opened."""
    now: datetime = request.param
    house = House(settings, file_database, loaded)
    with clock.pinned(now):
        history.make(
            house, today=clock.today(), months=1, password="x" * 12, told=lambda *_: None, now=now
        )
        with file_database.read() as session:
            yield session, now


def test_something_turns_dries_and_waits_when_a_demo_is_opened(
    opened: tuple[Session, datetime],
) -> None:
    session, now = opened
    turning = session.exec(select(Cycle).where(col(Cycle.ended_at).is_(None))).all()
    minutes = sorted((now - one.started_at).seconds // 60 for one in turning)
    assert minutes == [35, 70]
    wet = session.exec(
        select(Lot.stage_since).where(Lot.stage == "washed", col(Lot.closed_at).is_(None))
    ).all()
    assert sorted((now - since).seconds // 60 for since in wet) == [43, 88]
    stages = Counter(
        session.exec(select(Item.stage).where(Item.workshop == "laundry", Item.closed_at == None))  # noqa: E711
    )
    assert stages["received"] >= 5
    assert stages["finished"] >= 1
    assert stages["to_rewash"] == 2
    assert stages["to_mend"] == 1


def of_today(session: Session, now: datetime) -> None:
    """Most linen to pack was folded today; of the complaints one is late and one is due today."""
    folded = session.exec(
        select(Item.stage_since).where(Item.kind == "linen", Item.stage == "finished")
    ).all()
    assert sum(now - since < timedelta(hours=6) for since in folded) * 2 > len(folded) > 0
    waiting = session.exec(select(Complaint).where(col(Complaint.replied_at).is_(None))).all()
    today = clock.today()
    assert sum(one.due_on < today for one in waiting) == 1
    assert sum(one.due_on == today for one in waiting) == 1
    assert all(one.received_at <= one.created_at <= now for one in waiting)


def test_troubles_are_few_and_nothing_is_told_of_tomorrow(opened: tuple[Session, datetime]) -> None:
    session, now = opened
    assert len(session.exec(select(Reject)).all()) == 3
    assert len(session.exec(select(Breach)).all()) == 1
    assert session.exec(select(Anomaly).where(Anomaly.kind == "open")).first() is not None
    reasons = Counter(session.exec(select(Hold.reason).where(col(Hold.lifted_at).is_(None))))
    assert reasons["zone_breach"] == 1
    assert projection.compare(session) == []
    of_today(session, now)
    moments = session.exec(select(Item.stage_since)).all()
    assert all(since <= now for since in moments)
