import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlmodel import select

from esat import clock
from esat.declarations import Job
from esat.scheduler import lease
from esat.scheduler.models import JobRun, WorkerLease
from esat.scheduler.runner import LEASE, LEASE_LOST, STOPPED, Runner
from tests.esat.scheduler.conftest import House

Houses = Callable[..., House]
ROOT = Path(__file__).resolve().parents[3]
FAST = timedelta(milliseconds=150)


def wait_until(met: Callable[[], object], seconds: float = 8.0) -> None:
    limit = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


@contextmanager
def running(runner: Runner) -> Iterator[list[int]]:
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(runner.run()))
    thread.start()
    try:
        yield statuses
    finally:
        runner.stop()
        thread.join(10)
        assert not thread.is_alive()


def ticking(calls: list[object]) -> Job:
    return Job("essai.tick", "Essai", "interval", {"seconds": 1}, calls.append)


def test_a_job_ticks_and_the_lease_is_given_back(house_of: Houses) -> None:
    calls: list[object] = []
    house = house_of(ticking(calls))
    runner = Runner(house)
    with running(runner) as statuses:
        wait_until(lambda: len(calls) >= 2)
    assert statuses == [STOPPED]
    with house.database.write() as session:
        dues = session.exec(select(JobRun.due_at)).all()
        assert len(dues) == len(set(dues)) == len(calls)
        assert lease.take(session, LEASE, "another", at=clock.now())


def test_a_second_process_waits_and_takes_over(house_of: Houses) -> None:
    calls: list[object] = []
    house = house_of(ticking(calls))
    first, second = Runner(house), Runner(house, standby=0.05)

    def holder() -> str:
        with house.database.read() as session:
            return session.get_one(WorkerLease, LEASE).holder

    with running(first):
        wait_until(lambda: calls)
        with running(second):
            time.sleep(0.2)
            assert holder() == first.holder
            first.stop()
            count = len(calls)
            wait_until(lambda: len(calls) > count)
            assert holder() == second.holder


def test_a_stand_by_stops_without_having_worked(house_of: Houses) -> None:
    calls: list[object] = []
    house = house_of(ticking(calls))
    with house.database.write() as session:
        lease.take(session, LEASE, "another", at=clock.now())
    runner = Runner(house, standby=0.05)
    with running(runner) as statuses:
        time.sleep(0.2)
    assert (statuses, calls) == ([STOPPED], [])


def test_losing_the_lease_ends_the_process(house_of: Houses) -> None:
    house = house_of()
    runner = Runner(house, renew_every=FAST)
    with running(runner) as statuses:
        wait_until(lambda: runner._scheduler is not None and runner._scheduler.running)
        with house.database.write() as session:
            session.get_one(WorkerLease, LEASE).holder = "thief"
        wait_until(lambda: statuses)
    assert statuses == [LEASE_LOST]
    with house.database.read() as session:
        assert session.get_one(WorkerLease, LEASE).holder == "thief"


def test_a_daily_job_missed_while_the_machine_was_off_runs_at_start(house_of: Houses) -> None:
    calls: list[object] = []
    hour = (clock.local(clock.now()) - timedelta(hours=3)).hour
    nightly = Job("essai.daily", "Essai", "cron", {"hour": 4 if hour == 2 else hour}, calls.append)
    house = house_of(nightly)
    for _ in range(2):
        with running(Runner(house)):
            wait_until(lambda: calls)
            time.sleep(0.2)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("midnight", "hours"),
    [(datetime(2026, 3, 28, 23, tzinfo=UTC), 23), (datetime(2026, 10, 24, 22, tzinfo=UTC), 25)],
)
def test_change_over_nights_run_each_slot_once(
    house_of: Houses, midnight: datetime, hours: int
) -> None:
    daily, hourly = [], []
    jobs = (
        Job("essai.daily", "Essai", "cron", {"hour": 3, "minute": 30}, daily.append),
        Job("essai.hourly", "Essai", "cron", {"minute": 10}, hourly.append),
    )
    runner = Runner(house_of(*jobs))
    with time_machine.travel(midnight, tick=False) as traveller:
        for _ in range(hours * 20):
            for job in jobs:
                runner._tick(job)
            traveller.shift(timedelta(minutes=3))
    assert (len(daily), len(hourly)) == (1, hours)


PROGRAM = """
import os, signal, sys
from pathlib import Path
from esat.config import Settings
from esat.db import Database
from esat.declarations import Job, Module
from esat.registry import Registry
from esat.scheduler.runner import run_jobs

def tick(house):
    os.write(1, b"tick\\n")  # whole, whichever thread
    if "itself" in sys.argv:
        os.kill(os.getpid(), signal.SIGTERM)

class House:
    settings = Settings(data_dir=Path("."), database_url=sys.argv[1])
    database = Database(settings.url)
    registry = Registry([Module(code="essai", label="Essai", jobs=tuple(
        Job(f"essai.{n}", "Essai", "interval", {"seconds": 1}, tick) for n in range(4)
    ))])

sys.exit(run_jobs(House()))
"""


@pytest.mark.parametrize("ended", ["from outside", *[f"itself, {n}" for n in range(4)]])
def test_sigterm_ends_the_process_cleanly_and_frees_the_lease(house_of: Houses, ended: str) -> None:
    """Also in the moment when the scheduler submits its jobs, where nothing may swallow it."""
    house = house_of()
    command = [sys.executable, "-c", PROGRAM, house.settings.url, ended.partition(",")[0]]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path[1:]))}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "tick\n"
            if ended == "from outside":
                process.send_signal(signal.SIGTERM)
            _out, errors = process.communicate(timeout=10)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Traceback" not in errors
    with house.database.write() as session:
        assert lease.take(session, LEASE, "another", at=clock.now())
