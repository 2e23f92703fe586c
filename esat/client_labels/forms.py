"""The shapes of what an administrator types about client labels; they read no database."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from esat.client_labels import numbers
from esat.client_labels.ranges import WantedRange
from esat.client_labels.service import Wanted
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl, Text


def _digits(value: object) -> object:
    """A whole number as people write it, with spaces."""
    return "".join(value.split()) if isinstance(value, str) else value


Whole = Annotated[int, BeforeValidator(_digits), Field(ge=0, lt=10**18)]
Body = Annotated[str, StringConstraints(max_length=400_000)]
Side = Annotated[FrenchDecimal, Field(max_digits=7, decimal_places=3)]
Key = Annotated[int | None, Blank]


class TemplateForm(FormShape):
    """A template as it is typed, pasted or sent as a file."""

    code: Annotated[str, StringConstraints(max_length=32), NoControl] = ""
    name: Annotated[str, StringConstraints(max_length=80), NoControl] = ""
    language: Literal["svg", "zpl"]
    width_mm: Side
    height_mm: Side
    client_id: Key = None
    letter: Annotated[str, StringConstraints(max_length=1)] = ""
    range_id: Key = None
    body: Body = ""
    reason: Annotated[str, StringConstraints(max_length=200), NoControl] = ""
    seen: Annotated[int, Field(ge=0)] = 0

    def wanted(self, code: str) -> Wanted:
        """With the code of the address when there is one."""
        return Wanted(**self.model_dump() | {"code": code or self.code})


class RangeForm(FormShape):
    """A range as its owner's letter says it; an SSCC's width follows from its prefix."""

    name: Annotated[str, StringConstraints(max_length=80), NoControl] = ""
    kind: Literal["sscc", "galia", "plain"]
    prefix: Annotated[str, StringConstraints(max_length=20), NoControl] = ""
    width: Annotated[Annotated[int, Field(ge=1, le=18)] | None, Blank] = None
    first: Whole
    last: Whole
    client_id: Key = None

    def wanted(self) -> WantedRange:
        prefix = "".join(self.prefix.split()).upper()
        width = self.width
        if self.kind == numbers.SSCC:
            width = max(1, numbers.SSCC_DIGITS - len(prefix))
        return WantedRange(
            self.name, self.kind, prefix, width or 0, self.first, self.last, self.client_id
        )


class VoidForm(FormShape):
    """A number to set aside, and why."""

    number: Text = ""
    reason: Text = ""


class ReasonForm(FormShape):
    """Why a template is withdrawn."""

    reason: Text = ""
