"""The trace of anything, the sheet of one load, and the drills."""

from typing import Annotated, Final

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints

from esat import clock
from esat.accounts.permissions import allow, require
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, NoControl
from laundry_rabc.trace import drills, reads, records
from workshops.laundry.recall import asking, facts

SEE: Final = asking.RIGHT
DRILL: Final = "rabc.drill"
LONGEST: Final = 100
MOST: Final = 12
"""Loads whose whole record stands on one page; the others are linked."""
blueprint = Blueprint("rabc_trace", __name__, url_prefix="/rabc")


class BeginIn(FormShape):
    """What a drill asks for; empty for a delivery drawn at random."""

    code: Annotated[str, StringConstraints(max_length=60), NoControl] = ""


class EndIn(FormShape):
    """What was found, in words, and whether it was all."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=600), NoControl]
    complete: str


@blueprint.get("/trace")
@allow(SEE)
def show() -> Response:
    """The field alone, or with `?code=` everything about what it stands for."""
    by, session = require(SEE, workshop="laundry"), door.session()
    text = request.args.get("code", "").strip()[:LONGEST]
    history, error, found = None, "", []
    if text:
        try:
            history = facts.of_nodes(session, *asking.nodes(session, text, by=by))
            found = records.of_lots(session, history.lots[:MOST])
        except NotFound as missing:
            error = missing.message
    return htmx.render(
        "laundry_rabc/trace/trace.html", status=404 if error else 200, text=text,
        history=history, records=found, more=history.lots[MOST:] if history else (),
        error=error,
    )  # fmt: skip


@blueprint.get("/lots/<int:lot_id>")
@allow(SEE)
def lot(lot_id: int) -> Response:
    """The sheet of one load, to be printed on one page."""
    require(SEE, workshop="laundry")
    session = door.session()
    history = facts.of_nodes(session, ("lot", lot_id))
    mine = next((one for one in history.lots if one.id == lot_id), None)
    if mine is None:
        raise NotFound("not_found")
    return htmx.render(
        "laundry_rabc/trace/lot.html", record_of=records.of_lots(session, [mine])[0],
        history=history, now=clock.now(),
    )  # fmt: skip


@blueprint.get("/exercices")
@allow(SEE)
def drill_list() -> Response:
    """The drills that were done, and the way to begin one."""
    return _drills({}, 200)


@blueprint.post("/exercices")
@allow(DRILL)
def begin() -> Response:
    """Begin a drill: the clock runs from now on."""
    by, session = require(DRILL, workshop="laundry"), door.session()
    sent = once.form_of(request.form.items(multi=True))

    def work() -> str:
        asked = forms.read(BeginIn, request.form).code.strip()
        row = drills.begin(session, by=by, asked=asked)
        return url_for("rabc_trace.drill", drill_id=row.id)

    try:
        return htmx.go_to(once.run(session, sent, "rabc.drill", work, by=by))
    except NotFound as missing:
        session.rollback()
        return _drills({"code": missing.message}, 422)
    except Refused as refusal:
        session.rollback()
        return _drills({"code": refusal.message}, 409)


@blueprint.get("/exercices/<int:drill_id>")
@allow(SEE)
def drill(drill_id: int) -> Response:
    """One drill: what is asked, the trace, and the end or the report."""
    return _drill(drill_id, {}, 200)


@blueprint.post("/exercices/<int:drill_id>")
@allow(DRILL)
def finish(drill_id: int) -> Response:
    """End a drill."""
    by, session = require(DRILL, workshop="laundry"), door.session()
    sent = once.form_of(request.form.items(multi=True))

    def work() -> str:
        given = forms.read(EndIn, request.form)
        drills.end(session, drill_id, given.note, complete=given.complete == "yes", by=by)
        return url_for("rabc_trace.drill", drill_id=drill_id)

    try:
        return htmx.go_to(once.run(session, sent, f"rabc.drill.{drill_id}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _drill(drill_id, error.fields, 422)


def _drills(errors: dict[str, str], status: int) -> Response:
    by, session, now = require(SEE, workshop="laundry"), door.session(), clock.now()
    may = by.can(DRILL, workshop="laundry")
    return htmx.render(
        "laundry_rabc/trace/drills.html", status=status, rows_of=reads.listed(session),
        running=drills.running(session, by) if may else None, may_drill=may,
        overdue=drills.overdue(session, now), errors=errors, values=request.form,
        key=once.fresh(),
    )  # fmt: skip


def _drill(drill_id: int, errors: dict[str, str], status: int) -> Response:
    by, session = require(SEE, workshop="laundry"), door.session()
    shown = reads.one(session, drill_id)
    return htmx.render(
        "laundry_rabc/trace/drill.html", status=status, shown=shown,
        history=drills.history_of(session, shown.row, by=by),
        mine=by.can(DRILL, workshop="laundry"), errors=errors, values=request.form,
        key=once.fresh(),
    )  # fmt: skip
