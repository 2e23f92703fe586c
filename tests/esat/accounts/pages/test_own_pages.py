"""One's own account: password, telephone, sign-ins."""

from collections.abc import Callable

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from esat import clock
from esat.accounts import second_factor, sign_in
from esat.accounts.models import Account, LoginSession, Station
from esat.config import Settings
from esat.db import Database
from tests.esat.accounts.conftest import PASSWORD, MakePerson

NEW = "Riviere-Bleue-77!"
SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def browser(client: FlaskClient, make_person: MakePerson) -> FlaskClient:
    make_person(workshops=("laundry",))
    client.post("/connexion", data={"login": "nadia", "password": PASSWORD})
    return client


def _change(browser: FlaskClient, current: str, new: str, again: str | None = None) -> int:
    form = {"current": current, "password": new, "again": again or new}
    return browser.post("/compte/mot-de-passe", data=form).status_code


def test_a_password_is_changed_and_other_sign_ins_end(browser: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    other.post("/connexion", data={"login": "nadia", "password": PASSWORD})
    assert _change(browser, PASSWORD, NEW) == 303
    assert browser.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303
    assert other.post("/connexion", data={"login": "nadia", "password": NEW}).location == "/"


def test_a_wrong_weak_or_mistyped_password_changes_nothing(browser: FlaskClient) -> None:
    assert _change(browser, "x", NEW) == 422
    assert _change(browser, PASSWORD, "court") == 422
    assert _change(browser, PASSWORD, NEW, "autre") == 422
    assert _change(browser, PASSWORD, PASSWORD) == 422
    assert _change(browser, PASSWORD, "Nadia-Ferrand-1!") == 422


def test_guessing_the_password_on_a_tablet_left_open_locks(browser: FlaskClient) -> None:
    for _ in range(sign_in.TRIES):
        _change(browser, "x", NEW)
    assert browser.get("/compte").status_code == 303


def test_a_first_password_is_changed_before_anything_else(
    client: FlaskClient, make_person: MakePerson
) -> None:
    make_person(must_change_password=True)
    client.post("/connexion", data={"login": "nadia", "password": PASSWORD})
    assert client.get("/compte").location == "/compte/mot-de-passe"
    assert client.get("/compte/second-facteur").location == "/compte/mot-de-passe"
    assert client.get("/compte/mot-de-passe").status_code == 200
    assert _change(client, PASSWORD, NEW) == 303
    assert client.get("/compte").status_code == 200


def test_the_telephone_is_set_up_and_gives_recovery_codes_once(
    client: FlaskClient, make_person: MakePerson, database: Database, settings: Settings
) -> None:
    make_person("administrateur")
    client.post("/connexion", data={"login": "nadia", "password": PASSWORD})
    assert client.get("/administration/comptes").location == "/compte/second-facteur"
    client.post("/compte/second-facteur/debut")
    page = client.get("/compte/second-facteur")
    assert "<svg" in page.text
    assert "style=" not in page.text
    with database.read() as session:
        account = session.exec(select(Account)).one()
        secret = second_factor.shown(account, settings.secret_key)
    assert client.post("/compte/second-facteur", data={"code": "000000"}).status_code == 422
    done = client.post("/compte/second-facteur", data={"code": pyotp.TOTP(secret).now()})
    assert done.text.count('class="code"') == second_factor.RECOVERY_CODES
    assert client.get("/administration/comptes").status_code == 200
    assert client.post("/compte/second-facteur/debut").status_code == 409


def test_one_ends_ones_own_sign_ins_and_no_others(
    browser: FlaskClient, signed_in: SignedIn, database: Database
) -> None:
    stranger = signed_in("comptoir")
    with database.read() as session:
        ids = [one.id for one in session.exec(select(LoginSession).order_by(LoginSession.id))]
    assert browser.post(f"/compte/connexions/{ids[1]}/fin").status_code == 404
    assert stranger.get("/compte").status_code == 200
    assert browser.post(f"/compte/connexions/{ids[0]}/fin").status_code == 303
    assert browser.get("/compte").status_code == 303


def test_one_ends_all_the_others_at_once(browser: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    other.post("/connexion", data={"login": "nadia", "password": PASSWORD})
    browser.post("/compte/connexions/autres/fin")
    assert other.get("/compte").status_code == 303
    assert browser.get("/compte").status_code == 200


def test_one_works_at_a_station_of_ones_workshop_only(
    browser: FlaskClient, station: Station, database: Database
) -> None:
    assert browser.post("/compte/poste", data={"station": station.id}).status_code == 303
    with database.read() as session:
        assert session.exec(select(LoginSession)).one().station_id == station.id
    with database.write() as session:
        found = session.get(Station, station.id)
        assert found is not None
        found.retired_at = clock.now()
    assert browser.post("/compte/poste", data={"station": station.id}).status_code == 404
