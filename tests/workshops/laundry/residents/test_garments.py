from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM, Actor
from esat.errors import Invalid, Refused
from esat.production import barcodes, codes, lots, moves, offering, subjects
from esat.production.journal_models import Event
from esat.production.models import Item, ItemLink, Resource
from esat.production.moves import Context
from tests import factories
from tests.workshops.laundry.residents import trousseau
from workshops.laundry import forms
from workshops.laundry.residents import garments, search
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.models import Garment, GarmentStep


def test_a_garment_bears_a_code_that_says_nothing_of_anybody(
    session: Session, now: datetime
) -> None:
    owner = trousseau.resident(session, trousseau.house(session))
    _, code = trousseau.garment(session, owner)
    assert code.startswith("P")
    assert codes.read(code).code == code
    resource = session.exec(select(Resource).where(Resource.kind == "garment")).one()
    assert resource.label == "Gilet bleu"
    told = session.exec(select(Event).where(col(Event.resource_id) == resource.id)).all()
    assert "Moreau" not in str([event.data for event in told])


def test_a_pre_printed_label_is_bound_and_one_of_a_bag_is_not(
    session: Session, now: datetime, nadia: Actor
) -> None:
    owner = trousseau.resident(session, trousseau.house(session))
    blank, bag = (barcodes.allocate(session, letter, now) for letter in "PF")
    given = GarmentIn(nature="Robe")
    _, code = garments.register(session, given, by=nadia, resident=owner, code=blank)
    assert code == blank
    with pytest.raises(Invalid):
        garments.register(session, given, by=nadia, resident=owner, code=bag)


def test_washes_and_returns_are_read_from_the_passages(session: Session, now: datetime) -> None:
    owner = trousseau.resident(session, trousseau.house(session))
    piece, code = trousseau.garment(session, owner)
    for n in range(2):
        day = now + timedelta(days=n)
        trousseau.come(
            session, code, day, "receive", "start_wash", "end_wash", "dry", "finish", "pack",
            "hand_over",
        )  # fmt: skip
    found = search.one(session, piece.resource_id)
    assert found is not None
    assert (found.washes, found.where) == (2, "Chez le client")
    assert found.first_at == now
    assert found.washed_at == found.back_at == now + timedelta(days=1)


