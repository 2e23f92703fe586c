from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.db import Database
from esat.errors import Refused
from esat.production import captures, orders, subjects, things
from esat.production.journal_models import Event
from esat.production.models import Item, Order
from esat.production.sent import Sent
from tests import factories
from tests.workshops import roads
from workshops.laundry import forms, receiving


def received(database: Database, code: str, at: datetime, by: Actor, n: int = 1) -> str:
    """A bag received by one capture, as a counter sends it; answers the outcome."""
    sent = Sent(UUID(int=n), at, "move", code, "receive")
    return str(captures.take(database, sent, by=by)["outcome"])


def test_bags_that_nobody_announced_join_their_client_s_order_of_the_day(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    whose = factories.make_client(session)
    codes = [factories.make_bag(session, whose, f"Sac {n}")[1] for n in (1, 2)]
    session.commit()
    assert [received(database, code, now, nadia, n) for n, code in enumerate(codes, 1)] == [
        "ok"
    ] * 2
    first, second = roads.items(session, whose)
    assert first.order_id == second.order_id
    assert {first.stage, second.stage} == {"received"}


def test_another_bag_than_the_one_thought_of_takes_the_announced_place(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    whose = factories.make_client(session)
    thought, _ = factories.make_bag(session, whose, "Sac 1")
    came, code = factories.make_bag(session, whose, "Sac rouge")
    order = factories.make_order(session, client=whose, at=now)
    forms.add_items(session, order, {"bags": "1"}, by=nadia, at=now)
    session.commit()
    assert received(database, code, now, nadia) == "ok"
    (item,) = roads.items(session, whose)
    assert (item.resource_id, item.label, item.stage) == (came.id, "Sac rouge", "received")
    told = session.exec(
        select(Event).where(Event.item_id == item.id, Event.kind == "item.bag_changed")
    ).one()
    assert told.data == {"before": thought.id, "after": came.id}


def test_the_bag_thought_of_may_still_come(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    whose = factories.make_client(session)
    _, thought = factories.make_bag(session, whose, "Sac 1")
    _, came = factories.make_bag(session, whose, "Sac rouge")
    order = factories.make_order(session, client=whose, at=now)
    forms.add_items(session, order, {"bags": "1"}, by=nadia, at=now)
    session.commit()
    outcomes = [received(database, code, now, nadia, n) for n, code in enumerate((came, thought))]
    assert outcomes == ["ok", "ok"]
    assert {item.label for item in roads.items(session, whose)} == {"Sac 1", "Sac rouge"}
    assert len(session.exec(select(Order).where(Order.client_id == whose.id)).all()) == 1


def test_an_announced_bag_of_a_cancelled_order_is_no_place(
    session: Session, now: datetime, nadia: Actor
) -> None:
    whose = factories.make_client(session)
    factories.make_bag(session, whose, "Sac 1")
    _, code = factories.make_bag(session, whose, "Sac 2")
    order = factories.make_order(session, client=whose, at=now)
    forms.add_items(session, order, {"bags": "1"}, by=nadia, at=now)
    orders.cancel(session, order, "Annulé par le client", by=nadia, at=now)
    bag = subjects.by_code(session, code)
    key = receiving.receive(session, bag, by=nadia, at=now)
    item = session.exec(select(Item).where(col(Item.id) == key)).one()
    assert item.order_id != order.id


def test_a_bag_of_nobody_is_refused(session: Session, now: datetime, nadia: Actor) -> None:
    _, code = things.add_resource(session, "bag", "Sac", "laundry", "F", at=now)
    bag = subjects.by_code(session, code)
    with pytest.raises(Refused) as refusal:
        receiving.receive(session, bag, by=nadia, at=now)
    assert refusal.value.code == "bag_without_client"
