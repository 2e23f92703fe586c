"""The client's page and the way back to a lost link: public, no account, nothing of a worker."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from esat import clock, registry
from esat.accounts.permissions import public, unlogged
from esat.administration import contacts
from esat.errors import NotFound, TooMany
from esat.production import made, reads
from esat.tracking import answer_pages, links, lost, offers
from esat.tracking.models import AccessLink
from esat.tracking.words import for_client, tells_made, words_for
from esat.web import door

blueprint = Blueprint("tracking", __name__, url_prefix="/suivi")
EXTENSION = answer_pages.EXTENSION


@blueprint.get("/<token>")
@public
@unlogged
def follow(token: str) -> Response:
    """How far an order is; one and the same answer for a token that opens nothing."""
    session, now = door.session(), clock.now()
    try:
        link = links.open_by(session, token, now)
    except NotFound:
        return answer_pages.gone()
    if offer := offers.named(session, link.order_id, request.args.get("voir", "")):
        address = url_for(offer.endpoint, token=token)
        return answer_pages.private(make_response(redirect(address, 303)))
    progress = reads.progress(session, link.order_id)
    tell = registry.current().workshop(progress.workshop).order_words
    counted = made.of_order(session, link.order_id) if tells_made(progress) else ()
    response = make_response(
        render_template(
            "tracking/follow.html",
            progress=progress,
            words=words_for(progress, clock.today()),
            made_so_far=for_client(counted),
            told=[] if tell is None else tell(session, link.order_id),
            offers=offers.of_order(session, link.order_id) if progress.handed_over else [],
            contact=contacts.contact(session, progress.workshop),
        )
    )
    _note_opening(link, response)
    return answer_pages.private(response)


@blueprint.get("")
@public
@unlogged
def lost_link() -> Response:
    """Ask for one's link again."""
    return answer_pages.private(make_response(render_template("tracking/lost.html", asked=False)))


@blueprint.post("")
@public
@unlogged
@door.own_transaction
def send_again() -> Response:
    """Always the same answer; what matches is sent once the answer has left."""
    limits, now, address = answer_pages.limits(), clock.now(), request.remote_addr or ""
    try:
        limits.ask(address, now)
    except TooMany as refusal:
        return answer_pages.too_many(refusal)
    ref, postcode = request.form.get("ref", "")[:40], request.form.get("postcode", "")[:10]
    response = make_response(render_template("tracking/lost.html", asked=True))
    answer_pages.afterwards(response, lambda session: lost.send_again(session, ref, postcode, now))
    return answer_pages.private(response)


def _note_opening(link: AccessLink, response: Response) -> None:
    now, link_id = clock.now(), link.id or 0
    if links.stale(link, now):
        answer_pages.afterwards(response, lambda session: links.note_opened(session, link_id, now))
