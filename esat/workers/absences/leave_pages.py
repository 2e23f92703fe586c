"""The office's pages of leave: counters as proposals, confirmed for many or for one."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.web import door, forms, htmx
from esat.workers import addresses, people
from esat.workers.absences import confirming, counters, figures, kinds, leave, month
from esat.workers.absences.forms import FiguresIn
from esat.workers.absences.reading_pages import reading
from esat.workers.rules.keeping import BOOK

blueprint = Blueprint("leave", __name__, url_prefix="/travailleurs/absences/conges")


@blueprint.get("")
@allow(kinds.CODE)
def index() -> Response:
    """The counter of everybody at the end of a month, or today."""
    return _index()


@blueprint.post("")
@allow(kinds.CODE)
def confirm() -> Response:
    """Confirm the counters that are ticked as they were shown: all of them or none."""
    session, day = door.session(), _day()
    try:
        shown = confirming.read(request.form.getlist("shown"))
        confirming.as_shown(session, shown, day, by=current_actor(), at=clock.now())
    except EsatError as error:
        session.rollback()
        words = error.message
        return _index(words, error.status)
    return htmx.go_to(url_for("leave.index", jour=day, faits=len(shown)))


@blueprint.get("/<int:worker_id>")
@allow(kinds.CODE)
def show(worker_id: int) -> Response:
    """One counter, what made it, and the form that confirms it."""
    return _show(worker_id, {})


@blueprint.post("/<int:worker_id>")
@allow(kinds.CODE)
def decide(worker_id: int) -> Response:
    session = door.session()
    people.the_worker(session, worker_id)
    try:
        given = forms.read(FiguresIn, request.form)
        confirming.typed(session, worker_id, given, by=current_actor(), at=clock.now())
    except Invalid as error:
        session.rollback()
        return _show(worker_id, request.form, error.fields, status=422)
    except Refused as error:
        session.rollback()
        return _show(worker_id, request.form, refused=error.message, status=409)
    return htmx.go_to(url_for("leave.show", worker_id=worker_id, jour=given.day))


def _day() -> date:
    """The day that is asked; the end of last month where none is. NotFound for one to come."""
    today, asked = clock.today(), request.values.get("jour", "")
    return addresses.any_day(asked, today) if asked else today.replace(day=1) - timedelta(days=1)


def _index(refused: str = "", status: int = 200) -> Response:
    session, day, today = door.session(), _day(), clock.today()
    people_of = month.people(session, day)
    found = counters.counters(session, [key for key, _ in people_of], day)
    reading(found)
    months_ended = [today.replace(day=1) - timedelta(days=1)]
    for _ in range(2):
        months_ended.append(months_ended[-1].replace(day=1) - timedelta(days=1))
    return htmx.render(
        "workers/absences/leave.html",
        status=status,
        day=day,
        days=[*reversed(months_ended), today],
        rows=[(name, found[key], confirming.told(found[key])) for key, name in people_of],
        clear=[confirming.told(one) for one in found.values() if one.clear],
        ticked=request.form.getlist("shown"),
        refused=refused,
        done=request.args.get("faits", type=int),
    )


def _show(
    worker_id: int,
    typed: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> Response:
    session, day = door.session(), _day()
    worker = people.the_worker(session, worker_id)
    counter = counters.counters(session, [worker_id], day)[worker_id]
    began = leave.year_start(day, counters.rules_on(session, day).year_month)
    reading([worker_id])
    return htmx.render(
        "workers/absences/leave_one.html",
        status=status,
        worker=worker,
        day=day,
        counter=counter,
        said=confirming.told(counter),
        began=began,
        mobile_most=BOOK.value(session, "mobile_days_most", day),
        taken=counters.leaves(session, worker_id, began, day),
        known=figures.known(session, [worker_id], clock.today()).get(worker_id, []),
        values=typed or confirming.values(counter),
        errors=errors or {},
        refused=refused,
    )
