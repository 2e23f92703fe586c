"""When a job is due: triggers on the Paris clock and the slot a moment belongs to; pure."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from esat.clock import PARIS
from esat.declarations import Job

# Intervals count from here, so that the same slots come out whenever the process starts.
ORIGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
GRACE: Final = timedelta(minutes=5)
CATCH_UP: Final = timedelta(hours=26)
_RANGE: Final = re.compile(r"^(\d+)(?:-(\d+))?")


def trigger_of(job: Job) -> Any:
    """The job's trigger on the Paris clock.

    A job fixed in the hour that the clock skips or repeats is a programming error, and so is a
    weekday by number (0 is Monday here and Sunday in a crontab).
    """
    when = dict(job.when)
    if job.trigger == "interval":
        return IntervalTrigger(**when, start_date=ORIGIN, timezone=PARIS)
    if job.trigger != "cron":
        msg = f"{job.code}: unknown trigger {job.trigger}"
        raise ValueError(msg)
    if _covers_the_night_hour(str(when.get("hour", "*"))):
        msg = f"{job.code}: between 02:00 and 03:00 the clock changes"
        raise ValueError(msg)
    if re.search(r"\d", str(when.get("day_of_week", ""))):
        msg = f"{job.code}: write the weekday by name"
        raise ValueError(msg)
    return CronTrigger(**when, timezone=PARIS)


def latest_slot(trigger: Any, now: datetime, within: timedelta) -> datetime | None:
    """The last moment the trigger fired at or before `now`, if no older than `within`."""
    found: datetime | None = None
    fire = trigger.get_next_fire_time(None, now - within)
    while fire is not None and fire <= now:
        found = fire.astimezone(UTC)
        # The next one is asked in UTC: the wall clock would repeat an hour in October.
        fire = trigger.get_next_fire_time(None, found + timedelta(seconds=1))
    return found


def _covers_the_night_hour(hours: str) -> bool:
    for part in hours.split(","):
        if bounds := _RANGE.match(part.strip()):
            first = int(bounds[1])
            if first <= 2 <= int(bounds[2] or first):
                return True
    return False
