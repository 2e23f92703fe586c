"""What the counter answers of a garment that is in no order, and of what an individual left."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.files.store import Store
from esat.production import barcodes
from tests import factories
from tests.factories import items_of
from tests.workshops.laundry.desk import conftest as desks
from tests.workshops.laundry.desk.making import SHIRT, left
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import garments, shelf
from workshops.laundry.residents.garments import GarmentIn

desk, store, lucie = desks.desk, desks.store, desks.lucie
SignedIn = Callable[..., FlaskClient]


def scan(browser: FlaskClient, code: str) -> str:
    page = browser.get(f"/comptoir?code={code}")
    assert page.status_code == 200
    return " ".join(page.text.split())


def test_an_idle_garment_says_whose_by_number_where_and_never_that_it_is_empty(
    session: Session, now: datetime, signed_in: SignedIn
) -> None:
    one = trousseau.resident(session, trousseau.house(session), "Zwingelstein", number="12")
    _, code = trousseau.garment(session, one)
    session.commit()
    said = scan(signed_in("comptoir", ("laundry",)), code)
    assert "Gilet bleu : dans aucune commande. À recevoir ?" in said
    for wanted in ("n° 12", "Chez le client, jamais passé ici", "À marquer", "À qui est ce vêtem"):
        assert wanted in said, wanted
    assert ": vide" not in said
    assert "Zwingelstein" not in said


@pytest.mark.parametrize("role", ["qualite", "direction"])
def test_who_may_not_read_names_sees_no_number_either(
    session: Session, now: datetime, signed_in: SignedIn, role: str
) -> None:
    one = trousseau.resident(session, trousseau.house(session), "Zwingelstein", number="12")
    _, code = trousseau.garment(session, one)
    session.commit()
    page = signed_in(role).get(f"/comptoir?code={code}")
    assert "n° 12" not in page.text
    assert "À qui est ce vêtement" not in page.text


def test_a_missing_garment_that_is_scanned_says_that_it_is_looked_for(
    session: Session, now: datetime, signed_in: SignedIn
) -> None:
    one = trousseau.resident(session, trousseau.house(session))
    piece, code = trousseau.garment(session, one)
    garments.declare_lost(session, piece, "missing", now, "", by=SYSTEM)
    session.commit()
    said = scan(signed_in("comptoir", ("laundry",)), code)
    assert "Déclaré manquant" in said
    assert "23/11/2026" in said


def test_a_piece_of_the_shelf_leads_to_the_shelf(
    session: Session, now: datetime, signed_in: SignedIn
) -> None:
    _, code = shelf.put(session, GarmentIn(nature="Robe"), "", by=SYSTEM)
    session.commit()
    said = scan(signed_in("comptoir", ("laundry",)), code)
    assert "Pièce non identifiée" in said
    assert f"/blanchisserie/residents/etagere/{code}" in said


def test_a_ticket_its_article_and_its_bag_lead_to_the_deposit(
    desk: Session, lucie: Client, store: Store, signed_in: SignedIn
) -> None:
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30", own_codes="1")
    (item,) = items_of(desk, made.order)
    other = left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    bag = items_of(desk, other.order)[0].code or ""
    ticket = barcodes.of(desk, order_id=made.order.id) or ""
    desk.commit()
    counter = signed_in("comptoir", ("laundry",))
    at = "/blanchisserie/guichet/depot/"
    said = scan(counter, ticket)
    assert f"{at}{made.order.ref}?preuve=ticket" in said
    said = scan(counter, item.code or "")
    assert f'{at}{made.order.ref}"' in said
    assert "À qui est ce vêtement" not in said  # it is in no resident's register
    assert "Annoncé" not in said
    said = scan(counter, bag)
    assert f'{at}{other.order.ref}"' in said
    assert "guichet/depot" not in scan(signed_in("qualite"), ticket)


def test_an_order_of_the_laundry_is_no_deposit(
    desk: Session, lucie: Client, signed_in: SignedIn
) -> None:
    order = factories.make_order(desk, items=1)
    code = barcodes.of(desk, order_id=order.id) or ""
    desk.commit()
    assert "guichet/depot" not in scan(signed_in("comptoir", ("laundry",)), code)
