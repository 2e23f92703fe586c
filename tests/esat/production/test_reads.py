from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import NotFound
from esat.production import (
    corrections,
    holds,
    lots,
    moves,
    order_reads,
    orders,
    reads,
    subjects,
    things,
)
from esat.production.models import Order
from esat.production.moves import Context
from esat.production.subjects import Subject
from esat.stages import Phase
from tests.factories import items_of, make_order

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def walk(session: Session, subject: Subject, *actions: str, hours: int = 1) -> Subject:
    for step, action in enumerate(actions):
        at = EIGHT + timedelta(hours=hours + step)
        subject = moves.move(session, subject, action, Context(by=SYSTEM, at=at)).subject
    return subject


def key(order: Order) -> int:
    return orders.key(order)


def test_an_order_without_items_is_registered(session: Session) -> None:
    order = make_order(session, due_on=date(2026, 12, 4))
    found = reads.progress(session, key(order))
    assert (found.phase, found.word, found.counted) == (Phase.REGISTERED, "Enregistrée", "")
    assert found.due_on == date(2026, 12, 4)
    assert [step.state for step in found.steps] == ["current", *["todo"] * 5]
    assert found.steps[0].at == EIGHT


def test_each_phase_says_when_it_was_first_reached(session: Session) -> None:
    order = make_order(session, items=2)
    one, other = items_of(session, order)
    walk(session, other, "receive", hours=3)
    walk(session, one, "receive", "start_wash")
    found = reads.progress(session, key(order))
    at = {step.phase: step.at for step in found.steps}
    assert found.phase is Phase.IN_WORK
    assert at[Phase.RECEIVED] == EIGHT + timedelta(hours=1)
    assert at[Phase.IN_WORK] == EIGHT + timedelta(hours=2)
    assert at[Phase.CHECKING] is None
    assert found.last_update == EIGHT + timedelta(hours=3)


def test_an_order_is_in_work_as_long_as_one_thing_waits_behind(session: Session) -> None:
    order = make_order(session, items=3)
    first, second, _third = items_of(session, order)
    ready = ("receive", "start_wash", "end_wash", "finish", "pack")
    walk(session, first, *ready, "hand_over")
    walk(session, second, *ready)
    found = reads.progress(session, key(order))
    assert found.phase is Phase.IN_WORK
    assert found.counted == "2 sur 3"
    assert (found.ready, found.handed_over, found.total) == (2, 1, 3)


def test_a_lot_carries_its_members_to_a_phase(session: Session) -> None:
    order = make_order(session, items=2)
    items = [walk(session, item, "receive") for item in items_of(session, order)]
    lot = lots.open_lot(session, "laundry", "received", [i.item_id or 0 for i in items],
                        by=SYSTEM, at=EIGHT + timedelta(hours=2))  # fmt: skip
    walk(session, lots.subject_of(session, lot), "start_wash", hours=3)
    found = reads.progress(session, key(order))
    assert {step.phase: step.at for step in found.steps}[Phase.IN_WORK] == EIGHT + timedelta(
        hours=3
    )


def test_what_a_lot_did_after_an_item_left_it_is_not_the_items(session: Session) -> None:
    order = make_order(session, items=2)
    stays, goes = (walk(session, item, "receive") for item in items_of(session, order))
    lot = lots.open_lot(session, "laundry", "received", [stays.item_id or 0, goes.item_id or 0],
                        by=SYSTEM, at=EIGHT + timedelta(hours=2))  # fmt: skip
    away = Context(by=SYSTEM, at=EIGHT + timedelta(hours=3), without=[goes.item_id or 0])
    moves.move(session, lots.subject_of(session, lot), "start_wash", away)
    held = [h.reason for h in holds.open_holds(session, goes)]
    found = reads.progress(session, key(order))
    assert not held
    assert found.phase is Phase.IN_WORK


def test_an_undone_move_was_never_reached(session: Session, nadia: Actor) -> None:
    order = make_order(session, items=1)
    (item,) = items_of(session, order)
    with clock.pinned(EIGHT + timedelta(hours=1)):
        moved = moves.move(session, item, "receive", Context(by=nadia))
        corrections.undo(session, moved.event.id, by=nadia)
    walk(session, items_of(session, order)[0], "receive", hours=5)
    found = reads.progress(session, key(order))
    at = {step.phase: step.at for step in found.steps}
    assert at[Phase.RECEIVED] == EIGHT + timedelta(hours=5)


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("client_answer", "En attente de votre réponse"),
        ("weather", "Suspendue"),
        ("to_check", None),
    ],
)
def test_a_hold_gives_the_clients_word_and_no_other(
    session: Session, reason: str, word: str | None
) -> None:
    order = make_order(session, items=1)
    (item,) = items_of(session, order)
    holds.place(session, item, reason, by=SYSTEM, note="Monsieur Untel a appelé")
    assert reads.progress(session, key(order)).side == word


def test_a_cancelled_order_says_so(session: Session) -> None:
    order = make_order(session, items=1)
    orders.cancel(session, order, "Double", by=SYSTEM, at=EIGHT + timedelta(hours=1))
    found = reads.progress(session, key(order))
    assert (found.word, found.side) == ("Annulée", "Annulée")


def test_a_handed_over_order_is_at_the_end(session: Session) -> None:
    order = make_order(session, items=1)
    (item,) = items_of(session, order)
    road = ("receive", "start_wash", "end_wash", "finish", "pack", "hand_over")
    walk(session, item, *road)
    orders.close_if_done(session, key(order), by=SYSTEM, at=EIGHT + timedelta(hours=8))
    found = reads.progress(session, key(order))
    assert (found.word, found.counted) == ("Remise", "1 sur 1")
    assert found.closed_at is not None


def test_an_unknown_order_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        reads.progress(session, 0)


def test_a_bag_that_was_emptied_counts_no_more(session: Session, now: datetime) -> None:
    order = make_order(session, items=1)
    (bag,) = items_of(session, order)
    walk(session, bag, "receive", "empty")
    linen = things.add_item(session, order, "linen", "Linge plat", by=SYSTEM, at=EIGHT)
    whole = subjects.item(session, linen.id or 0)
    assert whole is not None
    ready = ("receive", "load", "start_wash", "end_wash", "dry", "finish", "pack")
    walk(session, whole, *ready, hours=3)
    found = reads.progress(session, key(order))
    assert (found.phase, found.ready, found.total, order.closed_at) == (Phase.READY, 1, 1, None)
    wish = order_reads.Wish(state="pretes")
    (row,) = order_reads.page(session, wish, now.date()).rows
    assert (row.ready, row.total) == (1, 1)
