"""The page of exports: choose a table, its days and its format; each table has its own right."""

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint, Response, request

from esat import clock
from esat.accounts.permissions import allow, current_actor, require
from esat.errors import Invalid, NotFound
from esat.exchange import spreadsheet
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, Required

blueprint = Blueprint("exports", __name__, url_prefix="/administration/exports")

ENTER = "exchange.export"
FORMATS = (
    ("csv", "CSV", "pour un tableur français"),
    ("xlsx", "XLSX", "classeur"),
    ("json", "JSON", "pour un autre logiciel"),
)


class ExportIn(FormShape):
    """The table, the days, both included, and the format."""

    quoi: Required
    du: Annotated[date | None, Blank] = None
    au: Annotated[date | None, Blank] = None
    format: Literal["csv", "xlsx", "json"] = "csv"


@blueprint.get("")
@allow(ENTER)
def index() -> Response:
    return _ask({})


@blueprint.get("/fichier")
@allow(ENTER)
def download() -> Response:
    """The table as a file, or the page again with what is wrong in the days."""
    try:
        given = _given()
    except Invalid as error:
        return _ask(error.fields, status=error.status)
    wanted = door.house().registry.exports.get(given.quoi)
    if wanted is None:
        raise NotFound("not_found")
    require(wanted.capability)
    rows = wanted.of(door.session(), given.du, given.au, by=current_actor())
    answer = Response(
        spreadsheet.write(given.format, wanted.headers, rows),
        mimetype=spreadsheet.MIME[given.format].partition(";")[0],
    )
    name = f"{wanted.code}-{clock.today().isoformat()}.{given.format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _given() -> ExportIn:
    given = forms.read(ExportIn, request.args)
    if given.du and given.au and given.du > given.au:
        raise Invalid("form_invalid", {"au": "Le dernier jour vient avant le premier."})
    return given


def _ask(errors: dict[str, str], *, status: int = 200) -> Response:
    by, known = current_actor(), door.house().registry.exports.values()
    return htmx.render(
        "exchange/exports.html",
        status=status,
        exports=[one for one in known if by.can(one.capability)],
        formats=FORMATS,
        typed=request.args,
        errors=errors,
    )
