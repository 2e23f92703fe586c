"""The scheduler process: waits for the lease, ticks while it holds it; one of the three doors."""

import logging
import os
import queue
import signal
import socket
import uuid
from datetime import timedelta
from typing import Any, Final

from apscheduler.events import EVENT_JOB_MISSED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from esat import clock
from esat.clock import PARIS
from esat.declarations import Job
from esat.scheduler import lease, stopping
from esat.scheduler.runs import JobHouse, ran_since, record_missed, run_slot
from esat.scheduler.slots import CATCH_UP, GRACE, latest_slot, trigger_of

log = logging.getLogger("esat.jobs")

LEASE: Final = "jobs"
STANDBY_SECONDS: Final = 5.0
THREADS: Final = 4
STOPPED, LEASE_LOST = 0, 1
_OWN = "scheduler.renew"


def run_jobs(house: JobHouse) -> int:
    """Run the declared jobs until SIGTERM; the exit status says whether the lease was lost."""
    runner = Runner(house)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runner.stop())
    return runner.run()


class Runner:
    """One scheduler with its lease. `stop` may be called from any thread: the one that runs waits
    for it and does the rest. A signal only leaves word: raised as an exception while the scheduler
    was submitting a job it was swallowed, and the process stayed.
    """

    def __init__(
        self,
        house: JobHouse,
        *,
        ttl: timedelta = lease.TTL,
        renew_every: timedelta = lease.RENEW_EVERY,
        standby: float = STANDBY_SECONDS,
    ) -> None:
        self.house = house
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._ttl, self._renew_every, self._standby = ttl, renew_every, standby
        self._triggers = {code: trigger_of(job) for code, job in house.registry.jobs.items()}
        self._words: queue.SimpleQueue[None] = queue.SimpleQueue()  # safe in a signal's handler
        self._lost = False
        self._until = clock.now()
        self._scheduler: Any = None

    def run(self) -> int:
        """Wait for the lease, tick, and give it back. Answers STOPPED or LEASE_LOST."""
        stopping.ASKED.clear()
        if not self._wait_for_lease():
            return STOPPED
        log.info("jobs: lease taken by %s", self.holder)
        try:
            self._scheduler = self._prepare()
            self._scheduler.start()
            self._words.get()
        finally:
            self._close()
        return LEASE_LOST if self._lost else STOPPED

    def stop(self) -> None:
        """End soon: at once while standing by, after the running jobs otherwise."""
        self._words.put(None)

    def _wait_for_lease(self) -> bool:
        seconds = 0.0
        while not self._told_to_stop(seconds):
            if self._take():
                return True
            seconds = self._standby
        return False

    def _told_to_stop(self, within: float) -> bool:
        try:
            self._words.get(timeout=within)
        except queue.Empty:
            return False
        return True

    def _take(self) -> bool:
        now = clock.now()
        with self.house.database.write() as session:
            taken = lease.take(session, LEASE, self.holder, at=now, ttl=self._ttl)
        if taken:
            self._until = now + self._ttl
        return taken

    def _prepare(self) -> Any:
        scheduler = BackgroundScheduler(
            timezone=PARIS,
            executors={"default": ThreadPoolExecutor(THREADS), "lease": ThreadPoolExecutor(1)},
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": int(GRACE.total_seconds()),
            },
        )
        seconds = self._renew_every.total_seconds()
        scheduler.add_job(self._renew, "interval", seconds=seconds, id=_OWN, executor="lease")
        scheduler.add_listener(self._missed, EVENT_JOB_MISSED)
        for code, job in self.house.registry.jobs.items():
            scheduler.add_job(self._tick, self._triggers[code], args=(job,), id=code)
            # Now and each day: one that is done for ever is taken out by the scheduler's thread,
            # which stumbles when that happens while it is closed.
            scheduler.add_job(
                self._catch_up, "interval", days=1, next_run_time=clock.now(), args=(job,),
                id=f"{code}.catch_up",
            )  # fmt: skip
        return scheduler

    def _tick(self, job: Job) -> None:
        due = latest_slot(self._triggers[job.code], clock.now(), GRACE)
        if due is not None and not self._lost:
            run_slot(self.house, job, due, holder=self.holder)

    def _catch_up(self, job: Job) -> None:
        """Run a daily slot that passed while the machine was off."""
        trigger, now = self._triggers[job.code], clock.now()
        due = latest_slot(trigger, now, GRACE) or latest_slot(trigger, now, CATCH_UP)
        if due is None or self._lost:
            return
        with self.house.database.read() as session:
            if ran_since(session, job.code, due):
                return
        run_slot(self.house, job, due, holder=self.holder)

    def _renew(self) -> None:
        now = clock.now()
        try:
            with self.house.database.write() as session:
                kept = lease.renew(session, LEASE, self.holder, at=now, ttl=self._ttl)
        except SQLAlchemyError:
            log.exception("jobs: the lease could not be renewed")
            kept = now < self._until  # a busy database is not a lost lease, until its end
        else:
            self._until = now + self._ttl
        if not kept:
            log.error("jobs: lease lost by %s, this process ends", self.holder)
            self._lost = True
            self.stop()

    def _missed(self, event: Any) -> None:
        if event.job_id in self._triggers:
            record_missed(self.house.database, event.job_id, event.scheduled_run_time)

    def _close(self) -> None:
        stopping.ASKED.set()
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.shutdown(wait=not self._lost)
        if not self._lost:
            with self.house.database.write() as session:
                lease.drop(session, LEASE, self.holder, at=clock.now())
        log.info("jobs: stopped")
