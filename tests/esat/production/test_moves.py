from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.production import corrections, holds, lots, moves, offering, projection, subjects
from esat.production.journal_models import DailyCount, Event
from esat.production.models import Item, LotItem
from esat.production.moves import Context
from esat.production.subjects import Subject
from tests import factories, people


def received(session: Session, by: Actor, n: int = 2) -> list[Subject]:
    order = factories.make_order(session, items=n)
    found = factories.items_of(session, order)
    return [moves.move(session, s, "receive", Context(by=by)).subject for s in found]


def code_of(refusal: pytest.ExceptionInfo[Refused | Forbidden]) -> str:
    return refusal.value.code


def test_a_move_changes_the_stage_and_writes_one_event(
    session: Session, now: datetime, nadia: Actor
) -> None:
    (bag,) = received(session, nadia, 1)
    item = session.get(Item, bag.item_id)
    assert item is not None
    assert (item.stage, item.stage_since) == ("received", now)
    events = session.exec(select(Event).where(Event.item_id == bag.item_id)).all()
    assert [e.kind for e in events] == ["item.opened", "item.moved"]
    assert (events[1].from_stage, events[1].to_stage) == ("expected", "received")


def test_a_move_that_the_stage_does_not_offer_is_refused(session: Session, nadia: Actor) -> None:
    (bag,) = received(session, nadia, 1)
    with pytest.raises(Refused) as refusal:
        moves.move(session, bag, "pack", Context(by=nadia))
    assert code_of(refusal) == "move_not_offered"


def test_the_second_of_two_tablets_is_told_so(session: Session, nadia: Actor) -> None:
    (bag,) = received(session, nadia, 1)
    moves.move(session, bag, "sort", Context(by=nadia))
    with pytest.raises(Refused) as refusal:
        moves.move(session, bag, "sort", Context(by=nadia))
    assert code_of(refusal) == "moved_meanwhile"


def test_another_workshop_s_supervisor_may_not(session: Session, nadia: Actor) -> None:
    (bag,) = received(session, nadia, 1)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(Forbidden) as refusal:
        moves.move(session, bag, "sort", Context(by=stranger))
    assert code_of(refusal) == "not_allowed"


def test_what_is_held_does_not_move_and_says_why(session: Session, nadia: Actor) -> None:
    (bag,) = received(session, nadia, 1)
    hold = holds.place(session, bag, "quarantine", by=nadia)
    with pytest.raises(Refused) as refusal:
        moves.move(session, bag, "sort", Context(by=nadia))
    assert code_of(refusal) == "on_hold"
    assert "Quarantaine" in refusal.value.message
    closed = offering.offers(session, bag, by=nadia)
    assert closed
    assert {(o.open, o.reason) for o in closed} == {(False, "on_hold")}
    holds.lift(session, hold.id or 0, by=nadia)
    assert moves.move(session, bag, "sort", Context(by=nadia)).subject.stage == "sorted"


def test_a_hold_is_placed_once_and_lifted_once(session: Session, nadia: Actor) -> None:
    (bag,) = received(session, nadia, 1)
    hold = holds.place(session, bag, "machine", by=nadia)
    with pytest.raises(Refused) as twice:
        holds.place(session, bag, "machine", by=nadia)
    assert code_of(twice) == "already_held"
    holds.lift(session, hold.id or 0, by=nadia)
    with pytest.raises(Refused) as again:
        holds.lift(session, hold.id or 0, by=nadia)
    assert code_of(again) == "hold_lifted_already"


def test_a_lot_moves_whole_with_one_event(session: Session, nadia: Actor) -> None:
    bags = received(session, nadia, 3)
    lot = lots.open_lot(session, "laundry", "received", [b.item_id or 0 for b in bags], by=nadia)
    subject = lots.subject_of(session, lot)
    moves.move(session, subject, "start_wash", Context(by=nadia))
    session.expire_all()
    assert {session.get(Item, b.item_id).stage for b in bags} == {"washing"}
    moved = session.exec(select(Event).where(Event.kind == "lot.moved")).all()
    assert len(moved) == 1
    assert projection.compare(session) == []


def test_what_travels_in_a_lot_does_not_move_alone(session: Session, nadia: Actor) -> None:
    bags = received(session, nadia, 2)
    lots.open_lot(session, "laundry", "received", [b.item_id or 0 for b in bags], by=nadia)
    alone = subjects.by_code(session, bags[0].code or "")
    assert alone is not None
    with pytest.raises(Refused) as refusal:
        moves.move(session, alone, "sort", Context(by=nadia))
    assert code_of(refusal) == "travels_in_lot"


