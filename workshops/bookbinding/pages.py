"""One more row for the form of an order of volumes."""

from flask import Blueprint, Response, request

from esat.accounts.permissions import allow, require
from esat.web import door, htmx
from workshops.bookbinding import forms

blueprint = Blueprint("bookbinding", __name__, url_prefix="/reliure")


@blueprint.get("/fragments/volume")
@allow("orders.write")
def volume_row() -> Response:
    """One more empty row, and the button that asks for the next one."""
    require("orders.write", workshop="bookbinding")
    n = request.args.get("n", forms.ROWS + 1, type=int)
    return htmx.render(
        "bookbinding/_more_volume.html",
        **forms.context(door.session()),
        n=n,
        last=n >= forms.MOST_ROWS,
        owner=request.args.get("owner", "")[:120],
        values={},
        errors={},
    )
