"""The page of what is due, and of the delegates; for office and direction."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.reports import delegates, due
from esat.errors import Invalid
from esat.web import door, forms, htmx
from esat.workers import reads
from esat.workers.contracts import agreeing, kinds
from esat.workers.contracts.forms import SeatIn
from esat.workers.contracts.pages import KEEP, READ

blueprint = Blueprint("activity_due", __name__, url_prefix="/travailleurs")


@blueprint.get("/echeances")
@allow(READ)
def show() -> Response:
    """Everything to do, by date."""
    session, today = door.session(), clock.today()
    lines = due.listed(session, today)
    return htmx.render(
        "activity/reports/due.html",
        late=[(line, _page_of(line)) for line in lines if line.day < today],
        ahead=[(line, _page_of(line)) for line in lines if line.day >= today],
        today=today,
    )


@blueprint.get("/delegues")
@allow(READ)
def seats() -> Response:
    """Who is the elected delegate, who the deputy, and the hours of the month."""
    return _seats({})


@blueprint.post("/delegues")
@allow(KEEP)
def sit() -> Response:
    """Who holds a seat, from a day on; the same twice is once."""
    try:
        agreeing.seat(door.session(), forms.read(SeatIn, request.form), by=current_actor())
    except Invalid as error:
        return _seats(error.fields)
    return htmx.go_to(url_for("activity_due.seats"))


def _page_of(line: due.Line) -> str:
    if line.page == "secondment":
        return url_for("activity_secondments.show", root=line.key)
    return url_for("worker_contracts.show", worker_id=line.key)


def _seats(errors: dict[str, str]) -> Response:
    session, today = door.session(), clock.today()
    return htmx.render(
        "activity/reports/delegates.html",
        status=422 if errors else 200,
        errors=errors,
        values=request.form if errors else {},
        held=delegates.held(session, today),
        seats=kinds.SEATS,
        people=[(one.id, one.name) for one in reads.workers(session, current_actor())],
        month=today.replace(day=1),
        may_keep=current_actor().can(KEEP),
    )
