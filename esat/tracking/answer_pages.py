"""What every page behind a tracking link answers with: private, limited, the same for all that
opens nothing.
"""

import logging
from collections.abc import Callable
from typing import Final, cast

from flask import Response, current_app, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from esat import clock
from esat.db import Database
from esat.errors import TooMany
from esat.tracking.limits import Limits
from esat.web import door

log = logging.getLogger("esat.tracking")
EXTENSION: Final = "esat_tracking"


def limits() -> Limits:
    """The counters of this process: guesses and requests, of each address and of all."""
    return cast("Limits", current_app.extensions.setdefault(EXTENSION, Limits()))


def gone() -> Response:
    """The page for whatever opens nothing; the guesses of an address are counted."""
    try:
        limits().miss(request.remote_addr or "", clock.now())
    except TooMany as refusal:
        return too_many(refusal)
    return private(make_response(render_template("tracking/gone.html"), 404))


def too_many(refusal: TooMany) -> Response:
    response = make_response(render_template("tracking/too_many.html"), 429)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return private(response)


def private(response: Response) -> Response:
    """Kept by no browser, no cache and no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def afterwards(response: Response, work: Callable[[Session], object]) -> None:
    """Do it in a short write of its own, once the answer has left; nobody waits for it."""
    database = door.house().database
    response.call_on_close(lambda: _write(database, work))


def _write(database: Database, work: Callable[[Session], object]) -> None:
    try:
        with database.write() as session:
            work(session)
    except SQLAlchemyError:
        log.exception("a note of the client's page was not kept")
