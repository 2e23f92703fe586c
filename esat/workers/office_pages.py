"""What only the office sees: last names, payroll ids, contracts, groups and who leads them."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.web import door, htmx
from esat.web import forms as web_forms
from esat.workers import half_days, memberships, office_reads, people
from esat.workers.forms import GroupIn, LeadIn, WorkerIn
from esat.workers.models import Group, Worker

blueprint = Blueprint("workers_office", __name__)


@blueprint.get("/travailleurs/nouveau")
@allow("workers.manage")
def new_worker() -> Response:
    return _worker_form({"group_id": request.args.get("groupe", "")})


@blueprint.post("/travailleurs/nouveau")
@allow("workers.manage")
def create_worker() -> Response:
    try:
        people.create_worker(door.session(), web_forms.read(WorkerIn, request.form))
    except Invalid as error:
        return _worker_form(request.form, error.fields)
    return htmx.go_to(url_for("workers.people"))


@blueprint.get("/travailleurs/<int:worker_id>")
@allow("workers.manage")
def edit_worker(worker_id: int) -> Response:
    worker = people.the_worker(door.session(), worker_id)
    return _worker_form(worker.model_dump(), worker=worker)


@blueprint.post("/travailleurs/<int:worker_id>")
@allow("workers.manage")
def update_worker(worker_id: int) -> Response:
    worker = people.the_worker(door.session(), worker_id)
    try:
        people.update_worker(
            door.session(), worker_id, web_forms.read(WorkerIn, request.form), by=current_actor()
        )
    except Invalid as error:
        return _worker_form(request.form, error.fields, worker=worker)
    return htmx.go_to(url_for("workers.people"))


@blueprint.get("/equipes/nouveau")
@allow("workers.manage")
def new_group() -> Response:
    return _group_form(GroupIn(code="x", name="x").model_dump() | {"code": "", "name": ""})


@blueprint.post("/equipes/nouveau")
@allow("workers.manage")
def create_group() -> Response:
    try:
        made = people.create_group(door.session(), web_forms.read(GroupIn, request.form))
    except Invalid as error:
        return _group_form(request.form, error.fields)
    return htmx.go_to(url_for("workers_office.group", code=made.code))


@blueprint.get("/equipes/<code>")
@allow("workers.manage")
def group(code: str) -> Response:
    found = half_days.group_by_code(door.session(), code)
    return _group_form(found.model_dump(), group=found)


@blueprint.post("/equipes/<code>")
@allow("workers.manage")
def update_group(code: str) -> Response:
    found = half_days.group_by_code(door.session(), code)
    try:
        given = web_forms.read(GroupIn, {**request.form, "code": code})
        people.update_group(door.session(), found, given)
    except Invalid as error:
        return _group_form(request.form, error.fields, group=found)
    return htmx.go_to(url_for("workers_office.group", code=code))


@blueprint.post("/equipes/<code>/moniteurs")
@allow("workers.manage")
def lead(code: str) -> Response:
    """Give the group to somebody, for good or for a replacement."""
    found = half_days.group_by_code(door.session(), code)
    try:
        given = web_forms.read(LeadIn, request.form)
        people.lead(door.session(), found, given.account_id, given.since, given.until)
    except Invalid as error:
        return _group_form(found.model_dump(), error.fields, group=found)
    return htmx.go_to(url_for("workers_office.group", code=code))


@blueprint.post("/equipes/<code>/moniteurs/<int:lead_id>/fin")
@allow("workers.manage")
def end_lead(code: str, lead_id: int) -> Response:
    """The last day is today."""
    found = half_days.group_by_code(door.session(), code)
    people.end_lead(door.session(), found, lead_id, clock.today())
    return htmx.go_to(url_for("workers_office.group", code=code))


def _worker_form(
    values: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    *,
    worker: Worker | None = None,
) -> Response:
    return htmx.render(
        "workers/worker_form.html",
        status=422 if errors else 200,
        values=values,
        errors=errors or {},
        worker=worker,
        group=memberships.of(door.session(), worker, clock.today()) if worker else None,
        month=_month(worker) if worker else "",
        groups=office_reads.group_choices(door.session()),
    )


def _month(worker: Worker) -> str:
    """The month of the person's statement to open: the last that ended, or one spent here."""
    today = clock.today()
    last = today.replace(day=1) - timedelta(days=1)
    if worker.contract_starts and worker.contract_starts > last:
        last = today
    if worker.left_on and worker.left_on < last:
        last = worker.left_on
    return f"{last:%Y-%m}"


def _group_form(
    values: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    *,
    group: Group | None = None,
) -> Response:
    session = door.session()
    return htmx.render(
        "workers/group_form.html",
        status=422 if errors else 200,
        values=values,
        errors=errors or {},
        group=group,
        workshops=[(w.code, w.label) for w in door.house().registry.workshops.values()],
        leads=office_reads.leads(session, group, clock.today()) if group else (),
        accounts=office_reads.leader_choices(session) if group else (),
        today=clock.today(),
    )
