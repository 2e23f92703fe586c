import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from esat import clock
from esat.db import Database
from esat.declarations import Job
from esat.scheduler.models import JobRun
from esat.scheduler.runs import (
    last_runs,
    last_success,
    prune,
    ran_since,
    record_missed,
    run_slot,
)
from tests.esat.scheduler.conftest import House

DUE = datetime(2026, 11, 23, 8, tzinfo=UTC)
Houses = Callable[..., House]


def job(code: str, run: Callable[..., Any]) -> Job:
    return Job(code, "Essai", "cron", {"minute": 0}, run)


def rows(database: Database) -> list[JobRun]:
    with database.read() as session:
        found = list(session.exec(select(JobRun).order_by("id")))
        session.expunge_all()
    return found


def test_two_clocks_ticking_at_once_run_a_slot_once(house_of: Houses) -> None:
    calls: list[object] = []
    once = job("essai.once", calls.append)
    house = house_of(once)
    gate = threading.Barrier(4)
    outcomes: list[str] = []

    def tick() -> None:
        gate.wait()
        outcomes.append(run_slot(house, once, DUE))

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [house]
    assert sorted(outcomes) == ["done", "skipped", "skipped", "skipped"]


def test_a_failing_job_is_recorded_and_does_not_stop_the_clock(house_of: Houses) -> None:
    def fail(_house: object) -> None:
        raise RuntimeError("imprimante éteinte")

    broken = job("essai.broken", fail)
    house = house_of(broken)
    with clock.pinned(DUE):
        assert run_slot(house, broken, DUE) == "failed"
    (row,) = rows(house.database)
    assert (row.outcome, row.error) == ("failed", "RuntimeError: imprimante éteinte")
    assert row.finished_at == DUE
    with house.database.read() as session:
        assert last_success(session) == {}
        last = last_runs(session, house.registry.jobs)["essai.broken"]
    assert (last.success_at, last.failure_at) == (None, DUE)
    assert "imprimante" in last.error


def test_what_a_failing_job_wrote_is_undone(house_of: Houses) -> None:
    def half(house: House) -> None:
        with house.database.write() as session:
            session.add(JobRun(job="trace", due_at=DUE, started_at=DUE))
            session.flush()
            raise RuntimeError

    broken = job("essai.half", half)
    house = house_of(broken)
    run_slot(house, broken, DUE)
    assert [row.job for row in rows(house.database)] == ["essai.half"]


def test_the_last_success_of_each_job_is_told(house_of: Houses) -> None:
    good = job("essai.good", lambda _house: None)
    house = house_of(good)
    for hours in (0, 1):
        moment = DUE + timedelta(hours=hours)
        with clock.pinned(moment):
            run_slot(house, good, moment)
    with house.database.read() as session:
        assert last_success(session) == {"essai.good": DUE + timedelta(hours=1)}
        assert ran_since(session, "essai.good", DUE)
        assert not ran_since(session, "essai.good", DUE + timedelta(hours=2))


def test_a_missed_slot_leaves_a_row_once(house_of: Houses) -> None:
    house = house_of()
    for _ in range(2):
        record_missed(house.database, "essai.late", DUE)
    assert [(row.job, row.outcome) for row in rows(house.database)] == [("essai.late", "missed")]


def test_pruning_keeps_failures_longer_and_the_last_success(house_of: Houses) -> None:
    house = house_of()
    old = DUE - timedelta(days=20)
    with house.database.write() as session:
        for days, outcome in ((0, "done"), (1, "done"), (2, "failed"), (-90, "failed")):
            due = old + timedelta(days=days)
            row = JobRun(job="a", due_at=due, started_at=due, finished_at=due, outcome=outcome)
            session.add(row)
    with house.database.write() as session:
        assert prune(session, DUE) == 2
    assert [(row.outcome, row.due_at) for row in rows(house.database)] == [
        ("done", old + timedelta(days=1)),
        ("failed", old + timedelta(days=2)),
    ]
