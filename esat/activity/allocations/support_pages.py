"""The page of a group's support, meetings and training of a day: what is noted, and one more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.activity.allocations import choosing, day_reads, pages, supports
from esat.activity.allocations.choosing import Chosen
from esat.activity.allocations.refusals import RECORD
from esat.production import once
from esat.web import door, htmx
from esat.workers.models import Group

blueprint = Blueprint("supports", __name__, url_prefix="/equipes/<code>/<day>/soutiens")


@blueprint.get("")
@allow(RECORD)
def show(code: str, day: str) -> Response:
    """The moments of the day, then what, who and from when to when."""
    group, when = pages.asked(code, day)
    chosen = choosing.read(door.session(), group, request.args)
    return _page(group, when, chosen, pages.answered(request.args.get("reponse", "")))


@blueprint.post("")
@allow(RECORD)
@door.own_transaction
def record(code: str, day: str) -> Response:
    """Note one: the act that places people, with its hours."""

    def again(said: Mapping[str, Any]) -> Response:
        group, when = pages.asked(code, day)
        chosen = choosing.read(door.session(), group, request.form)
        return _page(group, when, chosen, said, status=409)

    return pages.capture(code, day, "allocation.record", "supports.show", again, when="time")


def _page(
    group: Group, day: date, chosen: Chosen, said: Mapping[str, Any] | None, *, status: int = 200
) -> Response:
    session = door.session()
    view = day_reads.page(session, group, day)
    return htmx.render(
        "activity/supports.html",
        status=status,
        group=group,
        day=day,
        today=clock.today(),
        people=view.people,
        chosen=chosen.everybody(view.there) if request.args.get("tous") == "1" else chosen,
        said=said,
        activities=supports.ACTIVITIES,
        slots=supports.slots(session, group, day),
        key=once.fresh(),
        here=url_for("supports.show", code=group.code, day=day.isoformat()),
    )
