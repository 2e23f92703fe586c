from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.production import lots, subjects
from esat.production.models import Resource
from tests import factories
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import garments, marking, search, shelf
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.models import Garment, GarmentStep

PIECE = GarmentIn(nature="gilet", colour="bleu", size="42")


def missing(
    session: Session, owner: object, now: datetime, nadia: Actor, **more: object
) -> Garment:
    piece, _ = trousseau.garment(session, owner, **more)  # type: ignore[arg-type]
    garments.declare_lost(session, piece, "missing", now, "", by=nadia)
    return piece


def test_a_piece_of_a_bag_is_compared_with_what_that_client_misses(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house, other = trousseau.house(session), trousseau.house(session, "EHPAD Les Lilas")
    hers = missing(session, trousseau.resident(session, house), now, nadia, size="42")
    plain = missing(session, trousseau.resident(session, house, "Garnier"), now, nadia)
    missing(session, trousseau.resident(session, other), now, nadia, size="42")
    missing(session, trousseau.resident(session, house, "Petit"), now, nadia, nature="Robe",
            colour="rouge")  # fmt: skip
    order = factories.make_order(session, items=1, client=house, at=now)
    (bag,) = factories.items_of(session, order)
    piece, _ = shelf.put(session, PIECE, bag.code or "", by=nadia)
    assert shelf.clients_of(session, piece) == {house.id: "EHPAD Les Tilleuls"}
    proposed = shelf.proposals(session, piece)
    assert [one.garment.id for one in proposed] == [hers.resource_id, plain.resource_id]
    assert proposed[0].reasons == ("même nature", "même couleur", "même taille", "client du sac")
    assert (hers.lost, piece.lost) == ("missing", "unidentified")  # nothing is done by itself


def test_a_piece_of_a_lot_concerns_each_of_its_clients(
    session: Session, now: datetime, nadia: Actor
) -> None:
    houses = [trousseau.house(session, f"EHPAD {n}") for n in "AB"]
    items = [
        factories.items_of(session, factories.make_order(session, items=1, client=one, at=now))[0]
        for one in houses
    ]
    lot = lots.open_lot(
        session, "laundry", "expected", [one.item_id or 0 for one in items], by=nadia, at=now
    )
    code = lots.subject_of(session, lot).code or ""
    piece, _ = shelf.put(session, PIECE, code, by=nadia)
    assert set(shelf.clients_of(session, piece)) == {one.id for one in houses}
    missing(session, trousseau.resident(session, houses[0]), now, nadia)
    (only,) = shelf.proposals(session, piece)
    assert "un des clients du lot" in only.reasons


def test_where_a_piece_was_found_is_a_bag_or_a_lot(
    session: Session, now: datetime, nadia: Actor
) -> None:
    with pytest.raises(Invalid) as wrong:
        shelf.put(session, PIECE, "F0000019", by=nadia)
    assert "found_in" in wrong.value.fields
    piece, _ = shelf.put(session, PIECE, "", by=nadia)
    assert shelf.clients_of(session, piece) == {}


def test_a_recognised_piece_gives_its_place_and_the_garment_is_marked_again(
    session: Session, now: datetime, nadia: Actor
) -> None:
    owner = trousseau.resident(session, trousseau.house(session))
    hers = missing(session, owner, now, nadia)
    code = garments.code_of(session, hers)
    trousseau.printed(session, code, now)
    marking.mark(session, code, by=nadia)
    piece, found_code = shelf.put(session, PIECE, "", by=nadia)
    shelf.recognise(session, piece, hers, sure=False, by=nadia)
    assert (hers.lost, hers.marked_at) == ("", None)
    assert [one.code for one in marking.backlog(session)] == [code]
    assert shelf.on_it(session) == []
    assert session.get_one(Resource, piece.resource_id).retired_at == now
    gone = subjects.by_code(session, found_code)
    assert gone is not None
    assert gone.revoked
    steps = session.exec(select(GarmentStep).where(GarmentStep.kind == "matched")).one()
    assert (steps.garment_id, steps.other_id) == (piece.resource_id, hers.resource_id)
    with pytest.raises(Refused):
        shelf.recognise(session, piece, hers, sure=True, by=nadia)


def test_a_like_name_is_looked_at_before_a_piece_is_given(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    owner = trousseau.resident(session, house)
    trousseau.resident(session, house, "Moreaux")
    hers = missing(session, owner, now, nadia)
    piece, _ = shelf.put(session, PIECE, "", by=nadia)
    for act in (
        lambda sure: shelf.recognise(session, piece, hers, sure=sure, by=nadia),
        lambda sure: shelf.give(session, piece, owner, sure=sure, by=nadia),
    ):
        with pytest.raises(Refused) as refusal:
            act(False)
        assert refusal.value.code == "resident_alike"
    shelf.give(session, piece, owner, sure=True, by=nadia)
    assert (piece.resident_id, piece.lost) == (owner.id, "")
    assert len(search.of_resident(session, owner.id or 0)) == 2
