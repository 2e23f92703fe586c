from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.accounts.roles import ROLES
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers.contracts import keeping, reads, trials
from esat.workers.contracts.forms import ContractIn, ExtensionIn
from esat.workers.models import HalfDay
from tests.esat.workers.conftest import Team
from tests.factories import AT
from tests.people import actor

DIRECTOR, OFFICE = Actor(capabilities=frozenset({trials.EXTEND})), Actor()
NOV = [date(2026, 11, day) for day in range(1, 31)]


@pytest.fixture
def tried(session: Session, team: Team, now: datetime) -> int:
    """Paul, admitted on 5 October."""
    given = ContractIn(
        kind="support", begins=date(2026, 10, 5), weekly_hours=Decimal(35), trial=True
    )
    return keeping.open_contract(session, team.paul, given, by=OFFICE)


def said(session: Session, team: Team, day: date, morning: str, afternoon: str) -> None:
    for half, status in (("morning", morning), ("afternoon", afternoon)):
        session.add(
            HalfDay(worker_id=team.paul, group_id=team.group.id or 0, day=day, half=half,
                    status=status, recorded_at=AT)
        )  # fmt: skip
    session.flush()


def the_trial(session: Session, day: date = NOV[22]) -> trials.Trial:
    [found] = trials.running(session, day)
    return found


def test_whole_days_away_are_proposed_and_half_days_are_not(
    session: Session, team: Team, tried: int
) -> None:
    said(session, team, NOV[15], "absent_announced", "absent_unannounced")
    said(session, team, NOV[16], "absent_announced", "present")
    said(session, team, NOV[19], "absent_announced", "absent_announced")
    said(session, team, NOV[22], "absent_announced", "absent_announced")
    found = the_trial(session)
    assert (found.ends, found.away, found.proposed) == (date(2027, 1, 4), 1 + 4, 5)
    assert found.proposed_until == date(2027, 1, 9)
    assert not found.beyond


def test_only_the_director_accepts_what_he_read(session: Session, team: Team, tried: int) -> None:
    [one] = reads.of_workers(session, [team.paul])
    given = ExtensionIn(until=date(2027, 1, 5), told_on=NOV[20])
    with pytest.raises(Refused, match="trial_changed"):
        trials.extend(session, one, given, by=DIRECTOR)
    said(session, team, NOV[15], "absent_announced", "absent_announced")
    assert [role for role in ROLES if actor(role).can(trials.EXTEND)] == ["direction"]
    with pytest.raises(Forbidden):
        trials.extend(session, one, given, by=OFFICE)
    for told in (date(2026, 10, 4), date(2026, 11, 24)):
        early = ExtensionIn(until=given.until, told_on=told)
        with pytest.raises(Invalid) as wrong:
            trials.extend(session, one, early, by=DIRECTOR)
        assert set(wrong.value.fields) == {"told_on"}
    for _ in range(2):
        trials.extend(session, one, given, by=DIRECTOR)
    found = the_trial(session)
    assert (found.until, found.accepted, found.proposed) == (date(2027, 1, 5), 1, 0)
    said(session, team, date(2027, 1, 5), "absent_announced", "absent_announced")
    assert the_trial(session, date(2027, 1, 6)).proposed_until == date(2027, 1, 6)


def test_a_trial_over_is_shown_only_while_its_extension_waits(
    session: Session, team: Team, tried: int
) -> None:
    assert trials.running(session, date(2026, 10, 4)) == []
    assert trials.running(session, date(2027, 1, 5)) == []
    said(session, team, NOV[15], "absent_announced", "absent_announced")
    assert len(trials.running(session, date(2027, 1, 5))) == 1
    assert trials.running(session, date(2027, 3, 1)) == []
    [one] = reads.of_workers(session, [team.zoe]) or [None]
    assert one is None
    keeping.take_back(session, tried, by=OFFICE)
    with pytest.raises(NotFound):
        keeping.the_contract(session, tried)


def test_a_long_absence_is_told_when_it_passes_the_longest_trial(
    session: Session, team: Team, tried: int
) -> None:
    day = date(2026, 10, 5)
    while day <= date(2027, 1, 4):
        if day.weekday() < 5:
            said(session, team, day, "absent_announced", "absent_announced")
        day = date.fromordinal(day.toordinal() + 1)
    found = the_trial(session, date(2026, 12, 1))
    assert found.proposed_until > found.most
    assert found.beyond
