"""The form of a report's samples: one, or the ten plates of a campaign; all or nothing."""

from datetime import date
from typing import Annotated, Any

from flask import Response, request, url_for
from pydantic import StringConstraints
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import once
from esat.web import forms, htmx
from esat.web.forms import FormShape, NoControl
from laundry_rabc.lab import reads, reports, rights, samples, sheets, values
from laundry_rabc.lab.models import LabReport
from laundry_rabc.lab.pages import WordsIn, blueprint, do_once, keep_files, scoped
from laundry_rabc.lab.reports import ReportIn
from laundry_rabc.lab.sheets import Sheet

FEW, MANY = 1, 10
"""Lines of a sheet: one sample, or the ten plates of a campaign."""


class TopIn(FormShape):
    """The first page of a report."""

    laboratory: int
    number: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    issued_on: date


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
        keep_files(session, report)
        if request.form.get("words", "").strip():
            reports.conclude(session, report, forms.read(WordsIn, request.form).words, by=by)
        return url_for("rabc_lab.show", report_id=report.id)

    return do_once(
        session, "new", work, lambda more, status: _new(sheet, errors | more, status),
        ready=sheet.good and not errors,
    )  # fmt: skip


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

    return do_once(
        session, f"more.{report_id}", work,
        lambda errors, status: _more(report_id, sheet, errors, status), ready=sheet.good,
    )  # fmt: skip


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
