"""The client's hygiene statement: behind his link and a code that his mailbox receives. Public, no
account, no name; nothing is written by looking.
"""

from datetime import datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import public, unlogged
from esat.errors import NotFound, TooMany
from esat.tracking import answer_pages, links
from esat.tracking.models import AccessLink
from esat.web import door
from laundry_rabc.proof import codes, gathering, offering, saying
from laundry_rabc.proof.gathering import Handed

COOKIE: Final = "esat_hygiene"
WRONG: Final = "Ce code n’ouvre rien. Vérifiez les 8 chiffres, ou demandez un autre code."
blueprint = Blueprint("rabc_proof_client", __name__, url_prefix="/suivi/<token>/hygiene")


@blueprint.get("")
@public
@unlogged
def show(token: str) -> Response:
    """The statement to who has entered a code, else the two steps that lead to it."""
    session, now = door.session(), clock.now()
    try:
        link, found = _opened(session, token, now)
    except NotFound:
        return answer_pages.gone()
    if request.args.get("voir") == "commande":
        there = url_for("tracking.follow", token=token)
        return answer_pages.private(make_response(redirect(there, 303)))
    if not codes.opened(session, link.id or 0, request.cookies.get(COOKIE, "")[:100], now):
        return _ask()
    return _statement(session, link, found)


@blueprint.post("")
@public
@unlogged
@door.own_transaction
def post(token: str) -> Response:
    """Ask for a code, or enter it; a code is tried in a short write of its own, which counts."""
    now, limits, sender = clock.now(), answer_pages.limits(), request.remote_addr or ""
    try:
        link_id = _opened(door.session(), token, now)[0].id or 0
        door.close()  # what was read is not held while a try is counted
        if request.form.get("act") == "send":
            limits.ask(sender, now)
            return _sent(link_id, now)
        return _entered(token, link_id, now)
    except NotFound:
        return answer_pages.gone()
    except TooMany as refusal:
        return answer_pages.too_many(refusal)


def _opened(session: Session, token: str, now: datetime) -> tuple[AccessLink, list[Handed]]:
    """The link and what was handed over; NotFound also where there is nothing to tell."""
    link = links.open_by(session, token, now)
    if not offering.of_laundry(session, link.order_id):
        raise NotFound("link_gone")
    return link, gathering.handed(session, link.order_id)


def _sent(link_id: int, now: datetime) -> Response:
    """Always the same answer, at the same speed: the code is made once it has left."""
    response = _ask(asked=True)
    answer_pages.afterwards(response, lambda session: codes.send(session, link_id, now))
    return response


def _entered(token: str, link_id: int, now: datetime) -> Response:
    sender = request.remote_addr or ""
    answer_pages.limits().check(sender, now)
    with door.write() as session:
        found = codes.enter(session, link_id, request.form.get("code", "")[:40], now)
    if found is None:
        answer_pages.limits().miss(sender, now)
        return _ask(error=WRONG, status=422)
    value, minutes = found
    there = url_for("rabc_proof_client.show", token=token)
    response = make_response(redirect(there, 303))
    response.set_cookie(
        COOKIE, value, max_age=minutes * 60, httponly=True, samesite="Strict",
        secure=request.is_secure, path="/suivi",
    )  # fmt: skip
    return answer_pages.private(response)


def _ask(*, asked: bool = False, error: str = "", status: int = 200) -> Response:
    page = render_template("laundry_rabc/proof/ask.html", asked=asked, error=error)
    return answer_pages.private(make_response(page, status))


def _statement(session: Session, link: AccessLink, found: list[Handed]) -> Response:
    """The delivery that is asked for, of this very order; the last one otherwise."""
    asked = request.args.get("remise", type=int)
    one = next((h for h in found if h.id == asked), found[0])
    facts = gathering.of_delivery(session, link.order_id, one.id)
    page = render_template(
        "laundry_rabc/proof/statement.html", said=saying.say(facts), handed=found, shown=one.id
    )
    return answer_pages.private(make_response(page))