def test_the_unticked_stay_behind(session: Session, nadia: Actor) -> None:
    bags = received(session, nadia, 3)
    keys = [b.item_id or 0 for b in bags]
    lot = lots.open_lot(session, "laundry", "received", keys, by=nadia)
    moves.move(
        session, lots.subject_of(session, lot), "start_wash", Context(by=nadia, without=[keys[0]])
    )
    session.expire_all()
    assert [session.get(Item, k).stage for k in keys] == ["received", "washing", "washing"]
    assert moves.members(session, lot.id or 0) == keys[1:]
    assert projection.compare(session) == []


def test_a_held_member_stops_the_lot_unless_it_is_unticked(session: Session, nadia: Actor) -> None:
    bags = received(session, nadia, 2)
    keys = [b.item_id or 0 for b in bags]
    lot = lots.open_lot(session, "laundry", "received", keys, by=nadia)
    subject = lots.subject_of(session, lot)
    holds.place(session, bags[0], "to_check", by=nadia)
    with pytest.raises(Refused) as refusal:
        moves.move(session, subject, "start_wash", Context(by=nadia))
    assert code_of(refusal) == "on_hold"
    moves.move(session, subject, "start_wash", Context(by=nadia, without=[keys[0]]))


def test_the_daily_count_follows(session: Session, now: datetime, nadia: Actor) -> None:
    received(session, nadia, 2)
    rows = session.exec(select(DailyCount).where(DailyCount.stage == "received")).all()
    assert sum(row.entered for row in rows) == 2


def test_an_undo_brings_back_and_keeps_both_rows(
    session: Session, now: datetime, nadia: Actor
) -> None:
    (bag,) = received(session, nadia, 1)
    done = moves.move(session, bag, "sort", Context(by=nadia))
    back = corrections.undo(session, done.event.id, by=nadia)
    assert back.stage == "received"
    kinds = [
        e.kind
        for e in session.exec(
            select(Event).where(Event.item_id == bag.item_id).order_by(col(Event.id))
        )
    ]
    assert kinds == ["item.opened", "item.moved", "item.moved", "item.move_undone"]
    assert projection.compare(session) == []
    with pytest.raises(Refused) as twice:
        corrections.undo(session, done.event.id, by=nadia)
    assert code_of(twice) == "undo_not_last"


def test_an_undo_comes_too_late_after_five_minutes(
    session: Session, now: datetime, nadia: Actor
) -> None:
    (bag,) = received(session, nadia, 1)
    done = moves.move(session, bag, "sort", Context(by=nadia))
    with pytest.raises(Refused) as refusal:
        corrections.undo(session, done.event.id, by=nadia, at=now + timedelta(minutes=6))
    assert code_of(refusal) == "undo_too_late"


def test_only_one_s_own_move_is_undone(session: Session, now: datetime, nadia: Actor) -> None:
    (bag,) = received(session, nadia, 1)
    done = moves.move(session, bag, "sort", Context(by=nadia))
    with pytest.raises(Forbidden):
        corrections.undo(
            session, done.event.id, by=people.actor("moniteur", station_id=None, account_id=7)
        )


def test_a_lot_s_undo_brings_its_members_back(
    session: Session, now: datetime, nadia: Actor
) -> None:
    bags = received(session, nadia, 2)
    lot = lots.open_lot(session, "laundry", "received", [b.item_id or 0 for b in bags], by=nadia)
    done = moves.move(session, lots.subject_of(session, lot), "start_wash", Context(by=nadia))
    corrections.undo(session, done.event.id, by=nadia)
    session.expire_all()
    assert {session.get(Item, b.item_id).stage for b in bags} == {"received"}
    assert session.exec(select(LotItem).where(col(LotItem.left_at).is_(None))).all()


def test_a_correction_needs_a_reason_and_a_known_stage(
    session: Session, now: datetime, nadia: Actor
) -> None:
    (bag,) = received(session, nadia, 1)
    corrections.correct_stage(session, bag, "washed", "Scan oublié ce matin", by=nadia)
    session.expire_all()
    assert session.get(Item, bag.item_id).stage == "washed"
    assert projection.compare(session) == []
