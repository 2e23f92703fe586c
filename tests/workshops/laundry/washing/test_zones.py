import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.db import Database
from esat.errors import Forbidden, Refused
from esat.production import captures, holds, moves, subjects
from esat.production.journal_models import Event
from esat.production.models import Hold
from esat.production.moves import Context
from esat.production.sent import Sent
from tests import people
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from tests.workshops.laundry.washing.test_starting import filled, start
from workshops.laundry.washing import breaches, cycles, ending
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Breach, Load


@pytest.fixture
def plant(session: Session) -> Plant:
    return laundries.build(session)


@pytest.fixture
def dirty(nadia: Actor) -> Actor:
    return replace(nadia, station_zone="dirty")


@pytest.fixture
def clean(nadia: Actor) -> Actor:
    return replace(nadia, station_zone="clean")


@pytest.fixture
def load(session: Session, plant: Plant, nadia: Actor, now: datetime) -> Load:
    """A load of one closed bag that was washed, not opened yet."""
    context = Context(nadia, now)
    made = filled(session, plant, context, "36", "whole")
    start(session, plant, made, context)
    cycle = cycles.last_of_lot(session, made.lot_id)
    assert cycle is not None
    ending.end(session, cycle, Report("done"), context)
    session.commit()
    return made


def opened(session: Session, load: Load, by: Actor, at: datetime) -> None:
    cycle = cycles.last_of_lot(session, load.lot_id)
    assert cycle is not None
    ending.open_door(session, cycle, by=by, at=at, late=False)
    session.commit()


def bag_of(session: Session, load: Load) -> str:
    (bag,) = laundries.inside(session, load.lot_id)
    found = subjects.item(session, bag.id or 0)
    assert found is not None
    return found.code or ""


def all_of(session: Session) -> list[Breach]:
    session.expire_all()
    return list(session.exec(select(Breach)))


def test_washed_linen_that_is_not_opened_is_still_dirty(
    session: Session, database: Database, load: Load, dirty: Actor
) -> None:
    said = laundries.scan(database, dirty, bag_of(session, load))
    assert said["reason"] == "travels_in_lot"
    assert all_of(session) == []


@pytest.mark.parametrize("how", ["scan", "move", "act", "offline scan"])
def test_what_is_clean_and_seen_on_the_dirty_side_is_a_breach(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime,
    how: str,
) -> None:  # fmt: skip
    opened(session, load, clean, now)
    code = bag_of(session, load)
    if how == "move":
        said = laundries.move(database, dirty, "rewash", code)
    elif how == "act":
        said = laundries.act(database, dirty, "laundry.sort", code, bin="R0000000")
    else:
        said = laundries.scan(database, dirty, code, offline=how != "scan")
    assert (said["outcome"], said["reason"]) == ("refused", "dirty_after_clean")
    (breach,) = all_of(session)
    assert (breach.kind, breach.at, breach.opened_at) == ("dirty_after_clean", now, now)
    assert breach.hold_id is not None
    hold = session.get(Hold, breach.hold_id)
    assert hold is not None
    assert (hold.reason, hold.lifted_at) == ("zone_breach", None)
    event = session.exec(select(Event).where(Event.kind == "item.breached")).one()
    assert event.data == {"breach": breach.id, "kind": "dirty_after_clean"}


def test_a_second_scan_adds_no_second_breach_and_is_refused_again(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime
) -> None:
    opened(session, load, clean, now)
    code = bag_of(session, load)
    assert [laundries.scan(database, dirty, code)["outcome"] for _ in range(3)] == ["refused"] * 3
    assert len(all_of(session)) == 1
    assert len(session.exec(select(Hold).where(Hold.reason == "zone_breach")).all()) == 1


def test_a_move_without_network_on_the_wrong_side_waits_for_a_supervisor(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime
) -> None:
    opened(session, load, clean, now)
    code = laundries.load_code(session, load.lot_id)
    said = laundries.move(database, dirty, "rewash", code, offline=True)
    assert (said["outcome"], said["reason"]) == ("anomaly", "dirty_after_clean")
    assert len(all_of(session)) == 1


def test_the_breach_of_a_bag_keeps_its_load_from_being_packed(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime
) -> None:
    opened(session, load, clean, now)
    laundries.scan(database, dirty, bag_of(session, load))
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    context = Context(clean, now)
    for action in ("dry", "finish"):
        lot = moves.move(session, lot, action, context).subject
    with pytest.raises(Refused) as refusal:
        moves.move(session, lot, "pack", context)
    assert refusal.value.code == "on_hold"


