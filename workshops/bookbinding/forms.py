"""What bookbinding asks when an order is opened: one row a volume."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session

from esat.actors import Actor
from esat.declarations import OrderForm
from esat.errors import Invalid
from esat.production import things
from esat.production.models import Order
from esat.web import forms
from esat.web.forms import Blank, FormShape, NoControl
from workshops.bookbinding.models import KINDS, Volume

ROWS = 3
"""How many empty rows a new form shows."""
MOST_ROWS = 60
MOST_LEAVES = 5000
COPIES = (("1", "1 (mairie)"), ("2", "2 (greffe)"))
_ROW = re.compile(r"volume-(\d{1,3})-kind")
_FIELDS = ("owner", "kind", "period", "copy_no", "leaves")

Kind = Literal["deliberations", "arretes", "etat_civil", "decisions", "tables", "other"]


class VolumeIn(FormShape):
    """One volume: whose it is, what it holds, of which years, which copy, how many leaves."""

    owner: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    kind: Kind
    period: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    copy_no: Annotated[Literal["1", "2"] | None, Blank] = None
    leaves: Annotated[int | None, Field(ge=1, le=MOST_LEAVES), Blank] = None

    @property
    def label(self) -> str:
        """Short enough for a list: what it holds, the years, the copy."""
        words = f"{dict(KINDS)[self.kind]} {self.period}"
        return f"{words} (ex. {self.copy_no})" if self.copy_no else words


def context(session: Session) -> dict[str, Any]:
    """What the fragment needs: the kinds, the copies, and how many rows to show."""
    del session
    return {"volume_kinds": KINDS, "volume_copies": COPIES, "volume_rows": ROWS, "rows_of": rows_of}


def rows_of(form: Mapping[str, str]) -> tuple[int, ...]:
    """The numbers of the rows that a form holds; those of a new form when it holds none."""
    found = sorted({int(match[1]) for name in form if (match := _ROW.fullmatch(name))})
    return tuple(found[:MOST_ROWS]) or tuple(range(1, ROWS + 1))


def add_items(
    session: Session, order: Order, form: Mapping[str, str], *, by: Actor, at: datetime
) -> list[int]:
    """One item a row that says something. Invalid: `form_invalid`, also when no row does."""
    made = []
    for given in _read(form):
        item = things.add_item(session, order, "volume", given.label, by=by, at=at)
        declare(session, item.id or 0, given)
        made.append(item.id or 0)
    return made


def declare(session: Session, item_id: int, given: VolumeIn) -> Volume:
    """Keep what the owner says of a volume."""
    row = Volume(
        item_id=item_id,
        owner=given.owner,
        kind=given.kind,
        period=given.period,
        copy_no=None if given.copy_no is None else int(given.copy_no),
        leaves=given.leaves,
    )
    session.add(row)
    session.flush()
    return row


FORM = OrderForm("bookbinding/_order_form.html", context, add_items)


def _read(form: Mapping[str, str]) -> list[VolumeIn]:
    """Every row that says more than an owner, which the form writes by itself."""
    found: list[VolumeIn] = []
    errors: dict[str, str] = {}
    numbers = rows_of(form)
    for n in numbers:
        said = {name: form.get(f"volume-{n}-{name}", "").strip() for name in _FIELDS}
        if not any(said[name] for name in _FIELDS[1:]):
            continue
        try:
            found.append(forms.read(VolumeIn, {name: said[name] for name in _FIELDS if said[name]}))
        except Invalid as error:
            errors |= {f"volume-{n}-{name}": words for name, words in error.fields.items()}
    if not found and not errors:
        errors[f"volume-{numbers[0]}-kind"] = "Décrivez au moins un volume."
    if errors:
        raise Invalid("form_invalid", errors)
    return found
