"""What the forms of an order send, as typed shapes; it reads no database."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from esat import registry
from esat.errors import Invalid
from esat.production.orders import Line, Wanted
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl, Text, read

UNITS = ("pièce", "sac", "kg", "heure", "passage", "m²", "ml", "volume", "carton", "palette")
PLACES = (("workshop", "À l’atelier"), ("at_home", "Chez le client"))
LINES = 3
"""How many empty lines a new form shows."""
MOST_LINES = 60

ShortText = Annotated[str, StringConstraints(max_length=60), NoControl]
Instructions = Annotated[str, StringConstraints(max_length=2000), NoControl]
Reason = Annotated[str, StringConstraints(max_length=280), NoControl]


class OrderIn(FormShape):
    """The fields that every order has."""

    client_id: int
    due_on: Annotated[date | None, Blank] = None
    site_id: Annotated[int | None, Blank] = None
    client_ref: ShortText = ""
    commitment_no: ShortText = ""
    instructions: Instructions = ""


class LineIn(FormShape):
    """One line of what is asked."""

    label: Text = ""
    quantity: Annotated[FrenchDecimal, Field(gt=0, max_digits=11, decimal_places=3)]
    unit: Annotated[str, StringConstraints(min_length=1, max_length=20), NoControl] = "pièce"
    place: Literal["at_home", "workshop"] = "workshop"


class ItemIn(FormShape):
    """An article more in an order."""

    kind: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    label: Text = ""
    quantity: Annotated[FrenchDecimal, Field(gt=0, max_digits=11, decimal_places=3)] = Decimal(1)


class GenericItems(FormShape):
    """Articles of a workshop that has no form of its own."""

    kind: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    count: Annotated[int | None, Field(ge=0, le=500), Blank] = None


class PromiseIn(FormShape):
    due_on: date
    reason: Reason = ""


class CancelIn(FormShape):
    cause: Reason = ""


def read_order(form: Mapping[str, str], workshop: str) -> Wanted:
    """The order that a form asks for. Invalid with one sentence a field, lines included."""
    errors: dict[str, str] = {}
    given: OrderIn | None = None
    try:
        given = read(OrderIn, form)
    except Invalid as error:
        errors |= error.fields
    lines = _lines(form, errors)
    if errors or given is None:
        raise Invalid("form_invalid", errors)
    return Wanted(
        workshop=workshop, client_id=given.client_id, due_on=given.due_on, site_id=given.site_id,
        client_ref=given.client_ref, commitment_no=given.commitment_no,
        instructions=given.instructions, lines=lines,
    )  # fmt: skip


def numbered(form: Mapping[str, str]) -> tuple[int, ...]:
    """The numbers of the lines that a form holds."""
    found = {
        int(match[1])
        for name in form
        if (match := re.fullmatch(r"line-(\d{1,3})-(?:label|quantity)", name))
    }
    return tuple(sorted(found))[:MOST_LINES]


def _lines(form: Mapping[str, str], errors: dict[str, str]) -> tuple[Line, ...]:
    """The lines that say something; an empty one is no line."""
    lines = []
    for n in numbered(form):
        said = {name: form.get(f"line-{n}-{name}", "").strip() for name in
                ("label", "quantity", "unit", "place")}  # fmt: skip
        if not said["label"] and not said["quantity"]:
            continue
        if not said["label"]:
            errors[f"line-{n}-label"] = "Écrivez ce qui est demandé."
            continue
        try:
            line = read(LineIn, {name: value for name, value in said.items() if value})
        except Invalid as error:
            errors |= {f"line-{n}-{name}": words for name, words in error.fields.items()}
            continue
        lines.append(Line(line.label, line.quantity, line.unit, place=line.place))
    return tuple(lines)


def kind_label(workshop: str, kind: str) -> str:
    """The word of an item kind, for an article that nobody named."""
    declared = registry.current().workshop(workshop).item_kind(kind)
    return declared.label if declared else kind
