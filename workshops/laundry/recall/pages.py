"""The history of a thing on one page: what is certain, and who may have got some of it."""

from flask import Blueprint, Response, request

from esat.accounts.permissions import allow, current_actor, require
from esat.errors import NotFound
from esat.web import door, htmx
from workshops.laundry.recall import asking, facts

blueprint = Blueprint("laundry_recall", __name__, url_prefix="/blanchisserie/historique")
LONGEST = 100


@blueprint.get("")
@allow(asking.RIGHT)
def show() -> Response:
    """The field alone, or with `?code=` the whole history of what it stands for."""
    by, session = require(asking.RIGHT, workshop="laundry"), door.session()
    text = request.args.get("code", "").strip()[:LONGEST]
    history, error = None, ""
    if text:
        try:
            history = facts.of_nodes(session, *asking.nodes(session, text, by=by))
        except NotFound as missing:
            error = missing.message
    return htmx.render(
        "laundry/recall/history.html",
        status=404 if error else 200,
        text=text,
        history=history,
        error=error,
        may_see_order=current_actor().can("orders.read", workshop="laundry"),
    )
