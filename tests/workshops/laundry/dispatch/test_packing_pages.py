from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.production import holds
from esat.production.models import Item, Order
from tests import factories
from tests.esat.production.buttons import events, press
from tests.workshops.laundry.dispatch import linens

SignedIn = Callable[..., FlaskClient]
BENCH = "/blanchisserie/emballage"


@pytest.fixture
def order(session: Session, now: object) -> Order:
    made = linens.order_of(session, factories.make_client(session, "Crèche des Lilas"))
    linens.opened(session, made, "10", "6", "4", pieces=20)
    linens.finished(session, made, "1", stage="washing")
    session.commit()
    return made


@pytest.fixture
def floor(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def codes(session: Session, order: Order) -> list[str]:
    query = select(Item).where(Item.order_id == order.id, Item.stage == "finished")
    return [linens.code(session, item) for item in session.exec(query.order_by(Item.id))]


def parcels(session: Session) -> list[Item]:
    session.expire_all()
    return list(session.exec(select(Item).where(Item.kind == "parcel")))


def test_the_bench_says_what_is_there_and_what_is_missing(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    page = floor.get(BENCH).get_data(as_text=True)
    assert "Crèche des Lilas" in page
    assert "10\u00a0kg de linge" in page
    assert "1 « en machine »" in page
    bench = floor.get(f"{BENCH}/{order.ref}").get_data(as_text=True)
    assert " checked" not in bench
    for code in codes(session, order):
        assert code in bench


def test_held_linen_is_never_said_complete(
    floor: FlaskClient, session: Session, now: object
) -> None:
    made = linens.order_of(session, factories.make_client(session, "Mairie"))
    (folded,) = linens.opened(session, made, "10", "6")
    session.commit()
    assert "Complet" in floor.get(BENCH).text
    holds.place(session, linens.subject(session, folded), "quarantine", by=SYSTEM)
    session.commit()
    page = floor.get(BENCH).text
    assert "Complet" not in page
    assert "tout est là · dont 1 retenu" in page
    assert "retenu, à laisser à part" in floor.get(f"{BENCH}/{made.ref}").text


def test_the_form_makes_one_parcel_once(floor: FlaskClient, session: Session, order: Order) -> None:
    url, key, first = f"{BENCH}/{order.ref}", str(uuid4()), codes(session, order)[0]
    form = {"linen": [first], f"part-{first}": "2,5", "pieces-flat": "7", "weight": "2,48"}
    answers = [press(floor, url, key, **form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    (made,) = parcels(session)
    assert (made.stage, made.label) == ("packed", "Linge plat")
    page = floor.get(answers[0].headers["Location"]).get_data(as_text=True)
    assert "2,48\u00a0kg" in page
    assert "7\u00a0pièces" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Touchez le linge"),
        ({"weight": "2"}, "Comptez les pièces"),
        ({"pieces-flat": "3"}, "Pesez le colis"),
        ({"pieces-flat": "3", "weight": "deux"}, "Écrivez un nombre"),
        ({"pieces-flat": "trois", "weight": "2"}, "nombre entier"),
    ],
)
def test_a_form_that_lacks_something_comes_back_filled(
    floor: FlaskClient, session: Session, order: Order, form: dict[str, str], said: str
) -> None:
    code, before = codes(session, order)[0], events(session)
    ticked = {"linen": [code]} if form else {}
    answer = press(floor, f"{BENCH}/{order.ref}", label="Pour Mme L.", **ticked, **form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "Pour Mme L." in page
    assert (f'value="{code}" checked' in page) is bool(form)
    assert events(session) == before


def test_linen_that_is_held_is_not_packed(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    item = session.exec(select(Item).where(Item.stage == "finished")).first()
    assert item is not None
    holds.place(session, linens.subject(session, item), "quarantine", by=SYSTEM)
    code = linens.code(session, item)
    session.commit()
    form = {"linen": [code], "pieces-flat": "3", "weight": "2,75"}
    answer = press(floor, f"{BENCH}/{order.ref}", **form)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Quarantaine" in page
    assert 'value="2,75"' in page
    assert parcels(session) == []


def test_a_gap_at_the_end_asks_for_its_reason(
    floor: FlaskClient, session: Session, now: object
) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, "10", "7", pieces=20)
    session.commit()
    url = f"{BENCH}/{order.ref}"
    form = {"linen": codes(session, order), "pieces-flat": "18", "weight": "7"}
    asked = press(floor, url, **form)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 409
    assert "3\u00a0kg en moins, 2\u00a0pièces en moins" in page
    assert 'name="reason"' in page
    done = press(floor, url, reason="Deux nappes gardées par le client", **form)
    assert done.status_code == 303
    assert "Deux nappes" in floor.get(done.headers["Location"]).get_data(as_text=True)


def test_who_is_not_of_the_laundry_packs_nothing(
    signed_in: SignedIn, client: FlaskClient, session: Session, order: Order
) -> None:
    url, code = f"{BENCH}/{order.ref}", codes(session, order)[0]
    form = {"linen": [code], "pieces-flat": "3", "weight": "2"}
    before = events(session)
    assert press(client, url, **form).status_code in {302, 303, 401}
    for browser in (
        signed_in("qualite"), signed_in("inspecteur"),
        signed_in("moniteur", workshops=("bookbinding",)),
    ):  # fmt: skip
        assert press(browser, url, **form).status_code in {403, 404}
        assert browser.get(url).status_code in {403, 404}
        assert browser.get(BENCH).status_code == 403
    other = factories.make_order(session, "bookbinding", items=1)
    session.commit()
    assert signed_in("moniteur").get(f"{BENCH}/{other.ref}").status_code == 404
    assert events(session) == before + 2
