"""One absence of the office: its reason, its versions, corrected, withdrawn, the Saturday."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.web import door, forms, htmx
from esat.workers.absences import coding, kinds, month, versions
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.models import Absence
from esat.workers.absences.reading_pages import reading

blueprint = Blueprint("absence", __name__, url_prefix="/travailleurs/absences/<int:number>")


@blueprint.get("")
@allow(kinds.CODE)
def show(number: int) -> Response:
    return _show(number, {})


@blueprint.post("")
@allow(kinds.CODE)
def correct(number: int) -> Response:
    """Say it anew, with why."""

    def work() -> Absence:
        worker = coding.versions(door.session(), number)[0].worker_id
        given = forms.read(AbsenceIn, {**request.form, "worker_id": str(worker)})
        by, at = current_actor(), clock.now()
        return coding.correct(door.session(), number, _version(), given, by=by, at=at)

    return _done(number, work)


@blueprint.post("/retirer")
@allow(kinds.CODE)
def withdraw(number: int) -> Response:
    """Take it back: there was no absence."""

    def work() -> Absence:
        words, by = request.form.get("correction", ""), current_actor()
        return coding.withdraw(door.session(), number, _version(), words, by=by, at=clock.now())

    return _done(number, work)


@blueprint.post("/samedi")
@allow(kinds.CODE)
def saturday(number: int) -> Response:
    """Say whether the days after a leave count."""
    counts, by = request.form.get("counts") == "y", current_actor()

    def work() -> Absence:
        return coding.answer(
            door.session(), number, _version(), counts=counts, by=by, at=clock.now()
        )

    back = request.form.get("mois", "")
    return _done(number, work, url_for("absences.index", mois=back) if back else "")


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _done(number: int, work: Callable[[], Absence], to: str = "") -> Response:
    session = door.session()
    try:
        work()
    except Invalid as error:
        session.rollback()
        return _show(number, request.form, error.fields, status=422)
    except Refused as error:
        session.rollback()
        return _show(number, request.form, refused=error.message, status=409)
    return htmx.go_to(to or url_for("absence.show", number=number))


def _show(
    number: int,
    typed: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> Response:
    session = door.session()
    rows = versions.of(session, number)
    newest = rows[0]
    reading([newest.shown.worker_id])
    return htmx.render(
        "workers/absences/absence.html",
        status=status,
        rows=rows,
        newest=newest,
        values=typed or versions.values(newest),
        errors=errors or {},
        refused=refused,
        kinds=[(one.code, one.label) for one in kinds.offered(session, clock.today())],
        month=month.read(f"{newest.shown.stretch.since:%Y-%m}", clock.today()),
    )
