"""The day of a group on one screen, and what is written there; rules are elsewhere."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.allocations import supports
from esat.activity.day import gaps, keeping, places, reads
from esat.activity.day.forms import FIELDS, HandoverIn, IncidentIn
from esat.activity.day.keeping import Page
from esat.activity.outputs import asked
from esat.activity.outputs import pages as output_pages
from esat.activity.outputs import reads as outputs
from esat.activity.outputs.acts import words as output_words
from esat.activity.outputs.models import Output
from esat.activity.outputs.recording import Done
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import floor_reads, once, orders
from esat.production.models import Order
from esat.web import door, forms, htmx
from esat.workers import sheets, statuses
from esat.workers.models import Group

blueprint = Blueprint("team_day", __name__, url_prefix="/equipes/<code>/<day>")


@blueprint.get("")
@allow(asked.READ)
def show(code: str, day: str) -> Response:
    """Sheets, places, outputs, incidents, the line for tomorrow, and what is missing."""
    return _page(*_asked(code, day))


@blueprint.post("/incidents")
@allow(keeping.KEEP)
def incident(code: str, day: str) -> Response:
    """Note an incident."""

    def work(page: Page) -> str:
        given = forms.read(IncidentIn, _words(code, day))
        order = orders.by_ref(door.session(), given.order) if given.order else None
        keeping.incident(door.session(), page, given.kind, given.text, order, by=current_actor())
        return "incident"

    return _do(code, day, "incident", work)


@blueprint.post("/consigne")
@allow(keeping.KEEP)
def hand_over(code: str, day: str) -> Response:
    """Leave a line for tomorrow or for the replacement."""

    def work(page: Page) -> str:
        given = forms.read(HandoverIn, _words(code, day))
        keeping.hand_over(door.session(), page, given.line, by=current_actor())
        return "consigne"

    return _do(code, day, "handover", work)


@blueprint.post("/fin")
@allow(keeping.KEEP)
def close(code: str, day: str) -> Response:
    """« Ma journée est complète », with or without gaps."""

    def work(page: Page) -> str:
        found = gaps.of(door.session(), page.group, page.day, clock.now())
        keeping.close(door.session(), page, len(found), by=current_actor())
        return "fin"

    return _do(code, day, "close", work)


def _do(code: str, day: str, act: str, work: Callable[[Page], str]) -> Response:
    """Do it once and come back; what is wrong is said beside the form as it was filled."""
    session, by = door.session(), current_actor()
    group, when = _asked(code, day)
    form = once.form_of(request.form.items(multi=True))

    def doing() -> str:
        said = work(Page(group, when, late=when < clock.today()))
        return url_for("team_day.show", code=code, day=day, fait=said)

    try:
        return htmx.go_to(once.run(session, form, f"day.{act}.{code}.{day}", doing, by=by))
    except (Invalid, Refused, NotFound) as error:
        session.rollback()
        return _page(*_asked(code, day), act, error)


def _asked(code: str, day: str) -> tuple[Group, date]:
    return asked.group_day(door.session(), current_actor(), code, day)


def _words(code: str, day: str) -> dict[str, str]:
    return {**request.form.to_dict(), "group": code, "day": day}


def _page(group: Group, day: date, act: str = "", error: EsatError | None = None) -> Response:
    errors = error.fields if isinstance(error, Invalid) else {}
    if error is not None and not errors:
        errors = {FIELDS.get(error.code, "_"): error.message}
    return htmx.render(
        "activity/day/page.html",
        status=error.status if error else 200,
        group=group,
        day=day,
        today=clock.today(),
        said=_said(),
        failed=act,
        errors=errors,
        values=request.form if error else {},
        key=once.fresh(),
        kinds=keeping.KINDS,
        wordless=keeping.WORDLESS,
        may_keep=day <= clock.today() and keeping.may_keep(current_actor(), group),
        halves=statuses.HALVES,
        slugs=statuses.SLUG_OF,
        **_facts(group, day, clock.now()),
    )


def _facts(group: Group, day: date, now: datetime) -> dict[str, Any]:
    """All that the page tells, read once."""
    session, key = door.session(), group.id or 0
    halves = {half: sheets.sheet(session, group, day, half) for half in statuses.HALVES}
    begun = gaps.halves(group, day, now)
    current = halves[clock.half_of(now)]
    there = {row.worker_id: row.name for row in current.rows}
    placed = places.now(session, there, day, places.moment(group, day, now))
    busy = {name for place in placed for name in place.names}
    present = [r.name for r in current.rows if r.status and r.status not in statuses.AWAY]
    return {
        "sheets": halves,
        "begun": begun,
        "places": placed,
        "waiting": [name for name in present if name not in busy],
        "slots": supports.slots(session, group, day),
        "tiles": output_pages.tiles_of(
            session, group, day, asked.placed_orders(session, group, day)
        )[:6],
        "outputs": outputs.of_day(session, key, day),
        "incidents": reads.incidents(session, key, day),
        "handovers": reads.handovers(session, key, day),
        "gaps": gaps.from_sheets(session, group, day, [halves[half] for half in begun]),
        "closed": reads.closed(session, key, day),
    }


def _said() -> str:
    """What was answered to what was just sent: by its capture, or by what it made."""
    plain = {"incident": "L’incident est noté.", "consigne": "La consigne est notée.",
             "fin": "La journée est fermée."}  # fmt: skip
    if said := plain.get(request.args.get("fait", "")):
        return said
    if request.args.get("production", "").isdigit():
        return _of_output(int(request.args["production"][:12]))
    try:
        uid = uuid.UUID(request.args.get("saisie", ""))
    except ValueError:
        return ""
    kept = floor_reads.answer_of(door.session(), uid.bytes, current_actor().account_id)
    return str(json.loads(kept).get("message", "")) if kept else ""


def _of_output(output_id: int) -> str:
    """The words of one's own output, once it is kept."""
    session = door.session()
    output = session.get(Output, output_id)
    if output is None or output.recorded_by != current_actor().account_id:
        return ""
    order = session.get_one(Order, output.order_id)
    total = outputs.total(session, output.order_id, output.unit)
    return output_words(Done(output, order, total.quantity, total.ordered))
