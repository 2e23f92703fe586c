from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.production import corrections, moves, orders, subjects
from esat.production.journal_models import Event
from esat.production.models import Item
from esat.production.moves import Context
from esat.web.door import House
from tests import factories
from tests.workshops.laundry.figures import plant
from tests.workshops.laundry.finishing import plant as linens
from workshops.laundry.figures import parts, receivers, rollups, verifying
from workshops.laundry.figures.models import DayClient, DayCycles, DayRejects
from workshops.laundry.finishing import quality
from workshops.laundry.finishing.asked import RejectIn
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.washing import fixes
from workshops.laundry.washing.cycles import Report

DAY = date(2026, 11, 23)


def of_day(session: Session, day: date = DAY) -> DayClient:
    session.expire_all()
    return session.exec(
        select(DayClient).where(DayClient.day == day, DayClient.span == "day")
    ).one()


def right(session: Session) -> None:
    """What is kept is the sum of the rows and the journal."""
    receivers.settle(session)
    wanted = parts.summed(parts.of_all(session))
    assert rollups.differing(rollups.stored(session), wanted) == []


def test_what_a_client_brings_is_counted_when_it_is_received(
    session: Session, now: datetime
) -> None:
    order = factories.make_order(session, items=2, at=now)
    first, second = plant.keys(session, order)
    plant.weigh(session, first, "6.250")
    plant.move(session, first, "receive", at=now)
    plant.move(session, second, "receive", at=now)
    found = of_day(session)
    assert (found.received, found.received_kg, found.received_unweighed) == (2, Decimal("6.25"), 1)


def test_a_weight_known_later_takes_its_place(session: Session, now: datetime) -> None:
    order = factories.make_order(session, items=1, at=now)
    (key,) = plant.keys(session, order)
    plant.move(session, key, "receive", at=now)
    plant.weigh(session, key, "4")
    rollups.add_items(session, [key])
    plant.weigh(session, key, "5")
    rollups.add_items(session, [key])
    rollups.add_items(session, [key])
    assert (of_day(session).received_kg, of_day(session).received_unweighed) == (Decimal(5), 0)


def test_a_move_undone_takes_back_what_it_gave(session: Session, now: datetime) -> None:
    order = factories.make_order(session, items=1, at=now)
    (key,) = plant.keys(session, order)
    subject = subjects.item(session, key)
    assert subject is not None
    done = moves.move(session, subject, "receive", Context(by=SYSTEM, at=now))
    assert of_day(session).received == 1
    corrections.undo(session, done.event.id, by=SYSTEM, at=now)
    assert of_day(session).received == 0
    right(session)


