"""Half-days recorded and corrected: a whole sheet or nothing, former values kept, no reason asked.

It knows neither why somebody is away nor what he produces.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.workers import half_day_checks, leading, locks, statuses
from esat.workers.half_day_checks import Entry, Sheet, Standing, kept_plan
from esat.workers.models import Group, HalfDay, HalfDayChange
from esat.workers.statuses import Presence
from esat.workers.timetables import reads as timetables
from esat.workers.timetables.plans import Span

__all__ = [
    "RECORD",
    "Entry",
    "Recorded",
    "Sheet",
    "group_by_code",
    "may_correct",
    "may_record",
    "record_sheet",
]

RECORD = "half_days.record"
_INSERT = insert(HalfDay.__table__)
"""A whole sheet in one statement: the act that is done most often."""


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
    """Insert or correct each entry by its key (worker, day, half): all of them or none. Each is
    judged against what is expected of him that half-day, or was when it was first recorded.

    Forbidden: `not_your_group`. NotFound: `half_unknown`.
    Refused: `group_archived`, `half_day_future`, `not_in_group`, `worker_left`, `worker_not_yet`,
    `period_locked`, `correction_reason_missing`, `half_day_newer` (a later entry stands).
    Invalid: `form_invalid`, fields by worker.
    """
    at = at or clock.now()
    _refuse_sheet(sheet, by, at)
    ids = {entry.worker_id for entry in entries}
    standing = _standing(session, sheet.day, ids)
    half_day_checks.refuse_strangers(session, sheet, ids, standing)
    _refuse_locked(session, sheet, ids, by)
    plans = _plans(session, sheet, ids, standing)
    presences = half_day_checks.presences(sheet, entries, plans, standing)
    tally = {"created": 0, "corrected": 0, "unchanged": 0}
    new = []
    for worker_id, presence in presences.items():
        former = standing.get((worker_id, sheet.half))
        if former is None:
            new.append(_new(sheet, worker_id, presence, plans[worker_id], by, at))
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
    return leading.may(by, RECORD, group)


def may_correct(by: Actor) -> bool:
    """Whether this person corrects what a closed month holds."""
    return by.can(locks.CORRECT)


def _refuse_sheet(sheet: Sheet, by: Actor, at: datetime) -> None:
    if not may_record(by, sheet.group) and not may_correct(by):
        raise Forbidden("not_your_group")
    if sheet.half not in statuses.HALVES:
        raise NotFound("half_unknown")
    if sheet.group.archived_at is not None:
        raise Refused("group_archived", name=sheet.group.name)
    if sheet.day > clock.local(at).date():
        raise Refused("half_day_future")


def _refuse_locked(session: Session, sheet: Sheet, workers: Collection[int], by: Actor) -> None:
    """A closed month is the office's, with its reason; the others are the supervisors' own."""
    closed = locks.locked(session, workers, sheet.day)
    if not closed and not may_record(by, sheet.group):
        raise Forbidden("not_your_group")
    if closed and not may_correct(by):
        raise Refused("period_locked", month=f"{sheet.day:%m/%Y}")
    if closed and not sheet.reason.strip():
        raise Refused("correction_reason_missing")


def _standing(session: Session, day: date, workers: Collection[int]) -> Standing:
    """What stands that day, kept from changing under us where the database has row locks."""
    query = select(HalfDay).where(col(HalfDay.worker_id).in_(workers), HalfDay.day == day)
    return {(row.worker_id, row.half): row for row in session.exec(query.with_for_update())}


def _plans(
    session: Session, sheet: Sheet, workers: Collection[int], standing: Standing
) -> dict[int, Span | None]:
    """What is expected of each: as it was kept with what stands, else as his timetable says."""
    kept = {
        worker: standing[worker, sheet.half]
        for worker in workers
        if (worker, sheet.half) in standing
    }
    found: dict[int, Span | None] = {worker: kept_plan(row) for worker, row in kept.items()}
    fresh = set(workers) - kept.keys()
    if fresh:
        for worker, plan in timetables.planned(session, fresh, sheet.day).items():
            found[worker] = plan.half(sheet.half) if plan.expects(sheet.half) else None
    return found


def _says(row: HalfDay) -> Presence:
    return Presence(row.status, row.from_time, row.to_time, row.minutes)


def _new(
    sheet: Sheet, worker_id: int, presence: Presence, plan: Span | None, by: Actor, at: datetime
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
        "planned_minutes": plan.minutes if plan else 0,
        "planned_from": plan.start if plan else None,
        "planned_to": plan.end if plan else None,
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
