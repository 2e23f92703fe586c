"""A closed month changes only by the office's hand."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Refused
from esat.workers import locks
from tests.esat.workers.conftest import Team
from tests.people import actor

NOVEMBER = date(2026, 11, 1)


def test_a_closed_month_refuses_the_supervisor_and_not_the_office(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    locks.close(session, [team.paul], date(2026, 11, 23), by=actor("bureau"), at=now)
    assert locks.locked(session, team.all, date(2026, 11, 30)) == {team.paul}
    with pytest.raises(Refused, match="period_locked"):
        locks.refuse(session, team.all, date(2026, 11, 2), leader)
    locks.refuse(session, team.all, date(2026, 12, 1), leader)
    locks.refuse(session, team.all, date(2026, 11, 2), actor("bureau"))


def test_closing_twice_closes_once(session: Session, team: Team, now: datetime) -> None:
    for _ in range(2):
        locks.close(session, team.all, NOVEMBER, by=actor("bureau"), at=now)
    assert locks.locked(session, team.all, NOVEMBER) == set(team.all)
