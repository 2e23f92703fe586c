"""What people said themselves of a half-day, elsewhere than on its sheet: a proposal at most.

Rooms above say what they know (`add_source`); a supervisor takes it over by a tap, and saves it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session

from esat.workers import statuses
from esat.workers.timetables.plans import Span


@dataclass(frozen=True, slots=True)
class Told:
    """The wall-clock minutes of an arrival and of a leaving, where they were said."""

    arrived: time | None = None
    left: time | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a row of a sheet would say; its times are as they would be typed."""

    status: str
    from_time: str = ""
    to_time: str = ""


Source = Callable[[Session, Collection[int], date, str], Mapping[int, Told]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Name a function that knows what people said themselves, for a day and a half."""
    if source not in _sources:
        _sources.append(source)


def told(session: Session, worker_ids: Collection[int], day: date, half: str) -> dict[int, Told]:
    """What each of them said; nobody who said nothing."""
    found: dict[int, Told] = {}
    for source in _sources:
        found.update(source(session, worker_ids, day, half))
    return found


def proposal(plan: Span | None, said: Told, far: int) -> Proposal | None:
    """What those words make of a row, to the minute; none where they do not make a whole one.

    Who came before the planned hour, or left after it, is there for the usual hours; who said only
    one of the two keeps the planned hour for the other. `far`: as for `statuses.fault`.
    """
    start, end = said.arrived, said.left
    if plan is not None:
        start = start if start and start > plan.start else None
        end = end if end and end < plan.end else None
    status = "present" if plan is None or not (start or end) else "late" if start else "left_early"
    if statuses.fault(plan, status, start, end, far):
        return None
    return Proposal(status, _typed(start), _typed(end))


def _typed(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
