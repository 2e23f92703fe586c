"""The client's page and the way back to a lost link: public, no account, nothing of a worker."""

import logging
from collections.abc import Callable
from typing import cast

from flask import Blueprint, Response, current_app, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from esat import clock, registry
from esat.accounts.permissions import public, unlogged
from esat.administration import contacts
from esat.db import Database
from esat.errors import NotFound, TooMany
from esat.production import reads
from esat.tracking import links, lost
from esat.tracking.limits import Limits
from esat.tracking.models import AccessLink
from esat.tracking.words import words_for
from esat.web import door

log = logging.getLogger("esat.tracking")
blueprint = Blueprint("tracking", __name__, url_prefix="/suivi")
EXTENSION = "esat_tracking"


@blueprint.get("/<token>")
@public
@unlogged
def follow(token: str) -> Response:
    """How far an order is; one and the same answer for a token that opens nothing."""
    session, now = door.session(), clock.now()
    try:
        link = links.open_by(session, token, now)
    except NotFound:
        return _gone()
    progress = reads.progress(session, link.order_id)
    tell = registry.current().workshop(progress.workshop).order_words
    response = make_response(
        render_template(
            "tracking/follow.html",
            progress=progress,
            words=words_for(progress, clock.today()),
            told=[] if tell is None else tell(session, link.order_id),
            contact=contacts.contact(session, progress.workshop),
        )
    )
    _note_opening(link, response)
    return _private(response)


@blueprint.get("")
@public
@unlogged
def lost_link() -> Response:
    """Ask for one's link again."""
    return _private(make_response(render_template("tracking/lost.html", asked=False)))


@blueprint.post("")
@public
@unlogged
@door.own_transaction
def send_again() -> Response:
    """Always the same answer; what matches is sent once the answer has left."""
    limits, now, address = _limits(), clock.now(), request.remote_addr or ""
    try:
        limits.ask(address, now)
    except TooMany as refusal:
        return _too_many(refusal)
    ref, postcode = request.form.get("ref", "")[:40], request.form.get("postcode", "")[:10]
    response = make_response(render_template("tracking/lost.html", asked=True))
    _afterwards(response, lambda session: lost.send_again(session, ref, postcode, now))
    return _private(response)


def _gone() -> Response:
    """The page for whatever opens nothing; the guesses of an address are counted."""
    try:
        _limits().miss(request.remote_addr or "", clock.now())
    except TooMany as refusal:
        return _too_many(refusal)
    return _private(make_response(render_template("tracking/gone.html"), 404))


def _too_many(refusal: TooMany) -> Response:
    response = make_response(render_template("tracking/too_many.html"), 429)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return _private(response)


def _private(response: Response) -> Response:
    """Kept by no browser, no cache and no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _note_opening(link: AccessLink, response: Response) -> None:
    now, link_id = clock.now(), link.id or 0
    if links.stale(link, now):
        _afterwards(response, lambda session: links.note_opened(session, link_id, now))


def _afterwards(response: Response, work: Callable[[Session], object]) -> None:
    """Do it in a short write of its own, once the answer has left; nobody waits for it."""
    database = door.house().database
    response.call_on_close(lambda: _write(database, work))


def _write(database: Database, work: Callable[[Session], object]) -> None:
    try:
        with database.write() as session:
            work(session)
    except SQLAlchemyError:
        log.exception("a note of the client's page was not kept")


def _limits() -> Limits:
    return cast("Limits", current_app.extensions.setdefault(EXTENSION, Limits()))
