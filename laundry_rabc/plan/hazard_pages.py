"""Hazards on the screen: the matrix, the register, a hazard and its versions."""

from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.plan import hazards, listing, pages, rights, words
from laundry_rabc.plan.forms import HazardIn
from laundry_rabc.plan.models import Hazard

blueprint = Blueprint("rabc_hazards", __name__, url_prefix="/rabc/dangers")

FIELDS: Final = (
    "family", "label", "examples", "step", "severity", "likelihood", "measure", "points", "source",
)  # fmt: skip


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The register, and the matrix of severity and likelihood."""
    rows = hazards.hazards_at(pages.opened(), clock.now())
    grid: dict[tuple[int, int], list[Hazard]] = {}
    for one in rows:
        grid.setdefault((one.severity, one.likelihood), []).append(one)
    return htmx.render(
        "laundry_rabc/plan/hazards.html",
        rows=sorted(rows, key=lambda one: (-one.severity * one.likelihood, one.code)),
        grid=grid,
        meaning=hazards.meaning,
        may_keep=pages.may(rights.KEEP),
        words=words,
    )


@blueprint.get("/nouveau")
@allow(rights.KEEP)
def new() -> Response:
    """The empty form of a hazard."""
    return _form("", {}, {}, 200)


@blueprint.post("/nouveau")
@allow(rights.KEEP)
def add() -> Response:
    """Draft it."""
    return _draft("")


@blueprint.get("/<code>")
@allow(rights.READ)
def show(code: str) -> Response:
    """One hazard and its versions."""
    session = pages.opened()
    past = hazards.versions(session, Hazard, code)
    current = next(
        (one for one in hazards.hazards_at(session, clock.now()) if one.code == code), None
    )
    return htmx.render(
        "laundry_rabc/plan/hazard.html",
        code=code,
        current=current,
        past=past,
        fate=hazards.fates(session, "hazard", [one.id or 0 for one in past]),
        names=listing.names(session, {one.created_by for one in past}),
        meaning=hazards.meaning,
        may_keep=pages.may(rights.KEEP),
        words=words,
    )


@blueprint.get("/<code>/version")
@allow(rights.KEEP)
def edit(code: str) -> Response:
    """The form of a further version, with the last one."""
    last = hazards.versions(_opened(), Hazard, code)[0]
    return _form(code, {name: getattr(last, name) for name in FIELDS}, {}, 200)


@blueprint.post("/<code>/version")
@allow(rights.KEEP)
def change(code: str) -> Response:
    """Draft it."""
    hazards.versions(_opened(), Hazard, code)
    return _draft(code)


def _draft(code: str) -> Response:
    session, by = _opened(), current_actor()

    def work() -> str:
        made = hazards.draft_hazard(session, code, forms.read(HazardIn, request.form), by=by)
        return url_for("rabc_hazards.show", code=made.code)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.hazard.{code}", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _form(code, request.form.to_dict(), {"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return _form(code, request.form.to_dict(), error.fields, 422)


def _form(code: str, values: dict[str, Any], errors: dict[str, str], status: int) -> Response:
    _opened()
    return htmx.render(
        "laundry_rabc/plan/hazard_form.html",
        status=status,
        code=code,
        values=values,
        errors=errors,
        key=once.fresh(),
    )


def _opened() -> Session:
    rights.require(current_actor(), rights.KEEP)
    return door.session()
