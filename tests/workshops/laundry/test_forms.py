from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production.models import Order, Resource
from tests import factories
from tests.workshops import roads
from workshops.laundry import reads
from workshops.laundry.models import LaundryOrder

SignedIn = Callable[..., FlaskClient]


def test_an_order_keeps_what_is_announced_and_makes_one_item_a_bag(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session, "EHPAD Les Tilleuls")
    known, _ = factories.make_bag(session, whose)
    session.commit()
    answer = roads.open_by_form(
        signed_in("bureau"), "blanchisserie", whose, round="Mardi", bags="3", kg="12,5"
    )
    assert answer.status_code == 303
    made = roads.items(session, whose)
    assert [item.label for item in made] == ["Sac 1", "Sac 2", "Sac 3"]
    assert made[0].resource_id == known.id
    assert all(roads.subject(session, item).code for item in made)
    announced = session.get(LaundryOrder, made[0].order_id)
    assert announced is not None
    assert (announced.round, announced.bags, announced.kg) == ("Mardi", 3, Decimal("12.5"))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "bags"),
        ({"bags": ""}, "bags"),
        ({"bags": "0"}, "bags"),
        ({"bags": "201"}, "bags"),
        ({"bags": "deux"}, "bags"),
        ({"bags": "1", "kg": "lourd"}, "kg"),
        ({"bags": "1", "kg": "-1"}, "kg"),
        ({"bags": "1", "kg": "1,2345"}, "kg"),
        ({"bags": "1", "round": "x" * 41}, "round"),
        ({"bags": "1", "round": "a\x00b"}, "round"),
    ],
)
def test_a_wrong_field_says_so_and_nothing_is_kept(
    session: Session, signed_in: SignedIn, fields: dict[str, str], wrong: str
) -> None:
    whose = factories.make_client(session)
    session.commit()
    answer = roads.open_by_form(
        signed_in("moniteur", ("laundry",)), "blanchisserie", whose, **fields
    )
    assert answer.status_code == 422
    assert f'id="e-{wrong}"' in answer.text
    assert roads.items(session, whose) == []
    assert session.exec(select(Order).where(Order.client_id == whose.id)).all() == []
    assert session.exec(select(Resource).where(Resource.client_id == whose.id)).all() == []


def test_a_bag_that_is_in_an_open_order_is_not_taken_again(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session)
    factories.make_bag(session, whose)
    session.commit()
    office = signed_in("bureau")
    for _ in range(2):
        assert roads.open_by_form(office, "blanchisserie", whose, bags="1").status_code == 303
    first, second = roads.items(session, whose)
    assert first.resource_id != second.resource_id


def test_the_card_and_the_label_say_what_was_announced(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session, "EHPAD Les Tilleuls", town="Riom")
    session.commit()
    counter = signed_in("comptoir", ("laundry",))
    roads.open_by_form(counter, "blanchisserie", whose, bags="2", kg="8", round="Jeudi")
    item = roads.items(session, whose)[0]
    lines = reads.label_lines(session, item.id or 0)
    assert lines["title"] == "EHPAD Les Tilleuls"
    assert (lines["line1"], lines["line2"]) == ("Sac 1", "Tournée : Jeudi")
    assert lines["line3"] == "2 sacs · 8\u00a0kg"
    code = roads.subject(session, item).code
    for page in (f"/comptoir?code={code}", f"/atelier/objet/{code}"):
        shown = counter.get(page)
        assert shown.status_code == 200
        assert "2\u00a0sacs" in shown.text
        assert "Jeudi" in shown.text


def test_the_form_of_a_new_order_asks_the_laundry_s_own_fields(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session)
    session.commit()
    page = signed_in("bureau").get(f"/commandes/nouvelle?atelier=blanchisserie&client={whose.id}")
    assert page.status_code == 200
    for name in ("bags", "kg", "round"):
        assert f'name="{name}"' in page.text
