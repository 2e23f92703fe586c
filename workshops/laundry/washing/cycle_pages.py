"""One cycle: its times, what the machine reported, and corrections that keep the first value."""

from flask import Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.washing import cycle_reads, fixes, loads, pages, reads
from workshops.laundry.washing.models import Cycle
from workshops.laundry.washing.pages import bp
from workshops.laundry.washing.shapes import FixIn

OUTCOMES = {"": "En marche", "done": "Terminé", "fault": "En défaut", "stopped": "Arrêté"}
KINDS = {"wash": "Lavage", "dry": "Séchage", "disinfect": "Cycle à vide"}


@bp.get("/cycles/<int:cycle_id>")
@allow("production.scan")
def cycle(cycle_id: int) -> Response:
    """A cycle, whole."""
    return _cycle(cycle_id)


@bp.post("/cycles/<int:cycle_id>/corriger")
@allow(fixes.FIX)
def fix_cycle(cycle_id: int) -> Response:
    """Correct one value that was reported."""
    by = pages.mine(fixes.FIX)
    session = door.session()
    cycle_reads.one(session, cycle_id)
    try:
        given = forms.read(FixIn, request.form)
    except Invalid as error:
        return _cycle(cycle_id, errors=error.fields, status=422)

    def work() -> str:
        fixes.fix(session, cycle_id, given.field, given.value, given.reason, by=by)
        return url_for("laundry_washing.cycle", cycle_id=cycle_id)

    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, f"laundry.fix.{cycle_id}", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _cycle(cycle_id, refused=refusal.message, status=409)


def _cycle(
    cycle_id: int, *, errors: dict[str, str] | None = None, refused: str = "", status: int = 200
) -> Response:
    by = pages.mine("production.scan")
    session = door.session()
    found = cycle_reads.one(session, cycle_id)
    return htmx.render(
        "laundry/washing/cycle.html",
        status=status,
        found=found,
        to_end=_to_end(session, found.cycle) if by.can(pages.MOVE, workshop=loads.WORKSHOP) else "",
        cycle=found.cycle,
        worded=fixes.worded,
        told=fixes.told,
        outcomes=OUTCOMES,
        kinds=KINDS,
        may_fix=by.can(fixes.FIX, workshop=loads.WORKSHOP) and found.cycle.ended_at is not None,
        refused=refused,
        errors=errors or {},
        values=request.form,
        key=once.fresh(),
    )


def _to_end(session: Session, cycle: Cycle) -> str:
    """The code of the washer to end it on, while it runs; dryers are ended at the finishing."""
    if cycle.ended_at is not None or cycle.kind == "dry":
        return ""
    return reads.codes_of(session, [cycle.machine_id]).get(cycle.machine_id, "")
