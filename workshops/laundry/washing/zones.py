"""The forward flow: what is clean is not seen on the dirty side again, nor the other way round.

                    seen at a dirty station     seen at a clean station
received … loaded   as it should be             clean_before_dirty
in the machine      as it should be             as it should be
washed, not opened  as it should be             as it should be
washed and opened   dirty_after_clean           as it should be
dried … packed      dirty_after_clean           as it should be
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.declarations import Subject
from esat.production import holds, journal, subjects, tables
from esat.production.journal import Entry
from workshops.laundry.washing import guards
from workshops.laundry.washing.models import Breach, Cycle

DIRTY: Final = frozenset({"received", "sorted", "loaded", "to_rewash"})
CLEAN: Final = frozenset({"dried", "to_mend", "finished", "composed", "packed"})
AFTER, BEFORE = "dirty_after_clean", "clean_before_dirty"
HOLD: Final = "zone_breach"


def verdict(zone: str | None, stage: str | None, *, opened: bool) -> str | None:
    """What is wrong with a thing at that stage in that zone; `opened` counts where it is washed."""
    if zone == "clean":
        return BEFORE if stage in DIRTY else None
    if zone == "dirty" and (stage in CLEAN or (stage == "washed" and opened)):
        return AFTER
    return None


def watch(
    session: Session, subject: Subject, *, by: Actor, at: datetime, capture_uid: bytes
) -> str | None:
    """Asked at each scan, move or act at a station that has a zone: the code of the breach, which
    is kept though the scan is refused. Nothing is asked of the database for what stands right.
    """
    if subject.item_id is None and subject.lot_id is None:
        return None
    asks = by.station_zone == "dirty" and subject.stage == "washed"
    opened = asks and _was_opened(session, subject)
    code = verdict(by.station_zone, subject.stage, opened=opened)
    if code is not None:
        _keep(session, subject, code, by=by, at=at, capture_uid=capture_uid)
    return code


def _was_opened(session: Session, subject: Subject) -> bool:
    """Washed in a machine that was opened; without cycles, a thing is not known to be out of it."""
    return last_cycle(session, subject) is not None and not guards.unopened(session, subject)


def last_cycle(session: Session, subject: Subject) -> Cycle | None:
    """The last wash that a thing or a load went through."""
    query = select(Cycle).where(Cycle.kind == "wash")
    if subject.item_id is None:
        query = query.where(Cycle.lot_id == subject.lot_id)
    else:
        past = tables.lot_item
        query = query.join(past, past.c.lot_id == col(Cycle.lot_id)).where(
            past.c.item_id == subject.item_id,
            past.c.left_at.is_(None) | (past.c.left_at >= col(Cycle.started_at)),
        )
    return session.exec(query.order_by(col(Cycle.id).desc()).limit(1)).first()


def _keep(
    session: Session, subject: Subject, code: str, *, by: Actor, at: datetime, capture_uid: bytes
) -> None:
    """The breach, once while it is open: both times, both accounts, a hold and an event."""
    target = (
        {"item_id": subject.item_id} if subject.item_id is not None else {"lot_id": subject.lot_id}
    )
    ((name, key),) = target.items()
    known = select(Breach.id).where(
        getattr(Breach, name) == key, Breach.kind == code, col(Breach.decided_at).is_(None)
    )
    if session.exec(known).first() is not None:
        return
    clean_at, clean_by, cycle = _clean_side(session, subject, code)
    breach = Breach(
        kind=code, at=at, recorded_at=clock.now(), station_id=by.station_id,
        account_id=by.account_id, opened_at=clean_at, opened_by=clean_by, capture_uid=capture_uid,
        cycle_id=None if cycle is None else cycle.id, **target,
    )  # fmt: skip
    session.add(breach)
    session.flush()
    data = {"breach": breach.id or 0, "kind": code}
    kind = "item.breached" if subject.item_id is not None else "lot.breached"
    entry = Entry(kind, at, capture_uid=capture_uid, data=data, **target)
    journal.record(session, entry, by=by)
    if code == AFTER:
        breach.hold_id = _hold(session, subject, breach, at)
        session.flush()


def _hold(session: Session, subject: Subject, breach: Breach, at: datetime) -> int | None:
    """What was seen on the dirty side is not packed before somebody decides."""
    found = (
        subjects.item(session, subject.item_id)
        if subject.item_id is not None
        else subjects.lot(session, subject.lot_id or 0)
    )
    if found is None or any(
        one.reason == HOLD and one.member_id in {None, subject.item_id}
        for one in holds.open_holds(session, found)
    ):
        return None
    placed = holds.place(
        session, found, HOLD, by=SYSTEM, at=at, source="laundry.breach", source_ref=str(breach.id)
    )
    return placed.id


def _clean_side(
    session: Session, subject: Subject, code: str
) -> tuple[datetime | None, int | None, Cycle | None]:
    """When and by whom a thing came to the clean side; without a cycle, its last step says it."""
    if code != AFTER:
        return None, None, None
    cycle = last_cycle(session, subject)
    if cycle is not None and cycle.opened_at is not None:
        return cycle.opened_at, cycle.opened_by, cycle
    event, member = tables.event, tables.lot_item
    mine = event.c.lot_id == subject.lot_id
    if subject.item_id is not None:
        travelled = columns(member.c.lot_id).where(member.c.item_id == subject.item_id)
        mine = (event.c.item_id == subject.item_id) | event.c.lot_id.in_(travelled)
    last = (
        columns(event.c.at, event.c.account_id)
        .where(mine, event.c.to_stage.in_(CLEAN | {"washed"}))
        .order_by(event.c.id)
        .limit(1)
    )
    row = session.connection().execute(last).first()
    return (None, None, cycle) if row is None else (row.at, row.account_id, cycle)
