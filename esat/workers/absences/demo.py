"""The absences' part of a demo: past months coded by the office, some left to code this month, a
few announced for the days to come, and counters that were brought in and confirmed.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final, Protocol

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.workers.absences import counters, figures, leave_days, sealed, to_code
from esat.workers.absences.halves import Stretch
from esat.workers.absences.leave import Bucket, Standing
from esat.workers.absences.models import Absence, LeaveFigure
from esat.workers.models import Worker
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import AFTERNOON, MORNING, DayPlan

REASONS: Final = (("MAL", 40), ("CP", 35), ("AUT", 10), ("ABS-J", 6), ("EF", 4), ("ABS-I", 5))
"""Reasons, and how often of a hundred."""


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    day: date
    last_day: date


def demo(scene: Scene) -> Callable[[Scene], None]:
    """Play once, on the last day: what was coded until then, what waits, the counters."""
    began = scene.day

    def play(today: Scene) -> None:
        if today.day == today.last_day:
            _Office(today, began).play()

    return play


class _Office:
    """Odile's work of these months, written at once."""

    def __init__(self, scene: Scene, began: date) -> None:
        self._session, self._today = scene.session, scene.day
        self._rng = Random(began.toordinal())  # noqa: S311 - plausible, not secret
        self._began = began
        self._by = scene.session.exec(select(Account.id).where(Account.login == "bureau")).first()
        self._at = clock.now()

    def play(self) -> None:
        until = self._today - timedelta(days=8)
        lines = to_code.lines(self._session, self._began, until)
        plans = timetables.over(
            self._session, {one.worker_id for one in lines}, self._began,
            until + timedelta(days=7),
        )  # fmt: skip
        rows = [self._row(one.worker_id, one.stretch, plans[one.worker_id]) for one in lines]
        self._insert(Absence, rows + self._announced())
        self._figures()

    def _row(self, worker: int, stretch: Stretch, plans: Sequence[DayPlan]) -> dict[str, Any]:
        codes, shares = zip(*REASONS, strict=True)
        code = self._rng.choices(codes, shares)[0]
        extra = len(leave_days.trailing(stretch, plans)) if code == "CP" else 0
        answer = self._rng.choice((sealed.COUNTS, sealed.COUNTS, sealed.FREE)) if extra else ""
        return {
            "worker_id": worker, "version": 1, "withdrawn": False,
            "since": stretch.since, "since_half": stretch.since_half,
            "until": stretch.until, "until_half": stretch.until_half,
            "sealed_reason": sealed.reason(worker, sealed.Reason(code, answer, extra)),
            "sealed_words": sealed.words(worker, sealed.Words()),
            "recorded_at": self._at, "recorded_by": self._by,
        }  # fmt: skip

    def _announced(self) -> list[dict[str, Any]]:
        """Leave asked for the week after next; of the Friday it is still to be answered."""
        monday = self._today + timedelta(days=14 - self._today.weekday())
        asked = Stretch(monday, MORNING, monday + timedelta(days=4), AFTERNOON)
        rows = []
        for worker in self._rng.sample(self._workers(), 3):
            row = self._row(worker, asked, ())
            reason = sealed.Reason("CP", sealed.ASKED, 1)
            rows.append(row | {"sealed_reason": sealed.reason(worker, reason)})
        return rows

    def _figures(self) -> None:
        """Brought in as the demo begins, confirmed at the end of the last month but for a few."""
        before = self._began - timedelta(days=1)
        workers = self._workers()
        brought = [self._figure(worker, figures.BROUGHT, self._start(before)) for worker in workers]
        self._insert(LeaveFigure, brought)
        ended = self._today.replace(day=1) - timedelta(days=1)
        if ended <= before:
            return
        found = counters.counters(self._session, workers, ended)
        confirmed = [
            self._figure(worker, figures.CONFIRMED, found[worker].standing)
            for worker in workers[:-9]
        ]
        self._insert(LeaveFigure, confirmed)

    def _start(self, day: date) -> Standing:
        earned = Decimal("2.5") * (day.month - 1)
        taken = Decimal(self._rng.randrange(int(earned) + 1))
        over = Decimal(self._rng.choice((0, 0, 2, 5)))
        carried = (Bucket(over, date(day.year + 1, 3, 31)),) if over else ()
        return Standing(day, earned, taken, carried=carried)

    def _figure(self, worker: int, kind: str, standing: Standing) -> dict[str, Any]:
        return {
            "worker_id": worker, "day": standing.day, "kind": kind,
            "sealed": sealed.figures(worker, figures.written(standing)),
            "recorded_at": self._at, "recorded_by": self._by,
        }  # fmt: skip

    def _workers(self) -> list[int]:
        query = select(Worker.id).where(col(Worker.left_on).is_(None)).order_by(col(Worker.id))
        return [key for key in self._session.exec(query) if key is not None]

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.connection().execute(insert(table), rows)
