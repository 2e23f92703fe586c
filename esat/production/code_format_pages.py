"""Which digit codes of clients are accepted: the list, to add, to approve, to end."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import code_format_reads, code_formats, once
from esat.production.client_code_forms import FormatIn
from esat.production.code_formats import MANAGE, Wanted
from esat.production.foreign_codes import NAMES
from esat.web import door, forms, htmx

blueprint = Blueprint("code_formats", __name__, url_prefix="/administration/codes-clients")


@blueprint.get("")
@allow(MANAGE)
def index() -> Response:
    """The formats in force and to come, then those that ended."""
    return _page()


@blueprint.post("")
@allow(MANAGE)
def add() -> Response:
    """Propose one more format."""

    def work() -> None:
        given = forms.read(FormatIn, request.form)
        since = given.since or clock.today()
        wanted = Wanted(**given.model_dump(exclude={"since"}), since=since)
        code_formats.add(door.session(), wanted, by=current_actor())

    return _once("code_formats.add", work, "add")


@blueprint.post("/usuels")
@allow(MANAGE)
def propose_usual() -> Response:
    """Propose the lengths of GS1 that are not accepted yet."""

    def work() -> None:
        code_formats.propose_usual(door.session(), since=clock.today(), by=current_actor())

    return _once("code_formats.propose_usual", work)


@blueprint.post("/<int:format_id>/valider")
@allow(MANAGE)
def approve(format_id: int) -> Response:
    """Take a proposal as the house's own."""
    return _once(
        f"code_formats.approve.{format_id}",
        lambda: code_formats.approve(door.session(), format_id, by=current_actor()),
    )


@blueprint.post("/<int:format_id>/terminer")
@allow(MANAGE)
def end(format_id: int) -> Response:
    """Accept it no longer, from now on."""
    return _once(
        f"code_formats.end.{format_id}", lambda: code_formats.end(door.session(), format_id)
    )


def _once(action: str, work: Callable[[], object], dialog: str = "") -> Response:
    session, by = door.session(), current_actor()
    form = once.form_of(request.form.items(multi=True))

    def done() -> str:
        work()
        return url_for("code_formats.index")

    try:
        return htmx.go_to(once.run(session, form, action, done, by=by))
    except Refused as refusal:
        session.rollback()
        return _page(409, said=refusal.message, opened=dialog)
    except Invalid as error:
        session.rollback()
        return _page(422, errors=error.fields, opened=dialog)


def _page(
    status: int = 200, *, said: str = "", errors: dict[str, str] | None = None, opened: str = ""
) -> Response:
    session, today = door.session(), clock.today()
    found = code_format_reads.formats(session)
    return htmx.render(
        "production/code_formats.html",
        status=status,
        now=[row for row in found if row.until is None or row.until >= today],
        ended=[row for row in found if row.until is not None and row.until < today],
        missing=not code_format_reads.has_usual(session, today),
        symbologies=[(code, NAMES[code]) for code in code_formats.SYMBOLOGIES],
        clients=code_format_reads.clients(session),
        today=today,
        said=said,
        errors=errors or {},
        opened=opened,
        values=request.form,
        key=once.fresh(),
    )
