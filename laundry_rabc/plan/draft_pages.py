"""Changes of the plan: a further version, a new checkpoint, the end of one, proposals as is."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.plan import drafting, listing, pages, reads, rights, words
from laundry_rabc.plan.forms import NewPointIn, VersionIn, WhyIn, filled

blueprint = Blueprint("rabc_plan_draft", __name__, url_prefix="/rabc/plan")


@blueprint.get("/nouveau")
@allow(rights.KEEP)
def new() -> Response:
    """The empty form of a checkpoint that the plan does not have."""
    return _form("", {}, {}, 200)


@blueprint.post("/nouveau")
@allow(rights.KEEP)
def add() -> Response:
    """Draft it."""

    def work(session: Session) -> str:
        given = forms.read(NewPointIn, request.form)
        drafting.draft_new(session, given, by=current_actor())
        return url_for("rabc_plan.point", code=given.code)

    return _do("", work)


@blueprint.get("/point/<code>/version")
@allow(rights.KEEP)
def edit(code: str) -> Response:
    """The form of a further version, with the one in force."""
    session = _opened()
    current = reads.in_force(session, code, clock.now())
    if current is None:
        raise NotFound("not_found")
    pairs = reads.bands(session, current).pairs
    return _form(code, filled(current, pairs), {}, 200)


@blueprint.post("/point/<code>/version")
@allow(rights.KEEP)
def change(code: str) -> Response:
    """Draft it."""

    def work(session: Session) -> str:
        given = forms.read(VersionIn, request.form)
        drafting.draft(session, code, given, by=current_actor())
        return url_for("rabc_plan.point", code=code)

    return _do(code, work)


@blueprint.post("/point/<code>/retirer")
@allow(rights.KEEP)
def withdraw(code: str) -> Response:
    """Draft the end of a checkpoint."""
    session, by = _opened(), current_actor()

    def work() -> str:
        drafting.draft_withdrawal(session, code, forms.read(WhyIn, request.form), by=by)
        return url_for("rabc_plan.point", code=code)

    try:
        return htmx.go_to(once.run(session, _sent(), f"rabc.plan.withdraw.{code}", work, by=by))
    except Refused as refusal:
        session.rollback()
        return pages.shown(code, {"": refusal.message}, "withdraw", 409)
    except Invalid as error:
        session.rollback()
        return pages.shown(code, error.fields, "withdraw", 422)


@blueprint.get("/valider")
@allow(rights.KEEP)
def proposals() -> Response:
    """The proposals that may become the house's own limits, to choose from."""
    return _proposals({}, 200)


@blueprint.post("/valider")
@allow(rights.KEEP)
def validate() -> Response:
    """Draft those chosen, unchanged; another person approves them."""
    session, by = _opened(), current_actor()

    def work() -> str:
        given = forms.read(WhyIn, request.form)
        drafting.draft_as_is(session, request.form.getlist("code")[:MOST], given, by=by)
        return url_for("rabc_plan_decisions.index")

    try:
        return htmx.go_to(once.run(session, _sent(), "rabc.plan.as_is", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _proposals({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return _proposals(error.fields, 422)


MOST = 200


def _do(code: str, work: Callable[[Session], str]) -> Response:
    session, by = _opened(), current_actor()
    if code:
        drafting.the(session, code)
    action = f"rabc.plan.draft.{code}"
    try:
        return htmx.go_to(once.run(session, _sent(), action, lambda: work(session), by=by))
    except Refused as refusal:
        session.rollback()
        return _form(code, _typed(), {"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return _form(code, _typed(), error.fields, 422)


def _form(code: str, values: dict[str, Any], errors: dict[str, str], status: int) -> Response:
    session = _opened()
    return htmx.render(
        "laundry_rabc/plan/form.html",
        status=status,
        code=code,
        values=values,
        errors=errors,
        owners=listing.owners(session),
        unit_options=[(one, one) for one in words.UNITS if one],
        method_options=[(one, one) for one in words.METHODS if one],
        words=words,
        key=once.fresh(),
    )


def _proposals(errors: dict[str, str], status: int) -> Response:
    session = _opened()
    lines = listing.table(session, clock.now())
    return htmx.render(
        "laundry_rabc/plan/proposals.html",
        status=status,
        lines=[one for one in lines if one.version.status == "proposed"],
        chosen=request.form.getlist("code"),
        values=request.form,
        errors=errors,
        key=once.fresh(),
    )


def _typed() -> dict[str, Any]:
    return request.form.to_dict() | {"who": request.form.getlist("who")}


def _sent() -> once.Form:
    return once.form_of(request.form.items(multi=True))


def _opened() -> Session:
    rights.require(current_actor(), rights.KEEP)
    return door.session()
