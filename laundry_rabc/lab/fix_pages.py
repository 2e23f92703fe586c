"""The page that corrects a value: the first stays, the second says why."""

from typing import Annotated

from flask import Response, request, url_for
from pydantic import StringConstraints

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import once
from esat.web import forms, htmx
from esat.web.forms import FormShape, NoControl
from laundry_rabc.lab import reads, rights, samples, sheets, values
from laundry_rabc.lab.pages import blueprint, scoped
from laundry_rabc.lab.samples import Fault
from laundry_rabc.lab.sheets import Amount, Short
from laundry_rabc.lab.values import Said


class FixIn(FormShape):
    """The value as the report states it, and why it was entered otherwise."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    unit: Short = ""
    surface: Amount = None
    reading: Short = ""
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


@blueprint.get("/prelevements/<int:sample_id>/corriger")
@allow(rights.ENTER)
def fix(sample_id: int) -> Response:
    """The form of a correction, beside what stands."""
    return _page(sample_id, {}, None, 200)


@blueprint.post("/prelevements/<int:sample_id>/corriger")
@allow(rights.ENTER)
def keep_fix(sample_id: int) -> Response:
    """Write the correction; it is judged by the version in force when the sample was taken."""
    session, by = scoped(rights.ENTER), current_actor()
    sample = samples.the(session, sample_id)
    try:
        given = forms.read(FixIn, request.form)
    except Invalid as error:
        return _page(sample_id, error.fields, None, 422)
    said = Said(given.value, given.unit, "", given.surface, sheets.reading_of(given.reading))
    found = samples.fault(session, samples.given_of(sample, said))
    if found is not None:
        return _page(sample_id, {found.field: found.words}, found, 422)

    def work() -> str:
        samples.correct(session, sample, said, given.reason, by=by)
        return url_for("rabc_lab.show", report_id=sample.report_id)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.lab.fix.{sample_id}", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _page(sample_id, {"": refusal.message}, None, 409)


def _page(sample_id: int, errors: dict[str, str], found: Fault | None, status: int) -> Response:
    session = scoped(rights.ENTER)
    sample = samples.the(session, sample_id)
    rows = {row.sample.id: row for row in reads.samples(session, sample.report_id)}
    return htmx.render(
        "laundry_rabc/lab/fix.html",
        status=status,
        row=rows[sample_id],
        asked=found is not None and found.asked == "reading",
        units=[(one, one) for one in values.UNITS],
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
