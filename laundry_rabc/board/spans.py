"""The months of the dashboard as moments; pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from laundry_rabc.checks import calendar
from workshops.laundry.figures.periods import Period, period

MONTHS: Final = 12
_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Span:
    """A period as moments, cut at now: what is to come is not counted."""

    since: datetime
    until: datetime


def of(asked: Period, now: datetime) -> Span:
    """The moments of some days, until now at most."""
    since = calendar.moment(asked.since)
    return Span(since, max(since, min(calendar.midnight_after(asked.until), now)))


def month(text: str, today: date) -> Period:
    """The month of « 2026-11 », this one where it cannot be read or is still to come."""
    read = _MONTH.fullmatch(text)
    day = today if read is None else date(int(read[1]), int(read[2]), 1)
    return period("mois", min(day, today))


def code(asked: Period) -> str:
    """« 2026-11 », as an address names a month."""
    return f"{asked.since:%Y-%m}"


def year_until(asked: Period) -> list[Period]:
    """The twelve months that end with one, the oldest first."""
    found = [asked]
    while len(found) < MONTHS:
        found.append(period("mois", found[-1].since - timedelta(days=1)))
    return found[::-1]
