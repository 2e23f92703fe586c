"""Who is away, for everybody without a reason, and coded for the office; what the base shows."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import text
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Forbidden, Invalid, Refused
from esat.workers import half_days
from esat.workers.absences import coding, kinds, reads
from esat.workers.absences.forms import AbsenceIn
from esat.workers.half_days import Entry, Sheet
from tests.esat.workers.conftest import Team
from tests.people import actor

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def enter(session: Session, worker: int, now: datetime, code: str = "MAL", **more: object) -> int:
    given = AbsenceIn.model_validate({"worker_id": worker, "since": MONDAY, "code": code, **more})
    return coding.record(session, given, by=actor("bureau"), at=now).number


def test_who_is_away_is_told_without_a_reason(session: Session, team: Team, now: datetime) -> None:
    enter(session, team.paul, now, since=TUESDAY, since_half="afternoon", until=FRIDAY)
    assert reads.away(session, team.all, TUESDAY) == {(team.paul, "afternoon")}
    assert len(reads.away(session, team.all, FRIDAY)) == 2
    assert reads.away(session, [team.zoe], FRIDAY) == set()


def test_half_days_are_coded_with_the_minutes_that_were_planned(
    session: Session, team: Team, now: datetime
) -> None:
    number = enter(session, team.paul, now, since=FRIDAY, until=date(2026, 11, 30))
    found = reads.coded(session, team.all, FRIDAY, date(2026, 12, 31))
    assert [(one.day.day, one.half, one.minutes, one.kind_code) for one in found] == [
        (27, "morning", 210, "MAL"), (27, "afternoon", 210, "MAL"),
        (30, "morning", 210, "MAL"), (30, "afternoon", 210, "MAL"),
    ]  # fmt: skip
    assert {one.absence_id for one in found} == {number}


def test_minutes_when_he_was_there_are_not_those_of_an_absence(
    session: Session, team: Team, now: datetime, leader: Actor
) -> None:
    entries = [Entry(team.paul, "late", from_time=time(9, 0)), Entry(team.zoe, "present")]
    half_days.record_sheet(
        session, Sheet(team.group, MONDAY, "morning"), entries, by=leader, at=now
    )
    enter(session, team.paul, now, "AUT", from_time="08:30", to_time="09:00")
    enter(session, team.zoe, now, until_half="morning")
    found = {one.worker_id: one for one in reads.coded(session, team.all, MONDAY, MONDAY)}
    assert (found[team.paul].minutes, found[team.paul].there) == (30, False)
    assert (found[team.zoe].minutes, found[team.zoe].there) == (0, True)


def test_the_base_shows_no_reason_and_no_length(
    session: Session, team: Team, now: datetime
) -> None:
    enter(session, team.paul, now, note="certificat reçu le 23")
    enter(session, team.zoe, now, "CP", until=FRIDAY)
    rows = session.connection().execute(text("SELECT * FROM absence")).mappings().all()
    assert len({len(row["sealed_reason"]) for row in rows}) == 1
    assert len({len(row["sealed_words"]) for row in rows}) == 1
    told = " ".join(str(value) for row in rows for value in row.values())
    assert not {"MAL", "CP", "certificat"}.intersection(told.replace("'", " ").split())
    assert reads.reason(reads.standing(session, MONDAY, MONDAY, [team.paul])[0]).code == "MAL"


def test_the_same_twice_is_once_and_another_is_refused(
    session: Session, team: Team, now: datetime
) -> None:
    number = enter(session, team.paul, now)
    assert enter(session, team.paul, now) == number
    with pytest.raises(Refused, match="absence_overlap"):
        enter(session, team.paul, now, "CP", since=MONDAY, until=FRIDAY)


def test_nobody_but_the_office_codes(session: Session, team: Team, now: datetime) -> None:
    given = AbsenceIn(worker_id=team.paul, since=MONDAY, code="MAL")
    for role in ("moniteur", "responsable_atelier", "direction", "administrateur"):
        with pytest.raises(Forbidden):
            coding.record(session, given, by=actor(role), at=now)


def test_the_catalogue_holds_the_codes_of_the_trade(session: Session, now: datetime) -> None:
    found = kinds.catalogue(session, date(2020, 1, 1))
    assert len(found) == 27
    assert found["RTT"].withdrawn
    assert found["MAL"].accrual == "sick"
    assert not found["ABS-I"].paid
    assert {one.status for one in found.values()} == {"proposed"}


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("until", {"until": date(2026, 11, 20)}),
        ("code", {"code": "RTT"}),
        ("code", {"code": "ZZZ"}),
        ("to_time", {"code": "AUT", "from_time": "10:00", "to_time": "09:00"}),
        ("to_time", {"code": "AUT", "from_time": "10:00"}),
        ("from_time", {"code": "MAL", "from_time": "10:00", "to_time": "11:00"}),
        ("until_half", {"since_half": "afternoon", "until_half": "morning"}),
        ("code", {"code": "MAT", "since_half": "afternoon"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    session: Session, team: Team, now: datetime, field: str, more: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        enter(session, team.paul, now, **{"code": "MAL", **more})  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_a_day_without_activity_is_no_absence(session: Session, team: Team, now: datetime) -> None:
    for day in (date(2026, 11, 22), date(2026, 11, 11)):
        with pytest.raises(Refused, match="absence_no_day"):
            enter(session, team.paul, now, since=day)