@pytest.mark.parametrize("outcome", ["keep", "rewash"])
def test_a_decision_in_writing_ends_it(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime,
    outcome: breaches.Outcome,
) -> None:  # fmt: skip
    opened(session, load, clean, now)
    code = bag_of(session, load)
    laundries.scan(database, dirty, code)
    (breach,) = all_of(session)
    ines = people.actor("qualite")
    with pytest.raises(Refused) as refusal:
        breaches.decide(session, breach.id or 0, "  ", outcome, by=ines)
    assert refusal.value.code == "decision_missing"
    with pytest.raises(Forbidden):
        breaches.decide(session, breach.id or 0, "Je décide", outcome, by=dirty)
    breaches.decide(session, breach.id or 0, "Sac resté fermé", outcome, by=ines)
    after = laundries.subject(session, code)
    assert after.stage == ("to_rewash" if outcome == "rewash" else "washed")
    assert holds.open_holds(session, after) == []
    with pytest.raises(Refused) as refusal:
        breaches.decide(session, breach.id or 0, "Encore", outcome, by=ines)
    assert refusal.value.code == "breach_decided"


def test_nobody_lifts_it_without_a_decision(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime
) -> None:
    opened(session, load, clean, now)
    laundries.scan(database, dirty, bag_of(session, load))
    (breach,) = all_of(session)
    for role in ("administrateur", "qualite", "responsable_atelier"):
        with pytest.raises(Forbidden):
            holds.lift(session, breach.hold_id or 0, by=people.actor(role))


def test_what_is_dirty_and_seen_on_the_clean_side_is_kept_without_a_hold(
    session: Session, database: Database, plant: Plant, clean: Actor, now: datetime
) -> None:
    code = laundries.received(session, "7")
    session.commit()
    said = laundries.scan(database, clean, code)
    assert (said["outcome"], said["reason"]) == ("refused", "clean_before_dirty")
    (breach,) = all_of(session)
    assert (breach.kind, breach.hold_id, breach.opened_at) == ("clean_before_dirty", None, None)
    assert session.exec(select(Hold)).all() == []


def test_an_action_card_is_watched_like_any_move(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime
) -> None:
    from esat.production import things

    opened(session, load, clean, now)
    card = things.add_resource(session, "card", "Relaver", "laundry", "K", action="rewash")[1]
    code = laundries.load_code(session, load.lot_id)
    session.commit()
    by = replace(dirty, account_id=None)
    laundries.scan(database, by, code)
    said = laundries.scan(database, by, card)
    assert (said["outcome"], said["reason"]) == ("refused", "dirty_after_clean")
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    assert lot.stage == "washed"


def test_a_station_without_zone_watches_nothing(
    session: Session, database: Database, load: Load, nadia: Actor, clean: Actor, now: datetime
) -> None:
    opened(session, load, clean, now)
    for zone in (None, "none"):
        by = replace(nadia, station_zone=zone)
        assert laundries.scan(database, by, bag_of(session, load))["reason"] != "dirty_after_clean"
    assert all_of(session) == []


def test_the_breach_tells_both_times(
    session: Session, database: Database, load: Load, dirty: Actor, clean: Actor, now: datetime
) -> None:
    opened(session, load, clean, now - timedelta(minutes=0))
    laundries.scan(database, dirty, bag_of(session, load), now + timedelta(minutes=4))
    (row,) = breaches.listed(session, still_open=True)
    assert row.breach.at - row.breach.opened_at == timedelta(minutes=4)  # type: ignore[operator]
    assert row.label == "Sac 1"
    assert breaches.count_open(session) == 1


def test_a_scan_sent_again_after_the_decision_makes_no_second_breach(
    session: Session, database: Database, plant: Plant, clean: Actor, now: datetime
) -> None:
    code = laundries.received(session, "9")
    session.commit()
    scan = Sent(uuid.uuid4(), now, "scan", code)
    first = captures.take(database, scan, by=clean)
    assert first["reason"] == "clean_before_dirty"
    (breach,) = all_of(session)
    ines = people.actor("qualite")
    breaches.decide(session, breach.id or 0, "Ramené au tri", "keep", by=ines, at=now)
    session.commit()
    assert captures.take(database, scan, by=clean) == first | {"replay": True}
    assert len(all_of(session)) == 1
