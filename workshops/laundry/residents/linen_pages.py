"""The client's own search: its residents' linen by number, behind a secret link, without a name."""

from typing import cast

from flask import Blueprint, Response, current_app, make_response, render_template, request
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import public, unlogged
from esat.errors import NotFound, TooMany
from esat.tracking.limits import Limits
from esat.tracking.pages import EXTENSION
from esat.web import door
from workshops.laundry.residents import links, people, search
from workshops.laundry.residents.models import LinenLink
from workshops.laundry.residents.search import Found

blueprint = Blueprint("laundry_linen", __name__, url_prefix="/suivi/linge")
MOST = 100


@blueprint.get("/<token>")
@public
@unlogged
def follow(token: str) -> Response:
    """What a resident's linen does, asked by number; one answer for a token that opens nothing."""
    session = door.session()
    try:
        link = links.open_by(session, token)
    except NotFound:
        return _gone()
    number = request.args.get("numero", "").strip()[:20]
    words = request.args.get("quoi", "").strip()[:60]
    return _private(
        make_response(
            render_template(
                "laundry/residents/linen.html",
                number=number,
                words=words,
                found=_found(session, link, number, words),
                asked=bool(number),
            )
        )
    )


def _found(session: Session, link: LinenLink, number: str, words: str) -> list[Found]:
    """The garments of one number at this client's; the words are looked for in the garment alone,
    or a name could be guessed letter by letter.
    """
    resident = people.by_number(session, link.client_id, number) if number else None
    if resident is None or resident.purged_at is not None:
        return []
    found = [one for one in search.of_resident(session, resident.id or 0) if not one.retired]
    wanted = search.words_of(words)
    return [one for one in found if search.garment_says(one, wanted)][:MOST]


def _gone() -> Response:
    """The page for whatever opens nothing; guesses count with those of the tracking links."""
    limits = cast("Limits", current_app.extensions.setdefault(EXTENSION, Limits()))
    try:
        limits.miss(request.remote_addr or "", clock.now())
    except TooMany as refusal:
        response = make_response(render_template("tracking/too_many.html"), 429)
        response.headers["Retry-After"] = str(refusal.retry_after)
        return _private(response)
    return _private(make_response(render_template("tracking/gone.html"), 404))


def _private(response: Response) -> Response:
    """Kept by no browser, no cache and no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
