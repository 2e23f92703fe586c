"""The anomalies page: what waits for a supervisor, and what really happened."""

from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import anomalies
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, NoControl

bp = Blueprint("anomalies", __name__, url_prefix="/anomalies")
PAGE = "production/anomaly.html"


class SettledIn(FormShape):
    """What really happened."""

    note: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    stage: Annotated[str | None, Blank] = None


@bp.get("")
@allow("production.settle")
def index() -> Response:
    """What waits, the oldest first."""
    found = anomalies.waiting(door.session(), by=current_actor())
    return htmx.render("production/anomalies.html", found=found)


@bp.get("/<int:key>")
@allow("production.settle")
def show(key: int) -> Response:
    """One anomaly: what was sent, where the thing stands, and the form to settle it."""
    anomaly = anomalies.one(door.session(), key, by=current_actor())
    return htmx.render(PAGE, anomaly=anomaly, values={}, errors={})


@bp.post("/<int:key>")
@allow("production.settle")
def settle(key: int) -> Response:
    """Settle it, or show again what is to correct."""
    session, by = door.session(), current_actor()
    try:
        given = forms.read(SettledIn, request.form)
        anomalies.settle(session, key, anomalies.Settled(given.note, given.stage), by=by)
    except Invalid as error:
        return _again(key, error.fields, 422)
    except Refused as error:
        if error.code == "anomaly_settled":
            raise
        return _again(key, {"stage": error.message}, 409)
    return htmx.go_to(url_for("anomalies.index"))


def _again(key: int, errors: dict[str, str], status: int) -> Response:
    anomaly = anomalies.one(door.session(), key, by=current_actor())
    return htmx.render(
        PAGE, None, status, anomaly=anomaly, values=request.form.to_dict(), errors=errors
    )
