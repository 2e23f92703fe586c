from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, Refused
from laundry_rabc.plan import trend_rules
from laundry_rabc.plan.trend_rules import Change
from tests import people

TODAY = date(2026, 11, 23)
GOOD = Change("alerts", 2, 4, TODAY, "Campagnes plus rares.")


@pytest.fixture
def ines(session: Session, now: datetime) -> Actor:
    return people.actor("qualite", account_id=account(session, "ines"))


@pytest.fixture
def rachid(session: Session, now: datetime) -> Actor:
    return people.actor(
        "responsable_atelier", workshops=("laundry",), account_id=account(session, "rachid")
    )


def account(session: Session, login: str) -> int:
    made = Account(login=login, display_name=login, password_hash="", created_at=clock.now())
    session.add(made)
    session.flush()
    return made.id or 0


def test_the_first_day_has_proposals_and_never_twice(session: Session, now: datetime) -> None:
    assert {one.status for one in trend_rules.in_force(session, now).values()} == {"proposed"}
    trend_rules.install(session, now)
    trend_rules.install(session, now)
    assert len(trend_rules.history(session)) == len(trend_rules.PROPOSALS)
    assert [(one.code, one.n, one.m) for one in trend_rules.drifts(session, now)] == [
        ("alerts", 3, 3), ("rising", 6, 6),
    ]  # fmt: skip


def test_a_rule_changes_from_its_day_on_and_another_person_validates(
    session: Session, now: datetime, ines: Actor, rachid: Actor
) -> None:
    trend_rules.install(session, now)
    later = replace(GOOD, since=TODAY + timedelta(days=2))
    made = trend_rules.propose(session, later, by=ines)
    assert trend_rules.in_force(session, now)["alerts"].n == 3
    then = trend_rules.in_force(session, now + timedelta(days=2))["alerts"]
    assert (then.n, then.m, then.status) == (2, 4, "proposed")
    with pytest.raises(Refused) as refusal:
        trend_rules.validate(session, made.id or 0, by=ines)
    assert refusal.value.code == "trend_rule_same_person"
    done = trend_rules.validate(session, made.id or 0, by=rachid)
    assert (done.version, done.since, done.created_by) == (3, later.since, ines.account_id)
    assert trend_rules.in_force(session, now + timedelta(days=2))["alerts"].status == "validated"
    with pytest.raises(Refused) as refusal:
        trend_rules.validate(session, done.id or 0, by=ines)
    assert refusal.value.code == "trend_rule_validated"


def test_an_older_proposal_is_not_validated(
    session: Session, now: datetime, ines: Actor, rachid: Actor
) -> None:
    first = trend_rules.propose(session, GOOD, by=ines)
    trend_rules.propose(session, replace(GOOD, n=3), by=ines)
    with pytest.raises(Refused) as refusal:
        trend_rules.validate(session, first.id or 0, by=rachid)
    assert refusal.value.code == "trend_rule_replaced"
    with pytest.raises(Invalid):
        trend_rules.validate(session, 999, by=rachid)


def test_the_proposal_of_the_first_day_may_be_validated(
    session: Session, now: datetime, rachid: Actor
) -> None:
    trend_rules.install(session, now)
    first = trend_rules.history(session)[0]
    assert trend_rules.validate(session, first.id or 0, by=rachid).status == "validated"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "autre"}, "rule"), ({"n": 0}, "n"), ({"n": 101, "m": 101}, "n"),
        ({"n": 5}, "m"), ({"reason": " "}, "reason"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
    ],
)  # fmt: skip
def test_a_wrong_rule_says_which_field_and_never_changes_the_past(
    session: Session, ines: Actor, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        trend_rules.propose(session, replace(GOOD, **change), by=ines)
    assert field in wrong.value.fields
    assert trend_rules.history(session) == []


def test_a_supervisor_of_another_workshop_decides_nothing(session: Session, now: datetime) -> None:
    for who in (
        people.actor("responsable_atelier", workshops=("bookbinding",)),
        people.actor("moniteur", workshops=("laundry",)),
    ):
        with pytest.raises(Forbidden):
            trend_rules.propose(session, GOOD, by=who)
        with pytest.raises(Forbidden):
            trend_rules.validate(session, 1, by=who)
