"""From what a browser or a device sends to a typed shape, with French field errors."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from werkzeug.datastructures import MultiDict

from esat.errors import Invalid

Shape = TypeVar("Shape", bound=BaseModel)

_COUNT = re.compile(r"\s*[+-]?[0-9.]+\s*")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")

MESSAGES = {
    "missing": "Ce champ est à remplir.",
    "string_too_short": "Ce champ est à remplir.",
    "string_too_long": "Ce texte est trop long ({max_length} signes au plus).",
    "int_parsing": "Écrivez un nombre entier.",
    "int_from_float": "Écrivez un nombre entier.",
    "decimal_parsing": "Écrivez un nombre, par exemple 12,5.",
    "decimal_max_places": "Trop de chiffres après la virgule.",
    "decimal_max_digits": "Ce nombre est trop grand.",
    "greater_than": "Le nombre doit être plus grand que {gt}.",
    "greater_than_equal": "Le nombre doit être au moins {ge}.",
    "less_than": "Le nombre doit être plus petit que {lt}.",
    "less_than_equal": "Le nombre doit être au plus {le}.",
    "date_parsing": "Écrivez une date, par exemple 2026-11-23.",
    "date_from_datetime_parsing": "Écrivez une date, par exemple 2026-11-23.",
    "datetime_parsing": "Écrivez une date et une heure.",
    "datetime_from_date_parsing": "Écrivez une date et une heure.",
    "wall_time": "Écrivez une heure de la journée, par exemple 9:15.",
    "enum": "Choisissez dans la liste.",
    "literal_error": "Choisissez dans la liste.",
    "bool_parsing": "Répondez par oui ou par non.",
    "string_pattern_mismatch": "Ce texte n’a pas la forme attendue.",
    "finite_number": "Écrivez un nombre, par exemple 12,5.",
    "extra_forbidden": "Ce champ n’est pas attendu.",
}
UNREADABLE = "Cette valeur n’est pas lisible."

_TYPED: Final = frozenset({
    "date_parsing", "date_from_datetime_parsing", "datetime_parsing", "datetime_from_date_parsing",
    "int_parsing",
})  # fmt: skip
"""An empty box is no number or date that is badly written: it is told as an empty box."""


class FormShape(BaseModel):
    """Base of input shapes: blanks around texts go, unknown fields are ignored.

    What checks a shape is built when one is first sent, not when the house starts.
    """

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True, defer_build=True)


def _no_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _french_number(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = _BLANKS.sub("", value).replace(",", ".")
    return text or None


def _no_nul(value: object) -> object:
    if isinstance(value, str) and any(ord(c) < 32 and c not in "\n\r\t" for c in value):
        msg = "control characters"
        raise ValueError(msg)
    return value


# The length stands before the validator: the other way round, pydantic counts « items » and its
# error is no longer the one of a text.
NoControl = BeforeValidator(_no_nul)
Text = Annotated[str, StringConstraints(max_length=200), NoControl]
Required = Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
LongText = Annotated[str, StringConstraints(max_length=2000), NoControl]
FrenchDecimal = Annotated[Decimal, BeforeValidator(_french_number)]
Blank = BeforeValidator(_no_blank)
"""Put it on an optional field so that an empty box means None."""


def read(shape: type[Shape], form: "MultiDict[str, str] | Mapping[str, Any]") -> Shape:
    """Read a form or raise `Invalid("form_invalid")` with one French sentence a field."""
    values: dict[str, Any] = {}
    for name, field in shape.model_fields.items():
        if isinstance(form, MultiDict) and _is_many(field.annotation):
            values[name] = form.getlist(name)
        elif name in form:
            values[name] = _no_count(field.annotation, form[name])
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise Invalid("form_invalid", field_errors(error)) from error


def field_errors(error: ValidationError) -> dict[str, str]:
    """One French sentence by field; pydantic's own text is English and may echo the input."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False):
        name = ".".join(str(part) for part in item["loc"]) or "_"
        empty = item["input"] == "" and item["type"] in _TYPED
        sentence = MESSAGES.get("missing" if empty else item["type"], UNREADABLE)
        try:
            sentence = sentence.format(**item.get("ctx", {}))
        except (KeyError, IndexError):
            sentence = UNREADABLE
        found.setdefault(name, sentence)
    return found


def _no_count(annotation: Any, value: Any) -> Any:
    """A bare number is no day: read as seconds since 1970, « 0 » and « 20261123 » were days."""
    if {date, datetime}.isdisjoint((annotation, *get_args(annotation))):
        return value
    return f"n° {value}" if _COUNT.fullmatch(str(value)) else value


def _is_many(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in {list, tuple, frozenset}
