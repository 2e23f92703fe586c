"""Every role and a stranger on every route: who may not is refused, and nobody meets a fault."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from esat.accounts.marks import OWN, PUBLIC
from esat.accounts.roles import READ_ONLY, ROLES, Grants
from esat.db import Database
from esat.registry import Registry
from tests import people
from tests.factories import items_of, make_order
from tests.house.routes import Ask, asks

SignedIn = Callable[..., FlaskClient]

SECOND_RIGHT = {
    "imports.choose", "imports.preview", "imports.confirm", "imports.give_up",
    "exports.download", "kiosk.show", "kiosk.say", "kiosk.undo",
}  # fmt: skip
"""Views that ask for one more right than their own: that of the file, or of the table; the kiosk
asks to be an enrolled device, which an account never is."""
ENDS = ("/deconnexion", "/compte/connexions", "/compte/mot-de-passe", "/compte/second-facteur")
"""Where a sign-in is ended or changed: asked with a browser that is then thrown away."""


@pytest.fixture(params=[*ROLES])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def held_by(loaded: Registry, role: str) -> frozenset[str]:
    return Grants(loaded).of([role])


def call(browser: FlaskClient, ask: Ask) -> TestResponse:
    return browser.open(ask.path, method=ask.method, headers={"Origin": "http://localhost"})


def may(ask: Ask, role: str, held: frozenset[str]) -> bool:
    if ask.capability == PUBLIC:
        return True
    reads = ask.is_read or ask.capability == OWN or role not in READ_ONLY
    return ask.capability in held and reads


def test_a_stranger_comes_only_where_it_is_public(app: Flask, client: FlaskClient) -> None:
    for ask in asks(app):
        if ask.capability == PUBLIC:
            continue
        answer = call(client, ask)
        at_the_door = (
            answer.status_code in {302, 303} and "/connexion" in answer.headers["Location"]
        )
        assert at_the_door or answer.status_code == 401, (ask, answer.status_code)


def test_public_places_never_fail(app: Flask) -> None:
    for ask in asks(app):
        if ask.capability == PUBLIC:
            assert call(app.test_client(), ask).status_code != 500, ask


@pytest.mark.each_role
def test_who_has_no_right_is_refused_everywhere(
    app: Flask, signed_in: SignedIn, loaded: Registry, now: datetime, role: str
) -> None:
    browser, held = signed_in(role), held_by(loaded, role)
    refused = [ask for ask in asks(app) if not may(ask, role, held)]
    wrong = [
        (ask, status)
        for ask in refused
        if (status := call(browser, ask).status_code) not in {401, 403}
    ]
    assert refused
    assert wrong == []


@pytest.mark.each_role
def test_who_has_the_right_meets_no_closed_door_and_no_fault(
    app: Flask, signed_in: SignedIn, loaded: Registry, now: datetime, role: str
) -> None:
    browser, held = signed_in(role), held_by(loaded, role)
    wrong = []
    for ask in asks(app):
        if ask.capability == PUBLIC or not may(ask, role, held):
            continue
        asking = signed_in(role) if ask.path.startswith(ENDS) else browser
        status = call(asking, ask).status_code
        closed = status in {401, 403} and ask.endpoint not in SECOND_RIGHT
        if status >= 500 or closed:
            wrong.append((ask, status))
    assert wrong == []


@pytest.mark.parametrize("workshop", ["laundry", "bookbinding"])
def test_things_of_another_workshop_are_closed_to_its_people(
    app: Flask, database: Database, session: Session, now: datetime, workshop: str
) -> None:
    """The same addresses with things that exist: those of one's own workshop open, no other."""
    order = make_order(session, items=1, at=now)
    code = items_of(session, order)[0].code
    session.commit()
    nadia = people.browser(app, database, "moniteur", (workshop,))
    mine = workshop == "laundry"
    for path in (f"/commandes/{order.ref}", f"/atelier/objet/{code}", "/blanchisserie",
                 "/tableau/blanchisserie", f"/api/v1/orders/{order.ref}"):  # fmt: skip
        status = nadia.get(path).status_code
        assert (status == 200) if mine else (status in {403, 404}), (path, status)
    for act in ("confirmer", "annuler", "date", "articles", "photos"):
        answer = nadia.post(f"/commandes/{order.ref}/{act}", headers={"Origin": "http://localhost"})
        if not mine:
            assert answer.status_code in {403, 404}, act
        assert answer.status_code < 500
