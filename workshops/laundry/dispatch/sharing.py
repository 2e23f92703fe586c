"""How the kilograms of linen are shared out over parcels: to the gram, nothing lost; pure.

The linen of a family goes to the parcels that hold that family, in proportion to what each holds.
Where several pieces of linen meet several parcels, nobody can tell which went where.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Final

GRAM: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Line:
    """What a parcel holds: a family or a word, pieces, kilograms if they were weighed."""

    family: str | None
    label: str
    pieces: int
    kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel as it was composed; `kg` is what its scale said."""

    label: str
    kg: Decimal
    lines: tuple[Line, ...] = ()
    garments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """A piece of linen, the whole or the part of it that is packed."""

    item_id: int
    family: str | None
    kg: Decimal


@dataclass(frozen=True, slots=True)
class InParcel:
    """So much of that linen in that parcel; `told` when nothing else could be there instead."""

    item_id: int
    parcel: int
    kg: Decimal
    told: bool = field(default=True)


def shares(linen: Sequence[Used], parcels: Sequence[Parcel]) -> list[InParcel]:
    """What of each linen is in which parcel; the shares of a linen add up to it exactly."""
    found: list[InParcel] = []
    for family in dict.fromkeys(one.family for one in linen):
        alike = [one for one in linen if one.family == family]
        weights = _weights(family, parcels)
        told = len(alike) == 1 or len(weights) == 1
        for one in alike:
            found += _over(one, weights, told=told)
    return found


def _weights(family: str | None, parcels: Sequence[Parcel]) -> dict[int, Decimal]:
    """The parcels that hold a family, each with its weight in the sharing; all of them where
    none says so.
    """
    holding = {
        n: [line for line in parcel.lines if line.family == family and family is not None]
        for n, parcel in enumerate(parcels)
    }
    named = {n: lines for n, lines in holding.items() if lines}
    if not named:
        return {n: parcel.kg for n, parcel in enumerate(parcels)}
    if all(line.kg is not None for lines in named.values() for line in lines):
        return {
            n: sum((x.kg or Decimal(0) for x in lines), Decimal(0)) for n, lines in named.items()
        }
    return {n: parcels[n].kg for n in named}


def _over(one: Used, weights: dict[int, Decimal], *, told: bool) -> list[InParcel]:
    whole = sum(weights.values(), Decimal(0))
    parts = {
        n: (one.kg * weight / whole).quantize(GRAM, ROUND_FLOOR) for n, weight in weights.items()
    }
    heaviest = max(weights, key=lambda n: weights[n])
    parts[heaviest] += one.kg - sum(parts.values(), Decimal(0))
    return [InParcel(one.item_id, n, kg, told) for n, kg in parts.items() if kg > 0]
