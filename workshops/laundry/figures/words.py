"""Lengths of time, percentages and ratios in a few French words; pure."""

from decimal import ROUND_HALF_UP, Decimal

from esat.web.filters import number

NONE = "—"
"""What stands where there is nothing to divide by."""
NOT_MEASURED = "non mesuré"


def span(minutes: int) -> str:
    """« 12 min », « 3 h 05 », « 4 j »: short enough for a wall."""
    if minutes < 60:
        return f"{max(minutes, 0)}\u00a0min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"
    return f"{minutes // 1440}\u00a0j"


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """« 3,2 % », or a dash where there is nothing to divide by."""
    found = share(part, whole)
    return NONE if found is None else number(found, "%")


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """The part in per cent of the whole, to a tenth; None without a whole."""
    return None if not whole else _to_tenth(Decimal(100) * Decimal(part) / Decimal(whole))


def ratio(amount: Decimal, kg: Decimal, unit: str) -> str:
    """« 12,4 L/kg », or that it was not measured; never a zero for what was not read."""
    found = each(amount, kg)
    return NOT_MEASURED if found is None else number(found, unit)


def each(amount: Decimal, kg: Decimal) -> Decimal | None:
    """An amount a kilogram, to a tenth below a hundred; None without a kilogram."""
    if not kg or not amount:
        return None
    exact = amount / kg
    return exact.quantize(Decimal("0.01") if exact < 10 else Decimal("0.1"), ROUND_HALF_UP)


def weight(kg: Decimal, things: int, unweighed: int) -> str:
    """« 324 kg », or that nothing of it was weighed."""
    return "non pesé" if things and things == unweighed else number(kg, "kg")


def _to_tenth(exact: Decimal) -> Decimal:
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
