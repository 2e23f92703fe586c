"""The office's pages of time templates: the list, the grid of a week, who keeps which."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.web import door, htmx
from esat.web import forms as web_forms
from esat.workers import people
from esat.workers.rules.keeping import BOOK
from esat.workers.timetables import forms, keeping, plans, views
from esat.workers.timetables.forms import AssignIn, TemplateIn
from esat.workers.timetables.models import TimeTemplate

blueprint = Blueprint("timetables", __name__)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WORDS: dict[str, Any] = {
    "days": DAYS,
    "halves": plans.HALVES,
    "half_words": {plans.MORNING: "matin", plans.AFTERNOON: "après-midi"},
}
KINDS = ("tous", "suivis", "libres", "archives")


@blueprint.get("/travailleurs/horaires")
@allow("workers.manage")
def index() -> Response:
    """All templates: how long a week is, how many keep each."""
    words, kind = request.args.get("q", ""), request.args.get("genre", "tous")
    found = views.templates(door.session(), clock.today(), words)
    kinds = {
        "tous": [row for row in found if not row.archived],
        "suivis": [row for row in found if row.keepers],
        "libres": [row for row in found if not row.keepers and not row.archived],
        "archives": [row for row in found if row.archived],
    }
    return htmx.render(
        "workers/timetables/index.html",
        rows=kinds.get(kind, kinds["tous"]),
        counts={name: len(rows) for name, rows in kinds.items()},
        kind=kind if kind in kinds else "tous",
        words=words,
        full=_full_time(clock.today()),
    )


@blueprint.get("/travailleurs/horaires/nouveau")
@allow("workers.manage")
def new() -> Response:
    """An empty grid, or one that another template has filled (`?copie=code`)."""
    values: dict[str, str] = {"weeks": "1", "since": clock.today().isoformat()}
    copied = request.args.get("copie", "")
    if copied:
        template = keeping.the_template(door.session(), copied)
        version = views.version_of(views.versions(door.session(), template), clock.today())
        values |= {"name": f"{template.name} (copie)"}
        values |= forms.values_of(version) if version else {}
    return _form(values)


@blueprint.post("/travailleurs/horaires/nouveau")
@allow("workers.manage")
def create() -> Response:
    try:
        name, week = _read_new()
        made = keeping.create(door.session(), name, week, by=current_actor(), at=clock.now())
    except Invalid as error:
        return _form(request.form, error.fields)
    return htmx.go_to(url_for("timetables.template", code=made.code))


@blueprint.get("/travailleurs/horaires/<code>")
@allow("workers.manage")
def template(code: str) -> Response:
    """What it says, since when, and who keeps it."""
    session, today = door.session(), clock.today()
    found = keeping.the_template(session, code)
    versions = views.versions(session, found)
    shown = views.version_of(versions, today)
    return htmx.render(
        "workers/timetables/template.html",
        template=found,
        versions=versions,
        shown=shown,
        keepers=views.keepers(session, found, today),
        full=_full_time(today),
        today=today,
        **WORDS,
    )


@blueprint.get("/travailleurs/horaires/<code>/version")
@allow("workers.manage")
def new_version(code: str) -> Response:
    """The grid as it stands, to change from a day on."""
    session, today = door.session(), clock.today()
    found = keeping.the_template(session, code)
    version = views.version_of(views.versions(session, found), today)
    values = forms.values_of(version) if version else {"weeks": "1"}
    if version is not None:
        values["first_week"] = plans.week_of(today, version.week_a, version.weeks)
    return _form(values | {"since": ""}, template=found)


@blueprint.post("/travailleurs/horaires/<code>/version")
@allow("workers.manage")
def change(code: str) -> Response:
    session = door.session()
    found = keeping.the_template(session, code)
    try:
        week = forms.read_week(request.form)
        keeping.change(session, found, week, by=current_actor(), at=clock.now())
    except Invalid as error:
        return _form(request.form, error.fields, template=found)
    except Refused as refusal:
        if refusal.code != "template_past":
            raise
        return _form(request.form, {"since": refusal.message}, template=found)
    return htmx.go_to(url_for("timetables.template", code=code))


@blueprint.post("/travailleurs/horaires/<code>/archiver")
@allow("workers.manage")
def archive(code: str) -> Response:
    found = keeping.the_template(door.session(), code)
    keeping.archive(door.session(), found, at=clock.now())
    return htmx.go_to(url_for("timetables.index"))


@blueprint.get("/travailleurs/<int:worker_id>/horaires")
@allow("workers.manage")
def worker(worker_id: int) -> Response:
    """What a worker keeps, has kept, and will."""
    return _worker(worker_id, {"since": "", "template": request.args.get("modele", "")})


@blueprint.post("/travailleurs/<int:worker_id>/horaires")
@allow("workers.manage")
def assign(worker_id: int) -> Response:
    session = door.session()
    people.the_worker(session, worker_id)
    try:
        given = web_forms.read(AssignIn, request.form)
        chosen = keeping.the_template(session, given.template) if given.template else None
        keeping.assign(session, worker_id, chosen, given.since, by=current_actor(), at=clock.now())
    except Invalid as error:
        return _worker(worker_id, request.form, error.fields)
    except Refused as refusal:
        if refusal.code not in {"template_past", "timetable_not_yet"}:
            raise
        return _worker(worker_id, request.form, {"since": refusal.message})
    return htmx.go_to(url_for("timetables.worker", worker_id=worker_id))


def _read_new() -> tuple[str, keeping.Week]:
    """The name and the grid: all that is wrong is said at once."""
    faults: dict[str, str] = {}
    name = ""
    try:
        name = web_forms.read(TemplateIn, request.form).name
    except Invalid as error:
        faults |= error.fields
    try:
        week = forms.read_week(request.form)
    except Invalid as error:
        raise Invalid("form_invalid", faults | error.fields) from error
    if faults:
        raise Invalid("form_invalid", faults)
    return name, week


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    template: TimeTemplate | None = None,
) -> Response:
    return htmx.render(
        "workers/timetables/form.html",
        status=422 if errors else 200,
        values=values,
        errors=errors or {},
        template=template,
        full=_full_time(clock.today()),
        cell=forms.cell,
        **WORDS,
    )


def _worker(
    worker_id: int, values: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> Response:
    session, today = door.session(), clock.today()
    found = people.the_worker(session, worker_id)
    return htmx.render(
        "workers/timetables/worker.html",
        status=422 if errors else 200,
        worker=found,
        history=views.history(session, worker_id, today),
        choices=views.choices(session),
        values=values,
        errors=errors or {},
        today=today,
    )


def _full_time(day: date) -> int:
    """Minutes a week of the full-time reference of the house."""
    hours = BOOK.value(door.session(), "full_time_hours", day)
    return round(hours * 60)
