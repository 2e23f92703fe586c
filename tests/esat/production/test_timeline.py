from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from esat import registry
from esat.actors import SYSTEM
from esat.production import lots, moves, orders, timeline
from esat.production.moves import Context
from esat.production.subjects import Subject
from esat.production.timeline import Entry
from tests.factories import items_of, make_order

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return EIGHT + timedelta(hours=hours)


def go(session: Session, subject: Subject, action: str, hours: float, **more: object) -> Subject:
    context = Context(by=SYSTEM, at=at(hours), **more)  # type: ignore[arg-type]
    return moves.move(session, subject, action, context).subject


def history(session: Session, order_id: int) -> tuple[Entry, ...]:
    return timeline.of_order(session, order_id, registry.current().workshop("laundry"))


def test_newest_first_by_the_devices_clock_with_both_times_when_late(session: Session) -> None:
    order = make_order(session, items=1)
    (item,) = items_of(session, order)
    go(session, go(session, item, "receive", 1, late=True), "start_wash", 2)
    found = history(session, orders.key(order))
    assert [entry.title for entry in found] == [
        "En machine", "Reçu", "Article enregistré", "Commande ouverte",
    ]  # fmt: skip
    assert found[1].late
    assert found[1].at == at(1)
    assert found[1].recorded_at > found[1].at


def test_one_act_on_several_items_is_one_line(session: Session) -> None:
    order = make_order(session, items=3)
    found = history(session, orders.key(order))
    assert [(entry.title, entry.things) for entry in found] == [
        ("Article enregistré", 3), ("Commande ouverte", 0),
    ]  # fmt: skip
    assert found[0].subject == "3 articles"


def test_a_lots_events_count_only_while_the_item_belonged(session: Session) -> None:
    mine, other = make_order(session, items=1), make_order(session, items=1)
    (stays,), (leaves,) = items_of(session, mine), items_of(session, other)
    stays, leaves = go(session, stays, "receive", 1), go(session, leaves, "receive", 1)
    keys = [stays.item_id or 0, leaves.item_id or 0]
    lot = lots.open_lot(session, "laundry", "received", keys, by=SYSTEM, at=at(2))
    go(session, lots.subject_of(session, lot), "start_wash", 3, without=[leaves.item_id or 0])
    go(session, lots.subject_of(session, lot), "end_wash", 4)
    assert [e.title for e in history(session, orders.key(mine))][:2] == ["Lavé", "En machine"]
    assert "En machine" not in [e.title for e in history(session, orders.key(other))]


def test_an_item_and_a_lot_have_a_history_of_their_own(session: Session) -> None:
    order = make_order(session, items=2)
    one, _two = (go(session, item, "receive", 1) for item in items_of(session, order))
    lot = lots.open_lot(session, "laundry", "received", [one.item_id or 0], by=SYSTEM, at=at(2))
    laundry = registry.current().workshop("laundry")
    of_item = timeline.of_thing(session, laundry, item_id=one.item_id)
    of_lot = timeline.of_thing(session, laundry, lot_id=lot.id)
    assert [entry.title for entry in of_item][-2:] == ["Reçu", "Article enregistré"]
    assert {entry.title for entry in of_lot} == {"Lot ouvert", "Ajout au lot"}


def test_a_changed_date_says_both_dates_and_the_reason(session: Session) -> None:
    order = make_order(session, due_on=at(48).date())
    orders.promise(session, order, at(96).date(), "Panne", by=SYSTEM)
    assert history(session, orders.key(order))[0].detail == "25/11/2026 → 27/11/2026 · Panne"
