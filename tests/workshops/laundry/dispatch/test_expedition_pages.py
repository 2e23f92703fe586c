from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from tests import factories
from tests.esat.production.buttons import events, press
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch.models import TrolleyPlace
from workshops.laundry.dispatch.packing import Packed

SignedIn = Callable[..., FlaskClient]
HOME = "/blanchisserie/expedition"


@pytest.fixture
def done(session: Session, now: object) -> Packed:
    client = factories.make_client(session, "Crèche des Lilas")
    order = linens.order_of(session, client)
    order.due_on = date(2026, 11, 20)
    made = linens.packed(session, order)
    linens.trip(session, client)
    lost = factories.make_client(session, "Mairie sans tournée")
    linens.packed(session, linens.order_of(session, lost))
    session.commit()
    return made


@pytest.fixture
def floor(signed_in: SignedIn) -> FlaskClient:
    return signed_in("comptoir", workshops=("laundry",))


def places(session: Session) -> list[TrolleyPlace]:
    session.expire_all()
    return list(session.exec(select(TrolleyPlace)))


def test_what_leaves_today_and_what_is_late(floor: FlaskClient, done: Packed) -> None:
    page = floor.get(HOME).get_data(as_text=True)
    assert "Lundi nord" in page
    assert "1\u00a0article · 5\u00a0kg · 10\u00a0pièces" in page
    assert "Mairie sans tournée" in page
    assert "promis pour le 20/11/2026" in page
    assert floor.get(f"{HOME}?jour=n’importe").status_code == 200


def test_a_trolley_is_loaded_by_scanning(
    floor: FlaskClient, session: Session, done: Packed
) -> None:
    _, code = linens.trolley(session)
    session.commit()
    found = floor.get(f"{HOME}/chariot?code={code}")
    assert found.headers["Location"] == f"{HOME}/chariots/{code}"
    url, key = f"{HOME}/chariots/{code}", str(uuid4())
    for _ in range(2):
        assert press(floor, url, key, item=done.codes[0]).status_code == 303
    assert len(places(session)) == 1
    page = floor.get(url).get_data(as_text=True)
    assert "Crèche des Lilas" in page
    assert "Crèche des Lilas" in floor.get(f"{url}/fiche").get_data(as_text=True)
    assert "Chariots chargés" in floor.get(HOME).get_data(as_text=True)
    assert press(floor, url, item=done.codes[0], off="1").status_code == 303
    assert places(session)[0].taken_at is not None


def test_what_may_not_stand_there_is_refused(
    floor: FlaskClient, session: Session, done: Packed
) -> None:
    one, two = linens.trolley(session)[1], linens.trolley(session, "Chariot 2")[1]
    session.commit()
    press(floor, f"{HOME}/chariots/{one}", item=done.codes[0])
    twice = press(floor, f"{HOME}/chariots/{two}", item=done.codes[0])
    assert twice.status_code == 409
    assert "déjà sur Chariot 1" in twice.get_data(as_text=True)
    assert press(floor, f"{HOME}/chariots/{two}", item="").status_code == 422
    assert press(floor, f"{HOME}/chariots/{two}", item="x").status_code == 409
    assert floor.get(f"{HOME}/chariots/{done.codes[0]}").status_code == 404
    assert floor.get(f"{HOME}/chariot?code=x").status_code == 409
    assert len(places(session)) == 1


def test_who_is_not_of_the_laundry_loads_nothing(
    signed_in: SignedIn, client: FlaskClient, session: Session, done: Packed
) -> None:
    _, code = linens.trolley(session)
    session.commit()
    url, before = f"{HOME}/chariots/{code}", events(session)
    assert press(client, url, item=done.codes[0]).status_code in {302, 303, 401}
    for browser in (signed_in("qualite"), signed_in("moniteur", workshops=("bookbinding",))):
        assert press(browser, url, item=done.codes[0]).status_code == 403
        for way in (HOME, url, f"{url}/fiche", f"{HOME}/chariot?code={code}"):
            assert browser.get(way).status_code == 403, way
    assert events(session) == before
