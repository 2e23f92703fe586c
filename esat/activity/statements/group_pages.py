"""What a supervisor sees of the month of his groups, to validate it: presence and hours, absence
prévue or imprévue; no reason, no counter of leave, nothing of a contract.
"""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.statements import board, closing, month_pages, periods, words
from esat.activity.statements.closing import VALIDATE
from esat.errors import NotFound
from esat.production import once
from esat.web import door, htmx

blueprint = Blueprint("group_month", __name__, url_prefix="/travailleurs/mois")


@blueprint.get("")
@allow(VALIDATE)
def index() -> Response:
    """The month to validate: this one on its last day, else the one before."""
    today = clock.today()
    this = today.replace(day=1)
    return _month(this if today == periods.last_day(this) else periods.before(this))


@blueprint.get("/<month>")
@allow(VALIDATE)
def show(month: str) -> Response:
    """The month of his groups."""
    return _month(month_pages.asked(month))


@blueprint.get("/<month>/<int:worker_id>")
@allow(VALIDATE)
def worker(month: str, worker_id: int) -> Response:
    """The month of one worker, day by day."""
    when, session = month_pages.asked(month), door.session()
    asked = closing.led(session, current_actor(), when, [worker_id])
    found = board.veiled(session, when, asked, today=clock.today())
    if not found:
        raise NotFound("statement_unknown")
    return htmx.render(
        "activity/statements/group_worker.html",
        month=when,
        words=words,
        sheet=found[0],
        statement=found[0].statement,
        may_validate=_may(when, found[0]),
        key=once.fresh(),
    )


@blueprint.post("/<month>/valider")
@allow(VALIDATE)
def validate_all(month: str) -> Response:
    """Validate the month of all his workers."""
    when = month_pages.asked(month)
    to = url_for("group_month.show", month=month)
    return _validate(when, lambda: closing.led(door.session(), current_actor(), when), to)


@blueprint.post("/<month>/<int:worker_id>/valider")
@allow(VALIDATE)
def validate(month: str, worker_id: int) -> Response:
    """Validate the month of one worker."""
    when = month_pages.asked(month)
    to = url_for("group_month.show", month=month)
    return _validate(when, lambda: [worker_id], to)


def _validate(month: date, asked: Callable[[], list[int]], to: str) -> Response:
    session, by = door.session(), current_actor()

    def work() -> str:
        closing.validate_by_supervisor(session, month, asked(), by=by, at=clock.now())
        return to

    sent = once.form_of(request.form.items(multi=True))
    key = f"statements.supervisor.{request.path}"
    return htmx.go_to(once.run(session, sent, key, work, by=by))


def _month(month: date) -> Response:
    session, today = door.session(), clock.today()
    mine = closing.led(session, current_actor(), month)
    sheets = board.veiled(session, month, mine, today=today) if mine else []
    return htmx.render(
        "activity/statements/group_month.html",
        month=month,
        words=words,
        sheets=sheets,
        waiting=sum(_may(month, one) for one in sheets),
        around=month_pages.around(month),
        over=today >= periods.last_day(month),
        key=once.fresh(),
    )


def _may(month: date, sheet: board.Sheet) -> bool:
    over = clock.today() >= periods.last_day(month)
    return over and sheet.supervisor is None and not sheet.versions
