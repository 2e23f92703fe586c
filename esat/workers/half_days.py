"""Half-days recorded and corrected: a whole sheet or nothing, former values kept, no reason asked.

It knows neither why somebody is away nor what he produces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock, texts
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import statuses
from esat.workers.models import Group, HalfDay, HalfDayChange, Worker
from esat.workers.statuses import Presence

RECORD = "half_days.record"
_INSERT = insert(HalfDay.__table__)
"""A whole sheet in one statement: the act that is done most often."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one worker."""

    worker_id: int
    status: str
    from_time: time | None = None
    to_time: time | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which half-day of which group, and how it came: `late` when it was sent after the fact."""

    group: Group
    day: date
    half: str
    late: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many half-days were written first, corrected, or already said the same."""

    created: int = 0
    corrected: int = 0
    unchanged: int = 0


def record_sheet(
    session: Session,
    sheet: Sheet,
    entries: Sequence[Entry],
    *,
    by: Actor,
    at: datetime | None = None,
) -> Recorded:
    """Insert or correct each entry by its key (worker, day, half): all of them or none.

    Forbidden: `not_your_group`. NotFound: `half_unknown`.
    Refused: `group_archived`, `half_day_future`, `not_in_group`, `half_day_newer` (something
    recorded later already stands). Invalid: `form_invalid`, fields by worker.
    """
    at = at or clock.now()
    _refuse_sheet(sheet, by, at)
    _refuse_strangers(session, sheet, entries)
    presences = _presences(sheet, entries)
    standing = _standing(session, sheet, tuple(presences))
    tally = {"created": 0, "corrected": 0, "unchanged": 0}
    new = []
    for worker_id, presence in presences.items():
        former = standing.get(worker_id)
        if former is None:
            new.append(_new(sheet, worker_id, presence, by, at))
            tally["created"] += 1
        elif _says(former) == presence:
            tally["unchanged"] += 1
        else:
            _correct(session, former, presence, sheet, by, at)
            tally["corrected"] += 1
    session.flush()
    if new:
        session.connection().execute(_INSERT, new)
    return Recorded(**tally)


def group_by_code(session: Session, code: str) -> Group:
    """NotFound: `group_unknown`."""
    group = session.exec(select(Group).where(Group.code == code)).first()
    if group is None:
        raise NotFound("group_unknown")
    return group


def may_record(by: Actor, group: Group) -> bool:
    """Whether this person keeps the sheet of this group."""
    return by.can(RECORD, workshop=group.workshop or None, group=group.id)


def _refuse_sheet(sheet: Sheet, by: Actor, at: datetime) -> None:
    if not may_record(by, sheet.group):
        raise Forbidden("not_your_group")
    if sheet.half not in statuses.HALVES:
        raise NotFound("half_unknown")
    if sheet.group.archived_at is not None:
        raise Refused("group_archived", name=sheet.group.name)
    if sheet.day > clock.local(at).date():
        raise Refused("half_day_future")


def _refuse_strangers(session: Session, sheet: Sheet, entries: Sequence[Entry]) -> None:
    """Everybody named is of the group, or already stands on this sheet."""
    named = {entry.worker_id for entry in entries}
    members = select(col(Worker.id)).where(
        Worker.group_id == sheet.group.id, col(Worker.id).in_(named)
    )
    before = select(HalfDay.worker_id).where(
        HalfDay.group_id == sheet.group.id, HalfDay.day == sheet.day, HalfDay.half == sheet.half
    )
    allowed: set[int] = {*session.exec(members), *session.exec(before)}
    if named - allowed:
        raise Refused("not_in_group", name=sheet.group.name)


def _presences(sheet: Sheet, entries: Sequence[Entry]) -> dict[int, Presence]:
    found: dict[int, Presence] = {}
    faults: dict[str, str] = {}
    for entry in entries:
        said = (sheet.group, sheet.half, entry.status, entry.from_time, entry.to_time)
        code = "half_day_twice" if entry.worker_id in found else statuses.fault(*said)
        if code:
            start, end = statuses.span(sheet.group, sheet.half)
            faults[str(entry.worker_id)] = texts.sentence(code, {"start": start, "end": end})
        else:
            found[entry.worker_id] = statuses.presence(*said)
    if faults:
        raise Invalid("form_invalid", faults)
    return found


def _standing(session: Session, sheet: Sheet, workers: tuple[int, ...]) -> dict[int, HalfDay]:
    """What stands, kept from changing under us where the database has row locks."""
    query = select(HalfDay).where(
        col(HalfDay.worker_id).in_(workers), HalfDay.day == sheet.day, HalfDay.half == sheet.half
    )
    return {row.worker_id: row for row in session.exec(query.with_for_update())}


def _says(row: HalfDay) -> Presence:
    return Presence(row.status, row.from_time, row.to_time, row.minutes)


def _new(
    sheet: Sheet, worker_id: int, presence: Presence, by: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "worker_id": worker_id,
        "group_id": sheet.group.id,
        "day": sheet.day,
        "half": sheet.half,
        "status": presence.status,
        "from_time": presence.from_time,
        "to_time": presence.to_time,
        "minutes": presence.minutes,
        "planned_minutes": statuses.minutes_between(*statuses.span(sheet.group, sheet.half)),
        "recorded_at": at,
        "recorded_by": by.account_id,
        "late": sheet.late,
    }


def _correct(
    session: Session, row: HalfDay, presence: Presence, sheet: Sheet, by: Actor, at: datetime
) -> None:
    if row.recorded_at > at:
        raise Refused("half_day_newer")
    session.add(
        HalfDayChange(
            half_day_id=row.id or 0,
            at=at,
            account_id=by.account_id,
            reason=sheet.reason,
            former_status=row.status,
            former_from=row.from_time,
            former_to=row.to_time,
            former_minutes=row.minutes,
            former_recorded_at=row.recorded_at,
            former_recorded_by=row.recorded_by,
        )
    )
    row.status, row.minutes = presence.status, presence.minutes
    row.from_time, row.to_time = presence.from_time, presence.to_time
    row.group_id = sheet.group.id or row.group_id
    row.recorded_at, row.recorded_by, row.late = at, by.account_id, sheet.late
