"""A history as the timeline component wants it: French words and both times; it asks nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from esat.production.timeline import Entry
from esat.web.filters import moment


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the component `timeline`."""

    title: str
    at: str
    detail: str
    who: str
    meaning: str
    pictogram: str


def shown(entries: Iterable[Entry]) -> list[Line]:
    """Each entry with its time; a late one says when it was written too."""
    return [_line(entry) for entry in entries]


def _line(entry: Entry) -> Line:
    at = moment(entry.at)
    if entry.late:
        at = f"{at} (enregistré le {moment(entry.recorded_at)})"
    detail = " · ".join(part for part in (entry.subject, entry.detail) if part)
    return Line(entry.title, at, detail, entry.who, entry.meaning, entry.pictogram)
