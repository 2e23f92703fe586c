"""What a scale writes on its line: a weight, whether it stands still, its unit. Pure.

ST,GS,+  12.34kg     stable, gross (US: moving, OL: too heavy)
S S     12.34 kg     SICS: stable (D: moving, + or -: out of range)
12,34                a bare number: whether it stands still is for the reader to find out
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NUMBER: Final = r"([+-]?)\s*([0-9]+(?:[.,][0-9]+)?)\s*(kg|g|KG|G|Kg)?"
_COMMA: Final = re.compile(rf"(ST|US),(?:GS|NT|TR|G|N)?,?\s*{_NUMBER}")
_SICS: Final = re.compile(rf"S\s+([SD])\s+{_NUMBER}")
_BARE: Final = re.compile(rf"{_NUMBER}")
_OUT: Final = re.compile(r"OL\b.*|S\s+[+\-I].*|-{3,}.*|E(?:RR)?\s*[0-9]+.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A weight as it was written; `stable` is None where the scale does not say."""

    value: Decimal
    unit: str
    stable: bool | None


@dataclass(frozen=True, slots=True)
class NoWeight:
    """The scale speaks, and says that it cannot weigh this: too heavy, below zero, in fault."""

    text: str


def read(line: str, unit: str = "kg") -> Frame | NoWeight | None:
    """A line in one of the three ways of writing; None for what is no line of a scale."""
    text = line.strip(" \t\r\n\x02\x03")
    if _OUT.fullmatch(text):
        return NoWeight(text)
    found = _COMMA.fullmatch(text)
    if found:
        return _frame(found.groups()[1:], unit, stable=found[1] == "ST")
    found = _SICS.fullmatch(text)
    if found:
        return _frame(found.groups()[1:], unit, stable=found[1] == "S")
    found = _BARE.fullmatch(text)
    return _frame(found.groups(), unit, stable=None) if found else None


def _frame(parts: tuple[str, ...], unit: str, *, stable: bool | None) -> Frame:
    minus, number, written = parts
    value = Decimal(number.replace(",", "."))
    return Frame(-value if minus == "-" else value, (written or unit).lower(), stable)
