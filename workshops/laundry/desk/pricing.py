"""Prices as arithmetic: reductions, amounts, totals. Pure; it reads no table.

A price is in euros, taxes included. The reduced price of one unit is rounded to the cent, half up;
the amount of a line is that price times the quantity, rounded the same way. So what is shown of a
line multiplies to its amount, and the total is the sum of what is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
WHOLE_UNITS: Final = frozenset({"pièce", "paire"})
"""Units of which there is no half."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a bracket does to prices: a percentage off, or prices of its own by tariff code."""

    percent: Decimal = Decimal(0)
    fixed: Mapping[str, Decimal] = field(default_factory=dict)


NONE: Final = Reduction()


def cents(value: Decimal) -> Decimal:
    """To the cent, half up: 0.125 is 0.13."""
    return value.quantize(CENT, ROUND_HALF_UP)


def reduced(code: str, full: Decimal, by: Reduction) -> Decimal:
    """The price of one unit in a bracket; never more than the full one."""
    if code in by.fixed:
        return min(cents(by.fixed[code]), full)
    return cents(full * (100 - by.percent) / 100)


def amount(unit_price: Decimal, quantity: Decimal) -> Decimal:
    """What a line comes to."""
    return cents(unit_price * quantity)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """What they come to together; nothing is 0.00."""
    return sum(amounts, Decimal("0.00"))


def has_part(unit: str, quantity: Decimal) -> bool:
    """Whether it is half a shirt."""
    return unit in WHOLE_UNITS and quantity != quantity.to_integral_value()


def euros(value: Decimal) -> str:
    """12,50 €, with blanks between thousands."""
    whole, _, rest = f"{cents(value):,.2f}".partition(".")
    grouped = whole.replace(",", "\u202f")
    return f"{grouped},{rest}\u00a0€"
