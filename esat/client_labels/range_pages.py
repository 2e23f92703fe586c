"""The pages of ranges of numbers: open after a look, close, set a number aside; no rule here."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.client_labels import numbers, ranges, reads
from esat.client_labels.forms import RangeForm, VoidForm
from esat.client_labels.ranges import WantedRange
from esat.client_labels.service import MANAGE
from esat.errors import Invalid
from esat.web import door, forms, htmx

blueprint = Blueprint(
    "number_ranges", __name__, url_prefix="/administration/etiquettes-clients/plages"
)


@blueprint.get("/nouvelle")
@allow(MANAGE)
def new() -> Response:
    return _editor({"kind": numbers.SSCC})


@blueprint.post("/nouvelle")
@allow(MANAGE)
def create() -> Response:
    """Show the first and the last number as they will be printed; open once they were seen."""
    session = door.session()
    try:
        wanted = forms.read(RangeForm, request.form).wanted()
        ranges.check_range(session, wanted)
        seen = _seen(wanted)
        if request.form.get("seen") != seen:
            return _editor(request.form, wanted=wanted)
        made = ranges.open_range(session, wanted, by=current_actor())
    except Invalid as error:
        session.rollback()
        return _editor(request.form, error=error)
    return htmx.go_to(url_for("number_ranges.show", code=made.code))


@blueprint.get("/<code>")
@allow(MANAGE)
def show(code: str) -> Response:
    """One range: what remains, and every number that left."""
    return _shown(code, {"number": request.args.get("numero", "")})


@blueprint.post("/<code>/fermeture")
@allow(MANAGE)
def close(code: str) -> Response:
    ranges.close_range(door.session(), code, by=current_actor())
    return htmx.go_to(url_for("number_ranges.show", code=code))


@blueprint.post("/<code>/annulation")
@allow(MANAGE)
def void(code: str) -> Response:
    """Set a number of this range aside, with the reason."""
    session = door.session()
    held = ranges.by_code(session, code)
    given = forms.read(VoidForm, request.form)
    try:
        ranges.void(session, given.number, given.reason, of=held, by=current_actor())
    except Invalid as error:
        return _shown(code, request.form, error)
    return htmx.go_to(url_for("number_ranges.show", code=code))


def _seen(wanted: WantedRange) -> str:
    """What was on the screen before the range is opened: its two ends."""
    series = wanted.series
    return f"{series.written(series.first)}-{series.written(series.last)}"


def _editor(
    typed: Any, *, wanted: WantedRange | None = None, error: Invalid | None = None
) -> Response:
    series = wanted.series if wanted is not None else None
    ends = [] if series is None else [series.written(one) for one in (series.first, series.last)]
    return htmx.render(
        "client_labels/range_form.html",
        status=error.status if error else 200,
        typed=typed,
        errors=error.fields if error else {},
        kinds=list(numbers.KINDS.items()),
        clients=list(reads.client_names(door.session()).items()),
        series=series,
        ends=[(text, series.spaced(text)) for text in ends] if series else [],
        seen="-".join(ends),
    )


def _shown(code: str, typed: Any, error: Invalid | None = None) -> Response:
    session = door.session()
    row = reads.range_row(session, code)
    before = request.args.get("avant", type=int)
    issued, after = reads.issued(session, row.held, before)
    return htmx.render(
        "client_labels/range.html",
        status=error.status if error else 200,
        row=row,
        kinds=numbers.KINDS,
        issued=issued,
        next_page=url_for("number_ranges.show", code=code, avant=after) if after else "",
        typed=typed,
        errors=error.fields if error else {},
    )
