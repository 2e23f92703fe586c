"""The contracts of a demo: short ones, a trial, a discovery, two jobs, agreements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import AccountRole
from esat.actors import Actor
from esat.workers.contracts import agreeing, calendar, keeping, kinds, reads
from esat.workers.contracts.forms import AgreementIn, AmendIn, ContractIn, OtherJobIn, StepIn
from esat.workers.models import Worker

WEEK = timedelta(days=7)


class Scene(Protocol):
    """What a demo gives at its first day."""

    session: Session
    day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class _Stage:
    session: Session
    first: date
    last: date
    by: Actor
    at: datetime

    def open(self, worker: int, begins: date, **said: object) -> None:
        given = {"kind": "support", "weekly_hours": Decimal(35), "begins": begins, **said}
        keeping.open_contract(
            self.session, worker, ContractIn.model_validate(given), by=self.by, at=self.at
        )


def demo(scene: Scene) -> None:
    """Write them once: they are dated around the last day, so that something is always due."""
    session = scene.session
    office = select(AccountRole.account_id).where(AccountRole.role == "bureau")
    at = datetime.combine(scene.day, time(9), clock.PARIS)
    by = Actor(account_id=session.exec(office).first())
    stage = _Stage(session, scene.day, scene.last_day, by, at)
    everybody = select(Worker.id).order_by(col(Worker.id))
    without = select(Worker.id).where(col(Worker.contract_starts).is_(None))
    keys = [key or 0 for key in session.exec(everybody)]
    new = [key or 0 for key in session.exec(without.order_by(col(Worker.id)))]
    if len(new) < 4 or len(keys) < 20:
        return
    with clock.pinned(at):
        _new(stage, new, keys)
        _known(stage, [key for key in keys if key not in new])


def _new(stage: _Stage, new: list[int], keys: list[int]) -> None:
    """Those who came a short time ago, or for a short time."""
    first, second, tried, found = new[:4]
    began = max(stage.first - 2 * WEEK, stage.last - timedelta(days=240))
    stage.open(
        first, began, kind=kinds.SHORT, why=kinds.REPLACEMENT, replaces_id=keys[10],
        until=stage.last + 6 * WEEK,
    )  # fmt: skip
    stage.open(
        second, began, kind=kinds.SHORT, why=kinds.SHARED, weekly_hours=Decimal("17.5"),
        until=stage.last + 4 * WEEK,
    )  # fmt: skip
    stage.open(tried, stage.last - 9 * WEEK, trial=True)
    begins = _monday(stage.last)
    until = calendar.after_worked_days(begins, 10)
    host = "Moniteur de la sous-traitance"
    stage.open(found, begins, kind=kinds.DISCOVERY, until=until, host=host, prescriber="MDPH")
    [one] = reads.of_workers(stage.session, [first])
    day = stage.last - 2 * WEEK
    step = StepIn(kind="project_update", day=max(day, began))
    with clock.pinned(datetime.combine(stage.last, time(9), clock.PARIS)):
        agreeing.record_step(stage.session, first, step, one, by=stage.by)


def _known(stage: _Stage, keys: list[int]) -> None:
    """Reviews to come, a job elsewhere, an agreement for a Sunday, hours that grow."""
    session, by, moment = stage.session, stage.by, stage.at
    later = datetime.combine(stage.last, time(9), clock.PARIS)
    for n, worker in enumerate(keys[:12]):
        step = StepIn(kind="project_next", day=stage.last + (2 * n - 1) * WEEK)
        agreeing.record_step(session, worker, step, by=by, at=later)
    halves = _half_timers(session, keys, stage.last)
    if len(halves) < 2:
        return
    job = OtherJobIn(other_hours=Decimal(18), other_since=stage.first)
    agreeing.work_elsewhere(session, halves[0], job, by=by, at=moment)
    [one] = reads.of_workers(session, [halves[1]])
    more = AmendIn(since=stage.last + 2 * WEEK, weekly_hours=Decimal(28), until=None)
    keeping.amend(session, one.root, more, by=by, at=later)
    sunday = _monday(stage.last) + 2 * WEEK - calendar.DAY
    agreement = AgreementIn(days=(sunday,), agreed_on=stage.last, how="written")
    agreeing.agree(session, keys[3], agreement, by=by, at=later)


def _half_timers(session: Session, keys: Iterable[int], day: date) -> list[int]:
    held = reads.standing(session, list(keys), day)
    return [worker for worker, one in sorted(held.items()) if one.fte < 1]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
