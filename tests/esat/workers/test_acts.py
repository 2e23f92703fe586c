from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.declarations import ActSent
from esat.errors import Invalid, NotFound
from esat.workers import acts
from esat.workers.models import HalfDay
from tests.esat.workers.conftest import Team


def sent(data: dict[str, object], by: Actor, at: datetime) -> ActSent:
    return ActSent(b"\0" * 16, None, data, at, offline=True, late=True, actor=by)


def sheet(team: Team) -> dict[str, object]:
    entries = [
        {"worker": team.paul, "status": "present"},
        {"worker": team.zoe, "status": "late", "from": "09:30", "to": None},
    ]
    return {"group": "linge", "day": "2026-11-23", "half": "morning", "entries": entries}


def test_a_tablet_records_the_sheet_with_its_own_time(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    done = acts.record(session, sent(sheet(team), leader, now))
    assert "Linge" in done.message
    kept = session.exec(select(HalfDay).where(HalfDay.worker_id == team.zoe)).one()
    assert (kept.day, kept.minutes, kept.recorded_at) == (date(2026, 11, 23), 150, now)
    assert kept.late


@pytest.mark.parametrize(
    "change",
    [
        {"entries": []},
        {"entries": "tous"},
        {"half": "matin"},
        {"day": "hier"},
        {"entries": [{"worker": 1, "status": "malade"}]},
        {"entries": [{"worker": 1, "status": "late", "from": "25:00"}]},
    ],
)
def test_what_is_no_sheet_is_refused(
    session: Session, team: Team, leader: Actor, now: datetime, change: dict[str, object]
) -> None:
    with pytest.raises(Invalid, match="sheet_unreadable"):
        acts.record(session, sent({**sheet(team), **change}, leader, now))


def test_an_unknown_group_is_not_found(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    with pytest.raises(NotFound, match="group_unknown"):
        acts.record(session, sent({**sheet(team), "group": "autre"}, leader, now))
