"""Checks with their state, and what is counted of them: SELECTs only.

A missed check has no row that could be lost or painted over: it is a due check without an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from esat import clock
from esat.accounts.models import Account
from esat.production.models import Resource
from esat.workers.models import Worker
from laundry_rabc.checks import calendar
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.checks.states import Answered, State, Times, state_of
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.models import Result

SHOWN: Final = 200
"""How many missed checks a page names; all of them are counted."""
MOST: Final = 100_000
"""Rows that a report of years may read."""
TROUBLE: Final = frozenset({State.MISSED, State.DONE_LATE, State.NOT_DONE})
RECENT: Final = timedelta(days=7)
"""How far back an unanswered check is still asked on the page of today."""


@dataclass(frozen=True, slots=True)
class Row:
    """A check as pages and reports show it, at the moment it was read."""

    check: Check
    code: str
    version: PointVersion
    state: State
    machine: str = ""
    first: Result | None = None
    """What answered it; None while nobody did."""
    last: Result | None = None
    """The same after its corrections."""
    who: str = ""
    """Who did it, as everybody may see him."""

    @property
    def where(self) -> str:
        """The machine or the round that it is about."""
        return self.machine or self.check.place

    @property
    def verdict(self) -> str:
        """What its answer was judged, corrections included."""
        return "" if self.last is None else self.last.verdict

    @property
    def verdict_label(self) -> str:
        """The French word of it."""
        return Verdict(self.verdict).label if self.verdict else ""

    @property
    def proposed(self) -> bool:
        """Whether its limits are not validated yet."""
        return self.version.status == "proposed"


@dataclass
class Counted:
    """How many checks of a period ended how. `due` leaves out those still to come."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    not_done: int = 0
    not_applicable: int = 0
    missed: int = 0
    waiting: int = 0
    """Due or late, and not missed yet."""
    alert: int = 0
    action: int = 0

    @property
    def percent_on_time(self) -> int | None:
        """Of those that could be done; None where nothing was due: no green from nothing."""
        asked = self.due - self.not_applicable - self.waiting
        return None if asked <= 0 else self.on_time * 100 // asked

    def add(self, state: State, verdict: str | None) -> None:
        """Count one more check."""
        if state is State.UPCOMING:
            return
        self.due += 1
        name = _FIELDS[state]
        setattr(self, name, getattr(self, name) + 1)
        if verdict in {Verdict.ALERT, Verdict.ACTION}:
            setattr(self, verdict, getattr(self, verdict) + 1)


