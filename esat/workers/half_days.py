"""Half-days recorded and corrected: a whole sheet or nothing, former values kept, no reason asked.

It knows neither why somebody is away nor what he produces.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from sqlmodel import select as find

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.workers import half_day_checks, leading, locks, roll_call, statuses
from esat.workers.half_day_checks import Entry, Sheet, Standing, Stands, kept_plan
from esat.workers.models import Group, HalfDay, HalfDayChange
from esat.workers.roll_call import Person
from esat.workers.rules.keeping import BOOK
from esat.workers.statuses import Presence
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
FAR = "presence_far_minutes"
_T = HalfDay.__table__.c
_STANDING = (
    select(
        _T.worker_id, _T.half, _T.id, _T.group_id, _T.status, _T.from_time, _T.to_time,
        _T.planned_from, _T.planned_to, _T.minutes,
    )
    .where(_T.worker_id.in_(bindparam("ids", expanding=True)), _T.day == bindparam("day"))
    .with_for_update()
)  # fmt: skip
_GROUP = find(Group).where(Group.code == bindparam("code"))
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

    Forbidden: `not_your_group`, `not_your_group_then` (led at another time). NotFound:
    `half_unknown`. Refused: `group_archived`, `half_day_future`, `not_in_group`, `worker_left`,
    `worker_not_yet`, `period_locked`, `correction_reason_missing`, `half_day_newer` (a later entry
    stands). Invalid: `form_invalid`, fields by worker.
    """
    at = at or clock.now()
    _refuse_sheet(session, sheet, by, at)
    ids = {entry.worker_id for entry in entries}
    standing = _standing(session, sheet.day, ids)
    known = roll_call.people(session, ids, sheet.day)
    half_day_checks.refuse_strangers(sheet, ids, known, standing)
    _refuse_locked(sheet, any(person.closed for person in known.values()), by)
    plans = _plans(sheet, known, standing)
    far = _far(session, sheet.day, entries)
    presences = half_day_checks.presences(sheet, entries, plans, standing, far)
    tally, new = {"created": 0, "corrected": 0, "unchanged": 0}, []
    for worker_id, presence in presences.items():
        former = standing.get((worker_id, sheet.half))
        if former is None:
            new.append(_new(sheet, worker_id, presence, plans[worker_id], by, at))
            tally["created"] += 1
        elif _says(former) == presence:
            tally["unchanged"] += 1
        else:
            _correct(session, former.id, presence, sheet, by, at)
            tally["corrected"] += 1
    session.flush()
    _insert(session, new)
    return Recorded(**tally)


def _far(session: Session, day: date, entries: Sequence[Entry]) -> int:
    """Minutes from the plan that are a slip of the finger; not asked for a sheet without times."""
    timed = any(one.from_time or one.to_time for one in entries)
    return BOOK.number(session, FAR, day) if timed else 0


def group_by_code(session: Session, code: str) -> Group:
    """NotFound: `group_unknown`."""
    group = session.exec(_GROUP, params={"code": code}).first()
    if group is None:
        raise NotFound("group_unknown")
    return group


def may_record(by: Actor, group: Group) -> bool:
    """Whether this person keeps the sheets of this group."""
    return leading.may(by, RECORD, group)


def may_correct(by: Actor) -> bool:
    """Whether this person corrects what a closed month holds."""
    return by.can(locks.CORRECT)


def _refuse_sheet(session: Session, sheet: Sheet, by: Actor, at: datetime) -> None:
    if not may_record(by, sheet.group) and not may_correct(by):
        raise leading.not_yours(session, by, sheet.group, at)
    if sheet.half not in statuses.HALVES:
        raise NotFound("half_unknown")
    if sheet.group.archived_at is not None:
        raise Refused("group_archived", name=sheet.group.name)
    if sheet.day > clock.local(at).date():
        raise Refused("half_day_future")


def _refuse_locked(sheet: Sheet, closed: bool, by: Actor) -> None:  # noqa: FBT001
    """A closed month is the office's, with its reason; the others are the supervisors' own."""
    if not closed and not may_record(by, sheet.group):
        raise Forbidden("not_your_group")
    if closed and not may_correct(by):
        raise Refused("period_locked", month=f"{sheet.day:%m/%Y}")
    if closed and not sheet.reason.strip():
        raise Refused("correction_reason_missing")


def _standing(session: Session, day: date, workers: Collection[int]) -> Standing:
    """What stands that day, kept from changing under us where the database has row locks."""
    rows = session.connection().execute(_STANDING, {"day": day, "ids": list(workers)})
    return {(worker, half): Stands(*said) for worker, half, *said in rows}


def _plans(sheet: Sheet, known: Mapping[int, Person], standing: Standing) -> dict[int, Span | None]:
    """What is expected of each: as it was kept with what stands, else as his timetable says."""
    found: dict[int, Span | None] = {}
    for worker, person in known.items():
        row = standing.get((worker, sheet.half))
        found[worker] = (
            roll_call.expected(person, sheet.day, sheet.half) if row is None else kept_plan(row)
        )
    return found


def _says(row: Stands) -> Presence:
    return Presence(row.status, row.from_time, row.to_time, row.minutes)


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    """All at once. Where another tablet wrote one of them just now, it asks to look again."""
    if not rows:
        return
    try:
        session.connection().execute(_INSERT, rows)
    except IntegrityError as twice:
        raise Refused("half_day_newer") from twice


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
    session: Session, key: int, presence: Presence, sheet: Sheet, by: Actor, at: datetime
) -> None:
    row = session.get_one(HalfDay, key)
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
