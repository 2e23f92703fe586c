"""One version of a layout beside the one that serves, and the ways back to it."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.layouts import reads, store, words
from esat.layouts.forms import WhyIn
from esat.layouts.store import MANAGE
from esat.web import door, forms, htmx

blueprint = Blueprint("layout_versions", __name__, url_prefix="/administration/gabarits")


@blueprint.get("/<code>/versions/<int:version>")
@allow(MANAGE)
def show(code: str, version: int) -> Response:
    """A version as it was, what differs from the one that serves and from the house's own."""
    return _page(code, version)


@blueprint.post("/<code>/versions/<int:version>/reprise")
@allow(MANAGE)
def restore(code: str, version: int) -> Response:
    """Let it serve again, as a version more."""
    session = door.session()
    store.at_version(session, code, version)
    try:
        asked = forms.read(WhyIn, request.form)
        store.restore(
            session,
            code,
            version,
            base=asked.base,
            reason=asked.why,
            by=current_actor(),
            at=clock.now(),
        )
    except (Invalid, Refused) as error:
        return _page(code, version, error)
    return htmx.go_to(url_for("layouts.edit", code=code))


def _page(code: str, version: int, error: EsatError | None = None) -> Response:
    return htmx.render(
        "layouts/version.html",
        status=error.status if error else 200,
        said=error.message if error else "",
        errors=error.fields if isinstance(error, Invalid) else {},
        typed=request.form,
        size=words.size,
        found=reads.compared(door.session(), code, version),
    )
