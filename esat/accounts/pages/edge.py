"""What a request knows of who asks: the actor, the sign-in, the device; it decides nothing."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g, request

from esat.accounts.access_log import Waiting
from esat.accounts.code_book import CodeBook
from esat.accounts.identity import NOBODY, Enrolled, Identifying, Signed
from esat.accounts.misses import Misses
from esat.actors import Actor
from esat.web import door

SESSION_COOKIE = "esat_session"
DEVICE_COOKIE = "esat_device"
EXTENSION = "esat_accounts"


@dataclass(slots=True)
class Edge:
    """What the application gave to accounts, and the access lines that wait to be written."""

    identifying: Identifying
    codes: CodeBook
    waiting: Waiting = field(default_factory=Waiting)
    misses: Misses = field(default_factory=Misses)


def edge() -> Edge:
    """What accounts were given when the running application was composed."""
    return cast("Edge", current_app.extensions[EXTENSION])


def current_actor() -> Actor:
    """The one who asks; nobody is an actor without a right."""
    return cast("Actor", g.get("actor") or NOBODY)


def signed() -> Signed | None:
    """The open sign-in of this request, finished or not."""
    return cast("Signed | None", g.get("signed"))


def device() -> Enrolled | None:
    """The enrolled device that this request comes from."""
    return cast("Enrolled | None", g.get("device"))


def device_id() -> int | None:
    """The tablet itself, whoever signed in on it and when."""
    here = device()
    return here.device_id if here is not None else None


def pending() -> str:
    """What is still missing to the sign-in: "", "code", "setup" or "password"."""
    found = signed()
    return "" if found is None else found.pending


def note(outcome: str, *, who: int | None = None, about: str = "") -> None:
    """Say in the access log what came of this request; `who` signs in, `about` is its object."""
    g.access_outcome, g.access_account, g.access_about = outcome, who, about


def is_api() -> bool:
    return request.path.startswith("/api/")


def is_safe() -> bool:
    return request.method in door.SAFE


def is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")
