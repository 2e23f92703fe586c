"""Every view says which right it wants, or that it is public; no right is invented."""

from flask import Flask

from esat.accounts.marks import PUBLIC, capability_of
from esat.accounts.pages.edge import is_static
from esat.registry import Registry

PUBLIC_PLACES = (
    "/connexion",
    "/deconnexion",
    "/suivi",  # a lost link is asked for here
    "/suivi/",
    "/sante",
    "/metrics",
    "/accessibilite",
    "/donnees-personnelles",
    "/aide",
    "/api/v1/openapi.json",
    "/sw.js",
    "/manifest.webmanifest",
    "/hors-ligne",
    "/comptoir/hors-ligne",  # the shell that a browser keeps, with no one's name
    "/comptoir/serie/hors-ligne",  # likewise
    "/equipes/borne/hors-ligne",  # likewise: where to go while there is no network
    "/envois",  # filled by the device itself
)
"""Where a stranger may come; anything else that is public is a mistake until it is added here."""


def _wanted(app: Flask) -> dict[str, str | None]:
    return {
        rule.rule: capability_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if not is_static(rule.endpoint)
    }


def test_every_view_says_what_it_wants(app: Flask) -> None:
    assert [path for path, wanted in _wanted(app).items() if wanted is None] == []


def test_every_right_that_is_wanted_is_declared(app: Flask, loaded: Registry) -> None:
    known = {PUBLIC, None, *loaded.capabilities}
    strange = {path: wanted for path, wanted in _wanted(app).items() if wanted not in known}
    assert strange == {}


def test_only_the_places_listed_are_public(app: Flask) -> None:
    public = [path for path, wanted in _wanted(app).items() if wanted == PUBLIC]
    assert [path for path in public if not path.startswith(PUBLIC_PLACES)] == []
