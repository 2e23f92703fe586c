"""The people of the tests: Nadia (supervisor), Karim (counter), Inès (quality), Odile (office),
Paul (worker), and a stranger."""

from flask import Flask
from flask.testing import FlaskClient

from esat import registry
from esat.accounts.roles import Grants
from esat.actors import Actor
from esat.db import Database

NAMES = {
    "administrateur": "Adèle",
    "direction": "Denis",
    "bureau": "Odile",
    "responsable_atelier": "Rachid",
    "moniteur": "Nadia",
    "comptoir": "Karim",
    "qualite": "Inès",
    "inspecteur": "Irène",
    "borne": "Borne",
}


def actor(role: str, *, workshops: tuple[str, ...] | None = None, **more: int) -> Actor:
    """Somebody with a role, as the rules see him; he has no account in the database."""
    grants = Grants(registry.current())
    return Actor(
        roles=frozenset({role}),
        capabilities=grants.of([role]),
        workshops=None if workshops is None else frozenset(workshops),
        groups=None,
        display_name=NAMES[role],
        **more,
    )


def browser(
    app: Flask, database: Database, role: str, workshops: tuple[str, ...] | None = None
) -> FlaskClient:
    """A browser in which a person of that role has signed in."""
    from tests.signing_in import open_session  # the accounts' own part of the fixtures

    client = app.test_client()
    with database.write() as session:
        cookie, value = open_session(session, role, NAMES[role], workshops)
    client.set_cookie(cookie, value)
    return client
