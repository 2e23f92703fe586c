"""A value as a laboratory writes it, made a measure that a checkpoint can judge, or refused; pure.

Value, unit, surface and method are all said by somebody: nothing is supplied. A count that stands
on another surface than the limits' is shown beside its equivalent and asked about: a report that
prints « 10 UFC/cm² » for « 10 UFC/25 cm² » is twenty-five times too lax.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from esat.errors import Refused
from esat.web.filters import number
from laundry_rabc import measures
from laundry_rabc.limits import Bands, Measure, Qualifier
from laundry_rabc.measures import Written

Reading = Literal["", "equivalent", "plate"]
COUNTED: Final = "UFC"
METHODS: Final = ("écouvillon", "méthode destructive")
"""What a laboratory may have used besides the plan's methods: said as it is, never compared."""
UNITS: Final = (
    "UFC/25 cm²", "UFC/cm²", "UFC/16 cm²", "UFC/100 cm²", "UFC/dm²", "UFC/ml", "UFC/m³",
)  # fmt: skip
"""What a sheet may say of all its plates at once."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody entered of one plate: the value as the report prints it, the unit of the whole
    sheet, the method, the surface in cm², and the answer to the question of the surface.
    """

    value: str
    unit: str = ""
    method: str = ""
    surface_cm2: Decimal | None = None
    reading: Reading = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A count on another surface than the limits': its equivalent, and the other reading."""

    written: str
    equivalent: str
    plate: str

    @property
    def words(self) -> str:
        return f"{self.written} valent {self.equivalent}. N’est-ce pas plutôt {self.plate} ?"


class AskedBackError(Exception):
    """Nothing can be kept before somebody says which of two readings is right."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.words)
        self.question = question


def measured(said: Said, bands: Bands, *, forbidden: bool = False) -> Measure:
    """The measure that a checkpoint judges. Refuses as `measures.read`, and `lab_unit_missing`,
    `unit_differs`, `measure_negative`, `lab_method_missing`, `method_differs`,
    `lab_surface_missing`. AskedBackError where the surface is another than the limits'.
    """
    found = _with_unit(measures.read(said.value, bands.unit), said, bands)
    if found.unit != bands.unit:
        raise Refused("lab_unit_differs", found=_named(found.unit, found.surface_cm2),
                      wanted=_named(bands.unit, bands.surface_cm2))  # fmt: skip
    measures.refuse_negative(found.value, found.unit)
    question = _question(found, bands)
    if not said.method:
        raise Refused("lab_method_missing", **_beside(question))
    if said.method != bands.method:
        raise Refused("lab_method_differs", found=said.method, wanted=bands.method)
    if bands.surface_cm2 is not None and found.surface_cm2 is None:
        raise Refused("lab_surface_missing", surface=number(bands.surface_cm2))
    if bands.surface_cm2 is not None and said.surface_cm2 is None:
        raise Refused("lab_plate_missing", **_beside(question))
    if question is not None and not said.reading:
        raise AskedBackError(question)
    on_plate = question is not None and said.reading == "plate"
    return Measure(
        value=found.value,
        unit=found.unit,
        qualifier=found.qualifier,
        surface_cm2=bands.surface_cm2 if on_plate else found.surface_cm2,
        method=said.method,
        forbidden=forbidden,
    )


def _with_unit(found: Written, said: Said, bands: Bands) -> Written:
    """The sheet's unit for a bare number; too many to count needs a surface all the same."""
    unit, surface = found.unit, found.surface_cm2
    if not unit and said.unit:
        sheet = measures.read(f"1 {said.unit}", bands.unit)
        unit, surface = sheet.unit, sheet.surface_cm2
    if not unit and found.qualifier == "tntc":
        unit = bands.unit
    if not unit:
        raise Refused("lab_unit_missing", wanted=_named(bands.unit, bands.surface_cm2))
    if surface is None and bands.surface_cm2 is not None:
        surface = said.surface_cm2
    return Written(found.value, found.qualifier, unit, surface)


def _question(found: Written, bands: Bands) -> Question | None:
    wanted = bands.surface_cm2
    if wanted is None or found.surface_cm2 in {None, wanted} or found.value is None:
        return None
    there = found.surface_cm2 or wanted
    return Question(
        shown(found.value, found.qualifier, found.unit, there),
        shown(found.value * wanted / there, found.qualifier, found.unit, wanted),
        shown(found.value, found.qualifier, found.unit, wanted),
    )


def _beside(question: Question | None) -> dict[str, str]:
    return {"question": "" if question is None else " " + question.words}


def on_limits(
    value: Decimal | None, surface: Decimal | None, wanted: Decimal | None
) -> Decimal | None:
    """The count on the surface of its limits, to the thousandth: only for showing."""
    if value is None or surface is None or wanted is None or surface == wanted:
        return value
    return round(value * wanted / surface, 3)


def shown(
    value: Decimal | None, qualifier: Qualifier | str, unit: str, surface: Decimal | None
) -> str:
    """« < 1 UFC/25 cm² », « indénombrable », « 7,2 pH »."""
    if value is None:
        return "indénombrable" if qualifier == "tntc" else "non mesuré"
    sign = f"{qualifier}\u00a0" if qualifier in {"<", ">"} else ""
    return f"{sign}{number(round(value, 3))}\u00a0{_named(unit, surface)}".strip()


def _named(unit: str, surface: Decimal | None) -> str:
    if unit != COUNTED or surface is None:
        return unit
    return f"{unit}/cm²" if surface == 1 else f"{unit}/{number(surface)}\u00a0cm²"
