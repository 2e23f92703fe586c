"""A weight as people and scales write it: a comma or a dot, to the gram, never rounded. Pure."""

import re
from decimal import Decimal
from typing import Final

from esat.errors import Refused
from esat.web.filters import number

_BLANKS: Final = re.compile(r"[\s\u00a0\u202f]")
_NUMBER: Final = re.compile(r"(-?)([0-9]{1,7})(?:[.,]([0-9]*))?")
PLACES: Final = 3
MOST_PIECES: Final = 9_999


def read_kg(given: object) -> Decimal:
    """Kilograms from a text or a whole number. Refuses `weight_unreadable`,
    `weight_not_positive`, `weight_too_precise`.
    """
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise Refused("weight_unreadable")
    found = _NUMBER.fullmatch(_BLANKS.sub("", str(given)))
    if found is None:
        raise Refused("weight_unreadable")
    minus, whole, rest = found.groups()
    decimals = rest or ""
    if len(decimals) > PLACES:
        raise Refused("weight_too_precise")
    return positive(Decimal(f"{minus}{whole}.{decimals or 0}"))


def positive(kg: Decimal) -> Decimal:
    """The same, when it is more than nothing and to the gram. Refuses as `read_kg`."""
    if kg <= 0:
        raise Refused("weight_not_positive")
    if kg != round(kg, PLACES):
        raise Refused("weight_too_precise")
    return round(kg, PLACES)


def read_pieces(given: object) -> int | None:
    """Pieces, or None for an empty box. Refuses `pieces_unreadable`."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    text = str(given).strip()
    readable = isinstance(given, str | int) and not isinstance(given, bool)
    if not readable or not (text.isascii() and text.isdigit()) or len(text) > len("9999"):
        raise Refused("pieces_unreadable")
    return int(text)


def grams_to_kg(grams: Decimal) -> Decimal:
    """Exactly: a thousandth, every digit kept."""
    return grams.scaleb(-3)


def written(kg: Decimal) -> str:
    """12,5 kg"""
    return number(kg, "kg")
