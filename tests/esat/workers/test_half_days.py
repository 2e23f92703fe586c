from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, func, select

from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import half_days, people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.half_days import Entry, Recorded, Sheet
from esat.workers.models import HalfDay, HalfDayChange
from esat.workers.rules.models import WorkRule
from tests.esat.workers.conftest import Team
from tests.people import actor

TODAY = date(2026, 11, 23)


def morning(team: Team, **more: object) -> Sheet:
    return Sheet(team.group, TODAY, "morning", **more)


def all_present(team: Team) -> list[Entry]:
    return [Entry(worker, "present") for worker in team.all]


def rows(session: Session) -> dict[int, HalfDay]:
    return {row.worker_id: row for row in session.exec(select(HalfDay))}


def count(session: Session, model: type[HalfDay | HalfDayChange]) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def test_a_sheet_is_recorded_whole(session: Session, team: Team, leader: Actor) -> None:
    entries = [
        Entry(team.paul, "present"),
        Entry(team.zoe, "late", time(9, 15)),
        Entry(team.eric, "absent_unannounced"),
    ]
    assert half_days.record_sheet(session, morning(team), entries, by=leader) == Recorded(3)
    kept = rows(session)
    assert [kept[worker].minutes for worker in team.all] == [210, 165, 0]
    assert not any(row.late for row in kept.values())


def test_the_same_sheet_again_writes_nothing(session: Session, team: Team, leader: Actor) -> None:
    half_days.record_sheet(session, morning(team), all_present(team), by=leader)
    again = half_days.record_sheet(session, morning(team), all_present(team), by=leader)
    assert again == Recorded(unchanged=3)
    assert (count(session, HalfDay), count(session, HalfDayChange)) == (3, 0)


def test_a_correction_keeps_the_former_value_its_author_and_its_time(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    half_days.record_sheet(session, morning(team), all_present(team), by=leader)
    later = now + timedelta(hours=1)
    entry = [Entry(team.zoe, "left_early", to_time=time(11, 0))]
    sheet = morning(team, reason="départ oublié")
    done = half_days.record_sheet(session, sheet, entry, by=leader, at=later)
    assert done == Recorded(corrected=1)
    change = session.exec(select(HalfDayChange)).one()
    assert (change.former_status, change.former_minutes) == ("present", 210)
    assert (change.former_recorded_at, change.at, change.reason) == (now, later, "départ oublié")
    assert rows(session)[team.zoe].status == "left_early"


def test_one_wrong_row_keeps_the_whole_sheet_out(
    session: Session, team: Team, leader: Actor
) -> None:
    entries = [*all_present(team)[:2], Entry(team.eric, "late")]
    with pytest.raises(Invalid) as wrong:
        half_days.record_sheet(session, morning(team), entries, by=leader)
    assert set(wrong.value.fields) == {str(team.eric)}
    assert count(session, HalfDay) == 0


def test_somebody_twice_on_a_sheet_is_refused(session: Session, team: Team, leader: Actor) -> None:
    with pytest.raises(Invalid):
        half_days.record_sheet(session, morning(team), [Entry(team.paul, "present")] * 2, by=leader)


def test_another_s_group_is_refused(session: Session, team: Team) -> None:
    for who in (
        Actor(capabilities=frozenset({half_days.RECORD}), workshops=None, groups=frozenset({999})),
        Actor(
            capabilities=frozenset({half_days.RECORD}),
            workshops=frozenset({"bookbinding"}),
            groups=None,
        ),
        actor("comptoir"),
        actor("bureau"),
    ):
        with pytest.raises(Forbidden, match="not_your_group"):
            half_days.record_sheet(session, morning(team), all_present(team), by=who)


def test_somebody_of_another_group_is_refused(session: Session, team: Team, leader: Actor) -> None:
    other = people.create_group(session, GroupIn(code="jardin", name="Jardin"))
    stranger = people.create_worker(session, WorkerIn(first_name="Ali", group_id=other.id))
    entries = [*all_present(team), Entry(stranger.id or 0, "present")]
    with pytest.raises(Refused, match="not_in_group"):
        half_days.record_sheet(session, morning(team), entries, by=leader)


def test_who_left_the_group_may_still_be_corrected_where_he_was(
    session: Session, team: Team, leader: Actor
) -> None:
    half_days.record_sheet(session, morning(team), all_present(team), by=leader)
    people.update_worker(
        session, team.eric, WorkerIn.model_validate({"first_name": "Éric", "group_id": ""})
    )
    entry = [Entry(team.eric, "absent_announced")]
    done = half_days.record_sheet(session, morning(team), entry, by=leader)
    assert done.corrected == 1


def test_tomorrow_cannot_be_recorded(session: Session, team: Team, leader: Actor) -> None:
    sheet = Sheet(team.group, TODAY + timedelta(days=1), "morning")
    with pytest.raises(Refused, match="half_day_future"):
        half_days.record_sheet(session, sheet, all_present(team), by=leader)


def test_an_unknown_half_is_not_found(session: Session, team: Team, leader: Actor) -> None:
    with pytest.raises(NotFound, match="half_unknown"):
        half_days.record_sheet(
            session, Sheet(team.group, TODAY, "night"), all_present(team), by=leader
        )


def test_what_was_seen_earlier_does_not_overwrite_what_was_recorded_later(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    half_days.record_sheet(session, morning(team), all_present(team), by=leader)
    entry = [Entry(team.paul, "absent_announced")]
    with pytest.raises(Refused, match="half_day_newer"):
        half_days.record_sheet(
            session, morning(team, late=True), entry, by=leader, at=now - timedelta(minutes=5)
        )


def test_other_hours_of_the_group_rewrite_no_past(
    session: Session, team: Team, leader: Actor
) -> None:
    half_days.record_sheet(session, morning(team), all_present(team), by=leader)
    people.update_group(
        session, team.group, GroupIn(code="linge", name="Linge", morning_from=time(8, 0))
    )
    kept = session.exec(select(HalfDay.minutes).order_by(col(HalfDay.id))).all()
    assert set(kept) == {210}


def test_how_far_from_the_plan_a_time_is_a_slip_is_a_dated_rule(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    early = [Entry(team.paul, "present", time(5, 0))]
    with pytest.raises(Invalid):
        half_days.record_sheet(session, morning(team), early, by=leader)
    row = WorkRule(
        code="presence_far_minutes", version=1, value=Decimal(240), since=TODAY, created_at=now
    )
    session.add(row)
    session.flush()
    assert half_days.record_sheet(session, morning(team), early, by=leader) == Recorded(1)
