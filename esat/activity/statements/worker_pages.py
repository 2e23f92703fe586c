"""The month of one worker for the office: its days, what is open, its versions, its paper."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.statements import (
    board,
    closing,
    kept,
    month_pages,
    paper,
    periods,
    record,
    words,
)
from esat.activity.statements.closing import MANAGE
from esat.activity.statements.figures import Closed
from esat.activity.statements.forms import CloseIn, NoteIn
from esat.activity.statements.pages import PDF, sent
from esat.errors import Invalid
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers.absences.reading_pages import reading

blueprint = Blueprint("statement", __name__, url_prefix="/travailleurs/releves")
_ONE = "/<month>/<int:worker_id>"


@blueprint.get(_ONE)
@allow(MANAGE)
def show(month: str, worker_id: int) -> Response:
    """The month as it stands, on one page."""
    return _show(month_pages.asked(month), worker_id)


@blueprint.post(f"{_ONE}/expliquer")
@allow(MANAGE)
def explain(month: str, worker_id: int) -> Response:
    """A sentence for what stays open."""
    when = month_pages.asked(month)

    def work() -> None:
        given = _note()
        closing.explain(
            door.session(), when, worker_id, given.anomaly, given.words,
            by=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _done(when, worker_id, "explain", work)


@blueprint.post(f"{_ONE}/valider")
@allow(MANAGE)
def validate(month: str, worker_id: int) -> Response:
    """The office says that it is right."""
    when = month_pages.asked(month)

    def work() -> None:
        closing.validate(door.session(), when, worker_id, by=current_actor(), at=clock.now())

    return _done(when, worker_id, "validate", work)


@blueprint.post(f"{_ONE}/clore")
@allow(MANAGE)
def close(month: str, worker_id: int) -> Response:
    """Close it, or take it again with a reason."""
    when = month_pages.asked(month)

    def work() -> None:
        given = forms.read(CloseIn, request.form)
        closing.close(
            door.session(), when, worker_id, given.reason, by=current_actor(), at=clock.now()
        )

    return _done(when, worker_id, "close", work)


@blueprint.get(f"{_ONE}/version/<int:number>")
@allow(MANAGE)
def version(month: str, worker_id: int, number: int) -> Response:
    """A version as it was closed, with what it changed of the one before."""
    when, session = month_pages.asked(month), door.session()
    closed = kept.version(session, when, worker_id, number)
    reading([worker_id])
    heads = closing.the(session, when, worker_id, today=clock.today()).versions
    return htmx.render(
        "activity/statements/version.html",
        month=when,
        words=words,
        closed=closed,
        statement=closed.statement,
        apart=paper.apart(closed.statement),
        head=heads[number - 1],
        last=heads[-1].version,
        differences=kept.difference(session, when, worker_id, number),
    )


@blueprint.get(f"{_ONE}/releve.pdf")
@allow(MANAGE)
def page(month: str, worker_id: int) -> Response:
    """The paper of a version, or of the month as it stands."""
    when, session = month_pages.asked(month), door.session()
    number = request.args.get("version", type=int) or 0
    reading([worker_id])
    sheet = closing.the(session, when, worker_id, today=clock.today())
    closed: Closed
    if number:
        closed = kept.version(session, when, worker_id, number)
        at = sheet.versions[number - 1].said.at
    else:
        closed, at = kept.as_it_stands(sheet), clock.now()
    name = f"releve-{month}-{worker_id}{f'-v{number}' if number else '-provisoire'}.pdf"
    return sent(paper.pdf([(closed, number)], at), PDF, name)


def _note() -> NoteIn:
    """The sentence, from the field of its anomaly. Invalid with the fault beside that field."""
    anomaly = request.form.get("anomaly", "")
    field = f"words-{anomaly}"
    try:
        return forms.read(NoteIn, {"anomaly": anomaly, "words": request.form.get(field, "")})
    except Invalid as error:
        faults = {field if name == "words" else name: said for name, said in error.fields.items()}
        raise Invalid("form_invalid", faults) from error


def _done(month: date, worker_id: int, action: str, work: Callable[[], None]) -> Response:
    """The act, once; then the month again, or the form with what is wrong beside it."""
    session = door.session()
    to = url_for("statement.show", month=f"{month:%Y-%m}", worker_id=worker_id)

    def act() -> str:
        work()
        return to

    sent_form = once.form_of(request.form.items(multi=True))
    try:
        key = f"statement.{action}.{month:%Y-%m}.{worker_id}"
        return htmx.go_to(once.run(session, sent_form, key, act, by=current_actor()))
    except Invalid as error:
        session.rollback()
        return _show(month, worker_id, error.fields, 422)


def _show(
    month: date, worker_id: int, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    session, today = door.session(), clock.today()
    sheet = closing.the(session, month, worker_id, today=today)
    reading([worker_id])
    return htmx.render(
        "activity/statements/worker.html",
        status=status,
        month=month,
        words=words,
        sheet=sheet,
        statement=sheet.statement,
        apart=paper.apart(sheet.statement),
        states=board.STATES,
        meanings=board.MEANINGS,
        over=today >= periods.last_day(month),
        changes=_since_closed(month, sheet),
        values=request.form,
        errors=errors or {},
        key=once.fresh(),
    )


def _since_closed(month: date, sheet: board.Sheet) -> list[tuple[str, str, str]]:
    """What a correction changed since the last version."""
    if sheet.state != board.AGAIN:
        return []
    last = kept.version(door.session(), month, sheet.worker_id, sheet.versions[-1].version)
    return record.differences(last, kept.as_it_stands(sheet))
