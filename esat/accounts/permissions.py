"""The door-keeper of requests: who asks, and whether the view's capability is his.

    @blueprint.get("/commandes")
    @allow("orders.read")
    def orders(): ...

A view says what it wants with `allow` or `public`; one that says nothing is closed.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlmodel import Session

from esat import clock
from esat.accounts import identity
from esat.accounts.code_book import CodeBook
from esat.accounts.identity import GroupsOf, Identifying, no_groups
from esat.accounts.marks import (
    OWN,
    PUBLIC,
    allow,
    capability_of,
    is_for_pending,
    public,
    unlogged,
    while_pending,
)
from esat.accounts.pages import leading
from esat.accounts.pages.edge import (
    DEVICE_COOKIE,
    EXTENSION,
    SESSION_COOKIE,
    Edge,
    current_actor,
    edge,
    is_api,
    is_safe,
    is_static,
    pending,
    signed,
)
from esat.accounts.pages.remembering import remember
from esat.accounts.roles import READ_ONLY, Grants
from esat.actors import Actor
from esat.errors import Forbidden, Unauthenticated
from esat.web import door

__all__ = [
    "actor_from_token",
    "allow",
    "capability_of",
    "current_actor",
    "install",
    "public",
    "require",
    "signed",
    "unlogged",
    "while_pending",
    "write_waiting_lines",
]

log = logging.getLogger("esat.accounts")

TOUCH_AFTER = timedelta(minutes=5)
"""A use is noted again after this long: a mark at each request would cost a write."""


def install(app: Flask, *, groups_of: GroupsOf = no_groups, codes: CodeBook | None = None) -> None:
    """Put the door-keeper before every view. Call it after `door.install`.

    `groups_of(session, account_id)` names the groups that a supervisor leads; `codes` reads and
    allots the codes of badges and places. Both stand on higher floors.
    """
    house: door.House = app.extensions[door.EXTENSION]
    identifying = Identifying(Grants(house.registry), house.settings.second_factor, groups_of)
    app.extensions[EXTENSION] = Edge(identifying, codes or CodeBook())
    app.before_request(check)
    app.after_request(remember)
    app.context_processor(lambda: {"actor": current_actor(), "pending": pending()})


def write_waiting_lines(app: Flask) -> None:
    """Write the access lines that still wait: what a server does last before it stops."""
    house: door.House = app.extensions[door.EXTENSION]
    app.extensions[EXTENSION].waiting.flush(house.database)


def require(capability: str, *, workshop: str | None = None, group: int | None = None) -> Actor:
    """The actor, when the capability is his for that workshop and that group; else Forbidden."""
    actor = current_actor()
    if not actor.can(capability, workshop=workshop, group=group):
        raise Forbidden("not_allowed")
    return actor


def actor_from_token(session: Session, token: str) -> Actor | None:
    """The enrolled device of a bearer token, by one SELECT."""
    return identity.actor_of_device(session, token, edge().identifying.grants)


def check() -> Response | None:
    """Know who asks, then hold him to what the view wants."""
    endpoint = request.endpoint
    if endpoint is None or is_static(endpoint):
        return None
    view = current_app.view_functions[endpoint]
    wanted = capability_of(view)
    if wanted is None:
        return _closed(endpoint)
    _identify()
    return None if wanted == PUBLIC else _hold(view, wanted)


def _closed(endpoint: str) -> Response | None:
    if current_app.testing:
        msg = f"{endpoint} says neither allow nor public"
        raise RuntimeError(msg)
    log.error("no capability on %s", endpoint)
    raise Forbidden("not_allowed")


def _hold(view: Callable[..., Any], wanted: str) -> Response | None:
    actor = current_actor()
    if missing := pending():
        return None if is_for_pending(view, missing) else leading.finish_first(missing)
    if wanted in actor.capabilities:
        if actor.roles and actor.roles <= READ_ONLY and wanted != OWN and not is_safe():
            raise Forbidden("read_only")
        return None
    if actor.account_id is None and (actor.device_id is None or not is_api()):
        return leading.sign_in_first()
    raise Forbidden("not_allowed")


def _identify() -> None:
    """Set `g.actor`, `g.signed` and `g.device` from the bearer token, or from the two cookies."""
    if header := request.headers.get("Authorization", ""):
        _identify_bearer(header)
    elif request.cookies.get(DEVICE_COOKIE) or request.cookies.get(SESSION_COOKIE):
        _identify_cookies()
    if g.get("device") is not None and _stale(g.device.last_seen_at):
        edge().waiting.seen(device_id=g.device.device_id)


def _identify_cookies() -> None:
    how, database = edge().identifying, door.house().database
    device = identity.device_alone(database, request.cookies.get(DEVICE_COOKIE, ""))
    found = identity.signed_in(
        database,
        request.cookies.get(SESSION_COOKIE, ""),
        how,
        device_id=device.device_id if device else None,
    )
    g.device, g.signed = device, found
    if found is not None:
        g.actor = found.actor
        if _stale(found.last_seen_at):
            edge().waiting.seen(session_id=found.session_id)
    elif device is not None:
        # Alone, a tablet sends the captures it kept, and otherwise shows what a kiosk shows.
        g.actor = device.actor(how.grants, None if is_api() else "borne")


def _identify_bearer(header: str) -> None:
    """A token in the header is for the API, and a wrong one is never replaced by a cookie."""
    scheme, _, token = header.partition(" ")
    if not is_api() or scheme.lower() != "bearer":
        return
    device = identity.device_alone(door.house().database, token.strip())
    if device is None:
        raise Unauthenticated("bad_token")
    g.device, g.actor = device, device.actor(edge().identifying.grants)


def _stale(seen: datetime | None) -> bool:
    return seen is None or clock.now() - seen > TOUCH_AFTER
