"""What others demand before a load starts, machine by programme; the laundry does not know who.

A condition is asked of all the ways to wash a load at once, before the click and at the start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from esat.errors import Refused
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing.loads import Contents
from workshops.laundry.washing.models import Load


@dataclass(frozen=True, slots=True)
class Why:
    """Why a start is refused: the code, and what its sentence names. `short` is the code that says
    it without naming anything; `page` is where more is told and asked.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    short: str = ""
    page: str = ""

    def refusal(self) -> Refused:
        return Refused(self.code, **self.params)


Way = tuple[Machine, Programme]
Key = tuple[int, int]
"""A machine's resource and a version of a programme."""
Condition = Callable[[Session, Load, Contents, Sequence[Way], datetime], dict[Key, Why]]
_conditions: list[Condition] = []


def add(condition: Condition) -> None:
    """Name a function that tells which of these ways it closes, and why."""
    if condition not in _conditions:
        _conditions.append(condition)


def key(way: Way) -> Key:
    return way[0].resource_id, way[1].id or 0


def closed(
    session: Session, load: Load, inside: Contents, ways: Sequence[Way], at: datetime
) -> dict[Key, Why]:
    """The ways that a condition closes, with the first reason given."""
    found: dict[Key, Why] = {}
    for condition in _conditions if ways else ():
        found = condition(session, load, inside, ways, at) | found
    return found
