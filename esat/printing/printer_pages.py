"""The printers of the house: list, create, change, try, ask how they are, retire."""

from typing import Annotated, Final, Literal

from flask import Blueprint, Response, request, url_for
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.printing import asking, jobs, papers, printer_states, printers
from esat.printing.models import LabelPrinter
from esat.printing.printers import Kind, Wanted
from esat.production.floor_forms import picked
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Required, Text

MANAGE: Final = "printing.manage"
PAPERS: Final = [(paper.code, paper.label) for paper in papers.PAPERS.values()]
blueprint = Blueprint("printers", __name__, url_prefix="/administration/imprimantes")


class PrinterForm(FormShape):
    """A printer as it is typed."""

    code: Text = ""
    name: Annotated[Required, Field(max_length=80)]
    kind: Kind
    target: Required
    dpi: Annotated[int, Field(ge=150, le=1200)] = 203
    media: Annotated[Text, Field(max_length=60)] = ""
    format: Literal["zpl", "png", "pdf"] = "zpl"


@blueprint.get("")
@allow(MANAGE)
def page() -> Response:
    """The printers in use."""
    return _page()


@blueprint.post("")
@allow(MANAGE)
def create() -> Response:
    """Make a printer known."""
    session = door.session()
    try:
        form = forms.read(PrinterForm, request.form)
        made = printers.create(session, Wanted(**form.model_dump()), at=clock.now())
    except Invalid as error:
        return _page(error)
    return htmx.go_to(url_for("printers.one", code=made.code))


@blueprint.get("/<code>")
@allow(MANAGE)
def one(code: str) -> Response:
    """One printer: its facts, the stations it serves, how it is."""
    return _one(printers.by_code(door.session(), code))


@blueprint.post("/<code>")
@allow(MANAGE)
def change(code: str) -> Response:
    """Other facts for a printer, and the stations it serves."""
    session, by = door.session(), current_actor()
    printer = printers.by_code(session, code)
    try:
        form = forms.read(PrinterForm, request.form)
        wanted = Wanted(**form.model_dump() | {"code": printer.code})
        printers.change(session, printer, wanted)
        printers.serve(session, printer, picked(request.form.getlist("stations")), by)
    except Invalid as error:
        return _one(printer, error)
    return htmx.go_to(url_for("printers.page"))


@blueprint.post("/<code>/etat")
@allow(MANAGE)
@door.own_transaction
def check(code: str) -> Response:
    """Ask the printer how it is, outside any transaction: it may take its time."""
    house = door.house()
    with house.database.read() as session:
        printer = printers.by_code(session, code)
    jobs.ask_state(house, printer, printers.sendable(printer, house.settings.data_dir))
    return htmx.go_to(url_for("printers.one", code=code))


@blueprint.post("/<code>/essai")
@allow(MANAGE)
def test(code: str) -> Response:
    """Ask for a label that names nothing."""
    session = door.session()
    printer = printers.by_code(session, code)
    asking.request_test(session, printer, by=current_actor(), at=clock.now())
    return htmx.go_to(url_for("print_queue.page"))


@blueprint.post("/<code>/retrait")
@allow(MANAGE)
def retire(code: str) -> Response:
    """Use a printer no more."""
    printers.retire(door.session(), printers.by_code(door.session(), code), clock.now())
    return htmx.go_to(url_for("printers.page"))


def _page(error: Invalid | None = None) -> Response:
    found = printers.usable(door.session())
    return htmx.render(
        "printing/printers.html",
        status=error.status if error else 200,
        printers=[(printer, *printer_states.told(printer)) for printer in found],
        **_choices(error),
        typed=request.form,
    )


def _one(printer: LabelPrinter, error: Invalid | None = None) -> Response:
    session = door.session()
    word, meaning, why = printer_states.told(printer)
    stations = printers.stations(session, current_actor())
    return htmx.render(
        "printing/printer.html",
        status=error.status if error else 200,
        printer=printer,
        word=word,
        meaning=meaning,
        why=why,
        stations=[(station.id, f"{station.name} ({station.code})") for station in stations],
        served=[station.id for station in stations if station.printer == printer.code],
        **_choices(error),
        typed=request.form if error else printer.model_dump(),
    )


def _choices(error: Invalid | None) -> dict[str, object]:
    return {
        "kinds": printers.KINDS,
        "formats": printers.FORMATS,
        "papers": PAPERS,
        "errors": error.fields if error else {},
    }
