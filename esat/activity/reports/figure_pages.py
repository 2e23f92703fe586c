"""The page of the yearly figures, for direction: hours and people, no name, files to take away."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from flask import Blueprint, Response, request
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow
from esat.activity.reports import figures, files
from esat.errors import NotFound
from esat.exchange import spreadsheet
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, FrenchDecimal
from esat.workers.rules.keeping import BOOK

READ: Final = "activity.figures"
MOST: Final = 20
"""Orders and clients shown; the files have them all."""
blueprint = Blueprint("activity_figures", __name__, url_prefix="/travailleurs/bilan")


class AskedYear(FormShape):
    """Which year; this one when nothing is said."""

    annee: Annotated[Annotated[int, Field(ge=2000, le=2100)] | None, Blank] = None


class AskedFile(AskedYear):
    """A table of that year."""

    quoi: Literal["mois", "ateliers", "activites", "detail", "commandes", "clients", "personnes"]
    format: Literal["csv", "xlsx"] = "csv"


class AskedClient(AskedYear):
    """A contract's client and the hours of staff on it, which are kept nowhere."""

    client: Annotated[int | None, Blank] = None
    encadrement: Annotated[Annotated[FrenchDecimal, Field(ge=0, le=1_000_000)] | None, Blank] = None


@blueprint.get("")
@allow(READ)
def show() -> Response:
    """The year: hours by month, workshop, activity, order, client; people by month."""
    given = forms.read(AskedClient, request.args)
    session, today = door.session(), clock.today()
    year = _year(given, today)
    one = figures.year(session, date(year, 1, 1), date(year, 12, 31))
    clients = one.clients()
    return htmx.render(
        "activity/reports/figures.html",
        year=year,
        after=year < today.year,
        one=one,
        columns=figures.SAID_LABELS,
        splits=one.splits(_labels()),
        clients=clients,
        most=MOST,
        labels=_labels(),
        people=figures.people(session, year, today),
        hours=figures.hours,
        part=figures.part,
        worked=sum(minutes for *_, minutes in clients),
        asked=given,
        reserved=_reserved(given, clients),
        least=BOOK.value(session, "reserved_share_least", min(today, date(year, 12, 31))),
        sales=one.sold(),
        tables=files.TABLES,
    )


@blueprint.get("/fichier")
@allow(READ)
def file() -> Response:
    """One of the tables of that year, for a spreadsheet."""
    given = forms.read(AskedFile, request.args)
    session, today = door.session(), clock.today()
    year = _year(given, today)
    last = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    one = figures.year(session, date(year, 1, 1), last)
    rows = files.rows(session, given.quoi, one, _labels())
    headers = files.TABLES[given.quoi].headers
    answer = Response(
        spreadsheet.write(given.format, headers, list(rows)),
        mimetype=spreadsheet.MIME[given.format].partition(";")[0],
    )
    name = f"bilan-{year}-{given.quoi}.{given.format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _year(given: AskedYear, today: date) -> int:
    """NotFound for a year to come."""
    if given.annee is not None and given.annee > today.year:
        raise NotFound("year_unknown")
    return given.annee or today.year


def _labels() -> dict[str, str]:
    return {one.code: one.label for one in door.house().registry.workshops.values()}


def _reserved(
    given: AskedClient, clients: list[tuple[int, str, int]]
) -> tuple[str, Decimal, Decimal, Decimal | None] | None:
    """The workers' hours, those of staff, and the workers' part of both, in hundredths."""
    found = next((one for one in clients if one[0] == given.client), None)
    if found is None or given.client is None or given.encadrement is None:
        return None
    mine = figures.hours(found[2])
    whole = mine + given.encadrement
    return found[1], mine, given.encadrement, round(100 * mine / whole, 1) if whole else None
