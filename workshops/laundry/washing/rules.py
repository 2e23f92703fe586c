"""What may be washed with what, where and how full: pure rules, no database.

    under 80 %    80 ... 100 %    100 ... 105 %    over 105 %
      light           good            full          too_heavy (refused)

A value on a boundary belongs to the better class. The figures are the house's (`plant.limits`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

Verdict = Literal["unknown", "light", "good", "full", "too_heavy"]
WAITING: Final = ("received", "sorted", "loaded", "to_rewash")
"""The stages at which a load waits to be washed."""
CALLED_OFF: Final = "Départ annulé"
"""What a cycle says whose start was undone: nothing was washed."""
GRAM: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The usual charge of a machine, in percent of what it takes."""

    low: Decimal
    high: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Charge:
    """How full a machine would be: percent with one decimal, and what is to be taken out."""

    kg: Decimal
    nominal: Decimal | None
    percent: Decimal | None
    verdict: Verdict
    excess: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """What the rules ask of a machine."""

    kind: str = "washer"
    machine_id: int = 0
    contaminated_only: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What the rules ask of a programme: its card, its families (none: all), its machines."""

    kind: str = "wash"
    card_id: int = 0
    families: frozenset[str] = frozenset()
    machines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LoadFacts:
    """What the rules ask of a load: its families, and for each category of precaution in it the
    programme cards that alone may wash it.
    """

    families: frozenset[str] = frozenset()
    precautions: tuple[frozenset[int], ...] = ()


def charge(kg: Decimal, nominal: Decimal | None, bounds: Bounds) -> Charge:
    """How full a machine of that size is with so many kilograms. Compared exactly: the percent
    that is shown is rounded up, the verdict is not. Pieces that nobody weighed fill nobody knows.
    """
    if nominal is None or not kg:
        return Charge(kg, nominal, None, "unknown")
    parts = kg * 100
    percent = (parts / nominal).quantize(Decimal("0.1"), ROUND_CEILING)
    if parts > bounds.most * nominal:
        room = nominal * bounds.most / 100
        excess = (kg - room).quantize(GRAM, ROUND_CEILING)
        return Charge(kg, nominal, percent, "too_heavy", excess)
    if parts > bounds.high * nominal:
        return Charge(kg, nominal, percent, "full")
    return Charge(kg, nominal, percent, "light" if parts < bounds.low * nominal else "good")


def unsuitable(load: LoadFacts, machine: MachineFacts, programme: ProgrammeFacts) -> str | None:
    """Why that load may not be washed so, the first reason that holds; None when it may."""
    families, cards = programme.families, load.precautions
    reasons = {
        "not_for_washing": machine.kind != "washer" or programme.kind != "wash",
        "programme_not_on_machine": machine.machine_id not in programme.machines,
        "programme_not_for_family": bool(families) and not load.families <= families,
        "precaution_without_programme": any(not allowed for allowed in cards),
        "programme_not_for_precaution": any(programme.card_id not in one for one in cards),
        "machine_contaminated_only": machine.contaminated_only and not cards,
    }
    return next((code for code, holds in reasons.items() if holds), None)


def may_join(
    bag: str | None, load: str | None, *, never_opened: bool, whole: bool, contaminated: bool
) -> str | None:
    """Why linen of the category `bag` (None: ordinary) may not go into that bin, whose load holds
    the category `load` (empty text: nothing yet); None when it may.
    """
    if bag is not None and never_opened and not whole:
        return "precaution_never_opened"
    if (bag is not None) != contaminated:
        return "precautions_differ"
    if load not in {"", bag}:
        return "precautions_differ"
    return None


def difference(total: Decimal, parts: Iterable[Decimal]) -> Decimal:
    """What the parts say more (or less, below zero) than the whole, to the gram."""
    return sum(parts, Decimal(0)) - total
