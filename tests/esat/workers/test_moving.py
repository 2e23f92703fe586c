from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import Invalid, NotFound, Refused
from esat.workers import locks, moving, people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, Membership, Worker
from tests.esat.workers.conftest import Team

TODAY = date(2026, 11, 23)
ODILE = Actor(display_name="Odile")


@pytest.fixture
def garden(session: Session) -> int:
    return people.create_group(session, GroupIn(code="jardin", name="Jardin")).id or 0


@pytest.fixture
def zoe(session: Session, team: Team) -> Worker:
    return people.the_worker(session, team.zoe)


def rows(session: Session) -> list[tuple[int | None, date]]:
    return [(one.group_id, one.since) for one in session.exec(select(Membership))]


def test_a_change_is_written_once_with_its_author_and_both_times(
    session: Session, zoe: Worker, garden: int, now: datetime
) -> None:
    before = now - timedelta(hours=1)
    made = moving.move(session, zoe, garden, TODAY, by=Actor(account_id=None), at=before)
    assert made is not None
    assert (made.at, made.recorded_at, made.recorded_by) == (before, now, None)
    assert moving.move(session, zoe, garden, TODAY, by=ODILE) is None
    assert moving.move(session, zoe, garden, TODAY + timedelta(days=9), by=ODILE) is None
    assert rows(session) == [(garden, TODAY)]


def test_a_closed_month_keeps_its_group_and_the_first_free_day_is_said(
    session: Session, team: Team, zoe: Worker, garden: int, now: datetime
) -> None:
    locks.close(session, [team.zoe], date(2026, 10, 1), by=SYSTEM, at=now)
    for day in (date(2026, 10, 15), date(2026, 9, 30)):
        with pytest.raises(Refused, match="move_closed") as refused:
            moving.move(session, zoe, garden, day, by=ODILE)
        assert "Le mois 10/2026 est clos. Choisissez le 01/11/2026" in refused.value.message
    moving.move(session, zoe, garden, date(2026, 11, 1), by=ODILE)
    paul = people.the_worker(session, team.paul)
    moving.move(session, paul, garden, date(2026, 9, 30), by=ODILE)
    assert rows(session) == [(garden, date(2026, 11, 1)), (garden, date(2026, 9, 30))]


def test_a_change_that_ends_before_a_closed_month_touches_it_not(
    session: Session, team: Team, zoe: Worker, garden: int, now: datetime
) -> None:
    moving.move(session, zoe, garden, date(2026, 10, 1), by=ODILE)
    locks.close(session, [team.zoe], date(2026, 10, 1), by=SYSTEM, at=now)
    moving.move(session, zoe, None, date(2026, 9, 15), by=ODILE)
    assert len(rows(session)) == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2028, 1, 1), "plus d’un an"),
        (date(2025, 12, 31), "arrive le 05/01/2026"),
        (date(2026, 12, 24), "part le 23/12/2026"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_its_field(
    session: Session, zoe: Worker, garden: int, day: date, words: str
) -> None:
    zoe.contract_starts, zoe.left_on = date(2026, 1, 5), date(2026, 12, 23)
    with pytest.raises(Invalid) as refused:
        moving.move(session, zoe, garden, day, by=ODILE)
    assert words in refused.value.fields["since"]
    assert rows(session) == []


def test_a_group_that_is_not_or_is_no_longer_is_refused(
    session: Session, zoe: Worker, garden: int, now: datetime
) -> None:
    with pytest.raises(NotFound, match="group_unknown"):
        moving.move(session, zoe, 10**9, TODAY, by=ODILE)
    session.get_one(Group, garden).archived_at = now
    with pytest.raises(Refused, match="group_archived"):
        moving.move(session, zoe, garden, TODAY, by=ODILE)


def test_a_change_without_a_day_is_of_today_or_of_the_nearest_day_here(
    session: Session, zoe: Worker, garden: int
) -> None:
    assert moving.undated(zoe) == TODAY
    zoe.contract_starts = TODAY + timedelta(days=8)
    assert moving.undated(zoe) == TODAY + timedelta(days=8)
    zoe.contract_starts, zoe.left_on = None, TODAY - timedelta(days=3)
    assert moving.undated(zoe) == TODAY - timedelta(days=3)
    given = WorkerIn.model_validate({"first_name": "Zoé", "group_id": garden})
    people.update_worker(session, zoe.id or 0, given)
    assert rows(session) == [(garden, TODAY - timedelta(days=3))]
