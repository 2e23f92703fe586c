"""Which timetable counts for whom: the newest template that has begun, else the group's hours."""

from datetime import date, datetime, time

from sqlmodel import Session

from esat.workers.timetables import reads
from esat.workers.timetables.models import (
    TemplateSlot,
    TemplateVersion,
    TimeTemplate,
    WorkerTemplate,
)
from tests.esat.workers.conftest import Team

TUESDAY = date(2026, 11, 24)


def template(session: Session, now: datetime, *versions: tuple[date, time]) -> int:
    """A template of mornings that begin at a time, version by version."""
    made = TimeTemplate(code="matins", name="Matins", created_at=now)
    session.add(made)
    session.flush()
    for number, (since, start) in enumerate(versions, 1):
        version = TemplateVersion(
            template_id=made.id, version=number, since=since, week_a=date(2026, 1, 5),
            created_at=now,
        )  # fmt: skip
        session.add(version)
        session.flush()
        for weekday in range(5):
            session.add(
                TemplateSlot(
                    version_id=version.id,
                    weekday=weekday,
                    half="morning",
                    from_time=start,
                    to_time=time(12),
                )
            )
    session.flush()
    return made.id or 0


def keep(session: Session, now: datetime, worker: int, template_id: int | None, on: date) -> None:
    session.add(WorkerTemplate(worker_id=worker, template_id=template_id, since=on, created_at=now))
    session.flush()


def test_who_keeps_no_template_has_the_hours_of_his_group(session: Session, team: Team) -> None:
    day = reads.planned(session, [team.paul], TUESDAY)[team.paul]
    assert (day.source, day.minutes) == ("group", 420)


def test_a_template_counts_from_its_day_and_gives_way_again(
    session: Session, team: Team, now: datetime
) -> None:
    kept = template(session, now, (date(2026, 1, 1), time(9)))
    keep(session, now, team.paul, kept, date(2026, 11, 24))
    keep(session, now, team.paul, None, date(2026, 11, 26))
    days = reads.over(session, [team.paul], date(2026, 11, 23), date(2026, 11, 26))[team.paul]
    assert [day.minutes for day in days] == [420, 180, 180, 420]


def test_a_new_version_never_rewrites_the_days_before_it(
    session: Session, team: Team, now: datetime
) -> None:
    kept = template(session, now, (date(2026, 1, 1), time(9)), (date(2026, 11, 25), time(10)))
    keep(session, now, team.paul, kept, date(2026, 1, 1))
    days = reads.over(session, [team.paul], date(2026, 11, 24), date(2026, 11, 25))[team.paul]
    assert [day.minutes for day in days] == [180, 120]


def test_the_plans_of_many_cost_a_fixed_number_of_statements(
    session: Session, team: Team, now: datetime, statements: list[str]
) -> None:
    kept = template(session, now, (date(2026, 1, 1), time(9)))
    for worker in team.all:
        keep(session, now, worker, kept, date(2026, 1, 1))
    statements.clear()
    reads.over(session, team.all, date(2026, 1, 1), date(2026, 12, 31))
    assert len(statements) <= 4
