"""A hint to vary the work: time at demanding posts this week, and since when at the same post.

Demanding is a property of the post. Nothing is compared between people.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from esat.activity.allocations import reads
from esat.activity.allocations.reads import Slice
from esat.workers.posts.models import WorkPost
from esat.workers.rules.keeping import BOOK


@dataclass(frozen=True, slots=True)
class Hint:
    """Minutes at demanding posts this week, and the first day at the post he was at last."""

    minutes: int
    since: date
    whole: bool = True
    """Whether the change was seen; otherwise it is older than what was looked at."""

    @property
    def hours(self) -> str:
        """« 6 h 30 »"""
        hours, minutes = divmod(self.minutes, 60)
        return f"{hours}\u00a0h\u00a0{minutes:02d}" if minutes else f"{hours}\u00a0h"


def hints(session: Session, worker_ids: Collection[int], day: date) -> dict[int, Hint]:
    """For those who were at a demanding post this week, until that day included."""
    query = select(WorkPost.id).where(col(WorkPost.demanding))
    demanding = {key for key in session.exec(query) if key is not None}
    if not demanding or not worker_ids:
        return {}
    back = timedelta(days=BOOK.number(session, "rotation_days", day))
    found: dict[int, list[Slice]] = {}
    for one in reads.slices(session, day - back, day, worker_ids):
        if one.post_id is not None:
            found.setdefault(one.worker_id, []).append(one)
    made = {worker: _hint(rows, demanding, day) for worker, rows in found.items()}
    return {worker: hint for worker, hint in made.items() if hint.minutes}


def _hint(rows: list[Slice], demanding: set[int], day: date) -> Hint:
    monday = day - timedelta(days=day.weekday())
    minutes = sum(one.minutes for one in rows if one.day >= monday and one.post_id in demanding)
    last = rows[-1].post_id
    since, whole = rows[-1].day, False
    for one in reversed(rows):
        if one.post_id != last:
            whole = True
            break
        since = one.day
    return Hint(minutes, since, whole)
