"""The one field: results as one types, and straight to the thing when a code was scanned."""

from flask import Blueprint, Response, request, url_for

from esat import registry
from esat.accounts.permissions import allow, current_actor, unlogged
from esat.production import search
from esat.production.subjects import Subject
from esat.web import door, htmx

blueprint = Blueprint("search", __name__)


@blueprint.get("/recherche")
@allow("orders.read")
@unlogged
def find() -> Response:
    """What was found; a whole code or order number opens its page at once."""
    text = request.args.get("q", "").strip()[:100]
    found = search.find(door.session(), text, by=current_actor())
    if found.thing is not None and not htmx.wants_fragment():
        return htmx.go_to(address(found.thing))
    return htmx.render(
        "production/search.html",
        "production/_search.html",
        found=found,
        address=address,
        workshops=registry.current().workshops,
    )


def address(subject: Subject) -> str:
    """The page of what a code designates."""
    if subject.kind == "order":
        return url_for("orders.show", ref=subject.order_ref)
    if subject.kind == "client":
        return url_for("clients.show", client_id=subject.client_id)
    return url_for("floor.thing", code=subject.code)
