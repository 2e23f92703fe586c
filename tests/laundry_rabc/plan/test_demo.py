"""The demo's plan: some validated by two persons, one limit tightened, most still proposed."""

from datetime import timedelta
from random import Random

from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.production.rehearsal import Scene
from laundry_rabc.plan import demo, hazards, listing, reads, waiting


def test_the_demo_has_a_plan_with_a_past(session: Session, now: object) -> None:
    for role in ("qualite", "direction"):
        account = Account(login=role, display_name=role, password_hash="")
        session.add(account)
        session.flush()
        session.add(AccountRole(account_id=account.id, role=role))
    scene = Scene(session, Random(1), clock.today(), clock.today())
    demo.demo(scene)
    at = scene.at(9)
    assert listing.proposed_count(session, at) == 41 - len(demo.TAKEN)
    tightened = reads.in_force(session, "HYG-01", at)
    assert tightened is not None
    assert (tightened.version, tightened.alert_high) == (3, 10)
    before = reads.in_force(session, "HYG-01", at - timedelta(days=100))
    assert before is not None
    assert (before.version, before.alert_high, before.status) == (2, 12, "validated")
    assert [one.code for one in waiting.all_of(session, at)] == ["STO-01"]
    assert {one.code: one.likelihood for one in hazards.hazards_at(session, at)}["DAN-09"] == 2
    assert len(hazards.verifications(session)) == 1


def test_without_the_two_persons_the_demo_only_proposes(session: Session, now: object) -> None:
    scene = Scene(session, Random(1), clock.today(), clock.today())
    demo.demo(scene)
    assert listing.proposed_count(session, scene.at(9)) == 41
    assert waiting.count(session) == 0
