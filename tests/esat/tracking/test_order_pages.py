import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.mailing.models import Mail
from esat.production import orders
from esat.production.models import Order
from esat.tracking import links
from esat.tracking.models import AccessLink

SignedIn = Callable[..., FlaskClient]
HTMX = {"Origin": "http://localhost", "HX-Request": "true"}


@pytest.fixture
def link(session: Session, order: Order) -> AccessLink:
    made = links.create(session, orders.key(order), "Accueil", by=SYSTEM)
    session.commit()
    return made


def place(order: Order) -> str:
    return f"/suivi/fragments/commande/{order.ref}"


def all_links(session: Session) -> list[AccessLink]:
    session.expire_all()
    return list(session.exec(select(AccessLink)))


def test_who_may_give_a_link_sees_its_address_and_qr(
    signed_in: SignedIn, order: Order, link: AccessLink
) -> None:
    page = signed_in("bureau").get(place(order)).get_data(as_text=True)
    assert re.search(r'value="http://127\.0\.0\.1:8000/suivi/[\w-]{43}"', page)
    assert "<svg" in page
    assert "style=" not in page


def test_who_may_only_read_sees_no_address(
    signed_in: SignedIn, order: Order, link: AccessLink
) -> None:
    page = signed_in("qualite").get(place(order)).get_data(as_text=True)
    assert "Accueil" in page
    assert "/suivi/" not in page.replace("/suivi/fragments", "")
    assert "<svg" not in page.partition("Accueil")[2]


def test_a_link_is_created_and_withdrawn(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    session.commit()
    office = signed_in("bureau")
    made = office.post(f"{place(order)}/liens", data={"recipient": "Mairie"}, headers=HTMX)
    assert made.status_code == 200
    (link,) = all_links(session)
    assert link.recipient == "Mairie"
    gone = office.post(f"{place(order)}/liens/{link.id}/retirer", headers=HTMX)
    assert "Retiré" in gone.get_data(as_text=True)
    again = office.post(f"{place(order)}/liens/{link.id}/retirer", headers=HTMX)
    assert again.status_code == 409


def test_without_htmx_one_comes_back_to_the_order(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    session.commit()
    answer = signed_in("bureau").post(
        f"{place(order)}/liens", data={"recipient": "Mairie"}, headers={"Origin": HTMX["Origin"]}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/commandes/{order.ref}")


def test_a_link_without_a_recipient_is_refused_beside_its_field(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    session.commit()
    answer = signed_in("bureau").post(
        f"{place(order)}/liens", data={"recipient": " "}, headers=HTMX
    )
    assert answer.status_code == 422
    assert "à qui ce lien" in answer.get_data(as_text=True)
    assert all_links(session) == []


def test_the_link_is_sent_to_the_known_address_once_a_day(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    session.commit()
    office = signed_in("bureau")
    assert office.post(f"{place(order)}/envoyer", headers=HTMX).status_code == 200
    assert office.post(f"{place(order)}/envoyer", headers=HTMX).status_code == 409
    assert [mail.to_address for mail in session.exec(select(Mail))] == [
        "accueil@tilleuls.example.org"
    ]


def test_without_a_known_address_nothing_is_sent(
    signed_in: SignedIn, session: Session, order: Order
) -> None:
    session.get_one(Client, order.client_id).email = ""
    session.commit()
    answer = signed_in("bureau").post(f"{place(order)}/envoyer", headers=HTMX)
    assert answer.status_code == 409
    assert "Aucune adresse connue" in answer.get_data(as_text=True)


@pytest.mark.parametrize("act", ["liens", "liens/1/retirer", "envoyer"])
def test_each_button_refuses_get_strangers_readers_and_other_workshops(
    client: FlaskClient, signed_in: SignedIn, session: Session, order: Order, act: str
) -> None:
    session.commit()
    url = f"{place(order)}/{act}"
    assert signed_in("bureau").get(url).status_code == 405
    own = {"Origin": HTMX["Origin"]}
    assert client.post(url, headers=own).status_code in {302, 303, 401}
    assert signed_in("inspecteur").post(url, headers=HTMX).status_code == 403
    other = signed_in("moniteur", workshops=("bookbinding",))
    assert other.post(url, headers=HTMX).status_code == 404
    assert all_links(session) == []


def test_another_workshops_supervisor_sees_no_links(
    signed_in: SignedIn, order: Order, link: AccessLink
) -> None:
    assert signed_in("moniteur", workshops=("bookbinding",)).get(place(order)).status_code == 404
