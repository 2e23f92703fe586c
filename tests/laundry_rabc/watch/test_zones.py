"""A breach of the forward flow is an action at ENV-02: both accounts, its case, one decision."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.db import Database
from esat.errors import Refused
from esat.production import holds, moves
from esat.production.models import Lot
from esat.production.moves import Context
from laundry_rabc.cases import again, steps
from laundry_rabc.cases.steps import Step
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import HOT, Ground
from tests.workshops.laundry.washing import laundries
from workshops.laundry.washing import breaches
from workshops.laundry.washing.models import Breach, Cycle


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


@pytest.fixture
def opened(session: Session, ground: Ground, now: datetime) -> Cycle:
    made = grounds.washed(session, ground, HOT, now - timedelta(minutes=28))
    session.commit()
    return made


@pytest.fixture
def seen(database: Database, session: Session, ground: Ground, opened: Cycle) -> Breach:
    """Rachid's tablet on the dirty side scans what Nadia opened on the clean one."""
    lot = session.get_one(Lot, opened.lot_id)
    dirty = replace(ground.rachid, station_zone="dirty")
    code = laundries.load_code(session, lot.id)
    for _ in range(2):
        said = laundries.scan(database, dirty, code)
        assert (said["outcome"], said["reason"]) == ("refused", "dirty_after_clean")
    session.expire_all()
    return session.exec(select(Breach)).one()


def test_a_breach_opens_one_action_with_both_names_and_holds_the_linen(
    session: Session, ground: Ground, seen: Breach
) -> None:
    (case,) = grounds.cases(session)
    assert (case.kind, case.origin, case.origin_ref) == ("action", "breach", f"breach {seen.id}")
    found = grounds.results(session)["ENV-02"]
    assert (found.verdict, found.yes, found.account_id) == (
        "action", False, ground.rachid.account_id,
    )  # fmt: skip
    assert again.readers(session, case) == {ground.rachid.account_id, ground.nadia.account_id}
    assert len(grounds.held(session)) == 1


def test_it_is_packed_only_after_the_decision_and_the_release(
    session: Session, ground: Ground, seen: Breach, now: datetime
) -> None:
    (case,) = grounds.cases(session)
    third = grounds.person(session, "responsable_atelier", "Rosa")
    for kind, by in (("containment", ground.rachid), ("cause", third), ("action", third)):
        steps.take(session, case, Step(kind, "Fait"), by=by)

    def verify(by: Actor) -> object:
        return steps.take(session, case, Step("verification", "Sas vérifié"), by=by)

    with pytest.raises(Refused) as early:
        verify(ground.ines)
    assert early.value.code == "needs_breach_decision"
    breaches.decide(session, seen.id or 0, "Sac resté fermé", "keep", by=third)
    lot = laundries.subject(session, laundries.load_code(session, seen.lot_id))
    with pytest.raises(Refused) as held:
        moves.move(session, lot, "dry", Context(ground.nadia, now))
    assert held.value.code == "on_hold"
    for wrong in (ground.nadia, ground.rachid, third):
        with pytest.raises(Refused) as same:
            verify(wrong)
        assert same.value.code == "same_person"
    verify(ground.ines)
    steps.take(session, case, Step("release", "Le linge est propre"), by=ground.ines)
    assert holds.open_holds(session, lot) == []
    moves.move(session, lot, "dry", Context(ground.nadia, now))


def test_dirty_linen_seen_on_the_clean_side_stays_free_to_be_washed(
    database: Database, session: Session, ground: Ground
) -> None:
    bag = grounds.bag(session)
    session.commit()
    clean = replace(ground.nadia, station_zone="clean")
    said = laundries.scan(database, clean, bag)
    assert said["reason"] == "clean_before_dirty"
    session.expire_all()
    (case,) = grounds.cases(session)
    assert case.kind == "action"
    assert grounds.held(session) == []
