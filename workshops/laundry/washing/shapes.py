"""What a device or a form sends with an act of the wash, read before it is believed."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from esat.errors import Invalid
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl, read
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.opening import Part

Code = Annotated[str, StringConstraints(max_length=64), NoControl]
Reason = Annotated[str, StringConstraints(max_length=200), NoControl]
Kg = Annotated[FrenchDecimal, Field(gt=0, max_digits=9, decimal_places=3)]
Amount = Annotated[FrenchDecimal | None, Field(ge=0, max_digits=9, decimal_places=3), Blank]


def paired(data: dict[str, Any], one: str, other: str) -> list[tuple[str, object]]:
    """The pairs of two lists that a form sent, without those whose second is empty: what was left
    empty was not said. Refuses lists that are none, or of two lengths (Invalid `form_invalid`).
    """
    names, values = _list(data.get(one)), _list(data.get(other))
    if len(names) != len(values) or not all(isinstance(name, str) for name in names):
        raise Invalid("form_invalid", {other: "Cette valeur n’est pas lisible."})
    return [
        (str(name), value)
        for name, value in zip(names, values, strict=True)
        if not isinstance(value, str) or value.strip()
    ]


def _list(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def sort_in(data: dict[str, Any]) -> "SortIn":
    """Read a sorting; a form sends its parts as the lists `into` and `kg`."""
    if "into" in data:
        data = {"parts": [{"bin": b, "kg": kg} for b, kg in paired(data, "into", "kg")]}
    return read(SortIn, data)


def end_in(data: dict[str, Any]) -> "EndIn":
    """Read the report of a cycle; a form sends its doses as the lists `product` and `ml`."""
    if "product" in data:
        data = {**data, "doses": dict(paired(data, "product", "ml"))}
    return read(EndIn, data)


class PartIn(FormShape):
    """A part of a bag."""

    kg: Kg
    family: Annotated[Code | None, Blank] = None
    pieces: Annotated[int | None, Field(ge=0, le=100_000), Blank] = None
    bin: Annotated[Code | None, Blank] = None


class SortIn(FormShape):
    """One bin for all of it, or parts."""

    bin: Annotated[Code | None, Blank] = None
    parts: Annotated[list[PartIn], Field(default_factory=list, max_length=40)]

    def all_parts(self) -> list[Part]:
        return [Part(one.kg, one.bin, one.family, one.pieces) for one in self.parts]


class StartIn(FormShape):
    """The machine and the programme of a start, by their codes, and why it is not as usual."""

    machine: Annotated[Code, StringConstraints(min_length=1)]
    programme: Annotated[Code, StringConstraints(min_length=1)]
    reason: Reason = ""


class EndIn(FormShape):
    """What was read on a machine at the end; nothing is filled in beforehand."""

    outcome: Literal["done", "fault", "stopped"]
    max_c: Annotated[
        FrenchDecimal | None, Field(ge=-1000, le=1000, max_digits=7, decimal_places=3), Blank
    ] = None
    hold_minutes: Amount = None
    water_l: Amount = None
    energy_kwh: Amount = None
    fault: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    doses: Annotated[
        dict[
            Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl],
            Annotated[FrenchDecimal, Field(ge=0, max_digits=9, decimal_places=3)],
        ],
        Field(default_factory=dict, max_length=20),
    ]

    def report(self) -> Report:
        return Report(
            self.outcome, self.max_c, self.hold_minutes, self.water_l, self.energy_kwh, self.fault,
            dict(self.doses),
        )  # fmt: skip


class DisinfectIn(FormShape):
    """The programme of an empty run."""

    programme: Annotated[Code, StringConstraints(min_length=1)]


class FixIn(FormShape):
    """A corrected value and why; `dose:` and its name for a product."""

    field: Annotated[str, StringConstraints(min_length=1, max_length=65), NoControl]
    value: Annotated[FrenchDecimal, Field(ge=0, max_digits=9, decimal_places=3)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


class DecisionIn(FormShape):
    """What becomes of a thing seen on the wrong side, in writing."""

    decision: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
    outcome: Literal["keep", "rewash"]
