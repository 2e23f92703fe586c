"""What is planned for workers, on a day or over a period, in a fixed number of statements."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, col, select

from esat.workers.models import Group, Worker
from esat.workers.timetables import plans
from esat.workers.timetables.models import TemplateSlot, TemplateVersion, WorkerTemplate
from esat.workers.timetables.plans import DayPlan, Span

Slots = dict[tuple[str, int, str], Span]


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
    """The same for each day of a period, in order, bounds included; four statements."""
    asked = sorted(set(worker_ids))
    kept = _kept(session, asked, until)
    versions = _versions(session, {one for rows in kept.values() for _, one in rows if one}, until)
    usual = _usual(session, asked)
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return {
        worker: [_plan(day, kept.get(worker, ()), versions, usual.get(worker)) for day in days]
        for worker in asked
    }


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
        select(WorkerTemplate)
        .where(col(WorkerTemplate.worker_id).in_(worker_ids), col(WorkerTemplate.since) <= until)
        .order_by(col(WorkerTemplate.since), col(WorkerTemplate.id))
    )
    found: dict[int, list[tuple[date, int | None]]] = {}
    for row in session.exec(query):
        found.setdefault(row.worker_id, []).append((row.since, row.template_id))
    return found


def _versions(session: Session, templates: set[int], until: date) -> dict[int, list[_Version]]:
    if not templates:
        return {}
    query = (
        select(TemplateVersion, TemplateSlot)
        .outerjoin(TemplateSlot, col(TemplateSlot.version_id) == TemplateVersion.id)
        .where(col(TemplateVersion.template_id).in_(templates), col(TemplateVersion.since) <= until)
        .order_by(col(TemplateVersion.since), col(TemplateVersion.version))
    )
    found: dict[int, list[_Version]] = {}
    by_key: dict[int | None, _Version] = {}
    for version, slot in session.exec(query):
        made = by_key.get(version.id)
        if made is None:
            made = by_key[version.id] = _Version(version.since, version.week_a, version.weeks)
            found.setdefault(version.template_id, []).append(made)
        if slot is not None:
            made.slots[slot.week, slot.weekday, slot.half] = Span(slot.from_time, slot.to_time)
    return found


def _usual(session: Session, worker_ids: Sequence[int]) -> dict[int, Slots]:
    query = (
        select(Worker.id, Group)
        .join(Group, col(Group.id) == Worker.group_id)
        .where(col(Worker.id).in_(worker_ids))
    )
    return {key or 0: _slots_of(group) for key, group in session.exec(query)}


def _slots_of(group: Group) -> Slots:
    morning = Span(group.morning_from, group.morning_to)
    afternoon = Span(group.afternoon_from, group.afternoon_to)
    return {
        ("A", weekday, half): span
        for weekday in range(5)
        for half, span in ((plans.MORNING, morning), (plans.AFTERNOON, afternoon))
    }
