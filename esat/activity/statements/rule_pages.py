"""The rules of time, leave, contracts and delays: what stands, since when; one is decided anew."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import once
from esat.rulebook import book
from esat.rulebook.book import RuleIn
from esat.web import door, forms, htmx
from esat.workers.rules.keeping import BOOK, READ, SET

blueprint = Blueprint("work_rules", __name__, url_prefix="/travailleurs/regles")
STATUSES = (("proposed", "Proposé"), ("validated", "Validé par la direction"))


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """Every rule as it stands today, by chapter."""
    listed = BOOK.listed(door.session(), clock.today())
    chapters = list(dict.fromkeys(one.rule.chapter for one in listed))
    return htmx.render(
        "activity/statements/rules.html",
        chapters=[(name, [one for one in listed if one.rule.chapter == name]) for name in chapters],
    )


@blueprint.get("/<code>")
@allow(READ)
def show(code: str) -> Response:
    """One rule, its history, and the form that decides it anew."""
    return _show(code, {}, 200)


@blueprint.post("/<code>")
@allow(SET)
def decide(code: str) -> Response:
    """Decide a rule."""
    session, by = door.session(), current_actor()
    BOOK.the(code)

    def work() -> str:
        BOOK.decide(session, code, forms.read(RuleIn, request.form), by=by)
        return url_for("work_rules.show", code=code)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"work.rule.{code}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _show(code, error.fields, 422)


def _show(code: str, errors: dict[str, str], status: int) -> Response:
    session, rule = door.session(), BOOK.the(code)
    return htmx.render(
        "rulebook/rule.html",
        room=blueprint.name,
        status=status,
        rule=rule,
        told=book.said,
        rows_of=BOOK.history(session, code),
        statuses=STATUSES,
        may_set=current_actor().can(SET),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
