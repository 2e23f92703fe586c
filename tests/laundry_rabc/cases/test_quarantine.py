"""A held lot packed by every road there is: each is refused, or kept as an anomaly and held."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.errors import Forbidden, Refused
from esat.production import (
    corrections,
    deliveries,
    holds,
    lots,
    moves,
    splitting,
    subjects,
    things,
)
from esat.production.deliveries import Handed
from esat.production.models import Hold, Item, Lot, Order
from esat.production.moves import Context
from laundry_rabc.cases import holding, opening, rewashing
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.opening import Opening
from tests import people
from tests.esat.production.buttons import press
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, Ground
from tests.workshops.laundry.dispatch import linens
from tests.workshops.laundry.finishing import plant as dryers
from tests.workshops.laundry.washing import laundries
from workshops.laundry.dispatch import packing, trolleys
from workshops.laundry.dispatch.packing import Packing
from workshops.laundry.finishing import drying, quality, steps
from workshops.laundry.finishing.asked import DiscardIn, DryIn, RejectIn
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.washing import sorting
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


def test_it_merges_with_no_other_load_and_enters_no_dryer(
    session: Session, ground: Ground, floor: Actor, now: datetime, lot: Lot
) -> None:
    good = dryers.washed(session, {"Mairie": "5"}, now)
    on_hold(lambda: splitting.merge(session, [good.lot, lot], by=floor, at=now))
    dryer = dryers.machine(session, kg="60")
    code = lots.subject_of(session, lot).code or ""
    for asked in (
        DryIn(dryer=dryer, loads=(good.code, code)),
        DryIn(dryer=dryer, loads=(code,)),
        DryIn(dryer=dryer, items=tuple(_codes(session, lot))),
    ):
        on_hold(lambda asked=asked: drying.start(session, asked, by=floor, at=now))  # type: ignore[misc]
    on_hold(lambda: steps.finish(session, code, [], by=floor, at=now))


def _codes(session: Session, lot: Lot) -> list[str]:
    found = [subjects.item(session, one.id or 0) for one in grounds.inside(session, lot.id)]
    return [one.code or "" for one in found if one is not None]


def test_it_is_neither_mended_nor_discarded(
    session: Session, ground: Ground, floor: Actor, now: datetime
) -> None:
    item = held_at(session, linens.order_of(session), "dried")
    code = linens.code(session, item)
    how = Aside(floor, now)
    for decision in ("mend", "discard"):
        asked = RejectIn(reason="tear", fault="ours", decision=decision, note="Déchiré")
        on_hold(lambda asked=asked: quality.reject(session, code, asked, how))  # type: ignore[misc]
    waiting = held_at(session, linens.order_of(session), "to_rewash")
    gone = DiscardIn(reason="tear", fault="ours", note="Déchiré")
    on_hold(lambda: quality.discard(session, linens.code(session, waiting), gone, how))


def test_it_goes_into_no_parcel(
    session: Session, ground: Ground, now: datetime, signed_in: SignedIn
) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "6", "6", pieces=10)
    hold(session, linen)
    work = Packing((linens.one_parcel("6"),))
    on_hold(lambda: packing.pack(session, order, work, by=SYSTEM, at=now))
    session.rollback()
    page = f"/blanchisserie/emballage/{order.ref}"
    nadia = signed_in("moniteur", ("laundry",))
    code = linens.code(session, linen)
    form = {"linen": [code], "pieces-flat": "7", "weight": "6"}
    assert press(nadia, page, **form).status_code == 409
    session.expire_all()
    assert session.exec(select(Item).where(Item.kind == "parcel")).all() == []
    assert stage(session, linen) == "finished"


def test_the_packing_act_of_a_device_refuses_it_too(
    database: Database, session: Session, ground: Ground, now: datetime, floor: Actor
) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "6", "6", pieces=10)
    hold(session, linen)
    data: dict[str, Any] = {
        "order": order.ref,
        "parcels": [{"label": "Plat", "kg": "6", "lines": [{"family": "flat", "pieces": 10}]}],
    }
    for offline in (False, True):
        said = laundries.act(database, floor, "laundry.pack", None, now, offline=offline, **data)
        assert said["outcome"] in {"refused", "anomaly"}
    session.expire_all()
    assert session.exec(select(Item).where(Item.kind == "parcel")).all() == []


def test_a_held_parcel_goes_on_no_trolley_and_to_nobody(
    session: Session, ground: Ground, now: datetime, floor: Actor
) -> None:
    order = linens.order_of(session)
    parcel = linens.packed(session, order).parcels[0]
    hold(session, parcel)
    by = replace(floor, capabilities=floor.capabilities | {"production.deliver"}, account_id=None)
    _, trolley = linens.trolley(session)
    code = linens.code(session, parcel)
    on_hold(lambda: trolleys.put_on(session, trolley, [code], by=by, at=now))
    handed = Handed((parcel.id or 0,), "Mme Roche", (), "", None)
    on_hold(lambda: deliveries.deliver(session, order, handed, by=by))
    assert stage(session, parcel) == "packed"


def test_a_parcel_already_on_its_trolley_is_not_handed_over(
    session: Session, ground: Ground, now: datetime, floor: Actor
) -> None:
    order = linens.order_of(session)
    parcel = linens.packed(session, order).parcels[0]
    _, trolley = linens.trolley(session)
    trolleys.put_on(session, trolley, [linens.code(session, parcel)], by=SYSTEM, at=now)
    hold(session, parcel)
    by = replace(floor, capabilities=floor.capabilities | {"production.deliver"})
    handed = Handed((parcel.id or 0,), "Mme Roche", (), "", None)
    on_hold(lambda: deliveries.deliver(session, order, handed, by=by))


def test_a_held_parcel_is_washed_again_and_what_comes_out_of_it_stays_held(
    session: Session, ground: Ground, now: datetime
) -> None:
    order = linens.order_of(session)
    parcel = linens.packed(session, order).parcels[0]
    case = hold(session, parcel)
    assert rewashing.rewash(session, case, by=ground.rachid, at=now) == 1
    sorting.into_bin(
        session, linens.subject(session, parcel), ground.plant.flat, Context(ground.nadia, now)
    )
    session.expire_all()
    assert stage(session, parcel) == "emptied"
    inside = [one.id for one in session.exec(select(Item).where(Item.stage == "sorted"))]
    assert inside
    assert grounds.held(session) == sorted(key or 0 for key in inside)


def test_nobody_lifts_what_an_open_case_needs_by_any_road(
    database: Database, session: Session, ground: Ground, lot: Lot, floor: Actor,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    hold_id = session.exec(select(Hold.id)).one()
    for by in (ground.ines, people.actor("administrateur"), SYSTEM):
        with pytest.raises((Refused, Forbidden)) as found:
            holds.lift(session, hold_id or 0, by=by)
        assert found.value.code in {"case_open", "not_allowed"}
    ines = signed_in("qualite")
    page = f"/rabc/quarantaines/{hold_id}"
    answer = press(ines, page, note="Je libère")
    assert answer.status_code == 409
    assert "cas RABC" in answer.get_data(as_text=True)
    assert "/rabc/cas/" in ines.get(page).text
    assert press(ines, "/atelier/lever", hold=hold_id, note="x").status_code == 409
    code = _codes(session, lot)[0]
    by = replace(people.actor("qualite"), workshops=None)
    said = laundries.act(database, by, "hold.lift", code, hold=hold_id)
    assert said["outcome"] == "refused"
    session.expire_all()
    assert grounds.held(session)


def test_a_quarantine_placed_by_hand_ends_by_hand(
    session: Session, ground: Ground, now: datetime
) -> None:
    item = linens.finished(session, linens.order_of(session), "5")
    by = people.actor("qualite")
    placed = holds.place(session, linens.subject(session, item), "rabc_quarantine", by=by)
    case = hold(session, item)
    assert refused(lambda: holds.lift(session, placed.id or 0, by=by)).code == "case_open"
    case.closed_at = now + HOUR
    session.flush()
    assert holding.let_go(session, case, by=by, at=now, note="x") == 0
    holds.lift(session, placed.id or 0, by=by)
    assert grounds.held(session) == []


def test_the_place_where_it_lies_is_kept_with_the_hold(
    session: Session, ground: Ground, lot: Lot, now: datetime
) -> None:
    place, _ = things.add_resource(session, "shelf", "Cage jaune", "laundry", "X")
    (case,) = grounds.cases(session)
    assert holding.put_at(session, case, place.id or 0) == 1
    hold_row = session.exec(select(Hold)).one()
    assert hold_row.place_id == place.id


def test_replayed_it_changes_nothing(
    database: Database, session: Session, floor: Actor, lot: Lot, now: datetime
) -> None:
    uid = uuid.uuid4()
    code = laundries.load_code(session, lot.id)
    for _ in range(2):
        laundries.act(database, floor, "laundry.rewash_load", code, now, uid=uid,
                      reason="hygiene", fault="ours")  # fmt: skip
    session.expire_all()
    assert len(grounds.held(session)) == 1
    assert Decimal(1) == len(grounds.cases(session))
