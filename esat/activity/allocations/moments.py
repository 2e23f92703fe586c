"""Moments of lines as minutes of their day on the wall clock, and back; seconds are dropped."""

from datetime import date, datetime, time, timedelta

from esat import clock
from esat.activity.allocations.cutting import DAY
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.moving import Said


def minute_of(moment: datetime, day: date) -> int:
    """Minutes since the midnight of that day; below 0 or beyond the day on another one."""
    wall = clock.local(moment)
    return (wall.date() - day).days * DAY + wall.hour * 60 + wall.minute


def moment_of(minute: int, day: date) -> datetime:
    """That minute of the day as a moment; the end of the day is the midnight after."""
    if minute >= DAY:
        return clock.midnight(day + timedelta(days=1))
    return datetime.combine(day, time(minute // 60, minute % 60), clock.midnight(day).tzinfo)


def end_of(minute: int, day: date) -> datetime | None:
    """The end of a line; None for one that lasts until he is moved or his day ends."""
    return None if minute >= DAY else moment_of(minute, day)


def said(line: Allocation) -> Said:
    """A stored line as the rules of moving see it."""
    end = DAY if line.ends_at is None else minute_of(line.ends_at, line.day)
    return Said(
        key=line.id or 0,
        group=line.group_id,
        start=minute_of(line.starts_at, line.day),
        end=min(end, DAY),
        at=minute_of(line.at, line.day),
        rank=(line.at, line.recorded_at, line.id or 0),
    )
