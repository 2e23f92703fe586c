"""The pages of cases: the list, and one case with its steps, what it holds and what comes next."""

from collections.abc import Callable
from typing import Annotated, Final

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import codes, once, subjects
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, NoControl
from laundry_rabc.cases import reads, rewashing, steps, things
from laundry_rabc.cases.steps import RELEASE, STEPS, TREAT, WORKSHOP, Step

blueprint = Blueprint("rabc_cases", __name__, url_prefix="/rabc/cas")
MOVE: Final = "production.move"


class StepIn(FormShape):
    """A step: what was done; for a containment, where the linen was put."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]
    place: Annotated[str, StringConstraints(max_length=64), NoControl] = ""


def mine(capability: str) -> Actor:
    """The actor, whose laundry this is. NotFound for another workshop's."""
    by = current_actor()
    if not by.can(capability, workshop=WORKSHOP):
        raise NotFound("not_found")
    return by


@blueprint.get("")
@allow("rabc.read")
def index() -> Response:
    """The open cases, actions first; or the closed ones."""
    mine("rabc.read")
    session, now = door.session(), clock.now()
    closed = request.args.get("etat") == "fermes"
    kind = request.args.get("nature", "")
    kind = kind if kind in steps.KINDS else ""
    return htmx.render(
        "laundry_rabc/cases/index.html",
        rows_of=reads.listed(session, now, still_open=not closed, kind=kind),
        counts=reads.counts(session, now),
        kinds=steps.KINDS,
        kind=kind,
        closed=closed,
        most=reads.SHOWN,
    )


@blueprint.get("/<int:case_id>")
@allow("rabc.read")
def case(case_id: int) -> Response:
    """One case: why it opened, what to do, what is held, what was done."""
    return _case(case_id)


@blueprint.post("/<int:case_id>/etape/<kind>")
@allow(TREAT)
def take(case_id: int, kind: str) -> Response:
    """Write a step of a case."""
    by = mine(RELEASE if kind == "release" and _is_action(case_id) else TREAT)
    session = door.session()
    found = steps.one(session, case_id)
    if kind not in STEPS:
        raise NotFound("not_found")

    def work() -> str:
        given = forms.read(StepIn, request.form)
        place = _place(given.place) if kind == "containment" and given.place else None
        steps.take(session, found, Step(kind, given.text, place_id=place), by=by)
        return url_for("rabc_cases.case", case_id=case_id)

    return _once(case_id, f"rabc.case.{case_id}.{kind}", work, by, kind)


@blueprint.post("/<int:case_id>/relaver")
@allow(MOVE)
def rewash(case_id: int) -> Response:
    """Send what the case holds back to be washed."""
    by = mine(MOVE)
    session = door.session()
    found = steps.one(session, case_id)

    def work() -> str:
        rewashing.rewash(session, found, by=by)
        return url_for("rabc_cases.case", case_id=case_id)

    return _once(case_id, f"rabc.case.{case_id}.rewash", work, by, "rewash")


def _once(case_id: int, action: str, work: Callable[[], str], by: Actor, form: str) -> Response:
    session = door.session()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, action, work, by=by))
    except Invalid as error:
        session.rollback()
        return _case(case_id, form=form, errors=error.fields, status=422)
    except Refused as refusal:
        session.rollback()
        return _case(case_id, form=form, refused=refusal.message, status=409)


def _is_action(case_id: int) -> bool:
    return steps.one(door.session(), case_id).kind == "action"


def _place(code: str) -> int:
    """The place of a code. Invalid (beside the field) for another."""
    found = subjects.by_code(door.session(), codes.repair(code))
    if found is None or found.revoked or (found.code or "")[:1] != "X" or not found.resource_id:
        raise Invalid(
            "form_invalid", {"place": "Ce code n’est pas celui d’un emplacement de la maison."}
        )
    return found.resource_id


def _case(
    case_id: int,
    *,
    form: str = "",
    errors: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    by = mine("rabc.read")
    session = door.session()
    whole = reads.whole(session, case_id, clock.now())
    found = whole.row.case
    release = RELEASE if found.kind == "action" else TREAT
    return htmx.render(
        "laundry_rabc/cases/case.html",
        status=status,
        one=whole,
        found=found,
        words=STEPS,
        road=steps.ROADS[found.kind],
        last=_last(found.kind),
        written={done.step.kind for done in whole.done},
        may_treat=by.can(TREAT, workshop=WORKSHOP),
        may_release=by.can(release, workshop=WORKSHOP),
        may_move=by.can(MOVE, workshop=WORKSHOP),
        washable=bool(found.closed_at is None and rewashing.washable(session, found)),
        places=things.open_places(session),
        form=form,
        values=request.form,
        errors=errors or {},
        refused=refused,
        key=once.fresh(),
    )


def _last(kind: str) -> tuple[str, str, str]:
    """What the last step is called: linen is released by an action only."""
    if kind == "action":
        return STEPS["release"]
    if kind == "alert":
        return ("Fermer l’alerte", "Ce que vous avez vu et fait.", "check-lg")
    return ("Conclure", "Ce que la recherche a trouvé, et ce qui change.", "check-lg")
