from datetime import date, time

from sqlmodel import Session

from esat.actors import Actor
from esat.workers import half_days, people, presences
from esat.workers.forms import GroupIn
from esat.workers.half_days import Entry, Sheet
from esat.workers.timetables.plans import Span
from tests.esat.workers.conftest import Team

TODAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)


def test_the_spans_are_those_of_the_half_days_whatever_is_planned_later(
    session: Session, team: Team, leader: Actor
) -> None:
    afternoon = Sheet(team.group, TODAY, "afternoon")
    half_days.record_sheet(session, afternoon, [Entry(team.paul, "present")], by=leader)
    entries = [
        Entry(team.paul, "late", time(9), time(11)),
        Entry(team.zoe, "absent_announced"),
        Entry(team.eric, "outside"),
    ]
    half_days.record_sheet(session, Sheet(team.group, TODAY, "morning"), entries, by=leader)
    market = [Entry(team.zoe, "present", time(7), time(13))]
    half_days.record_sheet(session, Sheet(team.group, SUNDAY, "morning"), market, by=leader)
    people.update_group(
        session, team.group, GroupIn(code="linge", name="Linge", morning_from=time(10))
    )
    assert presences.spans(session, team.all, SUNDAY, TODAY) == {
        (team.paul, TODAY): [Span(time(9), time(11)), Span(time(13), time(16, 30))],
        (team.eric, TODAY): [Span(time(8, 30), time(12))],
        (team.zoe, SUNDAY): [Span(time(7), time(13))],
    }
    assert presences.spans(session, [team.eric], SUNDAY, SUNDAY) == {}
