"""The arithmetic of a circulating stock: balances, the proposed level, losses; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final, Protocol

PLACES: Final = {
    "client": "Chez le client",
    "house": "En traitement",
    "store": "Propre, en stock",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of movement: its French word, and the places it goes from and to."""

    label: str
    source: str | None
    target: str | None


WAYS: Final = {
    "delivered": Way("Livré au client", "store", "client"),
    "returned": Way("Revenu du client", "client", "house"),
    "stored": Way("Lavé, rangé propre", "house", "store"),
    "bought": Way("Acheté", None, "store"),
    "discarded": Way("Réformé", "house", None),
    "loss": Way("Perdu chez le client", "client", None),
    "found": Way("Retrouvé chez le client", None, "client"),
}
"""What somebody may record; a count makes its own row."""
COUNTED: Final = "counted"


class Moved(Protocol):
    """What a balance reads of a movement."""

    @property
    def from_place(self) -> str | None: ...
    @property
    def to_place(self) -> str | None: ...
    @property
    def quantity(self) -> Decimal: ...


def balances(moves: Iterable[Moved]) -> dict[str, Decimal]:
    """What stands at each place: the sum of what came less what left. It may be negative: then a
    movement is missing, and somebody has to say which.
    """
    found = dict.fromkeys(PLACES, Decimal(0))
    for move in moves:
        if move.to_place is not None:
            found[move.to_place] += move.quantity
        if move.from_place is not None:
            found[move.from_place] -= move.quantity
    return found


def proposed_par(daily: Decimal, factor: Decimal, days: Decimal) -> Decimal:
    """Daily use × margin × days of cover, to the piece above."""
    return (daily * factor * days).to_integral_value(rounding=ROUND_CEILING)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share to the tenth; None where there is nothing to compare with."""
    if whole <= 0:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"))
