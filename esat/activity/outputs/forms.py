"""An output as a page or a tablet gives it: shapes, before any rule."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, Field, StringConstraints

from esat.activity.outputs.models import NOTE
from esat.errors import Invalid, Refused
from esat.web import forms
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl

Shape = TypeVar("Shape", bound=BaseModel)
Amount = Annotated[FrenchDecimal, Field(ge=0, max_digits=11, decimal_places=3)]
GroupCode = Annotated[str, StringConstraints(min_length=1, max_length=40), NoControl]
OrderRef = Annotated[str, StringConstraints(min_length=1, max_length=20), NoControl]
Unit = Annotated[str, StringConstraints(max_length=20), NoControl]
Note = Annotated[str, StringConstraints(max_length=NOTE), NoControl]


class OutputIn(FormShape):
    """What was made of an order: data of the act `output.record`."""

    group: GroupCode
    day: date
    order: OrderRef
    quantity: Amount
    unit: Unit = ""
    scrap: Annotated[Amount | None, Blank] = None
    note: Note = ""


class CorrectionIn(FormShape):
    """What an output should have said: data of the act `output.correct`. Everything of it is said
    again, and why.
    """

    output: int
    quantity: Amount
    unit: Unit = ""
    scrap: Annotated[Amount | None, Blank] = None
    note: Note = ""
    reason: Annotated[str, StringConstraints(min_length=1, max_length=NOTE), NoControl]


def sent(shape: type[Shape], data: dict[str, Any]) -> Shape:
    """Read the data of an act. Refuses `activity_fields` with its first sentence, and
    each field's own.
    """
    try:
        return forms.read(shape, data)
    except Invalid as error:
        name, sentence = next(iter(error.fields.items()), ("", error.message))
        told = Refused("activity_fields", field=NAMES.get(name, name), sentence=sentence)
        raise told.about(error.fields) from error


NAMES = {
    "group": "équipe",
    "day": "jour",
    "order": "commande",
    "quantity": "quantité",
    "unit": "unité",
    "scrap": "rebut",
    "note": "note",
    "reason": "raison",
    "text": "fait",
    "line": "consigne",
    "kind": "sorte",
    "output": "production",
}


def zero(value: Decimal | None) -> Decimal:
    """A box left empty counts for nothing."""
    return value if value is not None else Decimal(0)


FIELDS: Final = {
    "output_unit_asked": "unit",
    "output_unit_unknown": "unit",
    "output_nothing": "quantity",
    "output_order_closed": "order",
    "output_order_cancelled": "order",
    "output_other_workshop": "order",
    "order_unknown": "order",
}
"""Beside which field a refusal is said."""
