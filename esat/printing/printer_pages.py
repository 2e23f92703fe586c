"""The printers of the house: list, create, try, retire; prints nothing itself."""

from typing import Annotated, Final, Literal

from flask import Blueprint, Response, request, url_for
from pydantic import Field

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.printing import printers, queue
from esat.printing.printers import Kind, Wanted
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Required, Text

MANAGE: Final = "printing.manage"
blueprint = Blueprint("printers", __name__, url_prefix="/administration/imprimantes")


class PrinterForm(FormShape):
    """A printer as it is typed."""

    code: Required
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
    try:
        form = forms.read(PrinterForm, request.form)
        printers.create(door.session(), Wanted(**form.model_dump()), at=clock.now())
    except Invalid as error:
        return _page(error)
    return htmx.go_to(url_for("printers.page"))


@blueprint.post("/<code>/essai")
@allow(MANAGE)
def test(code: str) -> Response:
    """Ask for a label that names nothing."""
    session = door.session()
    printer = printers.by_code(session, code)
    queue.request_test(session, printer, by=current_actor(), at=clock.now())
    return htmx.go_to(url_for("print_queue.page"))


@blueprint.post("/<code>/retrait")
@allow(MANAGE)
def retire(code: str) -> Response:
    """Use a printer no more."""
    printers.retire(door.session(), printers.by_code(door.session(), code), clock.now())
    return htmx.go_to(url_for("printers.page"))


def _page(error: Invalid | None = None) -> Response:
    return htmx.render(
        "printing/printers.html",
        status=error.status if error else 200,
        printers=printers.usable(door.session()),
        kinds=printers.KINDS,
        formats=printers.FORMATS,
        errors=error.fields if error else {},
        typed=request.form,
    )
