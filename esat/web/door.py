"""The door of a request: one session, opened when first asked, committed or undone in one place.

An unsafe method that answers below 400 commits; everything else rolls back, so a GET writes
nothing and a refusal leaves nothing. A view marked `own_transaction` reads here and opens its
short write by itself with `write()`: the capture path and sign-in do.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, request
from sqlmodel import Session

from esat.config import Settings
from esat.db import Database
from esat.registry import Registry

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., Any])
EXTENSION = "esat"


class House:
    """What the application was composed of: settings, database, registry."""

    def __init__(self, settings: Settings, database: Database, registry: Registry) -> None:
        self.settings = settings
        self.database = database
        self.registry = registry


def house() -> House:
    """The composition of the running application."""
    return cast("House", current_app.extensions[EXTENSION])


def own_transaction(view: View) -> View:
    """Mark a view that opens its own short write."""
    view.__own_transaction__ = True  # type: ignore[attr-defined]
    return view


def session() -> Session:
    """The session of this request."""
    opened: Session | None = g.get("session")
    if opened is None:
        writes = request.method not in SAFE and not _owns()
        if writes:
            g.turn = house().database.turn()
            g.turn.__enter__()
        opened = g.session = house().database.session(write=writes)
        g.writes = writes
    return opened


def write() -> AbstractContextManager[Session]:
    """A short unit of work beside the request's own session, which must not be writing."""
    return house().database.write()


def close() -> None:
    """End the request's session early: nothing of it is kept."""
    _finish(keep=False)


def after_commit(work: Callable[[], None]) -> None:
    """Do something once the request's rows are safely kept."""
    g.setdefault("after_commit", []).append(work)


def install(app: Flask) -> None:
    app.after_request(_end)
    app.teardown_request(_forget)


def _owns() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "__own_transaction__", False))


def _end(response: Response) -> Response:
    _finish(keep=response.status_code < 400 and bool(g.get("writes")))
    return response


def _forget(_error: BaseException | None) -> None:
    _finish(keep=False)


def _finish(*, keep: bool) -> None:
    opened: Session | None = g.pop("session", None)
    turn: AbstractContextManager[None] | None = g.pop("turn", None)
    g.pop("writes", None)
    try:
        if opened is not None:
            try:
                if keep:
                    opened.commit()
                else:
                    opened.rollback()
            finally:
                opened.close()
    finally:
        if turn is not None:
            turn.__exit__(None, None, None)
    works = g.pop("after_commit", [])
    if keep:
        for work in works:
            work()
