"""The menu an account may see, and what every page is told."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from esat.accounts.permissions import current_actor
from esat.accounts.roles import ROLES
from esat.actors import Actor
from esat.declarations import NavEntry
from esat.registry import Registry
from esat.web import door

EXTENSION = "esat_menus"


KEPT = "garder"
"""Asked with it, a page is made to be kept by a browser: without the menu, without the name of
whoever is signed in; its own template leaves out what else must not stay there.
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, as the head of the page says it."""

    display_name: str
    role_label: str


ADMINISTRATION = "/administration"
"""Entries under this address stand on its own page: the main menu names that page alone."""


def links(registry: Registry, actor: Actor, *, inside: str = "") -> tuple[Link, ...]:
    """The entries whose capability the actor holds, and whose workshop is his: those of the main
    menu, or those that stand `inside` an address. Made once for each page that is the current one.
    """
    key = (actor.capabilities, actor.workshops, request.script_root, bool(inside))
    menus: dict[Any, Any] = current_app.extensions[EXTENSION]
    if key not in menus:
        menus[key] = tuple(
            (entry, url)
            for entry, url in _allowed(registry, actor)
            if url.startswith(f"{ADMINISTRATION}/") == bool(inside)
        )
        menus[key, "places"] = _places(registry, menus[key])
    path = request.path
    # One page may stand under several entries: the nearest is where one is.
    here = next(
        (url for at, url in menus[key, "places"] if path == at or _stands_under(path, at)), ""
    )
    if (key, here) not in menus:
        menus[key, here] = tuple(
            Link(entry.label, url, entry.pictogram, url == here) for entry, url in menus[key]
        )
    found: tuple[Link, ...] = menus[key, here]
    return found


def _places(registry: Registry, entries: Collection[tuple[NavEntry, str]]) -> list[tuple[str, str]]:
    """Addresses, and the entry where one is there, the longest first: the pages that a module puts
    under an entry, and the entries' own.
    """
    shown = {entry.endpoint: url for entry, url in entries}
    pages = [one for module in registry.modules for one in module.nav_pages if one.entry in shown]
    found = {url_for(one.endpoint): shown[one.entry] for one in pages}
    found |= {url: url for _, url in entries}
    return sorted(found.items(), key=lambda place: -len(place[0]))


def _allowed(registry: Registry, actor: Actor) -> list[tuple[NavEntry, str]]:
    """The actor's entries in their order: worked out once for each set of rights."""
    found = []
    entries = [(e, m) for m in registry.modules for e in m.nav]
    for entry, module in sorted(entries, key=lambda pair: (pair[0].order, pair[0].label)):
        of_module = module.code if module.code in registry.workshops else None
        scope = entry.workshop or of_module
        if actor.can(entry.capability, workshop=scope):
            found.append((entry, url_for(entry.endpoint, **entry.values)))
    return found


def _stands_under(path: str, url: str) -> bool:
    return url != "/" and path.startswith(f"{url}/")


def context() -> dict[str, Any]:
    """`nav`, `account`, `kept` and `house_name` for every template."""
    house = door.house()
    actor = current_actor()
    account = None
    if actor.account_id is not None:
        roles = ", ".join(sorted(ROLES.get(role, role) for role in actor.roles))
        account = Account(actor.display_name, roles)
    kept = request.args.get(KEPT) == "1"
    return {
        "nav": links(house.registry, actor) if account and not kept else (),
        "account": None if kept else account,
        "kept": kept,
        "house_name": house.settings.house_name,
        "is_demo": house.settings.demo,
    }


def install(app: Flask) -> None:
    app.extensions[EXTENSION] = {}
    app.context_processor(context)
