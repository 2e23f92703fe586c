"""The pages of the laboratory: its reports, one of them with its samples and its conclusion."""

from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import StringConstraints
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, NoControl
from laundry_rabc.lab import reads, reports, rights
from laundry_rabc.lab.models import LabReport

blueprint = Blueprint("rabc_lab", __name__, url_prefix="/rabc/laboratoire")


class WordsIn(FormShape):
    words: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The reports, the newest first, and what waits."""
    session = scoped(rights.READ)
    before = request.args.get("avant", type=int)
    rows = reads.reports(session, before=before)
    last = rows[reads.PAGE - 1].report.id if len(rows) > reads.PAGE else None
    return htmx.render(
        "laundry_rabc/lab/index.html",
        rows_of=rows[: reads.PAGE],
        older=url_for("rabc_lab.index", avant=last) if last else "",
        newer=url_for("rabc_lab.index") if before else "",
        waiting=reads.unconcluded(session, current_actor(), clock.now()),
        may_enter=may(rights.ENTER),
        may_home=current_actor().can("rabc.read"),
        may_import=may(rights.ENTER) and current_actor().can("exchange.import"),
    )


@blueprint.get("/rapports/<int:report_id>")
@allow(rights.READ)
def show(report_id: int) -> Response:
    """One report: samples, files, conclusion."""
    return _show(report_id, {}, 200)


@blueprint.post("/rapports/<int:report_id>/conclusion")
@allow(rights.ENTER)
def conclude(report_id: int) -> Response:
    """What the house concludes."""
    session, by = scoped(rights.ENTER), current_actor()
    report = reports.the(session, report_id)

    def work() -> str:
        reports.conclude(session, report, forms.read(WordsIn, request.form).words, by=by)
        return url_for("rabc_lab.show", report_id=report_id)

    return do_once(
        session, f"words.{report_id}", work,
        lambda errors, status: _show(report_id, errors, status),
    )  # fmt: skip


@blueprint.post("/rapports/<int:report_id>/fichier")
@allow(rights.ENTER)
def attach(report_id: int) -> Response:
    """The report as it was sent."""
    session = scoped(rights.ENTER)
    report = reports.the(session, report_id)

    def work() -> str:
        if not keep_files(session, report):
            raise Invalid("form_invalid", {"report_file": "Choisissez un fichier."})
        return url_for("rabc_lab.show", report_id=report_id)

    return do_once(
        session, f"file.{report_id}", work,
        lambda errors, status: _show(report_id, errors, status),
    )  # fmt: skip


@blueprint.get("/rapports/<int:report_id>/fichiers/<int:file_id>")
@allow(rights.READ)
def file(report_id: int, file_id: int) -> Response:
    """A file of a report."""
    found = reads.report_files(scoped(rights.READ), report_id)
    chosen = next((one for one in found if one.id == file_id), None)
    if chosen is None:
        raise NotFound("not_found")
    return file_pages.answer(chosen)


def scoped(capability: str) -> Session:
    """The session, for who has the right in the laundry."""
    rights.require(current_actor(), capability)
    return door.session()


def may(capability: str) -> bool:
    """Whether to offer an act."""
    return current_actor().can(capability, workshop=rights.WORKSHOP)


Again = Callable[[dict[str, str], int], Response]


def do_once(
    session: Session, act: str, work: Callable[[], str], again: Again, *, ready: bool = True
) -> Response:
    """Do it once and go on; what is wrong comes back with the form as it was filled."""
    sent = once.form_of(request.form.items(multi=True))
    if not ready:
        return again({}, 422)
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.lab.{act}", work, by=current_actor()))
    except Invalid as error:
        session.rollback()
        return again(error.fields, error.status)
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, refusal.status)


def keep_files(session: Session, report: LabReport) -> int:
    store = store_of(door.house().settings)
    kept = 0
    for sent in request.files.getlist("report_file"):
        if not sent.filename:
            continue
        upload = file_pages.received(sent)
        try:
            reports.attach(session, store, report, upload, by=current_actor())
        except EsatError as error:
            words = {"report_file": f"{upload.name} : {error.message}"}
            raise Invalid("form_invalid", words) from error
        kept += 1
    return kept


def _show(report_id: int, errors: dict[str, str], status: int) -> Response:
    session = scoped(rights.READ)
    report = reports.the(session, report_id)
    return htmx.render(
        "laundry_rabc/lab/report.html",
        status=status,
        report=report,
        held=reads.accreditation_at(session, report),
        rows_of=reads.samples(session, report_id),
        conclusions=reads.conclusions(session, report_id),
        files=reads.report_files(session, report_id),
        may_enter=may(rights.ENTER),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
