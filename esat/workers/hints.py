"""What rooms above say beside a name on a half-day sheet: a hint, never the record."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlmodel import Session

Hints = Callable[[Session, Collection[int], date, str], Mapping[int, str]]
_sources: list[Hints] = []


def add_source(source: Hints) -> None:
    """Name a function that says a few words of some workers, for a day and a half."""
    if source not in _sources:
        _sources.append(source)


def told(session: Session, worker_ids: Collection[int], day: date, half: str) -> dict[int, str]:
    """What is said of each, in a few French words; nobody it knows nothing of."""
    found: dict[int, list[str]] = {}
    for source in _sources:
        for worker_id, words in source(session, worker_ids, day, half).items():
            found.setdefault(worker_id, []).append(words)
    return {worker_id: " · ".join(words) for worker_id, words in found.items()}
