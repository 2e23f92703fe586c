from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.errors import Refused
from esat.production import corrections, lots, moves, offering, subjects
from esat.production.moves import Context
from tests import factories
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from tests.workshops.laundry.washing.test_starting import context, filled, plant, start
from workshops.laundry.washing import cycles, loads, sorting, starting
from workshops.laundry.washing.models import Cycle

__all__ = ["context", "plant"]


def test_the_counter_s_move_obeys_the_same_rules(
    session: Session, plant: Plant, context: Context
) -> None:
    load = filled(session, plant, context, "47")
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None

    def why() -> str:
        with pytest.raises(Refused) as refusal:
            moves.move(session, lot, "start_wash", context)
        return refusal.value.code

    assert why() == "load_needs_machine"
    starting.assign(session, load, plant.id("l1"), plant.id("p60"), by=context.by)
    assert why() == "load_over_limit"
    offer = next(
        one for one in offering.offers(session, lot, by=context.by) if one.action == "start_wash"
    )
    assert (offer.open, offer.reason) == (False, "load_over_limit")


def test_a_bag_alone_is_not_washed_once_the_house_has_machines(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    with pytest.raises(Refused) as refusal:
        moves.move(session, laundries.subject(session, bag), "start_wash", context)
    assert refusal.value.code == "needs_load"


def test_a_lot_that_is_no_load_needs_a_machine(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    item = laundries.subject(session, bag).item_id or 0
    lot = lots.open_lot(session, "laundry", "received", [item], by=SYSTEM, at=factories.AT)
    with pytest.raises(Refused) as refusal:
        moves.move(session, lots.subject_of(session, lot), "start_wash", context)
    assert refusal.value.code == "load_needs_machine"


def test_without_machines_things_move_as_mere_stages(session: Session, context: Context) -> None:
    bag = laundries.received(session, "7")
    done = moves.move(session, laundries.subject(session, bag), "start_wash", context)
    assert done.subject.stage == "washing"
    assert session.exec(select(Cycle)).all() == []


def test_a_start_that_is_undone_leaves_a_stopped_cycle_and_the_load_in_its_bin(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load = filled(session, plant, context)
    done = start(session, plant, load, context)
    corrections.undo(session, done.event.id, by=context.by, at=now)
    cycle = cycles.last_of_lot(session, load.lot_id)
    assert cycle is not None
    assert (cycle.outcome, cycle.fault, cycle.ended_at) == ("stopped", "Départ annulé", now)
    found, _ = loads.the_load(session, plant.flat)
    assert found.lot_id == load.lot_id
    assert start(session, plant, found, context)


def test_the_end_of_a_cycle_is_not_undone(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load = filled(session, plant, context)
    start(session, plant, load, context)
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    done = moves.move(session, lot, "end_wash", context)
    cycle = cycles.last_of_lot(session, load.lot_id)
    assert cycle is not None
    assert cycle.outcome == "done"
    with pytest.raises(Refused) as refusal:
        corrections.undo(session, done.event.id, by=context.by, at=now)
    assert refusal.value.code == "cycle_stays_ended"


def test_the_opening_of_a_bag_is_not_undone(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    bag = laundries.received(session, "7")
    subject = laundries.subject(session, bag)
    done = sorting.into_bin(session, subject, plant.flat, context)
    assert done.event is not None
    with pytest.raises(Refused) as refusal:
        corrections.undo(session, done.event.id, by=context.by, at=now)
    assert refusal.value.code == "bag_was_opened"
