from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import EsatError, Invalid
from esat.production import deliveries, holds, lots, moves, orders
from esat.production.deliveries import Handed, How
from esat.production.journal_models import Event
from esat.production.models import DeliveryItem, Item, Order
from esat.production.moves import Context
from tests import people
from tests.factories import items_of, make_order

Ready = Callable[[int], Order]


@pytest.fixture
def ready(session: Session, now: object) -> Ready:
    """`ready(3)`: an order of three things, packed."""

    def make(items: int) -> Order:
        order = make_order(session, items=items)
        for item in items_of(session, order):
            subject = item
            for action in ("receive", "start_wash", "end_wash", "finish", "pack"):
                subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject
        return order

    return make


def keys(session: Session, order: Order) -> tuple[int, ...]:
    return tuple(item.item_id or 0 for item in items_of(session, order))


def stages(session: Session, order: Order) -> list[str]:
    session.expire_all()
    query = select(Item.stage).where(Item.order_id == order.id).order_by(Item.id)
    return list(session.exec(query))


def test_what_is_handed_over_takes_its_last_move_and_closes_the_order(
    session: Session, ready: Ready, nadia: Actor
) -> None:
    order = ready(2)
    done = deliveries.deliver(
        session, order, Handed(keys(session, order), "Mme Lopez", reserves="Un sac mouillé"),
        by=nadia,
    )  # fmt: skip
    assert stages(session, order) == ["handed_over", "handed_over"]
    assert order.closed_at == clock.now()
    assert (done.receiver, done.reserves, done.refused) == ("Mme Lopez", "Un sac mouillé", False)
    rows = session.exec(select(DeliveryItem).where(DeliveryItem.delivery_id == done.id)).all()
    assert {row.item_id for row in rows} == set(keys(session, order))
    event = session.exec(select(Event).where(Event.kind == "order.delivered")).one()
    assert "Lopez" not in str(event.model_dump())


def test_what_the_client_refuses_stays_and_is_held(
    session: Session, ready: Ready, nadia: Actor
) -> None:
    order = ready(3)
    first, second, _third = keys(session, order)
    deliveries.deliver(session, order, Handed((first,), "M. Roux", refused=(second,)), by=nadia)
    assert stages(session, order) == ["handed_over", "packed", "packed"]
    assert order.closed_at is None
    held = holds.open_holds(session, items_of(session, order)[1])
    assert [(hold.reason, hold.note) for hold in held] == [("to_check", "Refusé à la remise")]
    assert [row.refused for row in deliveries.of_order(session, orders.key(order))] == [False, True]


def test_what_travels_in_a_lot_leaves_it_first(
    session: Session, ready: Ready, nadia: Actor
) -> None:
    order = ready(2)
    lots.open_lot(session, "laundry", "packed", keys(session, order), by=nadia)
    deliveries.deliver(session, order, Handed(keys(session, order), "Accueil"), by=nadia)
    assert stages(session, order) == ["handed_over", "handed_over"]


@pytest.mark.parametrize(
    ("handed", "code"),
    [
        (Handed((), "Accueil"), "delivery_empty"),
        (Handed((1,), "Accueil", refused=(1,)), "delivery_both"),
        (Handed((987_654,), "Accueil"), "delivery_not_here"),
    ],
)
def test_a_hand_over_that_means_nothing_is_refused(
    session: Session, ready: Ready, nadia: Actor, handed: Handed, code: str
) -> None:
    order = ready(1)
    with pytest.raises(EsatError, match=code):
        deliveries.deliver(session, order, handed, by=nadia)
    assert stages(session, order) == ["packed"]


def test_somebody_receives(session: Session, ready: Ready, nadia: Actor) -> None:
    order = ready(1)
    with pytest.raises(Invalid) as told:
        deliveries.deliver(session, order, Handed(keys(session, order), " "), by=nadia)
    assert "receiver" in told.value.fields


def test_a_thing_of_another_order_is_refused(session: Session, ready: Ready, nadia: Actor) -> None:
    order, other = ready(1), ready(1)
    with pytest.raises(EsatError, match="delivery_not_here"):
        deliveries.deliver(session, order, Handed(keys(session, other), "Accueil"), by=nadia)


def test_what_is_not_ready_or_held_is_refused(
    session: Session, ready: Ready, nadia: Actor, now: object
) -> None:
    early = make_order(session, items=1)
    with pytest.raises(EsatError, match="delivery_not_ready"):
        deliveries.deliver(session, early, Handed(keys(session, early), "Accueil"), by=nadia)
    order = ready(1)
    holds.place(session, items_of(session, order)[0], "quarantine", by=nadia)
    with pytest.raises(EsatError, match="on_hold"):
        deliveries.deliver(session, order, Handed(keys(session, order), "Accueil"), by=nadia)
    assert [unit.reason for unit in deliveries.units(session, order, by=nadia)] == ["Quarantaine"]
    assert [u.reason for u in deliveries.units(session, early, by=nadia)] == ["pas encore prêt"]


def test_a_closed_order_is_refused(session: Session, ready: Ready, nadia: Actor) -> None:
    order = ready(1)
    handed = Handed(keys(session, order), "Accueil")
    deliveries.deliver(session, order, handed, by=nadia)
    with pytest.raises(EsatError, match="order_closed"):
        deliveries.deliver(session, order, handed, by=nadia)


def test_another_workshops_supervisor_and_a_reader_are_refused(
    session: Session, ready: Ready
) -> None:
    order = ready(1)
    handed = Handed(keys(session, order), "Accueil")
    for actor in (people.actor("moniteur", workshops=("bookbinding",)), people.actor("qualite")):
        with pytest.raises(EsatError, match="not_allowed"):
            deliveries.deliver(session, order, handed, by=actor)


def test_what_happened_offline_is_recorded_and_not_judged(
    session: Session, ready: Ready, nadia: Actor
) -> None:
    order = ready(1)
    holds.place(session, items_of(session, order)[0], "quarantine", by=nadia)
    an_hour_ago = clock.now() - timedelta(hours=1)
    deliveries.deliver(
        session, order, Handed(keys(session, order), "Accueil"), by=nadia,
        how=How(an_hour_ago, b"1" * 16, late=True, judged=False),
    )  # fmt: skip
    assert order.closed_at == an_hour_ago
    assert session.exec(select(Event).where(Event.kind == "order.delivered")).one().late
