"""What somebody types about a machine, a programme, a bin, a family, a precaution, a limit."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from esat.errors import Invalid
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl

Label = Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
Why = Annotated[str, StringConstraints(max_length=200), NoControl]
Origin = Annotated[str, StringConstraints(max_length=120), NoControl]
Short = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$")]
Amount = Annotated[FrenchDecimal | None, Field(ge=0, max_digits=9, decimal_places=3), Blank]
Status = Literal["proposed", "validated"]
MOST_DOSES = 12


class Shape(FormShape):
    """A form that makes a version: why it changes."""

    reason: Why = ""


class MachineIn(Shape):
    label: Label
    kind: Literal["washer", "dryer", "extractor", "calender", "iron", "folder"]
    nominal_kg: Annotated[
        FrenchDecimal | None, Field(gt=0, max_digits=7, decimal_places=3), Blank
    ] = None
    barrier: bool = False
    contaminated_only: bool = False


class ProgrammeIn(Shape):
    code: Annotated[str, StringConstraints(min_length=1, max_length=20), NoControl]
    label: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    kind: Literal["wash", "dry", "disinfect"]
    minutes: Annotated[int, Field(ge=1, le=600)]
    temperature_c: Annotated[
        FrenchDecimal | None, Field(ge=0, le=200, max_digits=6, decimal_places=2), Blank
    ] = None
    hold_minutes: Amount = None
    mixing_minutes: Amount = None
    water_l_per_kg: Amount = None
    machines: list[str] = Field(default_factory=list)
    families: list[str] = Field(default_factory=list)
    doses: Annotated[str, StringConstraints(max_length=1000)] = ""
    status: Status
    source: Origin = ""


class BinIn(Shape):
    label: Label
    family_code: Annotated[str | None, Blank] = None
    whole: bool = False
    contaminated: bool = False


class FamilyIn(Shape):
    code: Short
    label: Label
    pictogram: Annotated[str, StringConstraints(max_length=40)] = "basket"
    sensitive: bool = False
    position: Annotated[int, Field(ge=0, le=999)] = 0


class PrecautionIn(Shape):
    code: Short
    label: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    colour: Literal["red", "black", "yellow", "blue"]
    never_opened: bool = False
    last_of_day: bool = False
    disinfect_after: bool = False
    no_claim: bool = False
    isolation_hours: Annotated[int, Field(ge=0, le=10_000)]
    programmes: list[str] = Field(default_factory=list)
    status: Status
    source: Origin = ""


class LimitIn(Shape):
    value: Annotated[FrenchDecimal, Field(ge=0, max_digits=9, decimal_places=3)]
    since: date
    status: Status
    source: Annotated[str, StringConstraints(max_length=160), NoControl] = ""


def doses_of(text: str) -> dict[str, Decimal]:
    """« Lessive : 12,5 » a line: the product and its millilitres a kilogram. Invalid otherwise."""
    found: dict[str, Decimal] = {}
    for line in (one.strip() for one in text.splitlines() if one.strip()):
        product, _, amount = line.rpartition(":")
        written = amount.strip().replace(",", ".")
        good = product.strip() and written.replace(".", "", 1).isdigit() and written.isascii()
        if not good or len(product.strip()) > 60 or len(written) > 10:
            words = "Écrivez un produit par ligne, par exemple Lessive : 12,5."
            raise Invalid("form_invalid", {"doses": words})
        found[product.strip()] = Decimal(written)
    if len(found) > MOST_DOSES:
        raise Invalid("form_invalid", {"doses": f"Au plus {MOST_DOSES} produits."})
    return found
