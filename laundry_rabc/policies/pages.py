"""The rules of the house: what is on, since when, by whom; one may be decided anew."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import once
from esat.rulebook import book
from esat.web import door, forms, htmx
from laundry_rabc.policies import keeping
from laundry_rabc.policies.keeping import PolicyIn

blueprint = Blueprint("rabc_policies", __name__, url_prefix="/rabc/regles")
READ = "rabc.policies.read"
STATUSES = (("proposed", "Proposé"), ("validated", "Validé par l’équipe RABC"))


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """Every rule as it stands today."""
    return htmx.render(
        "laundry_rabc/policies/index.html", rules=keeping.BOOK.listed(door.session(), clock.today())
    )


@blueprint.get("/<code>")
@allow(READ)
def show(code: str) -> Response:
    """One rule, its history, and the form that decides it anew."""
    return _show(code, {}, 200)


@blueprint.post("/<code>")
@allow(keeping.SET)
def decide(code: str) -> Response:
    """Decide a rule."""
    session, by = door.session(), current_actor()
    keeping.BOOK.the(code)

    def work() -> str:
        keeping.decide(session, code, forms.read(PolicyIn, request.form), by=by)
        return url_for("rabc_policies.show", code=code)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.policy.{code}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _show(code, error.fields, 422)


def _show(code: str, errors: dict[str, str], status: int) -> Response:
    session, rule = door.session(), keeping.BOOK.the(code)
    return htmx.render(
        "rulebook/rule.html",
        room=blueprint.name,
        status=status,
        rule=rule,
        told=book.said,
        rows_of=keeping.BOOK.history(session, code),
        statuses=STATUSES,
        may_set=current_actor().can(keeping.SET, workshop=keeping.WORKSHOP),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
