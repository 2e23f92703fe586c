"""What supervisors see: their groups, the half-day sheet, the first names; rules are elsewhere."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Forbidden, Invalid, NotFound
from esat.web import door, htmx
from esat.workers import (
    addresses,
    forms,
    half_days,
    hints,
    leading,
    reads,
    sheets,
    statuses,
    told,
)
from esat.workers.contracts import reads as contracts
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group
from esat.workers.replacing import reads as replacing
from esat.workers.rules.keeping import BOOK
from esat.workers.told import Proposal

blueprint = Blueprint("workers", __name__)

WORDS: dict[str, Any] = {
    "labels": statuses.LABELS,
    "pictograms": statuses.PICTOGRAMS,
    "meanings": statuses.MEANINGS,
    "halves": statuses.HALVES,
    "slugs": statuses.SLUG_OF,
}


@blueprint.get("/equipes")
@allow("workers.read")
def teams() -> Response:
    """The groups, with today's two sheets."""
    today, actor, session = clock.today(), current_actor(), door.session()
    groups = reads.groups(session, actor, today)
    return htmx.render(
        "workers/teams.html",
        groups=groups,
        replacements=replacing.words_of(session, [group.id for group in groups], today),
        today=today,
        now_half=clock.half_of(clock.now()),
        may_manage=actor.can("workers.manage"),
        **WORDS,
    )


@blueprint.get("/equipes/<code>/<day>/<half>")
@allow("workers.read")
def sheet(code: str, day: str, half: str) -> Response:
    """The sheet; where nothing is said, `?tous=presents` ticks « present » and `?borne=1` what was
    said at the kiosk; it writes nothing.
    """
    group, when, part = _asked(code, day, half)
    asked = "all" if request.args.get("tous") == "presents" else ""
    asked = "told" if request.args.get("borne") == "1" else asked
    return _sheet(group, when, part, asked=asked, saved=request.args.get("enregistre") == "1")


@blueprint.post("/equipes/<code>/<day>/<half>")
@allow("workers.read")
def record(code: str, day: str, half: str) -> Response:
    """Record the sheet: all the rows that say something, or none. The office corrects with it
    what a closed month holds; the rule says who may do what.
    """
    group, when, part = _asked(code, day, half)
    late = when < clock.today()
    try:
        said = forms.read_sheet(request.form)
        entries = [Entry(e.worker, e.status, e.from_time, e.to_time) for e in said]
        reason = forms.read_reason(request.form)
        half_days.record_sheet(
            door.session(), Sheet(group, when, part, late, reason), entries, by=current_actor()
        )
    except Invalid as error:
        return _sheet(group, when, part, errors=error.fields, status=422)
    return htmx.go_to(url_for("workers.sheet", code=code, day=day, half=half, enregistre=1))


@blueprint.get("/travailleurs")
@allow("workers.read")
def people() -> Response:
    """First names and initials, by group."""
    actor, session = current_actor(), door.session()
    group_id = request.args.get("groupe", type=int)
    gone = request.args.get("partis") == "1"
    found = reads.workers(session, actor, group_id=group_id, gone=gone)
    trainees = contracts.trainees(session, [one.id for one in found], clock.today())
    return htmx.render(
        "workers/people.html",
        people=found,
        trainees=trainees,
        groups=reads.groups(session, actor, clock.today()),
        group_id=group_id,
        gone=gone,
        may_manage=actor.can("workers.manage"),
    )


def _asked(code: str, day: str, half: str) -> tuple[Group, date, str]:
    """The sheet an address names. NotFound, or Forbidden `not_your_group`."""
    part = statuses.SLUGS.get(half)
    if part is None:
        raise NotFound("half_unknown")
    when = addresses.day(door.session(), day)
    group = half_days.group_by_code(door.session(), code)
    if not leading.may(current_actor(), "workers.read", group):
        raise Forbidden("not_your_group")
    return group, when, part


def _sheet(
    group: Group,
    day: date,
    half: str,
    *,
    errors: dict[str, str] | None = None,
    asked: str = "",
    saved: bool = False,
    status: int = 200,
) -> Response:
    session = door.session()
    view = sheets.sheet(session, group, day, half)
    takeable = _takeable(session, view)
    everyone = {row.worker_id: Proposal("present") for row in view.rows if row.expected}
    return htmx.render(
        "workers/half_day.html",
        "workers/_sheet.html",
        status=status,
        view=view,
        hints=hints.told(session, [row.worker_id for row in view.rows], day, half),
        asked=asked,
        takeable=takeable,
        group=group,
        sent=request.form,
        errors=errors or {},
        proposed=everyone if asked == "all" else takeable if asked == "told" else {},
        saved=saved,
        around=_around(day, half),
        to_come=day > clock.today(),
        may_record=half_days.may_record(current_actor(), group) and day <= clock.today(),
        may_correct=half_days.may_correct(current_actor()),
        **WORDS,
    )


def _takeable(session: Session, view: sheets.SheetView) -> dict[int, Proposal]:
    """What was said elsewhere of those of whom the sheet says nothing yet."""
    plans = {row.worker_id: row.plan for row in view.rows if not row.status}
    said = told.told(session, plans, view.day, view.half)
    far = BOOK.number(session, half_days.FAR, view.day) if said else 0
    made = {key: told.proposal(plans[key], one, far) for key, one in said.items()}
    return {key: one for key, one in made.items() if one is not None}


def _around(day: date, half: str) -> dict[str, tuple[date, str] | None]:
    """The half-day before, and the one after when it has begun to exist."""
    if half == "morning":
        before, after = (day - timedelta(days=1), "afternoon"), (day, "afternoon")
    else:
        before, after = (day, "morning"), (day + timedelta(days=1), "morning")
    return {"before": before, "after": after if after[0] <= clock.today() else None}
