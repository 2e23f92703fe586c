"""The first RABC pages: what is in quarantine, and its release."""

from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints

from esat.accounts.permissions import allow, current_actor, require
from esat.errors import Invalid
from esat.production import holds, once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, NoControl
from laundry_rabc import reads
from laundry_rabc.cases import holding

blueprint = Blueprint("rabc", __name__, url_prefix="/rabc")


class ReleaseIn(FormShape):
    """Why a quarantine may end."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


@blueprint.get("/quarantaines")
@allow("rabc.read")
def index() -> Response:
    """What is in quarantine, since when and where."""
    require("rabc.read", workshop="laundry")
    return htmx.render("laundry_rabc/index.html", held=reads.held(door.session()))


@blueprint.get("/quarantaines/<int:hold_id>")
@allow("rabc.read")
def quarantine(hold_id: int) -> Response:
    """One quarantine, and the form that ends it."""
    require("rabc.read", workshop="laundry")
    return _quarantine(hold_id, {}, 200)


@blueprint.post("/quarantaines/<int:hold_id>")
@allow("rabc.release")
def release(hold_id: int) -> Response:
    """End a quarantine, with what was verified."""
    session, by = door.session(), current_actor()
    reads.one_held(session, hold_id)
    try:
        given = forms.read(ReleaseIn, request.form)
    except Invalid as error:
        return _quarantine(hold_id, error.fields, 422)

    def work() -> str:
        holds.lift(session, hold_id, by=by, note=given.note)
        return url_for("rabc.index")

    sent = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, sent, "rabc.release", work, by=by))


def _quarantine(hold_id: int, errors: dict[str, str], status: int) -> Response:
    return htmx.render(
        "laundry_rabc/quarantine.html",
        status=status,
        held=reads.one_held(door.session(), hold_id),
        cases=holding.cases_of(door.session(), hold_id),
        may_release=current_actor().can("rabc.release"),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
