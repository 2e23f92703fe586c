"""What a format finds in a file before dates and zones are settled: lines as they stand; pure."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from esat.errors import Invalid, TooLarge

MAX_LINES: Final = 200_000
"""Two days and more at one measure a second."""
DELIMITERS: Final = (";", "\t", ",", "|")
_GMT: Final = re.compile(r"\b(?:GMT|UTC)\s*(?:([+-])\s*(\d{1,2})(?::?(\d{2}))?)?", re.IGNORECASE)
_UNIT: Final = re.compile(r"(?:°|º|\*|\bdeg\.?\s*|,\s*\(?)\s*([CF])\b", re.IGNORECASE)
_BLANK: Final = re.compile(r"[\s  ]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One line that measures: its number, its moment and its value as they are written. An empty
    value is a probe that answered nothing.
    """

    line: int
    when: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as one format reads it. `zone` is empty when the file does not say it; `order` when
    only the dates can tell it; `first` is the first moment as the head of the file spells it out.
    """

    format: str
    unit: str
    marks: tuple[Mark, ...]
    serial: str = ""
    zone: str = ""
    zone_said: str = ""
    order: str = ""
    first: datetime | None = None
    count: int | None = None
    decimal: str = "."
    columns: tuple[tuple[int, str], ...] = ()
    """The columns that may be meant, when there are several and one must be chosen."""
    ends_cut: bool = False
    """The last line has no end: it may be a part of one."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text as numbered lines of cells; `ended` tells whether its last line has its end."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str = ","
    ended: bool = True
    head: tuple[str, ...] = field(default=())
    """The first lines as they are."""


def split(text: str) -> list[str]:
    """Lines, whichever their ends. TooLarge: `logger_too_long`."""
    lines = re.split(r"\r\n|\n|\r", text)
    if len(lines) > MAX_LINES:
        raise TooLarge("logger_too_long", lines=MAX_LINES)
    return lines


def cells(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of one line; a broken quote is a cell like another."""
    try:
        return tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), ()))
    except csv.Error:
        return (line,)


def sign_of(line: str) -> str:
    """The sign that cuts a line into the most cells."""
    return max(DELIMITERS, key=lambda sign: len(cells(line, sign)))


def zone_of(text: str) -> tuple[str, str]:
    """« Date Time, GMT-04:00 » gives `-04:00` and how it is said; empty when nothing is said."""
    found = _GMT.search(text)
    if found is None:
        return "", ""
    sign, hours, rest = found.groups()
    return (f"{sign}{int(hours):02d}:{rest or '00'}" if sign else "+00:00"), found.group().strip()


def unit_of(text: str) -> str:
    """`C` or `F` when a title says it, else empty."""
    found = _UNIT.search(text)
    return found.group(1).upper() if found else ""


def whole(row: tuple[str, ...], width: int, line: int) -> tuple[str, ...]:
    """A line with as many cells as its titles. Invalid: `logger_cut`."""
    if len(row) < width:
        raise Invalid("logger_cut", line=line)
    return row


def decimal_of(text: str, sign: str, line: int) -> Decimal | None:
    """A value, None for an empty one. Invalid: `logger_bad_value`."""
    plain = _BLANK.sub("", text)
    if not plain:
        return None
    if sign == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise Invalid("logger_bad_value", line=line, found=text[:30]) from error
    if not value.is_finite():
        raise Invalid("logger_bad_value", line=line, found=text[:30])
    return value


def one_unit(units: Sequence[str]) -> str:
    """The unit of all lines. Invalid: `logger_no_unit` when there is none or more than one."""
    found = set(units)
    if len(found) != 1 or not found <= {"C", "F"}:
        raise Invalid("logger_no_unit")
    return found.pop()
