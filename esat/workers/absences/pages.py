"""The office's pages of absences: what is to code this month, what is coded, a new absence."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.web import door, forms, htmx
from esat.workers.absences import coding, conflicts, kinds, month, to_code
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.proposals import COMMON
from esat.workers.absences.reading_pages import reading
from esat.workers.statuses import HALVES

blueprint = Blueprint("absences", __name__, url_prefix="/travailleurs/absences")


@blueprint.get("")
@allow(kinds.CODE)
def index() -> Response:
    """What waits for a reason in a month."""
    return _index(_month())


@blueprint.post("/coder")
@allow(kinds.CODE)
def code() -> Response:
    """Give one reason to the lines that are ticked: all of them or none."""
    session, shown = door.session(), _month()
    ticked = set(request.form.getlist("line"))
    try:
        found = [one for one in to_code.lines(session, *shown.bounds) if one.key in ticked]
        if not ticked:
            raise Refused("absence_lines_none")
        if len(found) != len(ticked):
            raise Refused("absence_lines_changed")
        given = [one.coded(request.form.get("code", "")) for one in found]
        coding.code_lines(session, given, by=current_actor(), at=clock.now())
    except EsatError as error:
        session.rollback()
        words = next(iter(error.fields.values())) if isinstance(error, Invalid) else error.message
        return _index(shown, words, error.status)
    return htmx.go_to(url_for("absences.index", mois=shown.slug, faits=len(found)))


@blueprint.get("/mois")
@allow(kinds.CODE)
def coded() -> Response:
    """What is coded in a month, with the reasons."""
    shown = _month()
    rows = month.coded(door.session(), *shown.bounds)
    reading(row.worker_id for row in rows)
    return htmx.render("workers/absences/month.html", month=shown, rows=rows)


@blueprint.get("/nouvelle")
@allow(kinds.CODE)
def new() -> Response:
    """An absence to enter, in advance or for a line that the list does not code."""
    return _new(request.args)


@blueprint.post("/nouvelle")
@allow(kinds.CODE)
def create() -> Response:
    session = door.session()
    try:
        given = forms.read(AbsenceIn, request.form)
        row = coding.record(session, given, by=current_actor(), at=clock.now())
    except Invalid as error:
        session.rollback()
        return _new(request.form, error.fields, status=422)
    except Refused as error:
        session.rollback()
        return _new(request.form, refused=error.message, status=409)
    return htmx.go_to(url_for("absence.show", number=row.number))


def _month() -> month.Month:
    return month.read(request.values.get("mois", ""), clock.today())


def _index(shown: month.Month, refused: str = "", status: int = 200) -> Response:
    session, today = door.session(), clock.today()
    lines = to_code.lines(session, *shown.bounds)
    before = shown.first - timedelta(days=1)
    asked = month.saturdays(session, *shown.bounds)
    reading(row.worker_id for row in asked)
    offered = kinds.offered(session, today)
    return htmx.render(
        "workers/absences/index.html",
        status=status,
        month=shown,
        lines=lines,
        ticked=request.form.getlist("line"),
        earlier=len(to_code.lines(session, before.replace(day=1), before)),
        conflicts=conflicts.conflicts(session, *shown.bounds),
        saturdays=asked,
        common=[one for one in offered if one.code in COMMON],
        others=[one for one in offered if one.code not in COMMON],
        short=month.short,
        today=today,
        halves=HALVES,
        refused=refused,
        done=request.args.get("faits", type=int),
    )


def _new(
    values: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> Response:
    session = door.session()
    return htmx.render(
        "workers/absences/new.html",
        status=status,
        values=values,
        errors=errors or {},
        refused=refused,
        workers=month.people(session, clock.today()),
        kinds=[(one.code, one.label) for one in kinds.offered(session, clock.today())],
    )
