"""« J’arrive », « Je pars », and taking it back at once: said by the worker, judged by nobody here.

It writes no half-day: the supervisor's sheet does, with or without what was said.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.kiosk.models import KioskEntry, KioskUndo
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.workers import memberships
from esat.workers.models import Group, Worker

SAY: Final = "kiosk.say"
SAYINGS: Final = {"arrive": "J’arrive", "leave": "Je pars"}
TWICE: Final = timedelta(seconds=60)
"""Said again within this, it is the same tap."""
UNDO: Final = timedelta(seconds=10)
"""How long the screen offers to take it back."""
TRAVEL: Final = timedelta(seconds=5)
"""What a tap may take from the screen to its record."""


def say(
    session: Session, worker_id: int, saying: str, *, by: Actor, at: datetime | None = None
) -> KioskEntry:
    """Keep what a worker says; a second tap within a minute is the first one. Flushes.

    Forbidden: `kiosk_only`. NotFound: `not_found`. Refused: `kiosk_not_here`.
    """
    at = at or clock.now()
    if saying not in SAYINGS:
        raise NotFound("not_found")
    group = _group(session, worker_id, by, at)
    last = _last(session, worker_id, at)
    if last is not None and last.saying == saying and at - last.at < TWICE:
        return last
    made = KioskEntry(
        worker_id=worker_id,
        group_id=group.id or 0,
        device_id=_device(by),
        day=clock.local(at).date(),
        half=half_of(group, saying, at),
        saying=saying,
        at=at,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def undo(session: Session, worker_id: int, *, by: Actor, at: datetime | None = None) -> KioskEntry:
    """Take back what this worker said last on this kiosk, within ten seconds. Flushes.

    Forbidden: `kiosk_only`. Refused: `kiosk_not_here`, `kiosk_undo_late`.
    """
    at = at or clock.now()
    _group(session, worker_id, by, at)
    last = _last(session, worker_id, at)
    if last is None or last.device_id != _device(by) or at - last.at > UNDO + TRAVEL:
        raise Refused("kiosk_undo_late")
    made = KioskUndo(
        entry_id=last.id or 0, device_id=last.device_id, at=at, recorded_at=clock.now()
    )
    session.add(made)
    session.flush()
    return last


def half_of(group: Group, saying: str, at: datetime) -> str:
    """The half-day that is meant: one arrives for what is not over, one leaves what has begun."""
    wall = clock.local(at).time()
    ends = group.morning_to if saying == "arrive" else group.afternoon_from
    return "morning" if wall <= ends else "afternoon"


def _device(by: Actor) -> int:
    if by.device_id is None or by.account_id is not None:
        raise Forbidden("kiosk_only")
    return by.device_id


def _group(session: Session, worker_id: int, by: Actor, at: datetime) -> Group:
    """The worker's group that day, of the kiosk's workshop; his row is kept from a twin tap."""
    _device(by)
    day = clock.local(at).date()
    query = (
        select(Worker, Group)
        .join(Group, col(Group.id) == memberships.group_on(day))
        .where(Worker.id == worker_id, col(Group.archived_at).is_(None))
        .with_for_update(of=Worker)
    )
    found = session.exec(query).first()
    if found is None:
        raise Refused("kiosk_not_here")
    worker, group = found
    gone = worker.left_on is not None and worker.left_on < day
    if gone or not by.can(SAY, workshop=group.workshop):
        raise Refused("kiosk_not_here")
    return group


def _last(session: Session, worker_id: int, at: datetime) -> KioskEntry | None:
    """What he said last that day and did not take back."""
    query = (
        select(KioskEntry)
        .join(KioskUndo, col(KioskUndo.entry_id) == KioskEntry.id, isouter=True)
        .where(
            KioskEntry.worker_id == worker_id,
            KioskEntry.day == clock.local(at).date(),
            col(KioskEntry.at) <= at,
            col(KioskUndo.id).is_(None),
        )
        .order_by(col(KioskEntry.at).desc(), col(KioskEntry.id).desc())
    )
    return session.exec(query.limit(1)).first()
