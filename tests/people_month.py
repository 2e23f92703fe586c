"""A month of people's hours, made by the services themselves: a group, sheets, lines, absences."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlmodel import Session

from esat import clock
from esat.activity.allocations import service as allocations
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.service import Place
from esat.actors import Actor
from esat.workers import half_days, locks, people
from esat.workers.absences import coding
from esat.workers.absences.forms import AbsenceIn
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group
from esat.workers.timetables.models import (
    TemplateSlot,
    TemplateVersion,
    TimeTemplate,
    WorkerTemplate,
)
from esat.workers.timetables.plans import HALVES, holiday
from tests.people import actor

SUPPORT_CONTRACT = "Contrat d’accompagnement par le travail"


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.PARIS)


def workdays(month: date) -> list[date]:
    """Monday to Friday, public holidays left out."""
    days = (month + timedelta(days=n) for n in range(31))
    return [
        day for day in days if day.month == month.month and day.weekday() < 5 and not holiday(day)
    ]


def group(session: Session, code: str = "linge", workshop: str = "laundry") -> Group:
    """A group of 9:00-12:00 and 13:00-17:00: seven hours a day."""
    given = GroupIn(
        code=code, name=code.capitalize(), workshop=workshop, morning_from=time(9),
        morning_to=time(12), afternoon_from=time(13), afternoon_to=time(17),
    )  # fmt: skip
    return people.create_group(session, given)


def worker(session: Session, team: Group, first: str, last: str, **more: object) -> int:
    given: dict[str, object] = {
        "contract_kind": SUPPORT_CONTRACT,
        "contract_starts": date(2020, 1, 6),
        "weekly_hours": Decimal(35),
        "payroll_id": f"M{first}{last}"[:40],
    }
    shape = WorkerIn.model_validate(
        {**given, **more, "first_name": first, "last_name": last, "group_id": team.id}
    )
    return people.create_worker(session, shape).id or 0


HOURS = {"morning": (9, 12), "afternoon": (13, 17)}
WHOLE = {"A": dict.fromkeys(range(5), ("morning", "afternoon"))}
"""Weeks of a template: for each weekday, the half-days that are worked."""
Weeks = Mapping[str, Mapping[int, Sequence[str]]]


def template(
    session: Session, workers: Iterable[int], since: date, name: str = "7 h", weeks: Weeks = WHOLE
) -> None:
    """A template of 9:00-12:00 and 13:00-17:00, kept from a day on; week A is that of 2 November
    2026.
    """
    at = clock.now()
    made = TimeTemplate(code=name.lower().replace(" ", "-"), name=name, created_at=at)
    session.add(made)
    session.flush()
    version = TemplateVersion(
        template_id=made.id or 0, version=1, since=since, weeks=len(weeks),
        week_a=date(2026, 11, 2), created_at=at,
    )  # fmt: skip
    session.add(version)
    session.flush()
    for week, days in weeks.items():
        for weekday, halves in days.items():
            for half in halves:
                start, end = HOURS[half]
                session.add(
                    TemplateSlot(
                        version_id=version.id or 0, week=week, weekday=weekday, half=half,
                        from_time=time(start), to_time=time(end),
                    )
                )  # fmt: skip
    for one in workers:
        session.add(WorkerTemplate(worker_id=one, template_id=made.id, since=since, created_at=at))
    session.flush()


def leading(*groups: Group) -> Actor:
    """The supervisor of these groups, and of no other."""
    found = actor("moniteur", workshops=tuple({one.workshop for one in groups}))
    return Actor(
        roles=found.roles, capabilities=found.capabilities, workshops=found.workshops,
        groups=frozenset(one.id or 0 for one in groups), display_name="Nadia",
    )  # fmt: skip


def present(
    session: Session,
    team: Group,
    workers: Sequence[int],
    days: Iterable[date],
    but: Mapping[tuple[int, date, str], Entry] | None = None,
    halves: Sequence[str] = HALVES,
) -> None:
    """Sheets of these days: everybody present, but for the exceptions."""
    by, exceptions = leading(team), but or {}
    for day in days:
        for half, hour in (("morning", 12), ("afternoon", 17)):
            if half not in halves:
                continue
            at = moment(day, hour, 5)
            entries = [exceptions.get((one, day, half), Entry(one, "present")) for one in workers]
            with clock.pinned(at):
                half_days.record_sheet(session, Sheet(team, day, half), entries, by=by, at=at)


def at_work(
    session: Session,
    team: Group,
    workers: Sequence[int],
    day: date,
    activity: str,
    hours: tuple[tuple[int, int], tuple[int, int]] = ((9, 0), (17, 0)),
) -> None:
    """A line of an activity, from when to when; what is no production is said in the evening."""
    (start, at_start), (end, at_end) = hours
    place = Place(
        team, day, activity, starts_at=moment(day, start, at_start),
        ends_at=moment(day, end, at_end),
    )  # fmt: skip
    at = moment(day, 17 if activity == "production" else 20)
    with clock.pinned(at):
        allocations.move_workers(session, workers, place, by=leading(team), at=at)


def all_day(session: Session, team: Group, workers: Sequence[int], day: date) -> None:
    """Lines of production of a whole day, many at once."""
    rows = [
        {
            "worker_id": one, "group_id": team.id, "day": day, "starts_at": moment(day, 9),
            "ends_at": moment(day, 17), "activity": "production", "at": moment(day, 17),
            "recorded_at": moment(day, 17), "late": False,
        }
        for one in workers
    ]  # fmt: skip
    session.connection().execute(insert(Allocation.__table__), rows)


def absence(
    session: Session, who: int, code: str, since: date, until: date | None = None, **more: object
) -> int:
    """An absence coded by the office."""
    given = AbsenceIn.model_validate(
        {"worker_id": who, "code": code, "since": since, "until": until or since, **more}
    )
    made = coding.record(session, given, by=actor("bureau"), at=clock.now())
    return made.number


def corrected(session: Session, team: Group, day: date, half: str, entry: Entry) -> None:
    """A half-day of a closed month said anew by the office."""
    found = leading(team)
    by = replace(found, capabilities=found.capabilities | {locks.CORRECT})
    sheet = Sheet(team, day, half, late=True, reason="Feuille papier retrouvée")
    half_days.record_sheet(session, sheet, [entry], by=by, at=clock.now())


def table(browser: FlaskClient, month: str) -> dict[str, dict[str, str]]:
    """The office's CSV of a month: by name, each field by its header."""
    text = browser.get(f"/travailleurs/releves/{month}/fichier?format=csv").data.decode("utf-8-sig")
    head, *rows = csv.reader(text.splitlines(), delimiter=";")
    return {row[2]: dict(zip(head, row, strict=True)) for row in rows}
