"""Retention: who left long enough ago, the visa of the archives, the destruction of the name.

left --> due (a list; nothing is erased) --> visa of the archives --> destroyed
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.accounts.models import Account
from esat.activity.rights import erasing, noted, requests, stored
from esat.activity.rights.models import ArchivesVisa, Destruction
from esat.activity.rights.noted import Noted
from esat.activity.rights.stored import Kept
from esat.actors import Actor
from esat.config import Settings
from esat.errors import Forbidden, Invalid, Refused
from esat.files.store import store_of
from esat.workers.models import Worker
from esat.workers.people import the_worker
from esat.workers.rules.keeping import BOOK

KEEP: Final = "rights.keep"


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose file has been kept as long as the rule says."""

    worker: Worker
    due_on: date
    visa: ArchivesVisa | None
    open_requests: int


@dataclass(frozen=True, slots=True)
class Done:
    """A destruction as it is read afterwards; no name is in it."""

    worker_id: int
    at: datetime
    who: str
    visa: str
    visa_on: date
    counts: dict[str, int]
    kept: list[Kept]


def due_on(left_on: date, years: int) -> date:
    """The first day on which the file may go; the 29 February counts as the 1 March."""
    return same_day(left_on.year + years, left_on.month, left_on.day)


def same_day(year: int, month: int, day: int) -> date:
    """That day, or the first of the next month where the month is shorter."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month + 1, 1)


def due(session: Session, today: date) -> list[Due]:
    """Those who left long enough ago and still have a name, the longest gone first."""
    years = BOOK.number(session, "keep_years", today)
    done = select(Destruction.worker_id)
    query = (
        select(Worker)
        .where(col(Worker.left_on).is_not(None), col(Worker.id).not_in(done))
        .order_by(col(Worker.left_on), col(Worker.id))
    )
    found = [
        (worker, due_on(worker.left_on, years))
        for worker in session.exec(query)
        if worker.left_on is not None
    ]
    ripe = [(worker, day) for worker, day in found if day <= today]
    keys = [worker.id or 0 for worker, _ in ripe]
    visas = {
        row.worker_id: row
        for row in session.exec(
            select(ArchivesVisa)
            .where(col(ArchivesVisa.worker_id).in_(keys))
            .order_by(col(ArchivesVisa.id))
        )
    }
    waiting = requests.open_of(session, keys)
    return [
        Due(worker, day, visas.get(worker.id or 0), waiting.get(worker.id or 0, 0))
        for worker, day in ripe
    ]


def record_visa(
    session: Session, worker_id: int, reference: str, granted_on: date, *, by: Actor, at: datetime
) -> ArchivesVisa:
    """The archives agreed. Forbidden; NotFound `worker_unknown`; Refused `not_due_yet`,
    `destroyed_already`; Invalid for a day to come.
    """
    one = _the(session, worker_id, by=by, at=at)
    if granted_on > clock.local(at).date():
        raise Invalid("form_invalid", {"granted_on": texts.sentence("visa_future")})
    if one.visa and (one.visa.reference, one.visa.granted_on) == (reference, granted_on):
        return one.visa
    row = ArchivesVisa(
        worker_id=worker_id, reference=reference, granted_on=granted_on, at=at,
        recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def destroy(
    session: Session, settings: Settings, worker_id: int, *, by: Actor, at: datetime
) -> Destruction:
    """Destroy the name, for ever. Refused `visa_missing`, `rights_open`, `not_due_yet`,
    `destroyed_already`. Noted outside the base too, then flushed.
    """
    one = _the(session, worker_id, by=by, at=at)
    if one.visa is None:
        raise Refused("visa_missing")
    if one.open_requests:
        raise Refused("rights_open")
    kept = stored.papers(session, settings, one.worker)
    counts = erasing.erase(session, store_of(settings), one.worker, at)
    counts["imports"] = stored.clear(settings)
    row = Destruction(
        worker_id=worker_id, visa_id=one.visa.id, visa_on=one.visa.granted_on,
        counts=json.dumps(counts | {"kept": [paper.said for paper in kept]}), at=at,
        recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    noted.note(Noted(worker_id, one.worker.created_at, row.visa_on, at), settings)
    return row


def done(session: Session) -> list[Done]:
    """The record of destructions, the newest first."""
    query = (
        select(Destruction, ArchivesVisa, Account.display_name)
        .join(ArchivesVisa, col(ArchivesVisa.id) == Destruction.visa_id, isouter=True)
        .join(Account, col(Account.id) == Destruction.recorded_by, isouter=True)
        .order_by(col(Destruction.id).desc())
    )
    return [
        Done(
            row.worker_id, row.at, who or "Après une restauration",
            visa.reference if visa else "", row.visa_on, *_counted(row.counts),
        )
        for row, visa, who in session.exec(query)
    ]  # fmt: skip


def _counted(said: str) -> tuple[dict[str, int], list[Kept]]:
    counts = json.loads(said)
    return counts, [stored.read(one) for one in counts.pop("kept", [])]


def again(session: Session, settings: Settings) -> int:
    """Do again in an older base what was destroyed since; how many."""
    count = 0
    for one, worker in _known(session, noted.read(settings)[0]):
        if not erasing.is_erased(worker):
            count += 1
        counts = erasing.erase(session, store_of(settings), worker, one.at)
        if _record(session, one.worker_id) is None:
            session.add(
                Destruction(
                    worker_id=one.worker_id, visa_on=one.visa_on, counts=json.dumps(counts),
                    at=one.at,
                )
            )  # fmt: skip
        session.flush()
    return count


def faults(session: Session, settings: Settings) -> list[str]:
    """Whether every destruction holds, in the base and in the note outside of it."""
    lines, found = noted.read(settings)
    there = {one.worker_id for one in lines}
    for one, worker in _known(session, lines):
        if not erasing.is_erased(worker) or _record(session, one.worker_id) is None:
            found.append(f"Personne {one.worker_id} : la destruction notée n’est pas faite ici.")
    for row in session.exec(select(Destruction)):
        if row.worker_id not in there:
            found.append(f"Personne {row.worker_id} : destruction sans note hors de la base.")
    return found


def _known(session: Session, lines: Iterable[Noted]) -> list[tuple[Noted, Worker]]:
    """With the persons that this base has; another one of the same number is left alone."""
    found = [(one, session.get(Worker, one.worker_id)) for one in lines]
    return [(one, who) for one, who in found if who and who.created_at == one.created_at]


def _record(session: Session, worker_id: int) -> Destruction | None:
    return session.exec(select(Destruction).where(Destruction.worker_id == worker_id)).first()


def _the(session: Session, worker_id: int, *, by: Actor, at: datetime) -> Due:
    if not by.can(KEEP):
        raise Forbidden("not_allowed")
    return the_due(session, worker_id, clock.local(at).date())


def the_due(session: Session, worker_id: int, today: date) -> Due:
    """One file that is due. NotFound `worker_unknown`; Refused `destroyed_already`,
    `not_due_yet`.
    """
    the_worker(session, worker_id)
    if _record(session, worker_id) is not None:
        raise Refused("destroyed_already")
    for one in due(session, today):
        if one.worker.id == worker_id:
            return one
    raise Refused("not_due_yet")
