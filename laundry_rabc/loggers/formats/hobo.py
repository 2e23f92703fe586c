"""HOBOware and HOBOmobile CSV: a title line names the clock, each column its unit; pure.

HOBOware    "#","Date Time, GMT-08:00","Temp, °F (LGR S/N: 10173910, …)",…,"Host Connected …"
HOBOmobile  Serial Number:20293298 --   then   Date Time - GMT +05:00,"Temp, (*F)",…,Button Down,…

A line where an event is written (« Logged ») and no temperature is no measure: it is left out.
"""

import re
from collections.abc import Sequence
from typing import Final

from esat.errors import Invalid
from laundry_rabc.loggers.formats.sheet import (
    Mark,
    Sheet,
    cells,
    sign_of,
    unit_of,
    whole,
    zone_of,
)

WARE: Final = "hoboware"
MOBILE: Final = "hobomobile"
_WITHIN: Final = 6
_SERIAL: Final = re.compile(r"(?:LGR S/N|Serial Number)\s*:\s*(\w+)", re.IGNORECASE)
_WHEN: Final = re.compile(r"date\s*[-/]?\s*(?:time|heure)\b", re.IGNORECASE)
_DAY: Final = re.compile(r"date\b", re.IGNORECASE)
_HOUR: Final = re.compile(r"(?:time|heure)\b", re.IGNORECASE)
_TEMPERATURE: Final = re.compile(r"(?:[\w\s.]*\b)?temp(?:[ée]rature)?\b\.?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[-+]?\d+([.,]\d+)?")


def read(lines: Sequence[str], column: int | None, *, ended: bool) -> Sheet | None:
    """The sheet of a HOBO file, None for another. Invalid: `logger_no_unit`, `logger_cut`,
    `logger_not_temperature` when it has no column of temperature.
    """
    place = next((n for n, line in enumerate(lines[:_WITHIN]) if _is_title(line)), None)
    if place is None:
        return None
    title, sign = lines[place], sign_of(lines[place])
    heads = cells(title, sign)
    above = "\n".join(lines[:place])
    serial = _SERIAL.search(above) or _SERIAL.search(title)
    mobile = above.lstrip().lower().startswith("serial number")
    columns = tuple((n, head) for n, head in enumerate(heads) if _TEMPERATURE.match(head))
    if not columns:
        raise Invalid("logger_not_temperature", kind="HOBO")
    chosen = _chosen(columns, column)
    unit = unit_of(heads[chosen].split("(LGR")[0])
    if not unit:
        raise Invalid("logger_no_unit")
    zone, said = zone_of(title)
    decimal = "," if sign == ";" else "."
    return Sheet(
        format=MOBILE if mobile else WARE,
        unit=unit,
        marks=tuple(_marks(lines, place, sign, chosen)),
        serial="" if serial is None else serial.group(1),
        zone=zone,
        zone_said=said,
        decimal=decimal,
        columns=columns if len(columns) > 1 and column is None else (),
        ends_cut=not ended,
    )


def _is_title(line: str) -> bool:
    heads = cells(line, sign_of(line))
    return len(heads) > 1 and (
        any(_WHEN.match(head) and zone_of(head)[0] for head in heads)
        or ("#" in heads and any(_DAY.match(head) for head in heads))
    )


def _chosen(columns: tuple[tuple[int, str], ...], column: int | None) -> int:
    places = [place for place, _ in columns]
    return column if column in places and column is not None else places[0]


def _marks(lines: Sequence[str], place: int, sign: str, column: int) -> list[Mark]:
    heads = cells(lines[place], sign)
    when = _when_columns(heads)
    found = []
    for number, line in enumerate(lines[place + 1 :], place + 2):
        if not line.strip():
            continue
        row = whole(cells(line, sign), len(heads), number)
        others = [cell for n, cell in enumerate(row) if n not in {*when, column} and cell]
        if not row[column] and any(not _NUMBER.fullmatch(cell) for cell in others):
            continue
        found.append(Mark(number, " ".join(row[n] for n in when), row[column]))
    return found


def _when_columns(heads: tuple[str, ...]) -> tuple[int, ...]:
    both = next((n for n, head in enumerate(heads) if _WHEN.match(head)), None)
    if both is not None:
        return (both,)
    day = next(n for n, head in enumerate(heads) if _DAY.match(head))
    hour = next((n for n, head in enumerate(heads) if _HOUR.match(head)), None)
    return (day,) if hour is None else (day, hour)
