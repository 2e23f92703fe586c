"""Which posts of the workshop are closed to who lost an authorisation, to see and to say."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.web import door, htmx
from laundry_rabc.people import closing, posts, rights
from laundry_rabc.people.models import Post

blueprint = Blueprint("rabc_closing", __name__, url_prefix="/rabc/habilitations/postes/<code>")


@blueprint.get("")
@allow(rights.KEEP)
def show(code: str) -> Response:
    """The posts of the workshop, those that are closed ticked."""
    session, now = door.session(), clock.now()
    rights.require(current_actor(), rights.KEEP)
    post = _post(code)
    return htmx.render(
        "laundry_rabc/people/closing.html",
        post=post,
        places=closing.places(session),
        chosen=closing.demands(session, clock.local(now).date()).get(code, frozenset()),
        saved=request.args.get("enregistre") == "1",
    )


@blueprint.post("")
@allow(rights.KEEP)
def say(code: str) -> Response:
    """Tick and untick; the same twice changes nothing."""
    _post(code)
    chosen = set(request.form.getlist("place", type=int))
    closing.say(door.session(), code, chosen, by=current_actor())
    return htmx.go_to(url_for("rabc_closing.show", code=code, enregistre=1))


def _post(code: str) -> Post:
    """NotFound for the post of signatures too: nobody stands there."""
    if code == posts.SIGNING:
        raise NotFound("not_found")
    return posts.the(door.session(), code, clock.now())
