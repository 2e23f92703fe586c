"""Found objects on the screen: open cases and what is due, a new one, one case with its steps."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import Field, StringConstraints

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.errors import Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files.models import StoredFile
from esat.production import once, subjects
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, NoControl
from workshops.laundry.intake import found, found_reads, photo_pages, reception
from workshops.laundry.intake.anomaly_pages import written
from workshops.laundry.intake.cases import Found
from workshops.laundry.intake.doing import WORKSHOP
from workshops.laundry.intake.found import MANAGE, READ

blueprint = Blueprint("laundry_found", __name__, url_prefix="/blanchisserie/objets-trouves")
FOLDER = "laundry/intake/"
Short = Annotated[str, StringConstraints(max_length=120), NoControl]
Key = Annotated[int | None, Field(ge=1, le=2**31 - 1), Blank]


class FoundForm(FormShape):
    """A found thing as it is typed."""

    kind: Short = ""
    what: Short = ""
    code: Short = ""
    place: Short = ""
    storage: Short = ""
    worker_id: Key = None
    when: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


class StepForm(FormShape):
    """The next step of a case."""

    step: Short = ""
    detail: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    on_day: Annotated[date | None, Blank] = None
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """The open cases with what is due; or those that are closed."""
    require(READ, workshop=WORKSHOP)
    closed = request.args.get("etat") == "fermes"
    return htmx.render(
        FOLDER + "found_list.html",
        cases=found_reads.cases(door.session(), closed=closed),
        closed=closed,
        kinds=found.LABELS,
        may_manage=current_actor().can(MANAGE, workshop=WORKSHOP),
    )


@blueprint.get("/nouveau")
@allow(MANAGE)
def new() -> Response:
    """The form of a new case."""
    return _new({}, 200)


@blueprint.post("/nouveau")
@allow(MANAGE)
def add() -> Response:
    """Open a case, with its photograph."""
    require(MANAGE, workshop=WORKSHOP)
    session, by = door.session(), current_actor()

    def work() -> str:
        given = forms.read(FoundForm, request.form)
        how = written(by, given.when, given.reason)
        item_id = reception.found(session, given.code).item_id if _is_bag(given.code) else None
        photo = photo_pages.keep(session, door.house().settings, by=by, item_id=item_id)
        thing = found.Thing(
            given.kind, given.what, given.code, given.place, given.storage, given.worker_id, photo
        )
        return url_for("laundry_found.show", ref=found.open_case(session, thing, how).ref)

    return _run("laundry.found", work, _new)


@blueprint.get("/<ref>")
@allow(READ)
def show(ref: str) -> Response:
    """One case: what, where, who, and all that was done."""
    return _show(ref, {}, 200)


@blueprint.post("/<ref>")
@allow(MANAGE)
def step(ref: str) -> Response:
    """One more step: put away, client told, given back, disposed of."""
    require(MANAGE, workshop=WORKSHOP)
    session, by = door.session(), current_actor()

    def work() -> str:
        given = forms.read(StepForm, request.form)
        wanted = found.Step(given.step, given.detail, given.on_day, given.reason)
        found.further(session, ref, wanted, written(by, "", ""))
        return url_for("laundry_found.show", ref=ref)

    return _run(
        f"laundry.found.{ref[:20]}", work, lambda errors, status: _show(ref, errors, status)
    )


@blueprint.get("/<ref>/photo")
@allow(READ)
def photo(ref: str) -> Response:
    """The photograph of a case."""
    require(READ, workshop=WORKSHOP)
    row = found.by_ref(door.session(), ref)
    file = door.session().get(StoredFile, row.file_id) if row.file_id else None
    if file is None:
        raise NotFound("not_found")
    return file_pages.answer(file)


def _run(
    action: str, work: Callable[[], str], again: Callable[[dict[str, str], int], Response]
) -> Response:
    """Do it once; a wrong field or a refusal shows the form again, filled in."""
    session = door.session()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, action, work, by=current_actor()))
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)


def _is_bag(code: str) -> bool:
    """Whether a code is of a bag or its like; a lot has no photographs of its own."""
    subject = subjects.by_code(door.session(), code.strip()) if code.strip() else None
    return subject is not None and subject.kind == "item" and subject.workshop == WORKSHOP


def _new(errors: dict[str, str], status: int) -> Response:
    require(MANAGE, workshop=WORKSHOP)
    return htmx.render(
        FOLDER + "found_new.html",
        status=status,
        kinds=found.KINDS,
        workers=found_reads.workers(door.session()),
        code=(request.form.get("code") or request.args.get("code", ""))[:64],
        key=request.form.get(once.KEY) or once.fresh(),
        errors=errors,
        values=request.form,
    )


def _show(ref: str, errors: dict[str, str], status: int) -> Response:
    require(READ, workshop=WORKSHOP)
    session = door.session()
    row = found.by_ref(session, ref)
    steps = found.steps(session, row.id or 0)
    return htmx.render(
        FOLDER + "found_case.html",
        status=status,
        row=row,
        steps=steps,
        **_around(row),
        due=found_reads.due_of(
            row.keep_until,
            told=any(one.step == "notified" for one in steps),
            kept=any(one.step == "moved" for one in steps),
        ),
        labels=found.STEPS,
        kinds=found.LABELS,
        may_manage=current_actor().can(MANAGE, workshop=WORKSHOP),
        today=clock.today(),
        key=once.fresh(),
        errors=errors,
        values=request.form,
    )


def _around(row: Found) -> dict[str, object]:
    session = door.session()
    where = None
    if row.item_id is not None:
        where = subjects.item(session, row.item_id)
    elif row.lot_id is not None:
        where = subjects.lot(session, row.lot_id)
    return {"where": where, "people": found_reads.people(session, row)}
