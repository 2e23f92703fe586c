"""The outputs of a group's day, their correction, and the months to take away."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.outputs import asked, exports, reads, recording, remarks, tiles
from esat.activity.outputs.forms import FIELDS, CorrectionIn, OutputIn, zero
from esat.activity.outputs.models import Output
from esat.activity.outputs.recording import Made
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.exchange import spreadsheet
from esat.production import once, orders
from esat.web import door, forms, htmx
from esat.workers.models import Group

blueprint = Blueprint("outputs", __name__, url_prefix="/equipes")
SHOWN = 12
READ = "workers.read"


@blueprint.get("/<code>/<day>/productions")
@allow(READ)
def show(code: str, day: str) -> Response:
    """Today's orders as tiles, big digits, and what is told already."""
    return _page(*asked.group_day(door.session(), current_actor(), code, day))


@blueprint.post("/<code>/<day>/productions")
@allow(recording.RECORD)
def record(code: str, day: str) -> Response:
    """Keep an output, once however often the form is sent."""
    session, by = door.session(), current_actor()
    group, when = asked.group_day(session, by, code, day)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        words = {**request.form.to_dict(), "group": code, "day": day}
        given = forms.read(OutputIn, words | {"order": asked.order(words)})
        order = orders.by_ref(session, given.order)
        made = Made(given.quantity, given.unit, zero(given.scrap), given.note)
        done = recording.record(session, group, when, order, made, by=by)
        return url_for("team_day.show", code=code, day=day, production=done.output.id)

    try:
        return htmx.go_to(once.run(session, form, f"output.record.{code}.{day}", work, by=by))
    except (Invalid, Refused, NotFound) as error:
        session.rollback()
        return _page(*asked.group_day(session, by, code, day), error)


@blueprint.get("/<code>/<day>/productions/<int:output_id>")
@allow(recording.RECORD)
def one(code: str, day: str, output_id: int) -> Response:
    """One output, to be corrected."""
    return _one(*_asked_one(code, day, output_id))


@blueprint.post("/<code>/<day>/productions/<int:output_id>")
@allow(recording.RECORD)
def correct(code: str, day: str, output_id: int) -> Response:
    """Correct it: a further row, with its reason."""
    session, by = door.session(), current_actor()
    group, when, output = _asked_one(code, day, output_id)
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        given = forms.read(CorrectionIn, {**request.form.to_dict(), "output": output_id})
        made = Made(given.quantity, given.unit, zero(given.scrap), given.note)
        done = recording.correct(session, output_id, made, given.reason, by=by)
        return url_for("team_day.show", code=code, day=day, production=done.output.id)

    try:
        return htmx.go_to(once.run(session, form, f"output.correct.{output_id}", work, by=by))
    except (Invalid, Refused) as error:
        session.rollback()
        return _one(group, when, output, error)


@blueprint.get("/productions-par-mois")
@allow(exports.EXPORT)
def monthly() -> Response:
    """The months that are over, as a French spreadsheet reads them."""
    rows = exports.supervisors(door.session(), None, None, by=current_actor())
    answer = Response(spreadsheet.write("csv", exports.HEADERS, rows), mimetype="text/csv")
    name = f"productions-{clock.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def tiles_of(session: Session, group: Group, day: date, more: list[int]) -> Any:
    """The orders that the group is likely to mean: those named first, then lately, then urgent."""
    likely = [*more, *tiles.recent_orders(session, group.id or 0, day)]
    likely += tiles.open_orders(session, group.workshop, SHOWN)
    return tiles.tiles(session, tiles.still_open(session, list(dict.fromkeys(likely)))[:SHOWN])


def _asked_one(code: str, day: str, output_id: int) -> tuple[Group, date, Output]:
    """An output of that very group and day. NotFound otherwise."""
    session = door.session()
    group, when = asked.group_day(session, current_actor(), code, day)
    output = session.get(Output, output_id)
    if output is None or (output.group_id, output.day) != (group.id, when):
        raise NotFound("output_unknown")
    return group, when, output


def _faults(error: EsatError | None) -> tuple[dict[str, str], str]:
    """Sentences by field, and what stands above the form."""
    if isinstance(error, Invalid):
        return error.fields, ""
    if error is None:
        return {}, ""
    field = FIELDS.get(error.code)
    return ({field: error.message}, "") if field else ({}, error.message)


def _page(group: Group, day: date, error: EsatError | None = None) -> Response:
    session = door.session()
    errors, refusal = _faults(error)
    return htmx.render(
        "activity/outputs/page.html",
        status=error.status if error else 200,
        group=group,
        day=day,
        to_come=day > clock.today(),
        tiles=tiles_of(session, group, day, asked.placed_orders(session, group, day)),
        told=reads.of_day(session, group.id or 0, day),
        may_record=recording.may_record(current_actor(), group) and day <= clock.today(),
        chosen=request.args.get("commande", ""),
        key=once.fresh(),
        values=request.form,
        errors=errors,
        refusal=refusal,
    )


def _one(group: Group, day: date, output: Output, error: EsatError | None = None) -> Response:
    session = door.session()
    errors, refusal = _faults(error)
    (tile,) = tiles.tiles(session, [output.order_id])
    return htmx.render(
        "activity/outputs/correction.html",
        status=error.status if error else 200,
        group=group,
        day=day,
        output=output,
        note=remarks.texts(session, [output.note_id]).get(output.note_id, ""),
        tile=tile,
        key=once.fresh(),
        values=request.form,
        errors=errors,
        refusal=refusal,
    )