def test_a_wash_in_a_lot_and_a_return_in_a_parcel_count_too(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    piece, code = trousseau.garment(session, trousseau.resident(session, house))
    trousseau.come(session, code, now, "receive")
    item = session.exec(select(Item).where(Item.kind == "garment")).one()
    lot = lots.open_lot(session, "laundry", "received", [item.id or 0], by=nadia, at=now)
    for action in ("start_wash", "end_wash"):
        subject = lots.subject_of(session, lot)
        moves.move(session, subject, action, Context(by=nadia, at=now + timedelta(hours=1)))
    lots.take_out(session, lot, [item.id or 0], by=nadia, at=now + timedelta(hours=1))
    trousseau.step(session, code, now, "dry", "finish", "compose")
    order = factories.make_order(session, items=1, client=house, at=now)
    parcel = session.exec(select(Item).where(Item.order_id == order.id)).one()
    session.add(ItemLink(parent_id=item.id, child_id=parcel.id, quantity=1, at=now))
    session.flush()
    inside = search.one(session, piece.resource_id)
    assert inside is not None
    assert (inside.washes, inside.where, inside.back_at) == (1, "Attendu", None)
    assert inside.washed_at == now + timedelta(hours=1)
    parcel_code = subjects.item(session, parcel.id or 0)
    assert parcel_code is not None
    later = now + timedelta(hours=3)
    trousseau.step(
        session, parcel_code.code or "", later, "receive", "start_wash", "end_wash", "finish",
        "pack", "hand_over",
    )  # fmt: skip
    back = search.one(session, piece.resource_id)
    assert back is not None
    assert (back.where, back.back_at, back.washes) == ("Chez le client", later, 1)


def test_a_wash_that_was_undone_is_none(session: Session, now: datetime, nadia: Actor) -> None:
    from esat.production import corrections

    piece, code = trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    trousseau.come(session, code, now, "receive", "start_wash", "end_wash")
    last = session.exec(select(Event).order_by(col(Event.id).desc())).first()
    assert last is not None
    corrections.undo(session, last.id or 0, by=nadia, at=now)
    found = search.one(session, piece.resource_id)
    assert found is not None
    assert (found.washes, found.washed_at, found.where) == (0, None, "En machine")


def test_missing_misdelivered_and_found_are_said_apart(
    session: Session, now: datetime, nadia: Actor
) -> None:
    piece, code = trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    since = now - timedelta(days=3)
    garments.declare_lost(session, piece, "missing", since, "au retour de lundi", by=nadia)
    with pytest.raises(Refused) as refusal:
        garments.declare_lost(session, piece, "misdelivered", since, "", by=nadia)
    assert refusal.value.code == "garment_lost_already"
    (told,) = search.lost(session, "missing")
    assert (told.lost_since, told.seen_since) == (since, False)
    trousseau.come(session, code, now, "receive")
    assert search.lost(session, "missing")[0].seen_since  # somebody has to look: nothing is decided
    garments.found(session, piece, "dans le sac 3", by=nadia)
    assert search.lost(session) == []
    with pytest.raises(Refused):
        garments.found(session, piece, "", by=nadia)
    kinds = session.exec(select(GarmentStep.kind).order_by(col(GarmentStep.id))).all()
    assert kinds == ["registered", "missing", "found"]


def test_a_correction_keeps_what_was_there(session: Session, now: datetime, nadia: Actor) -> None:
    piece, code = trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    garments.describe(session, piece, GarmentIn(nature="Gilet", colour="vert"), by=nadia)
    step = session.exec(select(GarmentStep).where(GarmentStep.kind == "changed")).one()
    assert step.note == "couleur : bleu → vert"
    assert [one.code for one in search.search(session, "gilet vert")] == [code]


def test_a_garment_goes_to_nobody_of_another_client_nor_to_one_who_left(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    piece, _ = trousseau.garment(session, trousseau.resident(session, house))
    stranger = trousseau.resident(session, trousseau.house(session, "EHPAD Les Lilas"))
    with pytest.raises(Refused) as other:
        garments.assign(session, piece, stranger, by=nadia)
    gone = trousseau.resident(session, house, "Garnier", left_on=None)
    gone.left_on = now.date()
    with pytest.raises(Refused) as left:
        garments.assign(session, piece, gone, by=nadia)
    assert (other.value.code, left.value.code) == ("garment_of_other", "resident_left")


def test_a_garment_in_an_order_is_not_retired(
    session: Session, now: datetime, nadia: Actor
) -> None:
    piece, code = trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    trousseau.come(session, code, now, "receive")
    with pytest.raises(Refused) as refusal:
        garments.retire(session, piece, "usé", by=nadia)
    assert refusal.value.code == "resource_busy"


def test_the_counter_offers_to_receive_a_garment_and_its_item_joins_the_day_s_order(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    _, code = trousseau.garment(session, trousseau.resident(session, house))
    subject = subjects.by_code(session, code)
    assert subject is not None
    (offer,) = offering.offers(session, subject, by=nadia, at=now)
    assert (offer.action, offer.label, offer.open) == ("receive", "Recevoir", True)
    bag, bag_code = factories.make_bag(session, house)
    order = factories.make_order(session, client=house, at=now)
    forms.add_items(session, order, {"bags": "1"}, by=nadia, at=now)
    trousseau.come(session, code, now, "receive")
    trousseau.come(session, bag_code, now, "receive")
    items = session.exec(select(Item).order_by(col(Item.kind))).all()
    assert [(item.kind, item.label, item.order_id) for item in items] == [
        ("bag", bag.label, order.id), ("garment", "Gilet bleu", order.id),
    ]  # fmt: skip


def test_a_garment_of_nobody_is_not_received(session: Session, now: datetime) -> None:
    from workshops.laundry import receiving

    garments.register(session, GarmentIn(nature="Robe"), by=SYSTEM)
    piece = session.exec(select(Garment)).one()
    subject = subjects.by_code(session, garments.code_of(session, piece))
    with pytest.raises(Refused) as refusal:
        receiving.receive(session, subject, by=SYSTEM, at=now)
    assert refusal.value.code == "garment_without_client"