def test_a_cycle_counts_its_linen_water_and_energy_on_the_day_it_ends(
    session: Session, now: datetime
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    plant.washed(session, factories.make_order(session, items=3, at=now), machine, what, now)
    receivers.settle(session)
    row = session.exec(select(DayCycles).where(DayCycles.span == "day")).one()
    assert (row.day, row.machine_id, row.programme_id) == (DAY, machine.resource_id, what.id)
    assert (row.cycles, row.kg, row.water_l, row.water_kg) == (1, 18, 180, 18)
    right(session)


def test_water_that_was_corrected_counts_instead_of_the_first(
    session: Session, now: datetime
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    order = factories.make_order(session, items=3, at=now)
    _, cycle = plant.washed(session, order, machine, what, now)
    fixes.fix(session, cycle.id or 0, "water_l", Decimal(90), "Compteur mal lu", by=SYSTEM)
    session.expire_all()
    receivers.settle(session)
    row = session.exec(select(DayCycles).where(DayCycles.span == "day")).one()
    assert (row.cycles, row.water_l, row.water_kg) == (1, 90, 18)
    right(session)


def test_a_cycle_that_was_not_measured_gives_no_litre_and_no_kilogram_to_divide_by(
    session: Session, now: datetime
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    order = factories.make_order(session, items=2, at=now)
    for key in (items := plant.keys(session, order)):
        plant.move(session, key, "receive", at=now)
    lot = plant.load(session, items, now)
    cycle = plant.started(session, lot, machine, what, now)
    plant.ended(session, lot, cycle, now + timedelta(minutes=50), Report(outcome="fault"))
    receivers.settle(session)
    row = session.exec(select(DayCycles).where(DayCycles.span == "day")).one()
    assert (row.cycles, row.stopped, row.kg, row.water_kg) == (0, 1, 0, 0)


def test_an_order_is_late_or_on_time_when_it_is_whole(session: Session, now: datetime) -> None:
    for due in (DAY, DAY - timedelta(days=1), None):
        order = factories.make_order(session, items=1, at=now)
        order.due_on = due
        (key,) = plant.keys(session, order)
        road = ("receive", "start_wash", "end_wash", "finish", "pack", "hand_over")
        plant.move(session, key, *road, at=now)
        orders.close_if_done(session, orders.key(order), by=SYSTEM, at=now)
    rows = session.exec(
        select(DayClient).where(DayClient.day == DAY, DayClient.span == "day")
    ).all()
    assert sorted((r.on_time, r.late, r.undated, r.delivered) for r in rows) == [
        (0, 0, 1, 1), (0, 1, 0, 1), (1, 0, 0, 1),
    ]  # fmt: skip
    right(session)


def aside_of(session: Session) -> list[tuple[object, ...]]:
    """What the rows of the day say was put aside."""
    session.expire_all()
    rows = session.exec(select(DayRejects).where(DayRejects.span == "day")).all()
    return sorted(
        (row.reason, row.fault, row.decision, row.rejects, row.kg, row.unweighed, row.pieces)
        for row in rows
        if row.rejects
    )


def test_what_is_put_aside_is_counted_by_its_own_row(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = linens.washed(session, {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4"}, now)
    linens.finished(session, load, now)
    asked = {"reason": "stain", "fault": "ours", "decision": "rewash", "quantity": "2.5"}
    how = Aside(nadia, now)
    row = quality.reject(session, load.first, RejectIn.model_validate(asked | {"pieces": 4}), how)
    asked |= {"quantity": None, "decision": "mend"}
    quality.reject(session, load.items[1], RejectIn.model_validate(asked), how)
    assert aside_of(session) == [
        ("stain", "ours", "mend", 1, Decimal(4), 0, 0),
        ("stain", "ours", "rewash", 1, Decimal("2.5"), 0, 4),
    ]
    told = session.exec(select(Event).where(Event.kind == "item.put_aside")).first()
    assert told is not None
    assert (told.item_id, (told.data or {})["reject"]) == (row.item_id, row.id)
    right(session)


def test_rows_that_were_changed_by_hand_are_named_and_recomputed(
    session: Session, house: House, now: datetime
) -> None:
    order = factories.make_order(session, items=1, at=now)
    (key,) = plant.keys(session, order)
    plant.move(session, key, "receive", at=now)
    row = of_day(session)
    row.received = 7
    session.flush()
    (fault,) = verifying.faults(session, house.settings)
    assert fault.startswith("Linge des clients : le cumul du jour 23/11/2026 diffère")
    assert rollups.rebuild(session, DAY) == 1
    assert of_day(session).received == 1
    assert verifying.faults(session, house.settings) == []
    assert rollups.rebuild(session) == 0


def test_months_before_the_first_one_asked_stay_as_they_are(
    session: Session, now: datetime
) -> None:
    before = now - timedelta(days=33)
    order = factories.make_order(session, items=2, at=before)
    first, second = plant.keys(session, order)
    plant.move(session, first, "receive", at=before)
    plant.move(session, second, "receive", at=now)
    old = of_day(session, before.date())
    old.received = 9
    session.flush()
    rollups.rebuild(session, DAY)
    assert of_day(session, before.date()).received == 9
    rollups.rebuild(session)
    assert of_day(session, before.date()).received == 1


ACTS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["step", "undo", "weigh", "correct", "back"]),
        st.integers(0, 30),
    ),
    max_size=25,
)


@pytest.mark.parametrize("lot", [False, True])
@given(acts=ACTS)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_after_any_acts_the_figures_are_those_recomputed(
    session: Session, nadia: Actor, lot: bool, acts: list[tuple[int, str, int]]
) -> None:
    nested = session.begin_nested()
    order = factories.make_order(session, items=3, due_on=date(2026, 12, 1))
    items = plant.keys(session, order)
    at = factories.AT
    for which, act, number in acts:
        at += timedelta(hours=number)
        _do(session, items[which], act, number, at, nadia)
    if lot:
        rollups.add_orders(session, [orders.key(order)])
    right(session)
    nested.rollback()
    session.expire_all()


def _do(session: Session, key: int, act: str, number: int, at: datetime, by: Actor) -> None:
    item = session.get_one(Item, key)
    session.refresh(item)
    subject = subjects.item(session, key)
    assert subject is not None
    road = {"expected": "receive", "received": "start_wash", "washing": "end_wash",
            "washed": "finish", "finished": "pack", "packed": "hand_over"}  # fmt: skip
    if act == "step" and item.stage in road:
        plant.move(session, key, road[item.stage], at=at)
        orders.close_if_done(session, item.order_id, by=SYSTEM, at=at)
    elif act == "weigh":
        plant.weigh(session, key, str(number + 1))
        rollups.add_items(session, [key])
    elif act == "undo":
        last = session.exec(
            select(Event).where(Event.item_id == key).order_by(Event.id.desc())  # type: ignore[union-attr]
        ).first()
        if last is not None and last.kind == "item.moved":
            corrections.undo(session, last.id or 0, by=SYSTEM, at=last.recorded_at)
    elif act in {"correct", "back"} and item.closed_at is None:
        stage = "washed" if act == "correct" else "expected"
        corrections.correct_stage(session, subject, stage, "Erreur", by=by, at=at)
