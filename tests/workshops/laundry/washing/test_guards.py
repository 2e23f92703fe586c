from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.errors import Refused
from esat.production import moves
from esat.production.moves import Context
from tests.esat.production.buttons import press
from tests.workshops.laundry.washing import laundries
from workshops.laundry.washing import guards

SignedIn = Callable[..., FlaskClient]


@pytest.mark.parametrize("action", ["sort", "load"])
def test_where_there_are_bins_and_machines_nothing_moves_past_them(
    session: Session, now: datetime, action: str
) -> None:
    bag = laundries.received(session, "7")
    laundries.build(session)
    with pytest.raises(Refused) as refusal:
        moves.move(session, laundries.subject(session, bag), action, Context(SYSTEM, clock.now()))
    assert refusal.value.code == guards.BIN_NEXT
    assert laundries.subject(session, bag).stage == "received"


@pytest.mark.parametrize("action", ["sort", "load"])
def test_without_bins_nor_machines_it_goes_on_stage_by_stage(
    session: Session, now: datetime, action: str
) -> None:
    bag = laundries.received(session, "7")
    moves.move(session, laundries.subject(session, bag), action, Context(SYSTEM, clock.now()))
    assert laundries.subject(session, bag).stage != "received"


def test_the_counter_leads_from_a_bag_to_the_choice_of_its_bin(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    bag = laundries.received(session, "7")
    session.commit()
    karim = signed_in("comptoir", ("laundry",))
    way = f'href="/blanchisserie/tri/{bag}"'
    assert way not in karim.get(f"/comptoir?code={bag}").text
    laundries.build(session)
    session.commit()
    page = karim.get(f"/comptoir?code={bag}").text
    assert way in page
    assert '<p class="word">Ensuite</p>' in page
    assert "Scannez maintenant l’étiquette de son bac." in page


def test_a_bag_that_was_loaded_before_there_were_machines_finds_its_bin(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    bags = [laundries.received(session, "7") for _ in range(2)]
    for bag in bags:
        moves.move(session, laundries.subject(session, bag), "load", Context(SYSTEM, clock.now()))
    plant = laundries.build(session)
    session.commit()
    karim = signed_in("comptoir", ("laundry",))
    for bag, where in zip(bags, (plant.flat, plant.whole), strict=True):
        assert bag in karim.get("/blanchisserie/tri").text
        assert press(karim, f"/blanchisserie/tri/{bag}", bin=where).status_code == 303
        _, lot = laundries.lot_of(session, plant.id("flat" if where == plant.flat else "whole"))
        load = laundries.load_code(session, lot.id)
        assert "L1, Draps 60 °C" in karim.get(f"/blanchisserie/charges/{load}").text