_FIELDS: Final = {
    State.DUE: "waiting",
    State.LATE: "waiting",
    State.DONE: "on_time",
    State.DONE_LATE: "late",
    State.NOT_DONE: "not_done",
    State.NOT_APPLICABLE: "not_applicable",
    State.MISSED: "missed",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The checks due in a period, together and by the code of their point."""

    total: Counted = field(default_factory=Counted)
    points: dict[str, Counted] = field(default_factory=dict)


_first, _last = aliased(Result), aliased(Result)


def of_day(session: Session, day: date, at: datetime | None = None) -> list[Row]:
    """Every check due on a Paris day with its state, missed ones included, in the order due."""
    since, until = calendar.moment(day), calendar.midnight_after(day)
    return rows(session, col(Check.due_at) >= since, col(Check.due_at) < until, at=at)


def missed(session: Session, since: datetime, until: datetime) -> list[Row]:
    """The checks due in [since, until) that were over before anybody answered."""
    now = clock.now()
    return rows(
        session,
        col(Check.due_at) >= since,
        col(Check.due_at) < until,
        col(Check.closes_at) <= now,
        col(CheckAnswer.check_id).is_(None),
        at=now,
    )


def troubled(session: Session, since: datetime, until: datetime, at: datetime) -> list[Row]:
    """The checks due in [since, until) that were missed, done late or said not done: what an audit
    asks about. Nobody's late entry is hidden by its correction.
    """
    unanswered = col(CheckAnswer.check_id).is_(None) & (col(Check.closes_at) <= at)
    late = col(_first.late).is_(True) | (col(_first.recorded_at) > col(Check.late_at))
    undone = col(_last.verdict) == Verdict.NOT_MEASURED
    found = rows(
        session,
        col(Check.due_at) >= since,
        col(Check.due_at) < until,
        unanswered | late | undone,
        at=at,
        limit=MOST,
    )
    return [row for row in found if row.state in TROUBLE]


def today(session: Session, at: datetime) -> list[Row]:
    """What is to be done now or later today, and what was done since midnight; checks of a week or
    a quarter that are still open are among it.
    """
    day = clock.local(at).date()
    since, until = calendar.moment(day), calendar.midnight_after(day)
    unanswered = col(CheckAnswer.check_id).is_(None)
    waits = unanswered & (col(Check.closes_at) > at) & (col(Check.due_at) < until)
    done = col(CheckAnswer.at) >= since
    return rows(session, waits | done | (col(Check.due_at) >= since), at=at)


def one(session: Session, check_id: int, at: datetime | None = None) -> Row | None:
    """One check with its state."""
    return next(iter(rows(session, col(Check.id) == check_id, at=at)), None)


def answered_by(session: Session, result_id: int) -> Row | None:
    """The check that a result answered."""
    return next(iter(rows(session, col(CheckAnswer.result_id) == result_id)), None)


def waiting(session: Session, at: datetime) -> list[Row]:
    """What may be done at this moment; what must be done first comes first."""
    found = rows(
        session,
        col(CheckAnswer.check_id).is_(None),
        col(Check.due_at) <= at,
        col(Check.closes_at) > at,
        at=at,
    )
    return sorted(found, key=lambda row: (row.check.late_at, row.code, row.check.id))


def figures(
    session: Session, since: datetime, until: datetime, at: datetime | None = None
) -> Figures:
    """What became of the checks due in [since, until), by two columns of times and the answer."""
    now = at or clock.now()
    query = (
        select(  # type: ignore[call-overload]
            ControlPoint.code, Check.due_at, Check.late_at, Check.closes_at, _first.late,
            _first.recorded_at, _last.verdict,
        )
        .select_from(Check)
        .join(ControlPoint, col(ControlPoint.id) == Check.point_id)
        .where(col(Check.due_at) >= since, col(Check.due_at) < until)
        .order_by(ControlPoint.code)
    )  # fmt: skip
    found = Figures()
    for code, due, late, closes, was_late, recorded, verdict in session.exec(_answered(query)):
        answer = None
        if recorded is not None:
            answer = Answered(was_late, recorded, Verdict(verdict))
        state = state_of(Times(due, late, closes), answer, now)
        found.total.add(state, verdict)
        found.points.setdefault(code, Counted()).add(state, verdict)
    return found


def rows(
    session: Session, *wanted: ColumnElement[bool], at: datetime | None = None, limit: int = 2000
) -> list[Row]:
    """The checks that a condition chooses, by one statement."""
    now = at or clock.now()
    query = (
        select(  # type: ignore[call-overload]
            Check, ControlPoint.code, PointVersion, Resource.label, _first, _last, Worker,
            Account.display_name,
        )
        .select_from(Check)
        .join(ControlPoint, col(ControlPoint.id) == Check.point_id)
        .join(PointVersion, col(PointVersion.id) == Check.version_id)
        .join(Resource, col(Resource.id) == Check.machine_id, isouter=True)
        .where(*wanted)
        .order_by(col(Check.due_at), col(Check.late_at), ControlPoint.code, col(Check.id))
        .limit(limit)
    )  # fmt: skip
    query = (
        _answered(query)
        .join(Worker, col(Worker.id) == _first.worker_id, isouter=True)
        .join(Account, col(Account.id) == _first.account_id, isouter=True)
    )
    return [_row(found, now) for found in session.exec(query)]


def _answered(query: Any) -> Any:
    """Join the answer of each check and its last correction."""
    newest = (
        select(col(Result.check_id).label("check_id"), func.max(Result.id).label("result_id"))
        .where(col(Result.check_id).is_not(None))
        .group_by(col(Result.check_id))
        .subquery()
    )
    return (
        query.join(CheckAnswer, col(CheckAnswer.check_id) == Check.id, isouter=True)
        .join(_first, col(_first.id) == CheckAnswer.result_id, isouter=True)
        .join(newest, newest.c.check_id == Check.id, isouter=True)
        .join(
            _last, col(_last.id) == func.coalesce(newest.c.result_id, _first.id), isouter=True
        )
    )  # fmt: skip


def _row(found: Sequence[Any], at: datetime) -> Row:
    check, code, version, machine, first, last, worker, account = found
    answer = None
    if first is not None:
        answer = Answered(first.late, first.recorded_at, Verdict((last or first).verdict))
    times = Times(check.due_at, check.late_at, check.closes_at)
    who = worker.display_name if worker is not None else (account or "")
    return Row(
        check, code, version, state_of(times, answer, at), machine or "", first, last or first, who
    )


def by_zone(found: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each zone, in the order in which they came."""
    zones: dict[str, list[Row]] = {}
    for row in found:
        zones.setdefault(row.check.zone, []).append(row)
    return zones
