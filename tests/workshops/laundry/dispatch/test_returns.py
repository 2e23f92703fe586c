from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import EsatError, Refused
from esat.production import moves, orders, things
from esat.production.models import Item, ItemLink, Order
from esat.production.moves import Context
from tests import factories, people
from tests.workshops.laundry.dispatch import linens
from tests.workshops.laundry.washing import laundries
from workshops.laundry.dispatch import balance, returns
from workshops.laundry.dispatch.returns import Back
from workshops.laundry.washing import sorting
from workshops.laundry.washing.opening import Part

kg = linens.kg


def delivered(session: Session) -> tuple[Order, Item, str]:
    order = linens.order_of(session)
    done = linens.packed(session, order, "5")
    subject = linens.subject(session, done.parcels[0])
    moves.move(session, subject, "hand_over", Context(by=SYSTEM))
    session.expire_all()
    orders.close_if_done(session, linens.key(order), by=SYSTEM)
    return order, done.parcels[0], done.codes[0]


def test_what_comes_back_is_a_new_passage_and_the_old_one_stays(
    session: Session, now: object, nadia: Actor
) -> None:
    order, parcel, code = delivered(session)
    made = returns.take_back(session, Back(code, "stained", "to_rewash", "Sauce"), by=nadia)
    assert (made.kind, made.stage) == ("parcel", "to_rewash")
    assert made.order_id != order.id
    assert session.get_one(Order, made.order_id).client_id == order.client_id
    assert session.get_one(Item, parcel.id).stage == "handed_over"
    link = session.exec(select(ItemLink).where(ItemLink.child_id == made.id)).one()
    assert (link.parent_id, link.quantity, link.certain) == (parcel.id, kg(5), True)
    with pytest.raises(Refused, match="returned_already"):
        returns.take_back(session, Back(code, "stained", "to_rewash"), by=nadia)


def test_parts_come_back_up_to_what_was_delivered(
    session: Session, now: object, nadia: Actor
) -> None:
    _, _, code = delivered(session)
    part = Back(code, "stained", "to_rewash", kg=kg("3"), pieces=2)
    returns.take_back(session, part, by=nadia)
    with pytest.raises(Refused, match="return_too_much"):
        returns.take_back(session, replace(part, kg=kg("2.001")), by=nadia)
    returns.take_back(session, replace(part, kg=kg("2")), by=nadia)


def test_a_misdelivered_bag_leaves_again_with_its_own_label(
    session: Session, now: object, nadia: Actor
) -> None:
    client = factories.make_client(session)
    bag, code = factories.make_bag(session, client)
    order = linens.order_of(session, client)
    item = things.add_item(session, order, "bag", "Sac", by=SYSTEM, resource=bag, stage="packed")
    moves.move(session, linens.subject(session, item), "hand_over", Context(by=SYSTEM))
    session.expire_all()
    made = returns.take_back(session, Back(code, "wrong_client", "packed"), by=nadia)
    assert (made.kind, made.resource_id, made.stage) == ("bag", bag.id, "packed")


def test_what_cannot_have_come_back_is_refused(session: Session, now: object, nadia: Actor) -> None:
    _, _, code = delivered(session)
    ready = linens.packed(session, linens.order_of(session)).codes[0]
    for back, refusal in (
        (Back(ready, "stained", "to_rewash"), "return_not_delivered"),
        (Back("nonsense", "stained", "to_rewash"), "code_unknown"),
        (Back(code, "ugly", "to_rewash"), "return_reason"),
        (Back(code, "stained", "washing"), "return_reason"),
        (Back(code, "stained", "packed"), "return_to_rewash"),
        (Back(code, "other", "to_rewash"), "return_note"),
    ):
        with pytest.raises(Refused, match=refusal):
            returns.take_back(session, back, by=nadia)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(EsatError, match="not_allowed"):
        returns.take_back(session, Back(code, "stained", "to_rewash"), by=stranger)


def test_a_parcel_that_came_back_is_opened_again_and_not_a_gram_is_lost(
    session: Session, now: datetime, nadia: Actor
) -> None:
    plant = laundries.build(session)
    _, _, code = delivered(session)
    made = returns.take_back(session, Back(code, "stained", "to_rewash"), by=nadia)
    sorting.into_bin(session, linens.subject(session, made), plant.flat, Context(nadia, now))
    session.expire_all()
    assert session.get_one(Item, made.id).stage == "emptied"
    (link,) = session.exec(select(ItemLink).where(ItemLink.parent_id == made.id))
    assert link.quantity == kg(5)
    again = session.get_one(Item, link.child_id)
    assert (again.kind, again.stage) == ("linen", "sorted")
    told = balance.of_order(session, made.order_id)
    assert (told.received, told.returned, told.in_house) == (0, 5, {"sorted": kg(5)})
    assert (told.missing, told.received + told.returned) == (0, told.accounted)


def test_a_parcel_that_came_back_is_parted_or_washed_whole(
    session: Session, now: datetime, nadia: Actor
) -> None:
    plant, context = laundries.build(session), Context(nadia, now)
    first, second = (
        returns.take_back(session, Back(delivered(session)[2], "stained", "to_rewash"), by=nadia)
        for _ in range(2)
    )
    parts = [Part(kg(2), plant.flat, pieces=4), Part(kg(3), plant.kitchen)]
    done = sorting.into_parts(session, linens.subject(session, first), parts, context)
    assert len(done.linen) == 2
    whole = sorting.into_bin(session, linens.subject(session, second), plant.whole, context)
    assert whole.linen == ()
    assert session.get_one(Item, second.id).stage == "to_rewash"
