"""A deposit as a page or a device gives it: its lines, its bracket, its date; before any rule."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from esat.errors import Invalid
from esat.files.service import Upload
from esat.web import forms
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry.desk.words import RESERVATIONS

LINES: Final = 20
"""Lines of one ticket at the most; one line has as many articles as there are."""
_LINE = re.compile(r"tariff_(\d{1,2})")
Money = Annotated[FrenchDecimal | None, Field(gt=0, max_digits=8, decimal_places=2), Blank]


class DepositIn(FormShape):
    """What is said once for the whole deposit. `expected` is the total that the page showed."""

    client_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    bracket: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    due_on: Annotated[date | None, Blank] = None
    own_codes: bool = False
    bag_code: Annotated[str, StringConstraints(max_length=64), NoControl] = ""
    expected: Annotated[FrenchDecimal | None, Blank] = None
    agreed: Annotated[FrenchDecimal | None, Blank] = None


class LineIn(FormShape):
    """One line: what, how many, what was already wrong with it, what it was bought for."""

    tariff: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    quantity: Annotated[FrenchDecimal, Field(gt=0, max_digits=9, decimal_places=3)]
    note: Annotated[str, StringConstraints(max_length=200), NoControl] = ""
    value: Money = None


@dataclass(frozen=True, slots=True)
class LineGiven:
    """A line with its reservations and its photographs; `n` is its place in the form."""

    n: int
    what: LineIn
    reservations: tuple[str, ...] = ()
    photos: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class DepositGiven:
    """A whole deposit."""

    what: DepositIn
    lines: tuple[LineGiven, ...]

    @property
    def expected(self) -> Decimal | None:
        """The total that was agreed to: what the page showed, or what was asked again."""
        return self.what.expected if self.what.agreed is None else self.what.agreed


def read_deposit(form: Any, photos: Mapping[int, Iterable[Upload]]) -> DepositGiven:
    """Read a form of fields `tariff_1`, `quantity_1`, …; a line without a tariff is none. Invalid
    with one sentence a field.
    """
    faults: dict[str, str] = {}
    what = None
    try:
        what = forms.read(DepositIn, form)
    except Invalid as error:
        faults.update(error.fields)
    lines = [_line(form, n, tuple(photos.get(n, ())), faults) for n in numbered(form)]
    if not lines:
        faults["lines"] = "Touchez au moins un article."
    if faults or what is None:
        raise Invalid("form_invalid", faults)
    return DepositGiven(what, tuple(line for line in lines if line is not None))


def numbered(form: Mapping[str, Any]) -> list[int]:
    """The places of the lines that say what they are about. Invalid when there are too many."""
    found = sorted(
        int(match[1]) for name in form if (match := _LINE.fullmatch(name)) and form[name]
    )
    if len(found) > LINES:
        raise Invalid("form_invalid", {"lines": f"Un ticket porte {LINES} lignes au plus."})
    return found


def _line(
    form: Any, n: int, photos: tuple[Upload, ...], faults: dict[str, str]
) -> LineGiven | None:
    given = {name: form.get(f"{name}_{n}", "") for name in LineIn.model_fields}
    chosen = form.getlist(f"reservations_{n}")
    if any(code not in RESERVATIONS for code in chosen):
        faults[f"reservations_{n}"] = "Choisissez dans la liste."
    try:
        what = forms.read(LineIn, given)
    except Invalid as error:
        faults.update({f"{name}_{n}": words for name, words in error.fields.items()})
        return None
    return LineGiven(n, what, tuple(dict.fromkeys(chosen)), photos)
