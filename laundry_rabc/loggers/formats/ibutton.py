"""iButton / Thermochron CSV: a head of « key: value » lines, then Date/Time,Unit,Value; pure.

The head spells the first moment out (« Fri Nov 06 10:17:01 EST 2015 »): it decides the order of the
dates below. Its zone is a name of three or four letters that several countries share; only those
that mean one thing are believed.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from esat.errors import Invalid
from laundry_rabc.loggers.formats.sheet import Mark, Sheet, cells, one_unit, whole

FORMAT: Final = "ibutton"
_FIRST_LINE: Final = re.compile(r"1-Wire/iButton Part Number\s*:", re.IGNORECASE)
_TITLES: Final = ("date/time", "unit", "value")
_SPELT: Final = re.compile(
    r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([A-Z]{2,5}) (\d{4})"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun",
                  "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
_SURE: Final = {"UTC": "+00:00", "GMT": "+00:00", "CET": "Europe/Paris", "CEST": "Europe/Paris"}


def read(lines: Sequence[str], *, ended: bool) -> Sheet | None:
    """The sheet of an iButton file, None for another. Invalid: `logger_no_rows` without its title
    line, `logger_cut`, `logger_no_unit`, `logger_count` when lines are missing.
    """
    if not lines or not _FIRST_LINE.match(lines[0]):
        return None
    place = next((n for n, line in enumerate(lines) if _is_title(line)), None)
    if place is None:
        raise Invalid("logger_no_rows")
    head = _head(lines[:place])
    marks, units = [], []
    for number, line in enumerate(lines[place + 1 :], place + 2):
        if line.strip():
            when, unit, value = whole(cells(line, ","), len(_TITLES), number)[:3]
            marks.append(Mark(number, when, value))
            units.append(unit.upper())
    if any("RH" in unit for unit in units):
        raise Invalid("logger_not_temperature", kind="humidité")
    first, zone = _spelt(head.get("first sample timestamp", head.get("mission start time", "")))
    return Sheet(
        format=FORMAT,
        unit=one_unit(units) if units else "C",
        marks=tuple(marks),
        serial=head.get("1-wire/ibutton registration number", ""),
        zone=_SURE.get(zone, ""),
        zone_said=zone,
        first=first,
        count=_count(head),
        ends_cut=not ended,
    )


def _is_title(line: str) -> bool:
    return tuple(cell.lower() for cell in cells(line, ",")[:3]) == _TITLES


def _head(lines: Sequence[str]) -> dict[str, str]:
    pairs = (re.split(r"[:?]", line, maxsplit=1) for line in lines)
    return {pair[0].strip().lower(): pair[1].strip() for pair in pairs if len(pair) == 2}


def _spelt(text: str) -> tuple[datetime | None, str]:
    found = _SPELT.fullmatch(text.strip())
    if found is None or found.group(1).lower() not in _MONTHS:
        return None, ""
    month = _MONTHS.index(found.group(1).lower()) + 1
    day, hour, minute, second = (int(found.group(n)) for n in (2, 3, 4, 5))
    try:
        moment = datetime(int(found.group(7)), month, day, hour, minute, second)  # noqa: DTZ001 - a wall clock without its zone
    except ValueError:
        return None, ""
    return moment, found.group(6)


def _count(head: dict[str, str]) -> int | None:
    """How many lines there must be; a memory that rolled over counts otherwise."""
    said = head.get("mission sample count", "")
    rolled = head.get("roll over enabled", "").lower()
    if not said.isdigit() or ("rollover occurred" in rolled and "no rollover" not in rolled):
        return None
    return int(said)
