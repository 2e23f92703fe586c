"""The only place that asks the time; everything else is given one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_zone = [PARIS]

_pinned: ContextVar[datetime | None] = ContextVar("esat_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pinned.get() or datetime.now(UTC)  # noqa: TID251 - this is the clock


def today() -> date:
    """The calendar day in Paris, which is the day people mean."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as a wall clock of the house shows it: Paris, unless it was set otherwise."""
    return moment.astimezone(_zone[0])


def midnight(day: date) -> datetime:
    """When a day of Paris begins: the bound of a period that people name by its days."""
    return datetime.combine(day, time(), PARIS)


def use_zone(name: str) -> None:
    """Set the house's zone; the composition root does, once. KeyError for an unknown zone."""
    _zone[:] = [ZoneInfo(name)]


def half_of(moment: datetime) -> Literal["morning", "afternoon"]:
    """Morning ends at 12:30 on the Paris clock."""
    wall = local(moment)
    return "morning" if (wall.hour, wall.minute) < (12, 30) else "afternoon"


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`: for the demo's simulated days and for tests."""
    if moment.tzinfo is None:
        msg = "a pinned moment needs an offset"
        raise ValueError(msg)
    token = _pinned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)
