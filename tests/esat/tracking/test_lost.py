from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.mailing.models import Mail
from esat.production import orders
from esat.production.models import Order
from esat.tracking import links
from esat.tracking.models import AccessLink

Mails = Callable[[], list[Mail]]
Walk = Callable[..., None]
OWN = {"Origin": "http://localhost"}


def ask(client: FlaskClient, ref: str, postcode: str, address: str = "127.0.0.1") -> bytes:
    with client.post(
        "/suivi",
        data={"ref": ref, "postcode": postcode},
        headers=OWN,
        environ_base={"REMOTE_ADDR": address},
    ) as response:
        assert response.status_code == 200
        return response.data


def test_number_and_postcode_bring_the_link_back_to_the_known_address(
    client: FlaskClient, session: Session, order: Order, mails: Mails
) -> None:
    session.commit()
    ask(client, f" {order.ref.lower()} ", "63 200")
    (mail,) = mails()
    assert (mail.to_address, mail.kind) == ("accueil@tilleuls.example.org", "order.link")
    assert "{lien}" in mail.body_text
    assert session.get_one(AccessLink, mail.link_id).order_id == order.id


def test_the_answer_is_the_same_whatever_matches(
    client: FlaskClient, session: Session, order: Order, mails: Mails
) -> None:
    session.commit()
    right = ask(client, order.ref, "63200")
    assert "Si cela correspond" in right.decode()
    for ref, postcode in (
        (order.ref, "75001"),
        ("L99-00001", "63200"),
        ("", ""),
        ("'--", "x" * 99),
    ):
        assert ask(client, ref, postcode) == right
    assert len(mails()) == 1


def test_a_link_is_sent_again_once_a_day(
    client: FlaskClient, session: Session, order: Order, mails: Mails
) -> None:
    session.commit()
    ask(client, order.ref, "63200")
    ask(client, order.ref, "63200")
    assert len(mails()) == 1
    with clock.pinned(clock.now() + timedelta(days=1)):
        ask(client, order.ref, "63200")
    assert len(mails()) == 2
    assert mails()[0].link_id == mails()[1].link_id


def test_an_order_long_closed_or_cancelled_sends_nothing(
    client: FlaskClient, session: Session, order: Order, mails: Mails, walk: Walk
) -> None:
    walk(order, "handed_over")
    session.commit()
    before = len(mails())
    with clock.pinned(clock.now() + links.KEPT_OPEN):
        ask(client, order.ref, "63200")
    assert len(mails()) == before


def test_a_cancelled_order_sends_nothing(
    client: FlaskClient, session: Session, order: Order, mails: Mails
) -> None:
    orders.cancel(session, order, "Double", by=SYSTEM)
    session.commit()
    ask(client, order.ref, "63200")
    assert mails() == []


def test_asking_too_often_is_told_to_wait(client: FlaskClient) -> None:
    for _ in range(10):
        ask(client, "L26-00001", "63000")
    refused = client.post("/suivi", data={"ref": "L26-00001", "postcode": "63000"}, headers=OWN)
    assert refused.status_code == 429
    assert "Retry-After" in refused.headers
    ask(client, "L26-00001", "63000", address="192.0.2.9")
