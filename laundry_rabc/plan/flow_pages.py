"""The flow diagram: its steps by zone, when it was compared with the place, its versions."""

from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.plan import hazards, listing, pages, rights, words
from laundry_rabc.plan.forms import FlowIn, SeenIn
from laundry_rabc.plan.models import FlowStep

blueprint = Blueprint("rabc_flow", __name__, url_prefix="/rabc/flux")

FIELDS: Final = ("label", "zone", "position", "what", "recorded")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The diagram, and who compared it with the place."""
    return _index({}, 200)


@blueprint.post("/verification")
@allow(rights.KEEP)
def verify() -> Response:
    """Note that the diagram was compared with the place."""
    session, by = _opened(), current_actor()

    def work() -> str:
        hazards.verify_flow(session, forms.read(SeenIn, request.form), by=by)
        return url_for("rabc_flow.index")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, "rabc.flow.verify", work, by=by))
    except Invalid as error:
        session.rollback()
        return _index(error.fields, 422)


@blueprint.get("/<code>")
@allow(rights.READ)
def show(code: str) -> Response:
    """One step and its versions."""
    session = pages.opened()
    past = hazards.versions(session, FlowStep, code)
    return htmx.render(
        "laundry_rabc/plan/step.html",
        code=code,
        past=past,
        fate=hazards.fates(session, "flow", [one.id or 0 for one in past]),
        names=listing.names(session, {one.created_by for one in past}),
        may_keep=pages.may(rights.KEEP),
        words=words,
    )


@blueprint.get("/<code>/version")
@allow(rights.KEEP)
def edit(code: str) -> Response:
    """The form of a further version, with the last one."""
    last = hazards.versions(_opened(), FlowStep, code)[0]
    return _form(code, {name: getattr(last, name) for name in FIELDS}, {}, 200)


@blueprint.post("/<code>/version")
@allow(rights.KEEP)
def change(code: str) -> Response:
    """Draft it."""
    session, by = _opened(), current_actor()

    def work() -> str:
        hazards.draft_step(session, code, forms.read(FlowIn, request.form), by=by)
        return url_for("rabc_flow.show", code=code)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.flow.{code}", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _form(code, request.form.to_dict(), {"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return _form(code, request.form.to_dict(), error.fields, 422)


def _index(errors: dict[str, str], status: int) -> Response:
    session = pages.opened()
    seen = hazards.verifications(session)
    return htmx.render(
        "laundry_rabc/plan/flow.html",
        status=status,
        steps=hazards.flow_at(session, clock.now()),
        seen=seen,
        stale=hazards.changed_since(session, seen[0]) if seen else False,
        names=listing.names(session, {one.account_id for one in seen}),
        may_keep=pages.may(rights.KEEP),
        words=words,
        values=request.form,
        errors=errors,
        key=once.fresh(),
    )


def _form(code: str, values: dict[str, Any], errors: dict[str, str], status: int) -> Response:
    hazards.versions(_opened(), FlowStep, code)
    return htmx.render(
        "laundry_rabc/plan/step_form.html",
        status=status,
        code=code,
        values=values,
        errors=errors,
        words=words,
        key=once.fresh(),
    )


def _opened() -> Session:
    rights.require(current_actor(), rights.KEEP)
    return door.session()
