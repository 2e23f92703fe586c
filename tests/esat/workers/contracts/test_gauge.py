from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.rulebook.book import RuleIn
from esat.workers import people
from esat.workers.contracts import drawing, reads
from esat.workers.contracts.gauge import Gauge
from esat.workers.forms import WorkerIn
from esat.workers.rules.keeping import BOOK
from tests.esat.workers.conftest import Team
from tests.people import actor

FULL = Decimal(35)


@pytest.fixture
def three(session: Session, team: Team, now: datetime) -> None:
    """Two places authorised from 30 November; three people, one of them from 15 December."""
    rule = RuleIn(
        value=Decimal(2), since=date(2026, 11, 30), source="Arrêté", status="validated", reason="x"
    )
    BOOK.decide(session, "capacity_places", rule, by=actor("direction"))
    for name, begins, ends in (
        ("Ali", "2026-01-05", ""), ("Bob", "2026-01-05", ""), ("Cid", "2026-12-15", "2026-12-31"),
    ):  # fmt: skip
        given = {"first_name": name, "contract_starts": begins, "contract_ends": ends}
        people.create_worker(session, WorkerIn.model_validate({**given, "weekly_hours": "35"}))


def test_days_above_the_places_make_a_run_that_begins_and_ends(
    session: Session, three: None
) -> None:
    gauge = Gauge(session)
    [run] = gauge.runs(date(2026, 11, 1), date(2027, 2, 1))
    assert (run.since, run.until, run.open) == (date(2026, 12, 15), date(2026, 12, 31), False)
    assert (run.most, run.places) == (3, 2)
    [(one, was, now)] = gauge.changed(run.since)
    assert (was, now) == (None, FULL)
    assert one.begins == date(2026, 12, 15)
    [cut] = gauge.runs(date(2026, 11, 1), date(2026, 12, 20))
    assert cut.open


def test_each_day_of_a_period_is_what_the_day_alone_says(session: Session, three: None) -> None:
    gauge = Gauge(session)
    levels = gauge.over(date(2026, 11, 25), date(2027, 1, 5))
    assert all(level == gauge.on(level.day) for level in levels)
    assert all(level.fte == reads.fte(session, level.day) for level in levels[::7])
    assert {level.places for level in levels} == {83, 2}


def test_a_month_says_its_mean_its_most_and_its_days_above(session: Session, three: None) -> None:
    december = Gauge(session).months(2026)[11]
    assert (december.above, december.most) == (17, 3)
    assert december.mean == Decimal(2 * 31 + 17) / 31


def test_a_contract_without_hours_is_said_and_not_counted(session: Session, three: None) -> None:
    given = WorkerIn(first_name="Dan", contract_starts=date(2026, 11, 2))
    people.create_worker(session, given)
    level = Gauge(session).on(date(2026, 11, 23))
    assert (level.fte, level.unknown) == (2, 1)


def test_the_drawing_shows_both_lines_and_what_is_above(session: Session, three: None) -> None:
    levels = Gauge(session).over(date(2026, 12, 1), date(2026, 12, 31))
    drawn = drawing.draw(levels, 4)
    assert len(drawn.above) == 17
    assert all(drawing.TOP <= y <= drawing.HIGH - drawing.FOOT for _, y, *_ in drawn.above)
    assert drawn.line.count("H") == drawn.places.count("H") == 31
    assert drawing.draw(levels, None).today is None
    empty = Gauge(session).over(date(2020, 1, 1), date(2020, 1, 2))
    assert drawing.draw(empty, None).above == ()
