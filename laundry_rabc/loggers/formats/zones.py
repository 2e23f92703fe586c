"""Wall clocks to UTC: an hour that exists twice or not at all is told, never guessed; pure."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from esat.errors import Invalid
from laundry_rabc.loggers.formats.sheet import Mark

PARIS: Final = "Europe/Paris"
_OFFSET: Final = re.compile(r"([+-])(\d{2}):(\d{2})")
CHOICES: Final = (
    (PARIS, "Heure de Paris, qui change en mars et en octobre"),
    ("+01:00", "Heure d’hiver de Paris toute l’année (UTC+01:00)"),
    ("+02:00", "Heure d’été de Paris toute l’année (UTC+02:00)"),
    ("+00:00", "Temps universel (UTC)"),
    *((f"{'+' if n > 0 else '-'}{abs(n):02d}:00", f"UTC{n:+03d}:00")
      for n in range(-12, 15) if n not in {0, 1, 2}),
)  # fmt: skip


def zone(name: str) -> tzinfo | None:
    """The zone of an offset or of the one name known here; None for any other text."""
    found = _OFFSET.fullmatch(name)
    if found is not None:
        shift = timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
        if shift >= timedelta(days=1):
            return None
        return timezone(-shift if found.group(1) == "-" else shift)
    return ZoneInfo(PARIS) if name == PARIS else None


def label(name: str) -> str:
    """How a zone is said."""
    return dict(CHOICES).get(name, f"UTC{name}")


def to_utc(walls: Sequence[datetime], marks: Sequence[Mark], name: str) -> list[datetime]:
    """The moments of wall clocks. Invalid: `logger_hour_twice` and `logger_hour_missing` over a
    change of clock, with their line; `logger_ask_zone` for an unknown zone.
    """
    where = zone(name)
    if where is None:
        raise Invalid("logger_ask_zone")
    if isinstance(where, timezone):
        return [wall.replace(tzinfo=where).astimezone(UTC) for wall in walls]
    turned = _turn(walls, where)
    found = []
    for place, (wall, mark) in enumerate(zip(walls, marks, strict=True)):
        early, late = wall.replace(tzinfo=where), wall.replace(tzinfo=where, fold=1)
        if early.utcoffset() != late.utcoffset():
            if early.astimezone(UTC).astimezone(where).replace(tzinfo=None) != wall:
                raise Invalid("logger_hour_missing", line=mark.line, hour=f"{wall:%H:%M}")
            if turned is None:
                raise Invalid("logger_hour_twice", line=mark.line, hour=f"{wall:%H:%M}")
        chosen = late if turned is not None and place >= turned else early
        found.append(chosen.astimezone(UTC))
    return found


def _turn(walls: Sequence[datetime], where: tzinfo) -> int | None:
    """Where the clock went back in the file itself: the one step back, between two readings of the
    hour that exists twice. Both passes are there, and which is which is proved.
    """
    back = [n for n, (a, b) in enumerate(pairwise(walls), 1) if b <= a]
    if len(back) != 1:
        return None
    both = (walls[back[0] - 1], walls[back[0]])
    return back[0] if all(_twice(wall, where) for wall in both) else None


def _twice(wall: datetime, where: tzinfo) -> bool:
    early, late = wall.replace(tzinfo=where), wall.replace(tzinfo=where, fold=1)
    there = early.astimezone(UTC).astimezone(where).replace(tzinfo=None) == wall
    return there and early.utcoffset() != late.utcoffset()
