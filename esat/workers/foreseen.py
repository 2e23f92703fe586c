"""Who is known to be away on a day: whether, never why."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session


def away(_session: Session, _worker_ids: Collection[int], _day: date) -> set[tuple[int, str]]:
    """Whole half-days (worker, half) for which an absence is entered."""
    return set()
