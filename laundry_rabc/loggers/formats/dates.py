"""Dates as loggers write them, and which of the three orders they are in: proved or asked; pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from esat.errors import Invalid
from laundry_rabc.loggers.formats.sheet import Mark

ORDERS: Final = {
    "dmy": "jour/mois/année",
    "mdy": "mois/jour/année",
    "ymd": "année/mois/jour",
}
_DATE: Final = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})[ T]+"
    r"(\d{1,2})[:hH.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6}))?)?"
    r"\s*([AP]\.?M\.?)?",
    re.IGNORECASE,
)
_SPARE: Final = timedelta(days=1)
Fields = tuple[int, int, int, int, int, int, int, bool]


def fields_of(mark: Mark) -> Fields:
    """The numbers of a date, the last saying whether its first has four digits. Invalid:
    `logger_bad_date`.
    """
    found = _DATE.fullmatch(mark.when.strip())
    if found is None:
        raise Invalid("logger_bad_date", line=mark.line, found=mark.when[:40])
    first, second, third, hour, minute, sec, part, half = found.groups()
    at = int(hour)
    if half:
        if not 1 <= at <= 12:
            raise Invalid("logger_bad_date", line=mark.line, found=mark.when[:40])
        at = at % 12 + (12 if half[0] in "pP" else 0)
    micro = int((part or "0").ljust(6, "0"))
    long = len(first) == 4
    return int(first), int(second), int(third), at, int(minute), int(sec or 0), micro, long


def moment_of(fields: Fields, order: str) -> datetime | None:
    """The wall clock that the numbers say in this order; None when they cannot be in it."""
    first, second, third, hour, minute, sec, micro, long = fields
    if long != (order == "ymd") and (long or third > 99):
        return None
    year, month, day = {
        "dmy": (third, second, first),
        "mdy": (third, first, second),
        "ymd": (first, second, third),
    }[order]
    if year < 100:
        year += 2000
    try:
        return datetime(year, month, day, hour, minute, sec, micro)  # noqa: DTZ001 - a wall clock without its zone
    except ValueError:
        return None


def possible(
    marks: Sequence[Mark], first: datetime | None, latest: datetime
) -> dict[str, list[datetime]]:
    """The orders in which every date exists, goes forward and is not still to come, each with its
    moments. Invalid: `logger_bad_date` with the first line that no order can read.
    """
    numbers = [fields_of(mark) for mark in marks]
    found: dict[str, list[datetime]] = {}
    furthest = 0
    for order in ORDERS:
        read = [moment_of(one, order) for one in numbers]
        wrong = next((n for n, moment in enumerate(read) if moment is None), None)
        if wrong is not None:
            furthest = max(furthest, wrong)
            continue
        found[order] = [moment for moment in read if moment is not None]
    if not found:
        raise Invalid("logger_bad_date", line=marks[furthest].line, found=marks[furthest].when[:40])
    return _narrowed(found, first, latest)


def _narrowed(
    found: dict[str, list[datetime]], first: datetime | None, latest: datetime
) -> dict[str, list[datetime]]:
    """Only what is sure takes an order away: the head's own date, the future, a jump back of more
    than a day, days that do not follow where others do.
    """
    limit = latest.replace(tzinfo=None) + _SPARE
    rules = (
        lambda read: first is None or read[0] == first,
        lambda read: read[-1] <= limit,
        lambda read: all(b >= a - timedelta(hours=2) for a, b in pairwise(read)),
        _even,
    )
    for rule in rules:
        kept = {order: read for order, read in found.items() if rule(read)}
        found = kept or found
    return found


def _even(read: list[datetime]) -> bool:
    """Midnight is one step like the others: no step is longer than a day beyond the usual one."""
    steps = [later - earlier for earlier, later in pairwise(read)]
    return not steps or max(steps) <= sorted(steps)[len(steps) // 2] + _SPARE
