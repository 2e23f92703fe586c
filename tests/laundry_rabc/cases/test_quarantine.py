"""A held lot packed by every road there is: each is refused, or kept as an anomaly and held."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.errors import Refused
from esat.production import (
    corrections,
    holds,
    lots,
    moves,
    splitting,
    things,
)
from esat.production.models import Item, Lot, Order
from esat.production.moves import Context
from laundry_rabc.cases import holding, opening
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.opening import Opening
from tests import people
from tests.esat.production.buttons import press
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, Ground
from tests.workshops.laundry.dispatch import linens
from tests.workshops.laundry.finishing import plant as dryers
from tests.workshops.laundry.washing import laundries
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
HOUR = timedelta(hours=1)


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


@pytest.fixture
def floor(nadia: Actor) -> Actor:
    """Nadia at a place on the clean side, with every right of a supervisor."""
    return replace(nadia, station_zone=None)


@pytest.fixture
def cold(session: Session, ground: Ground, now: datetime) -> Cycle:
    """A load of one bag, washed cold and held."""
    made = grounds.washed(session, ground, COLD, now - HOUR)
    session.commit()
    return made


@pytest.fixture
def lot(session: Session, cold: Cycle) -> Lot:
    return session.get_one(Lot, cold.lot_id)


def held_at(session: Session, order: Order, stage: str, kg: str = "6") -> Item:
    """Linen of an order at a stage, held by a case of its own."""
    made = linens.finished(session, order, kg, stage=stage)
    hold(session, made)
    return made


def hold(session: Session, *items: Item) -> Case:
    why = Opening("action", "hand", "LAV-02 — trop froid")
    keys = [one.id or 0 for one in items]
    case = opening.open_case(session, why, by=SYSTEM, at=items[0].stage_since, items=keys)
    session.commit()
    return case


def refused(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as found:
        work()
    return found.value


def on_hold(work: Callable[[], object]) -> None:
    found = refused(work)
    assert found.code == "on_hold"
    assert "Quarantaine RABC" in found.message


def stage(session: Session, item: Item) -> str:
    session.expire_all()
    return session.get_one(Item, item.id).stage


@pytest.mark.parametrize(
    ("at", "action"),
    [("washed", "dry"), ("washed", "finish"), ("dried", "finish"), ("finished", "pack"),
     ("finished", "compose"), ("to_mend", "mended"), ("dried", "mend"), ("packed", "hand_over"),
     ("finished", "discard"), ("to_rewash", "discard")],
)  # fmt: skip
def test_no_move_but_those_that_wash_again(
    session: Session, ground: Ground, floor: Actor, at: str, action: str
) -> None:
    item = held_at(session, linens.order_of(session), at)
    by = replace(floor, capabilities=floor.capabilities | {"production.deliver"})
    on_hold(lambda: moves.move(session, linens.subject(session, item), action, Context(by)))
    assert stage(session, item) == at


def test_every_move_of_the_road_is_either_blocked_or_washes_again() -> None:
    from workshops.laundry.stages import MACHINE

    known = {one.action for one in MACHINE.moves}
    assert set(holding.BLOCKED) | holding.REPAIRS == known
    assert not set(holding.BLOCKED) & holding.REPAIRS
    leaves = {"pack", "compose", "hand_over", "dry", "finish", "mended", "mend", "discard"}
    assert leaves <= set(holding.BLOCKED)


def test_the_counter_and_the_devices_refuse_it(
    database: Database, session: Session, floor: Actor, lot: Lot
) -> None:
    code = laundries.load_code(session, lot.id)
    said = laundries.move(database, floor, "dry", code)
    assert (said["outcome"], said["reason"]) == ("refused", "on_hold")
    assert "Quarantaine RABC" in said["message"]
    dry = next(one for one in said["subject"]["holds"] if "Quarantaine" in str(one))
    assert dry
    session.expire_all()
    assert session.get_one(Lot, lot.id).stage == "washed"


def test_an_action_card_refuses_it(
    database: Database, session: Session, floor: Actor, lot: Lot
) -> None:
    _, card = things.add_resource(session, "action_card", "Séchage", "laundry", "K", action="dry")
    session.commit()
    laundries.scan(database, floor, laundries.load_code(session, lot.id))
    said = laundries.scan(database, floor, card)
    assert (said["outcome"], said["reason"]) == ("refused", "on_hold")
    session.expire_all()
    assert session.get_one(Lot, lot.id).stage == "washed"


def test_without_network_it_is_kept_as_an_anomaly_and_stays_held(
    database: Database, session: Session, floor: Actor, lot: Lot
) -> None:
    code = laundries.load_code(session, lot.id)
    said = laundries.move(database, floor, "dry", code, offline=True)
    assert said["outcome"] == "anomaly"
    found = laundries.subject(session, code)
    reasons = {one.reason for one in holds.open_holds(session, found)}
    assert {"rabc_quarantine", "contradiction"} <= reasons
    on_hold(lambda: moves.move(session, found, "finish", Context(floor)))


@pytest.mark.parametrize("offline", [False, True])
def test_the_acts_of_the_floor_refuse_it(
    database: Database, session: Session, ground: Ground, now: datetime, floor: Actor,
    lot: Lot, offline: bool,
) -> None:  # fmt: skip
    dryer = dryers.machine(session, kg="60")
    session.commit()
    code = laundries.load_code(session, lot.id)
    said = laundries.act(
        database, floor, "laundry.dry_start", dryer, now, offline=offline, loads=[code]
    )
    assert said["outcome"] == ("anomaly" if offline else "refused")
    assert said["reason"] == "on_hold"
    session.expire_all()
    assert grounds.held(session)
    assert session.get_one(Lot, lot.id).stage == "washed"


def test_the_floors_pages_refuse_it(session: Session, lot: Lot, signed_in: SignedIn) -> None:
    code = laundries.load_code(session, lot.id)
    nadia = signed_in("moniteur", ("laundry",))
    answer = press(nadia, "/atelier/passage", code=code, action="dry")
    assert answer.status_code == 409
    assert "Quarantaine RABC" in answer.get_data(as_text=True)
    rachid = signed_in("responsable_atelier", ("laundry",))
    for told in ("packed", "dried", "finished", "handed_over"):
        wrong = press(rachid, "/atelier/corriger", code=code, stage=told, cause="Je l’ai vu là")
        assert wrong.status_code == 409, told
    session.expire_all()
    assert session.get_one(Lot, lot.id).stage == "washed"


@pytest.mark.parametrize("told", ["dried", "finished", "packed", "handed_over", "composed"])
def test_a_correction_does_not_get_round_it(
    session: Session, ground: Ground, lot: Lot, told: str
) -> None:
    by = people.actor("administrateur")
    by = replace(by, capabilities=by.capabilities | {"production.correct"}, workshops=None)
    subject = lots.subject_of(session, lot)
    on_hold(lambda: corrections.correct_stage(session, subject, told, "Je le vois là", by=by))
    alone = held_at(session, linens.order_of(session), "washed")
    found = linens.subject(session, alone)
    on_hold(lambda: corrections.correct_stage(session, found, told, "Je le vois là", by=by))


def test_a_correction_towards_the_washer_stays_possible(session: Session, lot: Lot) -> None:
    by = people.actor("responsable_atelier", workshops=("laundry",))
    corrections.correct_stage(
        session, lots.subject_of(session, lot), "to_rewash", "Il est au sale", by=by
    )
    assert grounds.held(session)


def test_undoing_a_rewash_frees_nothing(
    session: Session, ground: Ground, floor: Actor, now: datetime
) -> None:
    item = held_at(session, linens.order_of(session), "packed")
    done = moves.move(session, linens.subject(session, item), "rewash", Context(floor))
    corrections.undo(session, done.event.id, by=floor)
    assert stage(session, item) == "packed"
    by = replace(floor, capabilities=floor.capabilities | {"production.deliver"})
    on_hold(lambda: moves.move(session, linens.subject(session, item), "hand_over", Context(by)))


def test_what_is_split_off_stays_held(
    session: Session, ground: Ground, floor: Actor, now: datetime
) -> None:
    bags = [grounds.bag(session, "15"), grounds.bag(session, "15")]
    cycle = grounds.washed(session, ground, COLD, now - HOUR, *bags)
    lot = session.get_one(Lot, cycle.lot_id)
    one, two = grounds.inside(session, lot.id)
    child = splitting.split(session, lot, [one.id or 0], by=floor, at=now)
    on_hold(lambda: moves.move(session, lots.subject_of(session, child), "dry", Context(floor)))
    lots.take_out(session, lot, [two.id or 0], by=floor, at=now)
    alone = laundries.subject(session, bags[1])
    on_hold(lambda: moves.move(session, alone, "dry", Context(floor)))


def test_leaving_what_is_held_behind_takes_only_the_rest(
    session: Session, ground: Ground, floor: Actor, now: datetime
) -> None:
    order = linens.order_of(session)
    good, bad = (linens.finished(session, order, "5", stage="dried") for _ in range(2))
    lot = linens.lot(session, good, bad)
    hold(session, bad)
    subject = lots.subject_of(session, lot)
    on_hold(lambda: moves.move(session, subject, "finish", Context(floor)))
    moves.move(session, subject, "finish", Context(floor, without=(bad.id or 0,)))
    assert (stage(session, good), stage(session, bad)) == ("finished", "dried")
    on_hold(lambda: moves.move(session, linens.subject(session, bad), "finish", Context(floor)))
