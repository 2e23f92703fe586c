"""Parting lifts nothing: what leaves a held thing is held until somebody lifts it there too."""

from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM, Actor
from esat.errors import Refused
from esat.production import holds, lots, moves, splitting, subjects
from esat.production.journal_models import Event
from esat.production.models import Hold, Item, Lot
from esat.production.moves import Context
from esat.production.subjects import Subject
from tests import factories


def held_lot(session: Session, by: Actor, n: int = 3) -> tuple[Lot, list[int]]:
    order = factories.make_order(session, items=n)
    keys = [s.item_id or 0 for s in factories.items_of(session, order)]
    lot = lots.open_lot(session, "laundry", "expected", keys, by=by)
    holds.place(session, lots.subject_of(session, lot), "quarantine", by=SYSTEM, note="Eau trouble")
    return lot, keys


def of_item(session: Session, key: int) -> Subject:
    found = subjects.item(session, key)
    assert found is not None
    return found


def reasons(session: Session, subject: Subject) -> list[str]:
    return [hold.reason for hold in holds.open_holds(session, subject)]


def refused(session: Session, subject: Subject, by: Actor) -> str:
    with pytest.raises(Refused) as refusal:
        moves.move(session, subject, "receive", Context(by=by))
    return refusal.value.code


def test_both_halves_of_a_held_lot_are_held(session: Session, nadia: Actor) -> None:
    lot, keys = held_lot(session, nadia)
    child = splitting.split(session, lot, keys[:1], by=nadia)
    half = lots.subject_of(session, child)
    assert refused(session, half, nadia) == "on_hold"
    (hold,) = session.exec(select(Hold).where(Hold.lot_id == child.id)).all()
    assert (hold.note, hold.source, hold.source_ref) == ("Eau trouble", "parted", f"lot {lot.id}")
    holds.lift(session, hold.id or 0, by=SYSTEM)
    assert moves.move(session, half, "receive", Context(by=nadia)).subject.stage == "received"
    assert refused(session, lots.subject_of(session, lot), nadia) == "on_hold"


def test_a_held_lot_mixes_with_nothing(session: Session, nadia: Actor) -> None:
    held, _keys = held_lot(session, nadia)
    order = factories.make_order(session, items=1)
    keys = [s.item_id or 0 for s in factories.items_of(session, order)]
    sound = lots.open_lot(session, "laundry", "expected", keys, by=nadia)
    with pytest.raises(Refused) as refusal:
        splitting.merge(session, [sound, held], by=nadia)
    assert refusal.value.code == "on_hold"
    assert sound.closed_at is None


def test_what_is_taken_out_stays_held(session: Session, nadia: Actor) -> None:
    lot, keys = held_lot(session, nadia)
    lots.take_out(session, lot, keys[:1], by=nadia)
    assert refused(session, of_item(session, keys[0]), nadia) == "on_hold"
    assert reasons(session, lots.subject_of(session, lot)) == ["quarantine"]
    events = select(Event.kind).where(Event.item_id == keys[0], Event.kind == "item.held")
    assert len(session.exec(events).all()) == 1


def test_an_emptied_lot_hands_its_holds_on(session: Session, nadia: Actor) -> None:
    lot, keys = held_lot(session, nadia)
    lots.take_out(session, lot, keys, by=nadia)
    assert lot.closed_at is not None
    standing = session.exec(select(Hold.item_id).where(col(Hold.lifted_at).is_(None))).all()
    assert sorted(key or 0 for key in standing) == sorted(keys)
    again = lots.open_lot(session, "laundry", "expected", keys, by=nadia)
    assert refused(session, lots.subject_of(session, again), nadia) == "on_hold"
    lots.take_out(session, again, keys[:1], by=nadia)
    assert reasons(session, of_item(session, keys[0])) == ["quarantine"]


def test_exceptions_of_a_move_keep_what_does_not_stop_it(session: Session, nadia: Actor) -> None:
    """Made without network, the move passed over the hold; the exception keeps it."""
    lot, keys = held_lot(session, nadia)
    way = Context(by=nadia, judged=False, late=True, without=tuple(keys[:1]))
    moves.move(session, lots.subject_of(session, lot), "receive", way)
    left = of_item(session, keys[0])
    assert (left.stage, left.travels_in) == ("expected", None)
    assert reasons(session, left) == ["quarantine"]


def test_a_part_of_a_held_item_is_held(session: Session, nadia: Actor) -> None:
    order = factories.make_order(session, items=1)
    (subject,) = factories.items_of(session, order)
    row = session.get(Item, subject.item_id)
    assert row is not None
    row.quantity = Decimal(10)
    session.flush()
    holds.place(session, subject, "quarantine", by=SYSTEM)
    part = splitting.split_item(session, of_item(session, row.id or 0), Decimal(4), by=nadia)
    assert refused(session, of_item(session, part.id or 0), nadia) == "on_hold"


def test_parts_of_what_is_free_are_free(session: Session, nadia: Actor) -> None:
    lot, keys = held_lot(session, nadia)
    (hold,) = session.exec(select(Hold).where(Hold.lot_id == lot.id)).all()
    holds.lift(session, hold.id or 0, by=SYSTEM)
    child = splitting.split(session, lot, keys[:1], by=nadia)
    lots.take_out(session, lot, keys[1:2], by=nadia)
    assert reasons(session, lots.subject_of(session, child)) == []
    assert reasons(session, of_item(session, keys[1])) == []
