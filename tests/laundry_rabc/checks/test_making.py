"""What the plan asks for is written once, on open days, and never for days before the house."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, col, func, select

from esat import clock
from esat.production import things
from laundry_rabc.checks import calendar, making
from laundry_rabc.checks.models import CalendarDay, Check
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint
from workshops.laundry.dispatch.models import Round, Trip
from workshops.laundry.plant.models import Machine

MONDAY = date(2026, 11, 23)
MORNING = calendar.moment(MONDAY, time(6))


def keys(session: Session, code: str) -> list[str]:
    query = (
        select(Check.key)
        .join(ControlPoint, col(ControlPoint.id) == Check.point_id)
        .where(ControlPoint.code == code)
        .order_by(col(Check.due_at), col(Check.id))
    )
    return list(session.exec(query))


@pytest.fixture
def plan(session: Session) -> Session:
    proposing.install(session, MORNING - timedelta(days=20))
    calendar.install(session, MORNING - timedelta(days=20))
    session.flush()
    return session


def make(session: Session, at: datetime) -> int:
    with clock.pinned(at):
        return making.make(session)


def machine(session: Session, kind: str, label: str) -> int:
    row, _ = things.add_resource(session, "machine", label, "laundry", "E", at=MORNING)
    session.add(Machine(resource_id=row.id, version=1, kind=kind, label=label, created_at=MORNING))
    session.flush()
    return row.id or 0


def test_a_shift_has_two_turns_a_day_one_and_running_again_adds_none(plan: Session) -> None:
    assert make(plan, MORNING) > 0
    assert keys(plan, "TEN-01") == ["2026-11-23/matin", "2026-11-23/apres-midi"]
    assert keys(plan, "ENV-01") == ["2026-11-23"]
    assert make(plan, MORNING) == 0
    assert make(plan, MORNING + timedelta(hours=9)) == 0


def test_what_machines_and_this_house_judge_is_asked_of_nobody(plan: Session) -> None:
    make(plan, MORNING)
    for code in ("LAV-01", "LAV-02", "REC-01", "FIN-01", "STO-02", "COL-03", "TRI-02", "CHA-01"):
        assert keys(plan, code) == [], code


def test_longer_turns_are_due_once_in_their_period(plan: Session) -> None:
    for n in range(9):
        make(plan, MORNING + timedelta(days=n))
    assert keys(plan, "ENV-02") == ["2026-W48", "2026-W49"]
    assert keys(plan, "NUI-01") == ["2026-11", "2026-12"]
    assert keys(plan, "HYG-02") == ["2026-T4"]
    assert keys(plan, "HYG-04") == ["2026"]
    ten = keys(plan, "HYG-01")
    assert ten == ["2026-T4", *(f"2026-T4/{n}" for n in range(2, 11))]


def test_each_machine_of_its_kind_has_its_own(plan: Session) -> None:
    washer, dryer = machine(plan, "washer", "L1"), machine(plan, "dryer", "S1")
    other = machine(plan, "washer", "L2")
    make(plan, MORNING)
    assert keys(plan, "LAV-07") == [f"2026-W48/m{washer}", f"2026-W48/m{other}"]
    assert keys(plan, "SEC-02")[0] == f"2026-11-23/matin/m{dryer}"
    assert keys(plan, "ESS-01") == [f"2026-11/m{washer}", f"2026-11/m{other}"]


def test_each_round_of_the_day_has_its_own(plan: Session) -> None:
    round_ = Round(
        code="nord", version=1, label="Tournée nord", weekday=0, since=MONDAY, created_at=MORNING
    )
    plan.add(round_)
    plan.flush()
    trip = Trip(
        round_id=round_.id, round_code="nord", day=MONDAY, label="Tournée nord", created_at=MORNING
    )
    plan.add(trip)
    plan.flush()
    make(plan, MORNING)
    found = plan.exec(select(Check).where(Check.key == f"2026-11-23/t{trip.id}")).one()
    assert found.place == "Tournée nord"


def test_closed_days_have_no_checks_and_days_without_a_clockwork_are_made_up_for(
    plan: Session,
) -> None:
    plan.add(CalendarDay(day=date(2026, 11, 25), reason="Inventaire", created_at=MORNING))
    plan.flush()
    make(plan, MORNING)
    make(plan, MORNING + timedelta(days=7))
    assert keys(plan, "ENV-01") == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-26",
        "2026-11-27",
        "2026-11-30",
    ]


def test_a_house_opened_today_has_missed_nothing(session: Session) -> None:
    afternoon = MORNING + timedelta(hours=8)
    proposing.install(session, afternoon - timedelta(days=400))
    calendar.install(session, afternoon - timedelta(days=400))
    make(session, afternoon)
    assert session.exec(select(func.min(Check.due_at))).one() >= calendar.moment(MONDAY)
    assert keys(session, "TEN-01") == ["2026-11-23/apres-midi"]
    make(session, afternoon + timedelta(minutes=10))
    assert keys(session, "TEN-01") == ["2026-11-23/apres-midi"]
    late = session.exec(select(Check.id).where(col(Check.late_at) <= afternoon)).all()
    assert late == []


def test_a_point_that_comes_in_the_middle_of_a_day_is_asked_from_the_next_shift(
    session: Session,
) -> None:
    calendar.install(session, MORNING)
    proposing.install(session, calendar.moment(MONDAY, time(10)))
    make(session, MORNING)
    assert keys(session, "TEN-01") == ["2026-11-23/apres-midi"]
    assert keys(session, "ENV-01") == ["2026-11-23"]
    due = session.exec(select(Check.due_at).where(Check.key == "2026-11-23")).first()
    assert due == calendar.moment(MONDAY, time(13))


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_the_nights_of_the_clock_changes_shift_nothing(session: Session, day: date) -> None:
    start = calendar.moment(day, time(6))
    proposing.install(session, start - timedelta(days=1))
    calendar.install(session, start - timedelta(days=1))
    session.add(CalendarDay(day=day, is_open=True, reason="Dimanche ouvert", created_at=start))
    session.flush()
    make(session, start)
    found = session.exec(select(Check).where(Check.key == f"{day}/matin")).first()
    assert found is not None
    assert clock.local(found.due_at).time() == time(8, 30)
    assert found.late_at - found.due_at == timedelta(hours=2)
    # The night is before the shift: from half past eight to midnight is the same both times.
    assert found.closes_at - found.due_at == timedelta(hours=15.5)


@pytest.mark.parametrize(
    ("frequency", "day", "key", "after"),
    [
        ("week", date(2027, 1, 1), "2026-W53", date(2027, 1, 4)),
        ("week", date(2026, 11, 29), "2026-W48", date(2026, 11, 30)),
        ("month", date(2026, 12, 31), "2026-12", date(2027, 1, 1)),
        ("quarter", date(2026, 9, 30), "2026-T3", date(2026, 10, 1)),
        ("quarter", date(2026, 10, 1), "2026-T4", date(2027, 1, 1)),
        ("year", date(2026, 12, 31), "2026", date(2027, 1, 1)),
    ],
)
def test_the_name_and_the_end_of_a_turn(frequency: str, day: date, key: str, after: date) -> None:
    assert making.period(frequency, day) == (key, after)


def test_what_was_made_names_its_moment_in_utc(plan: Session) -> None:
    make(plan, MORNING)
    found = plan.exec(select(Check).where(Check.key == "2026-11-23/matin")).first()
    assert found is not None
    assert found.due_at == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert found.made_at == MORNING
