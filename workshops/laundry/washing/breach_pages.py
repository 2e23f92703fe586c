"""What was seen on the wrong side, for those who decide of it in writing."""

from flask import Response, request, url_for

from esat.accounts.permissions import allow
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.washing import breaches, loads, pages
from workshops.laundry.washing.pages import bp
from workshops.laundry.washing.shapes import DecisionIn

WORDS = {
    "dirty_after_clean": "Propre, vu du côté sale",
    "clean_before_dirty": "Pas lavé, vu du côté propre",
}
OUTCOMES = (
    ("rewash", "À relaver", "Le linge repart au lavage.", "arrow-repeat"),
    ("keep", "Rien à refaire", "Le linge reste propre : dites pourquoi.", "check-circle"),
)


@bp.get("/ecarts-de-zone")
@allow("production.scan")
def breach_list() -> Response:
    """What waits for a decision, and what was decided."""
    by = pages.mine("production.scan")
    session = door.session()
    return htmx.render(
        "laundry/washing/breaches.html",
        waiting=breaches.listed(session, still_open=True),
        decided=breaches.listed(session, still_open=False),
        words=WORDS,
        may_decide=by.can(breaches.DECIDE, workshop=loads.WORKSHOP),
    )


@bp.get("/ecarts-de-zone/<int:breach_id>")
@allow("production.scan")
def breach(breach_id: int) -> Response:
    """One breach: both times, both accounts, and the decision."""
    return _breach(breach_id)


@bp.post("/ecarts-de-zone/<int:breach_id>")
@allow(breaches.DECIDE)
def decide_breach(breach_id: int) -> Response:
    """Decide in writing what becomes of the thing."""
    by = pages.mine(breaches.DECIDE)
    session = door.session()
    breaches.one(session, breach_id)
    try:
        given = forms.read(DecisionIn, request.form)
    except Invalid as error:
        return _breach(breach_id, errors=error.fields, status=422)

    def work() -> str:
        breaches.decide(session, breach_id, given.decision, given.outcome, by=by)
        return url_for("laundry_washing.breach_list")

    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, f"laundry.breach.{breach_id}", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _breach(breach_id, refused=refusal.message, status=409)


def _breach(
    breach_id: int, *, errors: dict[str, str] | None = None, refused: str = "", status: int = 200
) -> Response:
    by = pages.mine("production.scan")
    return htmx.render(
        "laundry/washing/breach.html",
        status=status,
        row=breaches.one(door.session(), breach_id),
        words=WORDS,
        outcomes=OUTCOMES,
        may_decide=by.can(breaches.DECIDE, workshop=loads.WORKSHOP),
        refused=refused,
        errors=errors or {},
        values=request.form,
        key=once.fresh(),
    )
