from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Invalid, NotFound
from esat.workers import people
from esat.workers.contracts import agreeing, keeping, reads, reminders
from esat.workers.contracts.forms import (
    AgreementIn,
    ContractIn,
    OtherJobIn,
    SeatIn,
    StepIn,
)
from esat.workers.contracts.models import ContractStep, DelegateSeat, OtherJob, SundayAgreement
from esat.workers.forms import WorkerIn
from esat.workers.models import HalfDay
from tests.esat.workers.conftest import Team
from tests.factories import AT

OFFICE = Actor()
SUNDAY, TODAY = date(2026, 12, 6), date(2026, 11, 23)


def count(session: Session, table: type) -> int:
    return len(session.exec(select(table)).all())


def test_an_agreement_comes_before_its_day_once_and_may_be_taken_back(
    session: Session, team: Team
) -> None:
    given = AgreementIn(days=(SUNDAY,), agreed_on=TODAY, how="spoken")
    for _ in range(2):
        agreeing.agree(session, team.paul, given, by=OFFICE)
    assert count(session, SundayAgreement) == 1
    agreeing.withdraw(session, team.paul, SUNDAY, by=OFFICE)
    assert reads.agreements(session, [team.paul], SUNDAY, SUNDAY) == set()
    with pytest.raises(NotFound, match="agreement_none"):
        agreeing.withdraw(session, team.paul, SUNDAY, by=OFFICE)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"days": ()}, "days"),
        ({"days": (), "other_day": date(2026, 12, 5)}, "other_day"),
        ({"days": (date(2026, 11, 15),)}, "agreed_on"),
        ({"days": (SUNDAY,), "agreed_on": date(2026, 11, 24)}, "agreed_on"),
    ],
)
def test_an_agreement_that_is_none_comes_back(
    session: Session, team: Team, said: dict[str, object], field: str
) -> None:
    given = AgreementIn.model_validate({"agreed_on": TODAY, "how": "written", **said})
    with pytest.raises(Invalid) as wrong:
        agreeing.agree(session, team.paul, given, by=OFFICE)
    assert set(wrong.value.fields) == {field}
    assert count(session, SundayAgreement) == 0


def test_hours_here_and_elsewhere_are_added_up_and_ended(session: Session, team: Team) -> None:
    half = WorkerIn(
        first_name="Paul", contract_starts=date(2026, 1, 5), weekly_hours=Decimal("17.5")
    )
    people.update_worker(session, team.paul, half)
    job = OtherJobIn(other_hours=Decimal(18), other_since=TODAY)
    for _ in range(2):
        agreeing.work_elsewhere(session, team.paul, job, by=OFFICE)
    assert count(session, OtherJob) == 1
    [two] = agreeing.two_jobs(session, TODAY)
    assert (two.total, two.limit, two.over) == (Decimal("35.5"), 35, True)
    ended = OtherJobIn(other_hours=Decimal(0), other_since=date(2026, 11, 30))
    agreeing.work_elsewhere(session, team.paul, ended, by=OFFICE)
    assert agreeing.two_jobs(session, date(2026, 11, 30)) == []
    far = OtherJobIn(other_hours=Decimal(1), other_since=date(2226, 1, 1))
    with pytest.raises(Invalid):
        agreeing.work_elsewhere(session, team.paul, far, by=OFFICE)


def test_a_seat_is_held_until_another_holds_it_or_nobody(session: Session, team: Team) -> None:
    for worker in (team.paul, team.paul, None):
        since = TODAY if worker else date(2026, 12, 1)
        given = SeatIn(seat="delegate", worker_id=worker, since=since)
        agreeing.seat(session, given, by=OFFICE)
    assert count(session, DelegateSeat) == 2
    assert agreeing.seats(session, TODAY) == {"delegate": team.paul}
    assert agreeing.seats(session, date(2026, 12, 1)) == {}


def test_what_was_done_is_not_to_come_and_a_review_is_not_years_ahead(
    session: Session, team: Team, now: datetime
) -> None:
    for kind, day in (("project_update", date(2026, 11, 24)), ("project_next", date(2030, 1, 1))):
        given = StepIn.model_validate({"kind": kind, "day": day})
        with pytest.raises(Invalid) as wrong:
            agreeing.record_step(session, team.paul, given, by=OFFICE)
        assert set(wrong.value.fields) == {f"day-{kind}"}
    assert count(session, ContractStep) == 0


def opened(session: Session, worker: int, **said: object) -> int:
    given = ContractIn.model_validate({"weekly_hours": "35", **said})
    return keeping.open_contract(session, worker, given, by=OFFICE)


def due(session: Session, day: date = TODAY) -> list[tuple[date, str]]:
    return [(one.day, one.kind) for one in reminders.watch(session, day).due()]


def test_a_short_contract_asks_for_its_update_each_month_then_for_its_review(
    session: Session, team: Team, now: datetime
) -> None:
    root = opened(
        session, team.paul, kind="short", why="replacement", replaces_id=team.zoe,
        begins="2026-10-15", until="2026-12-31",
    )  # fmt: skip
    assert due(session) == [(date(2026, 11, 15), "update"), (date(2026, 12, 16), "review")]
    [one] = reads.of_workers(session, [team.paul])
    for kind in ("project_update", "final_review"):
        given = StepIn.model_validate({"kind": kind, "day": TODAY})
        for _ in range(2):
            agreeing.record_step(session, team.paul, given, one, by=OFFICE)
    assert count(session, ContractStep) == 2
    assert due(session) == []
    assert due(session, date(2026, 12, 10)) == [
        (date(2026, 12, 23), "update"), (date(2026, 12, 31), "end")
    ]  # fmt: skip
    [short] = reminders.watch(session, TODAY).shorts
    assert (short.chain.root, short.returned) == (root, None)
    session.add(
        HalfDay(worker_id=team.zoe, group_id=team.group.id or 0, day=TODAY, half="morning",
                status="present", recorded_at=AT)
    )  # fmt: skip
    session.flush()
    assert reminders.watch(session, TODAY).shorts[0].returned == TODAY


def test_a_discovery_counts_its_working_days_and_asks_for_its_evaluation(
    session: Session, team: Team, now: datetime
) -> None:
    opened(
        session, team.paul, kind="discovery", begins="2026-11-16", until="2026-11-27", host="Nadia"
    )
    [found] = reminders.watch(session, TODAY).discoveries
    assert (found.done, found.planned, found.most) == (6, 10, 10)
    assert due(session) == [
        (date(2026, 11, 27), "discovery_end"), (date(2026, 12, 12), "discovery_sent")
    ]  # fmt: skip
    [one] = reads.of_workers(session, [team.paul])
    given = StepIn(kind="discovery_sent", day=TODAY)
    agreeing.record_step(session, team.paul, given, one, by=OFFICE)
    assert due(session, date(2026, 12, 1)) == []
    assert reminders.watch(session, date(2026, 12, 1)).discoveries == []


def test_the_next_review_of_a_project_is_recalled_and_moved_by_another_date(
    session: Session, team: Team, now: datetime
) -> None:
    opened(session, team.paul, kind="support", begins="2020-01-06")
    for day, expected in ((date(2026, 12, 1), 1), (date(2027, 11, 1), 0)):
        given = StepIn(kind="project_next", day=day)
        agreeing.record_step(session, team.paul, given, by=OFFICE)
        assert len(due(session)) == expected
