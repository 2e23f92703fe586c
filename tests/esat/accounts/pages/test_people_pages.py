"""Administration of accounts, as pages."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from esat import clock
from esat.accounts.models import Account
from esat.db import Database
from esat.production import barcodes
from tests.esat.accounts.conftest import MakePerson

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def admin(signed_in: SignedIn) -> FlaskClient:
    return signed_in("administrateur")


def test_a_created_account_gets_a_password_that_opens_once_changed(
    admin: FlaskClient, app: Flask
) -> None:
    form = {"login": "karim", "display_name": "Karim", "roles": "comptoir", "workshops": "laundry"}
    page = admin.post("/administration/comptes/nouveau", data=form)
    assert page.status_code == 200, page.text
    first = re.search(r"[\w]{5}-[\w]{5}-[\w]{5}", page.text)
    assert first is not None
    browser = app.test_client()
    browser.post("/connexion", data={"login": "karim", "password": first.group()})
    assert browser.get("/compte").location == "/compte/mot-de-passe"
    assert "Karim" in admin.get("/administration/comptes").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": "É"}, "identifiant"),
        ({"roles": ""}, "rôle"),
        ({"roles": "inspecteur"}, "date de fin"),
        ({"workshops": "ailleurs"}, "liste"),
    ],
)
def test_a_wrong_form_comes_back_with_its_sentence(
    admin: FlaskClient, change: dict[str, str], field: str
) -> None:
    form = {"login": "karim", "display_name": "Karim", "roles": "comptoir"} | change
    page = admin.post("/administration/comptes/nouveau", data=form)
    assert page.status_code == 422
    assert field in page.text


def test_roles_badge_password_and_closing_of_one_account(
    admin: FlaskClient, make_person: MakePerson, database: Database
) -> None:
    path = f"/administration/comptes/{make_person().id}"
    with database.write() as session:
        badge = barcodes.allocate(session, "H", clock.now())
    assert admin.get(path).status_code == 200
    assert admin.post(f"{path}/roles", data={"roles": "comptoir"}).status_code == 303
    typed = {"badge": badge.lower(), "pin": "8152"}
    assert admin.post(f"{path}/badge", data=typed).status_code == 303
    # The same badge again, to change its code only.
    assert admin.post(f"{path}/badge", data=typed | {"pin": "7296"}).status_code == 303
    with database.read() as session:
        found = session.exec(select(Account).where(Account.login == "nadia")).one()
        assert found.badge_code == badge
    assert admin.post(f"{path}/mot-de-passe").status_code == 200
    assert admin.post(f"{path}/second-facteur").status_code == 303
    assert admin.post(f"{path}/fermeture").status_code == 303
    assert "fermé" in admin.get(path).text
    assert admin.post(f"{path}/ouverture").status_code == 303


@pytest.mark.parametrize(
    "path", ["comptes", "comptes/nouveau", "comptes/1", "journal-acces", "appareils", "postes"]
)
def test_a_supervisor_and_a_stranger_see_none_of_it(
    client: FlaskClient, signed_in: SignedIn, path: str
) -> None:
    assert client.get(f"/administration/{path}").status_code == 303
    assert signed_in("moniteur").get(f"/administration/{path}").status_code == 403


def test_an_account_that_does_not_exist_is_not_found(admin: FlaskClient) -> None:
    assert admin.get("/administration/comptes/999").status_code == 404
    assert admin.post("/administration/comptes/999/fermeture").status_code == 404
    assert admin.get("/administration/comptes/abc").status_code == 404
