"""What is planned for workers, on a day or over a period, in a fixed number of statements."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from esat.workers import memberships
from esat.workers.models import Group
from esat.workers.timetables import plans
from esat.workers.timetables.models import TemplateSlot, TemplateVersion, WorkerTemplate
from esat.workers.timetables.plans import DayPlan, Slots, Span

_KEPT: Final = WorkerTemplate.__table__.c
_VERSION: Final = TemplateVersion.__table__.c
_SLOT: Final = TemplateSlot.__table__.c
_TEAM: Final = Group.__table__.c


@dataclass(slots=True)
class _Version:
    since: date
    week_a: date
    weeks: int
    slots: Slots = field(default_factory=dict)


def planned(session: Session, worker_ids: Collection[int], day: date) -> dict[int, DayPlan]:
    """What is planned for each of them that day; the group's usual hours, Monday to Friday, for
    who keeps no template; nothing for who has neither.
    """
    return {worker: days[0] for worker, days in over(session, worker_ids, day, day).items()}


def over(
    session: Session, worker_ids: Collection[int], since: date, until: date
) -> dict[int, list[DayPlan]]:
    """The same for each day of a period, in order, bounds included; three statements."""
    asked = sorted(set(worker_ids))
    kept = _kept(session, asked, until)
    versions = _versions(session, {one for rows in kept.values() for _, one in rows if one}, until)
    usual = _usual(session, asked)
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return {
        worker: [
            _plan(day, kept.get(worker, ()), versions, _begun(usual.get(worker, ()), day))
            for day in days
        ]
        for worker in asked
    }


def _begun(usual: Sequence[tuple[date, Slots | None]], day: date) -> Slots | None:
    """The usual hours of the group of that day."""
    at = bisect_right(usual, day, key=lambda row: row[0])
    return usual[at - 1][1] if at else None


def _plan(
    day: date,
    kept: Sequence[tuple[date, int | None]],
    versions: dict[int, list[_Version]],
    usual: Slots | None,
) -> DayPlan:
    began = bisect_right(kept, day, key=lambda row: row[0])
    template = kept[began - 1][1] if began else None
    if template is not None:
        standing = versions.get(template, [])
        at = bisect_right(standing, day, key=lambda version: version.since)
        if at:
            version = standing[at - 1]
            return plans.plan(day, version.slots, version.week_a, version.weeks)
    if usual is None:
        return DayPlan(day, holiday=plans.holiday(day))
    morning, afternoon = (usual.get(("A", day.weekday(), half)) for half in plans.HALVES)
    return DayPlan(day, morning, afternoon, plans.holiday(day), plans.GROUP)


def _kept(
    session: Session, worker_ids: Sequence[int], until: date
) -> dict[int, list[tuple[date, int | None]]]:
    query = (
        select(_KEPT.worker_id, _KEPT.since, _KEPT.template_id)
        .where(_KEPT.worker_id.in_(worker_ids), _KEPT.since <= until)
        .order_by(_KEPT.since, _KEPT.id)
    )
    found: dict[int, list[tuple[date, int | None]]] = {}
    for worker, since, template in session.connection().execute(query):
        found.setdefault(worker, []).append((since, template))
    return found


def _versions(session: Session, templates: set[int], until: date) -> dict[int, list[_Version]]:
    if not templates:
        return {}
    query = (
        select(
            _VERSION.id, _VERSION.template_id, _VERSION.since, _VERSION.week_a, _VERSION.weeks,
            _SLOT.week, _SLOT.weekday, _SLOT.half, _SLOT.from_time, _SLOT.to_time,
        )
        .select_from(
            TemplateVersion.__table__.outerjoin(
                TemplateSlot.__table__, _SLOT.version_id == _VERSION.id
            )
        )
        .where(_VERSION.template_id.in_(templates), _VERSION.since <= until)
        .order_by(_VERSION.since, _VERSION.version)
    )  # fmt: skip
    found: dict[int, list[_Version]] = {}
    by_key: dict[int, _Version] = {}
    for key, template, since, week_a, weeks, *slot in session.connection().execute(query):
        made = by_key.get(key)
        if made is None:
            made = by_key[key] = _Version(since, week_a, weeks)
            found.setdefault(template, []).append(made)
        week, weekday, half, start, end = slot
        if week is not None:
            made.slots[week, weekday, half] = Span(start, end)
    return found


def _usual(
    session: Session, worker_ids: Sequence[int]
) -> dict[int, list[tuple[date, Slots | None]]]:
    """The usual hours of each one's group, since he is in it."""
    known = memberships.known(worker_ids)
    query = select(
        known, _TEAM.morning_from, _TEAM.morning_to, _TEAM.afternoon_from, _TEAM.afternoon_to
    ).join_from(known, Group.__table__, _TEAM.id == known.c.group_id, isouter=True)
    groups: dict[int, Slots] = {}
    found: dict[int, list[tuple[date, Slots | None]]] = {}
    for row in sorted(session.connection().execute(query), key=memberships.order):
        worker, since, group, _, *hours = row
        if group is not None and group not in groups:
            groups[group] = _usual_slots(Span(*hours[:2]), Span(*hours[2:]))
        found.setdefault(worker, []).append((since or date.min, groups.get(group)))
    return found


def _usual_slots(morning: Span, afternoon: Span) -> Slots:
    return {
        ("A", weekday, half): span
        for weekday in range(5)
        for half, span in ((plans.MORNING, morning), (plans.AFTERNOON, afternoon))
    }
