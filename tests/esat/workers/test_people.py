from datetime import date, time

import pytest
from sqlmodel import Session

from esat.accounts.models import Account
from esat.errors import Invalid, NotFound, Refused
from esat.workers import leading, people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Worker
from tests.esat.workers.conftest import Team

TODAY = date(2026, 11, 23)


@pytest.fixture
def nadia(session: Session) -> int:
    account = Account(login="nadia.x", display_name="Nadia", password_hash="x")
    session.add(account)
    session.flush()
    return account.id or 0


def test_a_worker_is_shown_by_first_name_and_initial(session: Session, team: Team) -> None:
    worker = session.get_one(Worker, team.paul)
    assert worker.display_name == "Paul D."
    people.update_worker(session, team.paul, WorkerIn(first_name="Paul", last_name="élan"))
    assert worker.display_name == "Paul É."


def test_only_what_was_given_changes(session: Session, team: Team) -> None:
    people.update_worker(session, team.paul, WorkerIn(first_name="Paulo"))
    worker = session.get_one(Worker, team.paul)
    assert (worker.display_name, worker.first_group_id) == ("Paulo D.", team.group.id)


def test_a_payroll_number_belongs_to_one_person(session: Session, team: Team) -> None:
    given = WorkerIn(first_name="Paul", payroll_id="M1")
    people.update_worker(session, team.paul, given)
    people.update_worker(session, team.paul, given)
    with pytest.raises(Refused, match="worker_payroll_known"):
        people.create_worker(session, WorkerIn(first_name="Ali", payroll_id="M1"))


def test_a_contract_ends_after_it_starts(session: Session) -> None:
    given = WorkerIn(
        first_name="Ali", contract_starts=date(2026, 2, 1), contract_ends=date(2026, 1, 1)
    )
    with pytest.raises(Invalid) as wrong:
        people.create_worker(session, given)
    assert set(wrong.value.fields) == {"contract_ends"}


def test_who_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="worker_unknown"):
        people.update_worker(session, 10**9, WorkerIn(first_name="X"))
    with pytest.raises(NotFound, match="group_unknown"):
        people.create_worker(session, WorkerIn(first_name="X", group_id=10**9))


def test_a_group_has_its_own_code_and_hours_in_order(session: Session, team: Team) -> None:
    with pytest.raises(Refused, match="group_code_known"):
        people.create_group(session, GroupIn(code="linge", name="Autre"))
    with pytest.raises(Invalid) as wrong:
        people.create_group(session, GroupIn(code="b", name="B", morning_to=time(8, 0)))
    assert set(wrong.value.fields) == {"morning_to"}


def test_a_replacement_ends_by_itself(session: Session, team: Team, nadia: int) -> None:
    people.lead(session, team.group, nadia, TODAY, TODAY)
    assert leading.groups_of(session, nadia) == {team.group.id}
    row = people.lead(session, team.group, nadia, date(2026, 11, 1), date(2026, 11, 22))
    assert row.id
    people.end_lead(session, team.group, row.id, date(2026, 11, 10))
    assert row.until == date(2026, 11, 10)


def test_a_lead_that_is_over_gives_no_group(session: Session, team: Team, nadia: int) -> None:
    people.lead(session, team.group, nadia, date(2026, 11, 1), date(2026, 11, 22))
    people.lead(session, team.group, nadia, date(2026, 11, 24))
    assert leading.groups_of(session, nadia) == frozenset()


def test_the_same_lead_twice_and_dates_in_disorder_are_refused(
    session: Session, team: Team, nadia: int
) -> None:
    people.lead(session, team.group, nadia, TODAY)
    with pytest.raises(Refused, match="leader_twice"):
        people.lead(session, team.group, nadia, date(2027, 1, 1))
    with pytest.raises(Invalid):
        people.lead(session, team.group, nadia, TODAY, date(2026, 1, 1))
    with pytest.raises(Refused, match="leader_unknown"):
        people.lead(session, team.group, 10**9, TODAY)


def test_a_lead_to_come_is_simply_undone(session: Session, team: Team, nadia: int) -> None:
    row = people.lead(session, team.group, nadia, date(2027, 1, 1))
    people.end_lead(session, team.group, row.id or 0, TODAY)
    people.lead(session, team.group, nadia, date(2027, 1, 1))
