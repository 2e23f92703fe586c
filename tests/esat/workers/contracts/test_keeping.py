from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.workers import people
from esat.workers.contracts import columns, keeping, reads
from esat.workers.contracts.forms import AmendIn, ContractIn
from esat.workers.contracts.models import WorkerContract
from esat.workers.forms import WorkerIn
from tests.esat.workers.conftest import Team

BY = Actor()
SHORT = {"kind": "short", "why": "shared", "begins": "2026-11-02", "until": "2027-01-29"}


def opened(session: Session, worker: int, **said: object) -> int:
    given = {"kind": "support", "begins": "2026-10-05", "weekly_hours": "35", **said}
    return keeping.open_contract(session, worker, ContractIn.model_validate(given), by=BY)


def rows(session: Session) -> int:
    return len(session.exec(select(WorkerContract)).all())


def test_a_contract_is_opened_once_and_shown_in_the_worker_s_columns(
    session: Session, team: Team
) -> None:
    first = opened(session, team.paul, **SHORT)
    assert opened(session, team.paul, **SHORT) == first
    assert rows(session) == 1
    paul = people.the_worker(session, team.paul)
    assert columns.of(paul) == (
        "Contrat court", date(2026, 11, 2), date(2027, 1, 29), Decimal(35)
    )  # fmt: skip
    people.update_worker(session, team.paul, WorkerIn(first_name="Paul", left_on=date(2026, 12, 1)))
    assert rows(session) == 1


def test_the_contract_that_stands_ends_the_day_before_the_next_one(
    session: Session, team: Team
) -> None:
    opened(session, team.paul)
    opened(session, team.paul, begins="2026-11-02")
    first, second = reads.of_workers(session, [team.paul])
    assert (first.last, second.begins) == (date(2026, 11, 1), date(2026, 11, 2))
    assert people.the_worker(session, team.paul).contract_starts == date(2026, 10, 5)
    with pytest.raises(Refused, match="contract_overlaps"):
        opened(session, team.paul, begins="2026-10-20", until="2026-12-31")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "short", "why": "", "until": "2027-01-29"}, "why"),
        ({"kind": "short", "why": "replacement", "until": "2027-01-29"}, "replaces_id"),
        ({"kind": "short", "why": "shared"}, "until"),
        ({"kind": "short", "why": "shared", "until": "2027-10-04"}, "until"),
        ({"kind": "discovery", "until": "2026-10-16"}, "host"),
        ({"until": "2026-10-01"}, "until"),
        ({"begins": "2226-10-01"}, "begins"),
    ],
)
def test_a_contract_that_cannot_be_comes_back(
    session: Session, team: Team, said: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        opened(session, team.paul, **said)
    assert set(wrong.value.fields) == {field}
    assert rows(session) == 0


def test_a_short_contract_of_a_year_less_a_day_is_short(session: Session, team: Team) -> None:
    assert opened(session, team.paul, kind="short", why="shared", until="2027-10-03")


def test_one_who_left_gets_no_contract(session: Session, team: Team) -> None:
    people.update_worker(session, team.paul, WorkerIn(first_name="Paul", left_on=date(2026, 9, 1)))
    with pytest.raises(Refused, match="contract_left"):
        opened(session, team.paul)


def test_hours_that_change_count_from_their_day_and_the_columns_follow_that_morning(
    session: Session, team: Team, now: datetime
) -> None:
    root = opened(session, team.paul, weekly_hours="17.5")
    more = AmendIn(since=date(2026, 11, 30), weekly_hours=Decimal(35))
    for _ in range(2):
        keeping.amend(session, root, more, by=BY)
    assert rows(session) == 2
    [one] = reads.of_workers(session, [team.paul])
    assert [one.hours(date(2026, 11, day)) for day in (29, 30)] == [Decimal("17.5"), 35]
    paul = people.the_worker(session, team.paul)
    assert paul.weekly_hours == Decimal("17.5")
    assert columns.project(session, paul, date(2026, 11, 30))
    assert paul.weekly_hours == 35
    assert not columns.project(session, paul, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"since": date(2026, 10, 4)}, "since"),
        ({"since": date(2026, 12, 1), "until": date(2026, 11, 30)}, "since"),
        ({"since": date(2026, 10, 6), "until": date(2026, 10, 1)}, "until"),
        ({"since": date(2526, 10, 6)}, "since"),
    ],
)
def test_a_change_is_within_its_contract(
    session: Session, team: Team, said: dict[str, date], field: str
) -> None:
    root = opened(session, team.paul)
    with pytest.raises(Invalid) as wrong:
        keeping.amend(session, root, AmendIn(weekly_hours=Decimal(20), **said), by=BY)
    assert field in wrong.value.fields
    assert rows(session) == 1


def test_a_contract_taken_back_never_was_and_is_not_found_any_more(
    session: Session, team: Team
) -> None:
    root = opened(session, team.paul)
    keeping.take_back(session, root, by=BY)
    assert reads.standing(session, [team.paul], clock.today()) == {}
    with pytest.raises(NotFound, match="contract_unknown"):
        keeping.take_back(session, root, by=BY)
    assert columns.of(people.the_worker(session, team.paul)) == columns.NOTHING
