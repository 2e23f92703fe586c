"""Qualifications on screen: the matrix, one cell with its reports, and what is done of them."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files import service as files
from esat.files.models import StoredFile
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualify import keeping, reads, rights, starts
from laundry_rabc.qualify.keeping import QualificationIn, VoidIn

blueprint = Blueprint("rabc_qualify", __name__, url_prefix="/rabc/qualifications")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """Every machine × programme with its state; what ends soon; starts that wait for a word."""
    session, now = _session(), clock.now()
    cells = reads.cells(session, now)
    return htmx.render(
        "laundry_rabc/qualify/index.html",
        cells=cells,
        soon=[one for one in cells if one.standing.state == "expiring"],
        asked=reads.asked(session),
        rule_on=policies.is_on(session, starts.RULE, now),
        may_keep=rights.may(current_actor(), rights.KEEP),
    )


@blueprint.get("/<int:machine_id>/<int:card_id>")
@allow(rights.READ)
def cell(machine_id: int, card_id: int) -> Response:
    """One machine × programme: how it stands, its reports, the starts without proof."""
    return _cell(machine_id, card_id, {}, 200)


@blueprint.get("/<int:machine_id>/<int:card_id>/nouvelle")
@allow(rights.KEEP)
def new(machine_id: int, card_id: int) -> Response:
    """The form of a report; nothing is filled in."""
    return _new(machine_id, card_id, {}, 200)


@blueprint.post("/<int:machine_id>/<int:card_id>/nouvelle")
@allow(rights.KEEP)
def write(machine_id: int, card_id: int) -> Response:
    """Keep a report and its file."""
    session, by = _session(rights.KEEP), current_actor()
    keeping.pair(session, machine_id, card_id)

    def work() -> str:
        given = forms.read(QualificationIn, request.form)
        keeping.write(session, machine_id, card_id, given, by=by, file_id=_report())
        return url_for("rabc_qualify.cell", machine_id=machine_id, card_id=card_id)

    return _once(
        f"rabc.qualification.{machine_id}.{card_id}", work,
        lambda errors, status: _new(machine_id, card_id, errors, status),
    )  # fmt: skip


@blueprint.post("/rapports/<int:qualification_id>/approuver")
@allow(rights.KEEP)
def approve(qualification_id: int) -> Response:
    """Approve another person's report."""
    session, by = _session(rights.KEEP), current_actor()
    one = keeping.the(session, qualification_id)
    machine_id, card_id = one.machine_id, one.card_id

    def work() -> str:
        keeping.approve(session, qualification_id, by=by)
        return url_for("rabc_qualify.cell", machine_id=machine_id, card_id=card_id)

    return _once(
        f"rabc.approve.{qualification_id}",
        work,
        lambda errors, status: _cell(machine_id, card_id, errors, status),
    )


@blueprint.get("/rapports/<int:qualification_id>/annuler")
@allow(rights.KEEP)
def voiding(qualification_id: int) -> Response:
    """The form that voids a qualification."""
    return _voiding(qualification_id, {}, 200)


@blueprint.post("/rapports/<int:qualification_id>/annuler")
@allow(rights.KEEP)
def void(qualification_id: int) -> Response:
    """Say that a qualification counts no more."""
    session, by = _session(rights.KEEP), current_actor()
    one = keeping.the(session, qualification_id)
    to = url_for("rabc_qualify.cell", machine_id=one.machine_id, card_id=one.card_id)

    def work() -> str:
        keeping.void(session, qualification_id, forms.read(VoidIn, request.form), by=by)
        return to

    return _once(
        f"rabc.void.{qualification_id}",
        work,
        lambda errors, status: _voiding(qualification_id, errors, status),
    )


@blueprint.get("/rapports/<int:qualification_id>/fichier")
@allow(rights.READ)
def report(qualification_id: int) -> Response:
    """The file of a report."""
    session = _session()
    row = keeping.the(session, qualification_id)
    file = None if row.file_id is None else session.get(StoredFile, row.file_id)
    if file is None:
        raise NotFound("not_found")
    return file_pages.answer(file)


def _once(
    act: str, work: Callable[[], str], again: Callable[[dict[str, str], int], Response]
) -> Response:
    """Do it once; what is wrong is said with the form as it was filled."""
    session, by = door.session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, act, work, by=by))
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)


def _report() -> int | None:
    """The file that came with the form, kept. Invalid beside its field for what is no report."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    store = store_of(door.house().settings)
    try:
        kept = files.attach(door.session(), store, file_pages.received(sent), by=current_actor())
    except EsatError as error:
        raise Invalid("form_invalid", {"file": error.message}) from error
    return kept.id


def _cell(machine_id: int, card_id: int, errors: dict[str, str], status: int) -> Response:
    session, now = _session(), clock.now()
    found = reads.cell(session, machine_id, card_id, now)
    by = current_actor()
    return htmx.render(
        "laundry_rabc/qualify/cell.html",
        status=status,
        cell=found,
        reports=reads.reports(session, machine_id, card_id),
        methods={code: label for code, label, _, _ in keeping.METHODS},
        starts=reads.starts_of(session, machine_id, card_id),
        months=policies.number(session, "qualified_months", now),
        may_keep=rights.may(by, rights.KEEP),
        me=by.account_id,
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _new(machine_id: int, card_id: int, errors: dict[str, str], status: int) -> Response:
    session = _session(rights.KEEP)
    machine, programme = keeping.pair(session, machine_id, card_id)
    return htmx.render(
        "laundry_rabc/qualify/new.html",
        status=status,
        machine=machine,
        programme=programme,
        methods=keeping.METHODS,
        months=policies.number(session, "qualified_months", clock.now()),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _voiding(qualification_id: int, errors: dict[str, str], status: int) -> Response:
    return htmx.render(
        "laundry_rabc/qualify/void.html",
        status=status,
        row=keeping.the(_session(rights.KEEP), qualification_id),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _session(capability: str = rights.READ) -> Session:
    rights.require(current_actor(), capability)
    return door.session()
