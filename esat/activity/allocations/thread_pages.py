"""The thread of a group's day: its lines with what they said before; ended, corrected, settled."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.allocations import (
    day_reads,
    forms,
    pages,
    questions,
    service,
    settling,
    timeline,
)
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.refusals import RECORD
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, htmx
from esat.workers.models import Group

blueprint = Blueprint("allocations_thread", __name__, url_prefix="/equipes/<code>/<day>/postes/fil")


@blueprint.get("")
@allow(RECORD)
def show(code: str, day: str) -> Response:
    """Each one's day, from the first line to the last."""
    group, when = pages.asked(code, day)
    said = pages.answered(request.args.get("reponse", ""))
    return _page(group, when, message=said["message"] if said else _done())


@blueprint.post("/fin")
@allow(RECORD)
@door.own_transaction
def end(code: str, day: str) -> Response:
    """End what somebody is at."""
    return _act(code, day, "allocation.end")


@blueprint.post("/retirer")
@allow(RECORD)
@door.own_transaction
def take_back(code: str, day: str) -> Response:
    """A line that was never so."""
    return _act(code, day, "allocation.take_back")


@blueprint.post("/corriger")
@allow(RECORD)
def correct(code: str, day: str) -> Response:
    """Other times for a line."""
    group, when = pages.asked(code, day)

    def work() -> None:
        line = _line(group, when, request.form.get("line", type=int))
        given = forms.read(forms.CorrectIn, request.form.to_dict())
        start = forms.moment(when, given.from_time)
        if start is None:
            raise Refused("allocation_times")
        service.correct(
            door.session(), line.id or 0, start, forms.moment(when, given.to_time), given.reason,
            by=current_actor(),
        )  # fmt: skip

    return _do(group, when, "allocation.correct", work)


@blueprint.post("/choisir")
@allow(RECORD)
def settle(code: str, day: str) -> Response:
    """Keep what one of two groups said."""
    group, when = pages.asked(code, day)

    def work() -> None:
        question = request.form.get("question", type=int) or 0
        kept = request.form.get("kept", type=int) or 0
        settling.settle(door.session(), question, kept, by=current_actor())

    return _do(group, when, "allocation.settle", work)


def _act(code: str, day: str, action: str) -> Response:
    group, when = pages.asked(code, day)
    if action == "allocation.take_back":
        _line(group, when, request.form.get("line", type=int), voided=True)

    def again(said: Mapping[str, Any]) -> Response:
        return _page(*pages.asked(code, day), refused=said["message"], status=409)

    return pages.capture(code, day, action, "allocations_thread.show", again)


def _do(group: Group, day: date, action: str, work: Callable[[], None]) -> Response:
    """Do it once, and come back to the thread; refused, the page says why."""
    session = door.session()
    form = once.form_of(request.form.items(multi=True))

    def done() -> str:
        work()
        return url_for("allocations_thread.show", code=group.code, day=day.isoformat(), fait=1)

    try:
        return htmx.go_to(once.run(session, form, action, done, by=current_actor()))
    except (Refused, Invalid) as error:
        session.rollback()
        status = 409 if isinstance(error, Refused) else 422
        return _page(group, day, refused=_sentence(error), status=status)


def _sentence(error: EsatError) -> str:
    fields = error.fields if isinstance(error, Invalid) else {}
    return next(iter(fields.values()), error.message)


def _line(group: Group, day: date, line_id: int | None, *, voided: bool = False) -> Allocation:
    """A line of this group and day; NotFound `allocation_unknown` for any other."""
    line = door.session().get(Allocation, line_id or 0)
    mine = line is not None and (line.group_id, line.day) == (group.id, day)
    if line is None or not mine or (line.voided_at is not None and not voided):
        raise NotFound("allocation_unknown")
    return line


def _done() -> str:
    return "C’est noté." if request.args.get("fait") == "1" else ""


def _page(
    group: Group, day: date, *, message: str = "", refused: str = "", status: int = 200
) -> Response:
    session = door.session()
    view = day_reads.page(session, group, day)
    return htmx.render(
        "activity/posts_thread.html",
        status=status,
        group=group,
        day=day,
        today=clock.today(),
        threads=timeline.threads(session, group, day, [one.id for one in view.people]),
        questions=questions.waiting(session, (group.id or 0,)),
        message=message,
        refused=refused,
        key=once.fresh(),
        span=timeline.span,
        here=url_for("allocations_thread.show", code=group.code, day=day.isoformat()),
        back=url_for("allocations.show", code=group.code, day=day.isoformat()),
    )
