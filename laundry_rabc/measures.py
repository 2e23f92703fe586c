"""What a person or a laboratory wrote, read as a measure: nothing is guessed, nothing rounded.

    « 12,5 » « < 1 » « >300 » « 12 UFC/25cm2 » « indénombrable » « 1 250 »

A number never gets a unit, a surface or a method that was not given. « UFC/cm² » is not
« UFC/25 cm² »: both are shown beside each other before anything is kept.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from esat.errors import Refused
from laundry_rabc.limits import Qualifier

LARGEST: Final = Decimal(10_000_000)
PLACES: Final = 3
_FLORA: Final = re.compile(
    r"^(?:ufc|cfu|colonies)\s*(?:(?P<by>/|par|pour)\s*(?P<n>\d+(?:[.,]\d+)?)?\s*"
    r"(?P<per>cm\s*[2²]|dm\s*[2²]|m\s*[3³]|ml|bo[iî]te|plaque|g[ée]lose)?)?$"
)
_TOO_MANY: Final = ("indénombrable", "indenombrable", "tntc", "incomptable", "nappe", "innombrable")
_NUMBER: Final = re.compile(r"^(?P<sign>[<>≤≥]|moins de|plus de)?\s*(?P<number>[-+]?[\d\s.,]+)")
_UNITS: Final = {
    "°c": "°C", "c": "°C", "degrés": "°C", "degres": "°C", "°f": "°F", "f": "°F", "kg": "kg",
    "g": "g", "%": "%", "h": "h", "heures": "h", "min": "min", "minutes": "min", "j": "j",
    "jours": "j", "pa": "Pa", "ph": "pH", "mg/l": "mg/L", "ml/kg": "ml/kg", "l/kg": "L/kg",
    "rlu": "RLU", "bar": "bar", "ml": "ml", "objet": "objet", "objets": "objet",
    "trace": "trace", "traces": "trace",
}  # fmt: skip
_BELOW_ZERO: Final = ("°C", "°F", "Pa", "%", "j", "")
"""Units in which less than nothing has a sense: a dose under its set point, days gone by."""
_FRENCH_DEGREES: Final = ("°f", "°fh", "°tac", "°th")


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was understood; `unit` and `surface_cm2` only where the text names them."""

    value: Decimal | None
    qualifier: Qualifier = ""
    unit: str = ""
    surface_cm2: Decimal | None = None


def read(text: str, expected: str = "") -> Written:
    """Read what was written. `expected` is the unit asked for: it decides whether « °f » is a
    French degree of hardness. Refuses `measure_empty`, `measure_not_a_number`,
    `measure_sign_unclear`, `measure_too_precise`, `measure_too_large`, `measure_unit_unknown`.
    """
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if not plain:
        raise Refused("measure_empty")
    if plain.casefold() in _TOO_MANY:
        return Written(None, "tntc")
    found = _NUMBER.match(plain)
    if found is None:
        raise Refused("measure_not_a_number", text=plain[:40])
    value = number(found["number"])
    qualifier = _qualifier(found["sign"] or "")
    unit, surface = _unit(plain[found.end() :].strip(), expected)
    return Written(value, qualifier, unit, surface)


def number(text: str) -> Decimal:
    """A number as French people and machines write it: comma or point, blanks between thousands.
    Refuses `measure_not_a_number` (two signs included), `measure_too_precise`, `measure_too_large`.
    """
    closed = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if not re.fullmatch(r"[-+]?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?", closed):
        raise Refused("measure_not_a_number", text=closed[:40])
    try:
        found = Decimal(closed.replace(" ", "").replace(",", "."))
    except InvalidOperation as error:
        raise Refused("measure_not_a_number", text=closed[:40]) from error
    exponent = found.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        raise Refused("measure_too_precise", places=str(PLACES))
    if abs(found) > LARGEST:
        raise Refused("measure_too_large")
    return found


def on_surface(value: Decimal, surface: Decimal, wanted: Decimal) -> Decimal | None:
    """The same count on another surface, shown beside it; None where it has no exact decimals."""
    scaled = value * wanted
    exact = scaled / surface
    return exact.normalize() if exact * surface == scaled else None


def refuse_negative(value: Decimal | None, unit: str) -> None:
    """Refuses `measure_negative` for what cannot be less than nothing."""
    if value is not None and value < 0 and unit not in _BELOW_ZERO:
        raise Refused("measure_negative")


def _qualifier(sign: str) -> Qualifier:
    if sign in {"<", "moins de"}:
        return "<"
    if sign in {">", "plus de"}:
        return ">"
    if sign:
        raise Refused("measure_sign_unclear", sign=sign)
    return ""


def _unit(text: str, expected: str) -> tuple[str, Decimal | None]:
    folded = text.casefold().strip()
    if not folded:
        return "", None
    flora = _FLORA.match(folded)
    if flora is not None:
        return _count_unit(flora)
    if expected == "°f" and folded in _FRENCH_DEGREES:
        return "°f", None
    found = _UNITS.get(folded)
    if found is None:
        raise Refused("measure_unit_unknown", unit=text[:20])
    return found, None


def _count_unit(found: re.Match[str]) -> tuple[str, Decimal | None]:
    """The unit of a count of colonies, and the surface that it was counted on."""
    per = (found["per"] or "").replace(" ", "")
    times = number(found["n"]) if found["n"] else Decimal(1)
    if per in {"cm2", "cm²"}:
        return "UFC", times
    if per in {"dm2", "dm²"}:
        return "UFC", times * 100
    if found["n"]:
        raise Refused("measure_unit_unknown", unit=found[0][:20])
    if per in {"m3", "m³"}:
        return "UFC/m³", None
    return ("UFC/ml", None) if per == "ml" else ("UFC", None)
