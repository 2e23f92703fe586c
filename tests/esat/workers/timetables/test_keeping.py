from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import Session, func, select

from esat.actors import Actor
from esat.errors import Refused
from esat.workers import half_days, locks
from esat.workers.half_days import Entry, Sheet
from esat.workers.timetables import keeping, reads, views
from esat.workers.timetables.keeping import Week
from esat.workers.timetables.models import TemplateVersion, TimeTemplate, WorkerTemplate
from esat.workers.timetables.plans import Slots, Span
from tests.esat.workers.conftest import Team

TODAY = date(2026, 11, 23)
SPAN = Span(time(9), time(12))
MORNINGS: Slots = {("A", weekday, "morning"): SPAN for weekday in range(5)}
ODILE = Actor(display_name="Odile")


def count(session: Session, model: type[TimeTemplate | TemplateVersion | WorkerTemplate]) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


@pytest.fixture
def mornings(session: Session, now: datetime) -> TimeTemplate:
    week = Week(date(2026, 1, 1), 1, MORNINGS)
    return keeping.create(session, "Les matins d’été", week, by=ODILE, at=now)


def test_a_template_sent_twice_is_made_once_and_another_of_its_name_refused(
    session: Session, mornings: TimeTemplate, now: datetime
) -> None:
    week = Week(date(2026, 1, 1), 1, MORNINGS)
    assert mornings.code == "les-matins-d-ete"
    again = keeping.create(session, "les matins d'été", week, by=ODILE, at=now)
    assert (again.id, count(session, TemplateVersion)) == (mornings.id, 1)
    with pytest.raises(Refused, match="timetable_name_known"):
        keeping.create(session, mornings.name, Week(TODAY, 1, MORNINGS), by=ODILE, at=now)


def test_a_new_version_leaves_the_days_before_it_as_they_were(
    session: Session, team: Team, mornings: TimeTemplate, now: datetime
) -> None:
    keeping.assign(session, team.paul, mornings, TODAY, by=ODILE, at=now)
    longer = {key: Span(time(8), time(12)) for key in MORNINGS}
    week = Week(TODAY + timedelta(days=1), 1, longer, reason="été")
    for _ in range(2):
        keeping.change(session, mornings, week, by=ODILE, at=now)
    days = reads.over(session, [team.paul], TODAY, TODAY + timedelta(days=1))[team.paul]
    assert [day.minutes for day in days] == [180, 240]
    assert [one.minutes for one in views.versions(session, mornings)] == [1200, 900]


def test_a_template_never_changes_a_day_that_is_recorded(
    session: Session, team: Team, leader: Actor, mornings: TimeTemplate, now: datetime
) -> None:
    keeping.assign(session, team.paul, mornings, date(2026, 11, 2), by=ODILE, at=now)
    half_days.record_sheet(
        session, Sheet(team.group, TODAY, "morning"), [Entry(team.paul, "present")], by=leader
    )
    with pytest.raises(Refused, match="template_past") as refused:
        keeping.change(session, mornings, Week(TODAY, 1, {}), by=ODILE, at=now)
    assert "24/11/2026 ou après" in refused.value.message
    with pytest.raises(Refused, match="template_past"):
        keeping.assign(session, team.paul, None, TODAY, by=ODILE, at=now)
    keeping.assign(session, team.paul, None, TODAY + timedelta(days=1), by=ODILE, at=now)
    keeping.assign(session, team.zoe, mornings, date(2026, 11, 2), by=ODILE, at=now)


def test_a_closed_month_is_past_too(
    session: Session, team: Team, mornings: TimeTemplate, now: datetime
) -> None:
    locks.close(session, [team.zoe], date(2026, 12, 1), by=ODILE, at=now)
    with pytest.raises(Refused, match="template_past") as refused:
        keeping.assign(session, team.zoe, mornings, TODAY, by=ODILE, at=now)
    assert "01/01/2027" in refused.value.message


def test_a_template_that_has_not_begun_is_not_given(
    session: Session, team: Team, mornings: TimeTemplate, now: datetime
) -> None:
    with pytest.raises(Refused, match="timetable_not_yet"):
        keeping.assign(session, team.paul, mornings, date(2025, 12, 31), by=ODILE, at=now)


def test_what_is_kept_already_is_not_written_again(
    session: Session, team: Team, mornings: TimeTemplate, now: datetime
) -> None:
    keeping.assign(session, team.paul, None, TODAY, by=ODILE, at=now)
    for _ in range(2):
        keeping.assign(session, team.paul, mornings, TODAY, by=ODILE, at=now)
    assert count(session, WorkerTemplate) == 1


def test_a_template_is_put_away_once_nobody_keeps_it(
    session: Session, team: Team, mornings: TimeTemplate, now: datetime
) -> None:
    keeping.assign(session, team.paul, mornings, TODAY, by=ODILE, at=now)
    with pytest.raises(Refused, match="timetable_kept"):
        keeping.archive(session, mornings, at=now)
    keeping.assign(session, team.paul, None, TODAY, by=ODILE, at=now)
    keeping.archive(session, mornings, at=now)
    with pytest.raises(Refused, match="timetable_archived"):
        keeping.assign(session, team.zoe, mornings, TODAY, by=ODILE, at=now)
    with pytest.raises(Refused, match="timetable_archived"):
        keeping.change(session, mornings, Week(TODAY, 1, MORNINGS), by=ODILE, at=now)
    assert [row.archived for row in views.templates(session, TODAY)] == [True]


def test_the_weeks_go_on_turning_from_the_week_that_was_named(
    session: Session, team: Team, now: datetime
) -> None:
    slots: Slots = {("A", 0, "morning"): SPAN, ("B", 1, "morning"): SPAN}
    week = Week(date(2026, 11, 25), 2, slots, first_week="B")
    made = keeping.create(session, "A et B", week, by=ODILE, at=now)
    keeping.assign(session, team.paul, made, date(2026, 11, 25), by=ODILE, at=now)
    days = reads.over(session, [team.paul], date(2026, 11, 30), date(2026, 12, 13))[team.paul]
    assert [day.day for day in days if day.minutes] == [date(2026, 11, 30), date(2026, 12, 8)]
