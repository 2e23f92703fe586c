"""Signing in and out in a browser."""

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from esat import clock
from esat.accounts import second_factor
from esat.accounts.misses import Misses
from esat.accounts.models import Account, LoginSession
from esat.accounts.pages.edge import EXTENSION, SESSION_COOKIE
from esat.config import Settings
from esat.db import Database
from tests.esat.accounts.conftest import BADGE, PASSWORD, PIN, MakePerson


def _sign_in(client: FlaskClient, password: str = PASSWORD, suite: str = "") -> object:
    return client.post("/connexion", data={"login": "nadia", "password": password, "suite": suite})


def test_signing_in_sets_an_unreadable_cookie_and_leads_on(
    client: FlaskClient, make_person: MakePerson
) -> None:
    make_person()
    answer = client.post(
        "/connexion", data={"login": "nadia", "password": PASSWORD, "suite": "/compte"}
    )
    assert (answer.status_code, answer.location) == (303, "/compte")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get("/compte").status_code == 200


def test_over_https_the_cookie_is_secure(client: FlaskClient, make_person: MakePerson) -> None:
    make_person()
    answer = client.post(
        "/connexion",
        data={"login": "nadia", "password": PASSWORD},
        base_url="https://esat.example",
    )
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "suite",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example/",
        "///ailleurs.example",
        "javascript:alert(1)",
        "/\t/ailleurs.example",
        "compte",
    ],
)
def test_an_address_elsewhere_is_never_followed(
    client: FlaskClient, make_person: MakePerson, suite: str
) -> None:
    make_person()
    answer = client.post(
        "/connexion", data={"login": "nadia", "password": PASSWORD, "suite": suite}
    )
    assert answer.location == "/"


def test_a_wrong_password_says_so_and_keeps_no_cookie(
    client: FlaskClient, make_person: MakePerson
) -> None:
    make_person()
    answer = client.post("/connexion", data={"login": "nadia", "password": "x"})
    assert answer.status_code == 401
    assert "refusé" in answer.text
    assert client.get_cookie(SESSION_COOKIE) is None


def test_empty_fields_are_shown_beside_their_box(client: FlaskClient) -> None:
    answer = client.post("/connexion", data={"login": ""})
    assert answer.status_code == 422
    assert "à remplir" in answer.text


def test_an_address_that_misses_too_often_waits(app: Flask, make_person: MakePerson) -> None:
    make_person()
    app.extensions[EXTENSION].misses = Misses(limit=1)
    client = app.test_client()
    _sign_in(client, "x")
    answer = client.post("/connexion", data={"login": "nadia", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_right_sign_ins_are_never_slowed_down(app: Flask, make_person: MakePerson) -> None:
    make_person()
    app.extensions[EXTENSION].misses = Misses(limit=1)
    for _ in range(3):
        answer = app.test_client().post("/connexion", data={"login": "nadia", "password": PASSWORD})
        assert answer.status_code == 303


def test_signing_out_ends_the_row_and_not_only_the_cookie(
    client: FlaskClient, make_person: MakePerson
) -> None:
    make_person()
    _sign_in(client)
    kept = client.get_cookie(SESSION_COOKIE)
    assert kept is not None
    assert client.get("/deconnexion").status_code == 405
    assert client.post("/deconnexion").location == "/connexion"
    client.set_cookie(SESSION_COOKIE, kept.value)
    assert client.get("/compte").status_code == 303


def test_changing_places_ends_the_sign_in_that_was_open(
    client: FlaskClient, make_person: MakePerson, database: Database
) -> None:
    make_person()
    _sign_in(client)
    _sign_in(client)
    with database.read() as session:
        rows = session.exec(select(LoginSession).order_by(LoginSession.id)).all()
        assert [row.revoked_at is None for row in rows] == [False, True]


def test_the_code_comes_after_the_password_and_serves_once(
    app: Flask, make_person: MakePerson, database: Database, settings: Settings
) -> None:
    person = make_person("bureau")
    with database.write() as session:
        account = session.get(Account, person.id)
        assert account is not None
        secret = second_factor.propose(session, account, settings.secret_key)
        account.totp_confirmed_at = clock.now()
    typed = pyotp.TOTP(secret).now()
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        answer = client.post("/connexion", data={"login": "nadia", "password": PASSWORD})
        assert answer.location == "/connexion/code?suite=/"
        assert client.get("/compte").location == "/connexion/code"
        assert client.get("/compte/mot-de-passe").location == "/connexion/code"
    assert first.post("/connexion/code", data={"code": typed}).status_code == 303
    assert first.get("/compte").status_code == 200
    assert second.post("/connexion/code", data={"code": typed}).status_code == 401
    assert second.get("/compte").status_code == 303


def test_a_badge_opens_on_the_tablet_only(
    client: FlaskClient, tablet_client: FlaskClient, make_person: MakePerson, pin_hash: str
) -> None:
    make_person(badge_code=BADGE, pin_hash=pin_hash)
    typed = {"badge": BADGE.lower(), "pin": PIN}
    assert client.post("/connexion/badge", data=typed).status_code == 409
    assert tablet_client.post("/connexion/badge", data=typed).status_code == 303
    assert tablet_client.get("/compte").status_code == 200


@pytest.mark.parametrize("path", ["/connexion", "/connexion/badge", "/connexion/appareil"])
def test_a_stranger_may_read_the_sign_in_pages(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_site_cannot_sign_somebody_in(client: FlaskClient) -> None:
    answer = client.post("/connexion", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
