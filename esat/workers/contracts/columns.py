"""The four columns of a worker that say his contract, and the rows behind them, kept the same.

A list that is brought in changes the columns: a row follows. A contract that changes by its own
page, or begins one morning, is shown in the columns.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from esat import clock
from esat.workers.contracts import chains, kinds, reads
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.models import WorkerContract
from esat.workers.models import Worker

Columns = tuple[str, date | None, date | None, Decimal | None]
NOTHING: Columns = ("", None, None, None)


def of(worker: Worker) -> Columns:
    """What the columns say."""
    return (
        worker.contract_kind, worker.contract_starts, worker.contract_ends, worker.weekly_hours,
    )  # fmt: skip


def follow(session: Session, worker: Worker, former: Columns, at: datetime) -> None:
    """Write the row that the columns ask for when they no longer say what they said. Flushes.

    Hours that change count from today; a contract that begins after the last one ended is another.
    """
    said = of(worker)
    if said in {former, NOTHING}:
        return
    label, begins, until, hours = said
    mine = reads.of_workers(session, [worker.id or 0])
    today = clock.local(at).date()
    last = mine[-1] if mine else None
    amended = last if last is not None and not _another(last, begins) else None
    since = begins
    if amended is not None and hours != former[3] and (begins is None or begins < today):
        since = today
    elif amended is not None and begins == amended.begins:
        since = _known(amended.since(today))
    made = WorkerContract(
        root_id=amended.root if amended else None, worker_id=worker.id or 0,
        kind=kinds.kind_of(label), label=label, begins=begins, until=until, since=since,
        weekly_hours=hours, recorded_at=at, **({} if not mine else _kept(amended)),
    )  # fmt: skip
    session.add(made)
    session.flush()


def project(session: Session, worker: Worker, day: date) -> bool:
    """Show in the columns the contract of that day, or the nearest one; whether they changed."""
    return show(worker, reads.of_workers(session, [worker.id or 0]), day)


def show(worker: Worker, mine: list[Chain], day: date) -> bool:
    """The same with his contracts read already."""
    before = of(worker)
    said = _said(mine, day)
    worker.contract_kind, worker.contract_starts = said[:2]
    worker.contract_ends, worker.weekly_hours = said[2:]
    return of(worker) != before


def _said(mine: list[Chain], day: date) -> Columns:
    """What the columns show that day; nothing without a contract."""
    shown = _shown(mine, day)
    if shown is None:
        return NOTHING
    newest = shown.newest
    label = newest.label or kinds.BRIEF[shown.kind]
    return label, _unbroken(mine, shown), newest.until, shown.hours(day)


def _shown(mine: list[Chain], day: date) -> Chain | None:
    """The contract that stands, else the next one, else the last one."""
    if not mine:
        return None
    held = list(chains.standing(mine, day).values())
    ahead = [one for one in mine if one.begins is not None and one.begins > day]
    return (held or sorted(ahead, key=_begins) or sorted(mine, key=_begins)[-1:])[0]


def _unbroken(mine: list[Chain], shown: Chain) -> date | None:
    """Since when he has been here without a break: contracts that follow one another are one."""
    begins = shown.begins
    for one in sorted(mine, key=_begins, reverse=True):
        if begins is None or one.root == shown.root or _begins(one) >= begins:
            continue
        if one.last is not None and one.last < chains.day_before(begins):
            break
        begins = one.begins
    return begins


def _another(last: Chain, begins: date | None) -> bool:
    return begins is not None and last.last is not None and begins > last.last


def _kept(amended: Chain | None) -> dict[str, Any]:
    """What the columns do not say stays as it was; a contract after another has no trial."""
    if amended is None:
        return {"trial": False}
    return amended.newest.model_dump(include={"why", "replaces_id", "trial", "host", "prescriber"})


def _known(day: date) -> date | None:
    return None if day == date.min else day


def _begins(one: Chain) -> date:
    return one.begins or date.min
