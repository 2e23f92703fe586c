"""The pages of the laboratory: its reports, a new one, one with its samples and its conclusion."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

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
from laundry_rabc.lab import reads, reports, rights, samples, sheets, values
from laundry_rabc.lab.models import LabReport
from laundry_rabc.lab.reports import ReportIn
from laundry_rabc.lab.sheets import Sheet

blueprint = Blueprint("rabc_lab", __name__, url_prefix="/rabc/laboratoire")
FEW, MANY = 1, 10
"""Lines of a sheet: one sample, or the ten plates of a campaign."""


class TopIn(FormShape):
    """The first page of a report."""

    laboratory: int
    number: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    issued_on: date


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
        may_import=may(rights.ENTER) and current_actor().can("exchange.import"),
    )


@blueprint.get("/rapports/nouveau")
@allow(rights.ENTER)
def new() -> Response:
    """The form of a report with its samples: one, or a sheet of them."""
    return _new(Sheet(), {}, 200)


@blueprint.post("/rapports/nouveau")
@allow(rights.ENTER)
def receive() -> Response:
    """Write a report and its samples, all or nothing."""
    session, by = scoped(rights.ENTER), current_actor()
    sheet, errors = _read(session)

    def work() -> str:
        top = forms.read(TopIn, request.form)
        report = reports.open_report(
            session, ReportIn(top.laboratory, top.number, top.issued_on), by=by
        )
        _samples(session, report, sheet)
        _keep_files(session, report)
        if request.form.get("words", "").strip():
            reports.conclude(session, report, forms.read(WordsIn, request.form).words, by=by)
        return url_for("rabc_lab.show", report_id=report.id)

    return _once(
        session, "new", work, lambda more, status: _new(sheet, errors | more, status),
        ready=sheet.good and not errors,
    )  # fmt: skip


@blueprint.get("/rapports/<int:report_id>")
@allow(rights.READ)
def show(report_id: int) -> Response:
    """One report: samples, files, conclusion."""
    return _show(report_id, {}, 200)


@blueprint.get("/rapports/<int:report_id>/prelevements")
@allow(rights.ENTER)
def more(report_id: int) -> Response:
    """The form of further samples of a report."""
    return _more(report_id, Sheet(), {}, 200)


@blueprint.post("/rapports/<int:report_id>/prelevements")
@allow(rights.ENTER)
def add(report_id: int) -> Response:
    """Add samples to a report, all or nothing."""
    session = scoped(rights.ENTER)
    report = reports.the(session, report_id)
    sheet = sheets.read(session, request.form)
    _after(sheet, report.issued_on)

    def work() -> str:
        _samples(session, report, sheet)
        return url_for("rabc_lab.show", report_id=report_id)

    return _once(
        session, f"more.{report_id}", work,
        lambda errors, status: _more(report_id, sheet, errors, status), ready=sheet.good,
    )  # fmt: skip


@blueprint.post("/rapports/<int:report_id>/conclusion")
@allow(rights.ENTER)
def conclude(report_id: int) -> Response:
    """What the house concludes."""
    session, by = scoped(rights.ENTER), current_actor()
    report = reports.the(session, report_id)

    def work() -> str:
        reports.conclude(session, report, forms.read(WordsIn, request.form).words, by=by)
        return url_for("rabc_lab.show", report_id=report_id)

    return _once(
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
        if not _keep_files(session, report):
            raise Invalid("form_invalid", {"report_file": "Choisissez un fichier."})
        return url_for("rabc_lab.show", report_id=report_id)

    return _once(
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


def _once(
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


def _read(session: Session) -> tuple[Sheet, dict[str, str]]:
    """The samples, and what is wrong with the first page."""
    sheet = sheets.read(session, request.form)
    try:
        top = forms.read(TopIn, request.form)
    except Invalid as error:
        return sheet, error.fields
    _after(sheet, top.issued_on)
    return sheet, {}


def _after(sheet: Sheet, issued: date) -> None:
    """A report is of the day of its samples or later."""
    if any(clock.local(one.taken_at).date() > issued for one in sheet.samples):
        sheet.errors["taken_at"] = "Le rapport est daté d’avant ce prélèvement. Vérifiez les dates."


def _samples(session: Session, report: LabReport, sheet: Sheet) -> None:
    samples.enter(session, report, sheet.samples, by=current_actor())


def _keep_files(session: Session, report: LabReport) -> int:
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


def form_parts(session: Session, sheet: Sheet) -> dict[str, Any]:
    """What the form of samples needs."""
    found = reads.points(session, clock.now())
    wanted = request.values.get("lignes", type=int) or FEW
    filled = [n for n in range(sheets.MOST) if request.form.get(f"value_{n}")]
    return {
        "points": [(code, f"{code} · {one.label}") for code, one in found],
        "methods": [(one, one) for one in reads.methods(found)],
        "units": [(one, one) for one in values.UNITS],
        "places": [(one.id, one.label) for one in reports.places(session)],
        "lines": range(min(max([wanted, *(n + 1 for n in filled)]), sheets.MOST)),
        "sheet": sheet,
        "readings": (
            ("equivalent", "Oui, c’est bien cette surface"),
            ("plate", "Non, c’est par boîte : la surface des limites"),
        ),
        "which": (("summer", "La première fois"), ("winter", "La seconde fois")),
        "key": once.fresh(),
        "values": request.form if request.method == "POST" else request.args,
        "many": MANY,
        "many_url": _many_url(),
    }


def _many_url() -> str:
    """The same form with the ten lines of a campaign."""
    again = request.values.get("retest_of", type=int)
    here = request.view_args or {}
    if "report_id" in here:
        return url_for("rabc_lab.more", **here, lignes=MANY)
    return url_for("rabc_lab.new", lignes=MANY, retest_of=again, point=request.values.get("point"))


def _new(sheet: Sheet, errors: dict[str, str], status: int) -> Response:
    session = scoped(rights.ENTER)
    return htmx.render(
        "laundry_rabc/lab/new.html",
        status=status,
        report=None,
        laboratories=[
            (one.laboratory.id, one.laboratory.name) for one in reads.laboratories(session)
        ],
        action=url_for("rabc_lab.receive"),
        errors=sheet.errors | errors,
        **form_parts(session, sheet),
    )


def _more(report_id: int, sheet: Sheet, errors: dict[str, str], status: int) -> Response:
    session = scoped(rights.ENTER)
    return htmx.render(
        "laundry_rabc/lab/new.html",
        status=status,
        report=reports.the(session, report_id),
        action=url_for("rabc_lab.add", report_id=report_id),
        errors=sheet.errors | errors,
        **form_parts(session, sheet),
    )


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
