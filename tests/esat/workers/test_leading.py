from dataclasses import replace
from datetime import date, datetime, time

from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.workers import half_days, leading, people
from tests.esat.workers.conftest import Team
from tests.people import actor


def test_who_sends_later_has_the_groups_that_were_his_then(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    account = Account(login="nadia", display_name="Nadia", password_hash="", created_at=now,
                      password_changed_at=now)  # fmt: skip
    session.add(account)
    session.flush()
    people.lead(session, team.group, account.id or 0, date(2026, 11, 2), date(2026, 11, 20))
    nadia = replace(leader, account_id=account.id, groups=frozenset())
    friday = datetime.combine(date(2026, 11, 20), time(8, 40), clock.PARIS)
    assert leading.as_then(session, nadia, friday).groups == {team.group.id}
    assert leading.as_then(session, nadia, now) is nadia
    head = actor("responsable_atelier", workshops=("laundry",))
    assert leading.as_then(session, head, friday) is head


def test_who_leads_a_group_has_it_whatever_his_own_workshop(team: Team, leader: Actor) -> None:
    lent = replace(leader, workshops=frozenset({"bookbinding"}))
    assert leading.may(lent, half_days.RECORD, team.group)
    assert not leading.may(replace(lent, groups=frozenset({999})), half_days.RECORD, team.group)
    head = actor("responsable_atelier", workshops=("bookbinding",))
    assert not leading.may(head, half_days.RECORD, team.group)
