"""What the pages and the dossier show of the cleaning plan: each time a task was due, and what
became of it. SELECTs, then the pure rules of `due`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.workers.models import Worker
from laundry_rabc.prereq import due
from laundry_rabc.prereq.due import Slot, State
from laundry_rabc.prereq.saying import day, standing
from laundry_rabc.prereq.upkeep import CleanCheck, CleanDone, CleanTask

BACK = timedelta(days=14)
"""How far back the page of the day looks for what was missed."""
LONGEST = timedelta(days=366 * 2)
STATES: dict[State, tuple[str, str]] = {
    "due": ("À faire", "question"),
    "done": ("Fait", "ok"),
    "done_late": ("Fait en retard", "question"),
    "not_done": ("Non fait", "refused"),
    "missed": ("Manqué", "refused"),
    "not_applicable": ("Sans objet", "plain"),
}
"""The word of a state and its meaning."""


@dataclass(frozen=True, slots=True)
class Reign:
    """A version of a task and the days on which it counts; without an end, it still does."""

    task: CleanTask
    until: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """A task that was due once: until when, what was said of it, who looked at it."""

    task: CleanTask
    slot: Slot
    state: State
    done: CleanDone | None = None
    check: CleanCheck | None = None

    @property
    def word(self) -> str:
        return STATES[self.state][0]

    @property
    def meaning(self) -> str:
        return STATES[self.state][1]

    @property
    def missed(self) -> bool:
        return self.state in {"missed", "not_done"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a task with the words of the page; corrections included."""

    done: CleanDone
    outcome: str
    worker: str
    account: str
    check: CleanCheck | None
    checker: str


def reigns(session: Session) -> list[Reign]:
    """Each version of each task, with the days on which it counts. One statement."""
    query = select(CleanTask).order_by(col(CleanTask.code), col(CleanTask.version).desc())
    found, earliest = [], dict[str, date]()
    for task in session.exec(query):
        until = earliest.get(task.code)
        if (until is None or task.since < until) and not task.withdrawn:
            found.append(Reign(task, until))
        earliest[task.code] = task.since if until is None else min(until, task.since)
    return found


def tasks(session: Session) -> list[CleanTask]:
    """The tasks of the plan, the version that counts last, by zone and words."""
    newest: dict[str, CleanTask] = {}
    for task in session.exec(select(CleanTask).order_by(col(CleanTask.version))):
        newest[task.code] = task
    kept = [task for task in newest.values() if not task.withdrawn]
    return sorted(kept, key=lambda one: (one.zone, one.code))


def slots(session: Session, since: date, until: date) -> list[Due]:
    """Every time a task was due on a day within these, both included: a task of the week counts
    when its week touches them. Four statements, however many tasks.
    """
    today, wanted = clock.today(), list(_wanted(session, since, until))
    said = _said(session, since - LONGEST, until)
    checks = _checks(session, [one.id or 0 for one in said.values()])
    found = []
    for task, slot in wanted:
        done = said.get((task.code, slot.first))
        found.append(
            Due(
                task, slot, _state(slot, done, today), done,
                None if done is None else checks.get(done.id or 0),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.slot.last, one.task.zone, one.task.code))


def of_day(session: Session, today: date) -> list[Due]:
    """What is to be done or was done on a day, and what was missed in the days before it."""
    found = slots(session, today - BACK, today)
    return [
        one
        for one in found
        if one.slot.first <= today <= one.slot.last
        or (one.missed and one.slot.last >= today - BACK)
    ]


def ending(session: Session, since: date, until: date) -> list[Due]:
    """What had to be done by a day within these: each time counts in one period only."""
    return [one for one in slots(session, since, until) if since <= one.slot.last <= until]


def to_check(session: Session, today: date) -> list[Due]:
    """What is done and waits for a supervisor's look."""
    return [
        one
        for one in slots(session, today - BACK, today)
        if one.state in {"done", "done_late"} and one.check is None
    ]


def history(session: Session, code: str, slot_on: date) -> list[Said]:
    """Everything that was said of a task for one day, what was corrected included."""
    query = (
        select(CleanDone)
        .where(CleanDone.task_code == code, CleanDone.slot_on == slot_on)
        .order_by(col(CleanDone.id).desc())
    )
    rows = list(session.exec(query))
    checks = _checks(session, [row.id or 0 for row in rows])
    workers = people(session, {row.worker_id for row in rows})
    accounts = writers(
        session,
        {row.account_id for row in rows} | {one.account_id for one in checks.values()},
    )
    return [
        Said(
            row, STATES["done" if row.outcome == "done" else _state_word(row.outcome)][0],
            workers.get(row.worker_id, ""), accounts.get(row.account_id, ""),
            (check := checks.get(row.id or 0)),
            "" if check is None else accounts.get(check.account_id, ""),
        )
        for row in rows
    ]  # fmt: skip


def people(session: Session, keys: set[int | None]) -> dict[int | None, str]:
    """The names of workers as everybody sees them."""
    wanted = keys - {None}
    if not wanted:
        return {}
    query = select(Worker).where(col(Worker.id).in_(wanted))
    return {one.id: one.display_name for one in session.exec(query)}


def writers(session: Session, keys: set[int | None]) -> dict[int | None, str]:
    """The names of accounts."""
    wanted = keys - {None}
    if not wanted:
        return {}
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(wanted))
    return dict(session.exec(query).all())


def _state_word(outcome: str) -> State:
    return "not_applicable" if outcome == "not_applicable" else "not_done"


def _state(slot: Slot, done: CleanDone | None, today: date) -> State:
    if done is None:
        return due.state(slot, "", None, today)
    return due.state(slot, done.outcome, day(done.at), today)


def _wanted(session: Session, since: date, until: date) -> Iterator[tuple[CleanTask, Slot]]:
    for reign in reigns(session):
        task = reign.task
        last = until if reign.until is None else min(until, reign.until - timedelta(days=1))
        start = max(due.add(since, -task.every, task.unit), task.since)
        for slot in due.slots(task, start, last, task.weekdays):
            if slot.last >= since:
                yield task, slot


def _said(session: Session, since: date, until: date) -> dict[tuple[str, date], CleanDone]:
    query = standing(CleanDone).where(
        col(CleanDone.slot_on) >= since, col(CleanDone.slot_on) <= until
    )
    return {(one.task_code, one.slot_on): one for one in session.exec(query)}


def _checks(session: Session, keys: list[int]) -> dict[int, CleanCheck]:
    if not keys:
        return {}
    known = set(keys)
    query = select(CleanCheck).where(
        col(CleanCheck.done_id) >= min(known), col(CleanCheck.done_id) <= max(known)
    )
    return {one.done_id: one for one in session.exec(query) if one.done_id in known}
