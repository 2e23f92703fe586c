"""What the forms of the shop floor send; it reads no database."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints

from esat.errors import Invalid
from esat.web.forms import FormShape, FrenchDecimal, NoControl

Note = Annotated[str, StringConstraints(max_length=280), NoControl]
Code = Annotated[str, StringConstraints(max_length=40)]
_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x1f]*")


class HoldIn(FormShape):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    note: Note = ""


class CorrectIn(FormShape):
    stage: Code = ""
    cause: Note = ""


class PartIn(FormShape):
    """How much of an item goes on apart."""

    part: Annotated[FrenchDecimal, Field(gt=0, max_digits=11, decimal_places=3)]


class LotIn(FormShape):
    """A lot to open: at which stage, and the word written on it."""

    stage: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    label: Annotated[str, StringConstraints(max_length=120), NoControl] = ""


def picked(values: Iterable[str]) -> list[int]:
    """The keys of what is ticked in a list. Invalid when one is no key."""
    try:
        return [int(value) for value in values]
    except ValueError as error:
        raise Invalid("form_invalid", {"pick": "Cochez dans la liste."}) from error


def safe_return(text: str, otherwise: str) -> str:
    """An address of ours to come back to; anything else is replaced."""
    return text if _OURS.fullmatch(text) else otherwise
