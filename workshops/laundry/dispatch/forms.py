"""The shapes of what tablets and forms send to pack, load, deliver, collect and take back."""

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints

from esat.errors import Invalid, Refused
from esat.web import forms
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry.dispatch.papers_of import MAX_SIGNATURE, MAX_STAMP
from workshops.laundry.dispatch.sharing import Line, Parcel

Shape = TypeVar("Shape", bound=FormShape)


def _several(value: object) -> object:
    """One ticked box comes as a text, several as a list."""
    return [value] if isinstance(value, str) else value


def _yes_or_no(value: object) -> object:
    return {"oui": True, "non": False}.get(value, value) if isinstance(value, str) else value


Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_several), Field(max_length=500)]
Kg = Annotated[FrenchDecimal, Field(gt=0, le=2000, max_digits=9, decimal_places=3)]
Pieces = Annotated[int, Field(ge=0, le=20_000)]
Key = Annotated[int, Field(ge=1, le=2**31 - 1)]
Note = Annotated[str, StringConstraints(max_length=200), NoControl]
Label = Annotated[str, StringConstraints(max_length=60), NoControl]


class LineIn(FormShape):
    """A line of a parcel: a family of the house, or a word."""

    family: Annotated[str | None, StringConstraints(max_length=30), Blank] = None
    label: Label = ""
    pieces: Pieces
    kg: Annotated[Kg | None, Blank] = None

    def as_line(self) -> Line:
        return Line(self.family, self.label, self.pieces, self.kg)


class ParcelIn(FormShape):
    """A parcel as it was composed."""

    label: Label = ""
    kg: Kg
    lines: Annotated[tuple[LineIn, ...], Field(max_length=50)] = ()
    garments: Codes = ()


class PackIn(FormShape):
    """The input of `laundry.pack`: an order, its parcels, and which linen: all that is ready, or so
    many kilograms of each code (none: the whole of it).
    """

    order: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    parcels: Annotated[tuple[ParcelIn, ...], Field(min_length=1, max_length=100)]
    linen: Literal["all"] | dict[Code, Kg | None] = "all"
    reason: Note = ""


class TrolleyIn(FormShape):
    """The input of `laundry.trolley`: what goes on, or off, a trolley."""

    trolley: Annotated[str, StringConstraints(max_length=64)] = ""
    items: Annotated[Codes, Field(min_length=1)]
    off: bool = False


class StopIn(FormShape):
    """The input of `laundry.stop`: what one client takes under one signature."""

    stop: Key
    items: Codes = ()
    refused: Codes = ()
    receiver: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    reserves: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    signature: Annotated[str, StringConstraints(max_length=MAX_SIGNATURE)] = ""
    stamp: Annotated[str, StringConstraints(max_length=MAX_STAMP)] = ""


class CollectIn(FormShape):
    """The input of `laundry.collect`: at which stop a bag was taken."""

    stop: Key


class StartIn(FormShape):
    """The input of `laundry.depart`: whether clean and dirty are apart; nothing is pre-filled."""

    trip: Key
    apart: Annotated[bool, BeforeValidator(_yes_or_no)]


class SkipIn(FormShape):
    """The input of `laundry.skip`: a stop that is passed over, and why."""

    stop: Key
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


class ReturnIn(FormShape):
    """The input of `laundry.return`: why it came back and what becomes of it."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    to: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    note: Note = ""
    kg: Annotated[Kg | None, Blank] = None
    pieces: Annotated[int | None, Field(ge=1, le=20_000), Blank] = None


def sent(shape: type[Shape], data: dict[str, Any]) -> Shape:
    """Read the data of an act. Refuses `dispatch_fields` with the first sentence."""
    try:
        return forms.read(shape, data)
    except Invalid as error:
        name, sentence = next(iter(error.fields.items()), ("", ""))
        told = Refused("dispatch_fields", field=name, sentence=sentence)
        raise told.about(error.fields) from error


def parcels(given: tuple[ParcelIn, ...], keys: dict[str, int]) -> tuple[Parcel, ...]:
    """The parcels as the rules see them; `keys` are those of the garments' codes."""
    return tuple(
        Parcel(
            one.label, Decimal(one.kg), tuple(line.as_line() for line in one.lines),
            tuple(keys[code] for code in one.garments),
        )
        for one in given
    )  # fmt: skip
