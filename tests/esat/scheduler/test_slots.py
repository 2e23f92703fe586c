from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from esat.declarations import Job
from esat.scheduler.slots import GRACE, latest_slot, trigger_of


def job(trigger: str, when: Mapping[str, Any]) -> Job:
    return Job("essai.job", "Essai", trigger, when, run=lambda _house: None)


def slots(trigger: Any, start: datetime, end: datetime) -> set[datetime]:
    """Return every slot that a clock looking each minute would find."""
    found = set()
    while start < end:
        if (slot := latest_slot(trigger, start, GRACE)) is not None:
            found.add(slot)
        start += timedelta(minutes=1)
    return found


MARCH = datetime(2026, 3, 28, 23, tzinfo=UTC)  # 29 March, midnight in Paris: 23 hours to come
OCTOBER = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 25 October: 25 hours to come


@pytest.mark.parametrize(("night", "hours"), [(MARCH, 23), (OCTOBER, 25)])
def test_a_daily_job_runs_once_and_an_hourly_one_each_hour_on_change_over_nights(
    night: datetime, hours: int
) -> None:
    end = night + timedelta(hours=hours)
    daily = trigger_of(job("cron", {"hour": 3, "minute": 30}))
    hourly = trigger_of(job("cron", {"minute": 10}))
    quarter = trigger_of(job("interval", {"minutes": 15}))
    assert len(slots(daily, night, end)) == 1
    assert len(slots(hourly, night, end)) == hours
    assert len(slots(quarter, night + timedelta(minutes=15), end)) == 4 * hours - 1


@pytest.mark.parametrize("hour", [2, "2", "1-4", "0,2", "2-2"])
def test_a_job_fixed_in_the_hour_that_changes_is_refused(hour: object) -> None:
    with pytest.raises(ValueError, match="clock changes"):
        trigger_of(job("cron", {"hour": hour, "minute": 30}))


@pytest.mark.parametrize("hour", [0, "3", "4-20", "*", "*/2", "12,22"])
def test_another_hour_is_accepted(hour: object) -> None:
    assert trigger_of(job("cron", {"hour": hour, "minute": 30}))


def test_a_weekday_by_number_is_refused() -> None:
    with pytest.raises(ValueError, match="by name"):
        trigger_of(job("cron", {"day_of_week": "1", "hour": 8}))
    monday = trigger_of(job("cron", {"day_of_week": "mon", "hour": 8}))
    found = latest_slot(monday, datetime(2026, 11, 23, 7, 1, tzinfo=UTC), GRACE)
    assert found == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_an_unknown_trigger_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown trigger"):
        trigger_of(job("date", {}))


def test_interval_slots_do_not_depend_on_when_the_process_started() -> None:
    now = datetime(2026, 11, 23, 8, 7, 31, tzinfo=UTC)
    first, second = (trigger_of(job("interval", {"seconds": 15})) for _ in range(2))
    assert latest_slot(first, now, GRACE) == latest_slot(second, now, GRACE)
    assert latest_slot(first, now, GRACE) == now.replace(second=30)


def test_a_slot_older_than_the_grace_time_is_not_found() -> None:
    daily = trigger_of(job("cron", {"hour": 6}))
    at_six = datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert latest_slot(daily, at_six, GRACE) == at_six
    assert latest_slot(daily, at_six + timedelta(minutes=4), GRACE) == at_six
    assert latest_slot(daily, at_six + timedelta(minutes=6), GRACE) is None
