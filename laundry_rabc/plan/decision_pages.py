"""What waits for another person: approve or refuse, one or several at once."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Text
from laundry_rabc.plan import deciding, listing, pages, rights, waiting
from laundry_rabc.plan.deciding import Target

blueprint = Blueprint("rabc_plan_decisions", __name__, url_prefix="/rabc/plan/a-approuver")

MOST = 200


class DecisionIn(FormShape):
    """Approve or refuse; a refusal says why."""

    outcome: str = ""
    note: Text = ""


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """What waits, with what it changes."""
    return _shown({}, 200)


@blueprint.post("")
@allow(rights.APPROVE)
def decide() -> Response:
    """Approve or refuse what is ticked."""
    session, by = _opened(), current_actor()

    def work() -> str:
        given = forms.read(DecisionIn, request.form)
        if given.outcome not in {"approve", "refuse"}:
            raise Invalid("form_invalid", {"": "Choisissez d’approuver ou de refuser."})
        targets = [_target(one) for one in request.form.getlist("ref")[:MOST]]
        deciding.decide(
            session, targets, approved=given.outcome == "approve", note=given.note, by=by
        )
        return url_for("rabc_plan_decisions.index")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, "rabc.plan.decide", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _shown({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return _shown(error.fields, 422)


def _target(text: str) -> Target:
    subject, _, number = text.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise NotFound("not_found")
    return Target(subject, int(number))


def _shown(errors: dict[str, str], status: int) -> Response:
    session = pages.opened()
    rows = waiting.all_of(session, clock.now())
    return htmx.render(
        "laundry_rabc/plan/waiting.html",
        status=status,
        rows=rows,
        names=listing.names(session, {one.author_id for one in rows}),
        me=current_actor().account_id,
        may_approve=pages.may(rights.APPROVE),
        chosen=request.form.getlist("ref"),
        values=request.form,
        errors=errors,
        key=once.fresh(),
    )


def _opened() -> Session:
    rights.require(current_actor(), rights.APPROVE)
    return door.session()
