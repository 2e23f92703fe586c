"""Who is known at the door, and that a view without a right stays closed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, select

from esat import clock
from esat.accounts import devices, identity, permissions
from esat.accounts.models import Account, Device, LoginSession
from esat.accounts.pages.edge import SESSION_COOKIE, edge
from esat.db import Database
from tests.esat.accounts.conftest import MakePerson

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """The application with three views of its own for this test."""
    views = Blueprint("probe", __name__)

    @views.get("/api/v1/essai")
    @permissions.allow("session.own")
    def own() -> dict[str, object]:
        found = permissions.current_actor()
        return {"device": found.device_id, "roles": sorted(found.roles)}

    @views.route("/essai", methods=["GET", "POST"])
    @permissions.allow("accounts.manage")
    def manage() -> str:
        return "ok"

    @views.get("/api/v1/poste")
    @permissions.allow("production.scan")
    def counter() -> dict[str, object]:
        found = permissions.current_actor()
        return {"station": found.station_id, "workshops": sorted(found.workshops or ())}

    @views.get("/nu")
    def bare() -> str:
        return "never"

    own_app.register_blueprint(views)
    return own_app


@pytest.fixture
def untested(app: Flask) -> Iterator[Flask]:
    app.testing = False
    yield app
    app.testing = True


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_stranger_is_led_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/essai?page=2")
    assert answer.status_code == 303
    assert answer.location == "/connexion?suite=/essai%3Fpage%3D2"


def test_a_stranger_at_the_api_gets_401_in_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/essai")
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "sign_in_first"


def test_a_fragment_asked_by_a_stranger_moves_the_whole_page(client: FlaskClient) -> None:
    answer = client.get("/essai", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/connexion"


def test_a_right_opens_and_the_lack_of_it_is_403(signed_in: SignedIn) -> None:
    assert signed_in("administrateur").get("/essai").status_code == 200
    assert signed_in("moniteur").get("/essai").status_code == 403


def test_a_view_that_says_nothing_is_an_error_in_tests(client: FlaskClient) -> None:
    assert client.get("/nu").status_code == 500


def test_a_view_that_says_nothing_is_closed_in_production(
    untested: Flask, signed_in: SignedIn
) -> None:
    assert signed_in("administrateur").get("/nu").status_code == 403


def test_a_device_token_opens_the_api_for_its_own_workshop(
    client: FlaskClient, tablet: tuple[Device, str]
) -> None:
    answer = client.get("/api/v1/poste", headers=_bearer(tablet[1]))
    assert answer.get_json() == {"station": tablet[0].station_id, "workshops": ["laundry"]}


@pytest.mark.parametrize("token", ["", "x", "x" * 500, "é"])
def test_a_wrong_device_token_is_refused(client: FlaskClient, token: str) -> None:
    assert client.get("/api/v1/poste", headers=_bearer(token)).status_code == 401


def test_a_wrong_token_is_not_replaced_by_the_cookie(signed_in: SignedIn) -> None:
    answer = signed_in("administrateur").get("/api/v1/essai", headers=_bearer("x"))
    assert answer.get_json()["error"]["code"] == "bad_token"


def test_a_device_token_opens_no_page(client: FlaskClient, tablet: tuple[Device, str]) -> None:
    assert client.get("/essai", headers=_bearer(tablet[1])).status_code == 303


def test_a_revoked_device_is_refused(
    client: FlaskClient, tablet: tuple[Device, str], database: Database
) -> None:
    with database.write() as session:
        devices.revoke_device(session, tablet[0])
    assert client.get("/api/v1/poste", headers=_bearer(tablet[1])).status_code == 401


def test_a_tablet_alone_sends_to_the_api_but_opens_no_page_of_a_person(
    tablet_client: FlaskClient,
) -> None:
    assert tablet_client.get("/api/v1/poste").status_code == 200
    assert tablet_client.get("/compte").status_code == 303


def test_knowing_a_device_takes_one_statement(
    database: Database, tablet: tuple[Device, str], app: Flask
) -> None:
    seen: list[str] = []
    with app.app_context(), database.read() as session:
        connection = session.connection()

        @event.listens_for(connection, "before_cursor_execute")
        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        found = permissions.actor_from_token(session, tablet[1])
    assert found is not None
    assert len([one for one in seen if one.startswith("SELECT")]) == 1


def test_a_revoked_sign_in_is_refused(database: Database, signed_in: SignedIn) -> None:
    browser = signed_in("administrateur")
    assert browser.get("/essai").status_code == 200
    with database.write() as session:
        session.exec(select(LoginSession)).one().revoked_at = clock.now()
    assert browser.get("/essai").status_code == 303


@pytest.mark.parametrize("change", ["disabled_at", "ends_on", "idle", "expired"])
def test_a_sign_in_ends_with_its_account_and_with_time(
    change: str, database: Database, signed_in: SignedIn
) -> None:
    browser = signed_in("administrateur")
    long_ago = clock.now() - timedelta(days=2)
    with database.write() as session:
        account, opened = (
            session.exec(select(Account)).one(),
            session.exec(select(LoginSession)).one(),
        )
        if change == "disabled_at":
            account.disabled_at = long_ago
        elif change == "ends_on":
            account.ends_on = long_ago.date()
        elif change == "idle":
            opened.last_seen_at = long_ago
        else:
            opened.expires_at = long_ago
    assert browser.get("/essai").status_code == 303


def test_a_sign_in_begun_on_a_tablet_does_not_travel(
    app: Flask, database: Database, tablet: tuple[Device, str], make_person: MakePerson
) -> None:
    person = make_person("administrateur")
    with database.write() as session:
        token = _begin_on(session, person, tablet[0])
    elsewhere = app.test_client()
    elsewhere.set_cookie(SESSION_COOKIE, token)
    assert elsewhere.get("/essai").status_code == 303


def test_an_administrator_without_a_second_factor_is_led_to_set_it_up(
    app: Flask, database: Database, make_person: MakePerson
) -> None:
    person = make_person("administrateur")
    with database.write() as session:
        token = _begin_on(session, person, None)
    browser = app.test_client()
    browser.set_cookie(SESSION_COOKIE, token)
    assert browser.get("/essai").location == "/compte/second-facteur"
    assert browser.get("/compte/mot-de-passe").location == "/compte/second-facteur"
    assert browser.get("/api/v1/essai").get_json()["error"]["code"] == "finish_sign_in"
    assert browser.get("/compte/second-facteur").status_code == 200


def test_an_inspector_reads_and_writes_nothing(signed_in: SignedIn) -> None:
    browser = signed_in("inspecteur")
    assert browser.get("/api/v1/essai").status_code == 200
    # Even if a right of writing were given to the role by mistake.
    grants = edge_grants(browser)
    grants[frozenset({"inspecteur"})] = frozenset({"accounts.manage"})
    assert browser.get("/essai").status_code == 200
    assert browser.post("/essai").status_code == 403


def edge_grants(browser: FlaskClient) -> dict[frozenset[str], frozenset[str]]:
    with browser.application.app_context():
        return edge().identifying.grants._by_set


def _begin_on(session: Session, person: Account, device: Device | None) -> str:
    token = identity.new_token()
    session.add(
        LoginSession(
            token_hash=identity.hash_token(token),
            account_id=person.id or 0,
            device_id=device.id if device else None,
            expires_at=clock.now() + timedelta(hours=1),
        )
    )
    return token
