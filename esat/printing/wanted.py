"""What the forms of printing ask for: where, on what, why; it prints nothing."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Invalid
from esat.printing import client_side, printers, wording
from esat.printing.asking import Wish
from esat.web.forms import Blank, FormShape, Text
from labels import GRIDS

PDF: Final = "pdf"
SHEET: Final = "planche-"
PLACES: Final = {"printer": "Choisissez où imprimer."}


class PrintForm(FormShape):
    """Where to print, and why when a label left before. `suite` is where to go afterwards."""

    printer: Text = ""
    layout: Text = ""
    reason: Text = ""
    suite: Text = ""
    debut: Annotated[int | None, Field(ge=1, le=200), Blank] = None


def wish(session: Session, form: PrintForm, by: Actor, **more: object) -> Wish | None:
    """What was asked for, or None when it does not say where and there is no usual printer.

    NotFound `printer_unknown`, `layout_unknown`; Invalid for a sheet that does not exist.
    """
    layout = _layout(session, form.layout)
    if form.printer == PDF:
        return Wish(None, layout, form.reason, **more)  # type: ignore[arg-type]
    if form.printer.startswith(SHEET):
        grid = form.printer.removeprefix(SHEET)
        if grid not in GRIDS:
            raise Invalid("form_invalid", PLACES)
        return Wish(None, f"sheet{grid}", form.reason, **more)  # type: ignore[arg-type]
    printer = (
        printers.by_code(session, form.printer) if form.printer else printers.usual(session, by)
    )
    return Wish(printer, layout, form.reason, **more) if printer else None  # type: ignore[arg-type]


def _layout(session: Session, asked: str) -> str:
    """A layout of the house or of a client. NotFound `layout_unknown`, `template_unknown`."""
    if client_side.is_template(asked):
        return f"{client_side.CLIENT}{client_side.template_of(session, asked).code}"
    return wording.layout_named(session, asked).code if asked else ""


def chosen(session: Session, form: PrintForm, by: Actor) -> Wish:
    """The same where a place must be said. Invalid when it is not."""
    found = wish(session, form, by)
    if found is None:
        raise Invalid("form_invalid", PLACES)
    return found


def codes(given: Sequence[str], most: int) -> list[str]:
    """The codes of a form, each once, in their order. Invalid when there are too many, or one is
    no code at all.
    """
    found = list(dict.fromkeys(text.strip() for text in given if text.strip()))
    if len(found) > most or any(len(text) > 64 for text in found):
        raise Invalid("form_invalid", {"code": f"Demandez {most} étiquettes au plus."})
    return found


def places(session: Session, by: Actor) -> list[tuple[str, str]]:
    """Where labels may go: the printers, that of the station first, then paper."""
    return [
        *((printer.code, printer.name) for printer in printers.offered(session, by)),
        *papers_only(session),
    ]


def papers_only(session: Session) -> list[tuple[str, str]]:
    """A PDF with a page each, and the A4 sheets."""
    known = wording.layouts(session)
    sheets = [(f"{SHEET}{grid}", known[f"sheet{grid}"].label) for grid in GRIDS]
    return [(PDF, "PDF, une étiquette par page"), *sheets]
