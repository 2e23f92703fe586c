"""What the office's pages show of templates: who keeps each, what each said since when."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, and_, col, func, or_, select

from esat.accounts.models import Account
from esat.folding import fold
from esat.workers.models import Worker
from esat.workers.timetables import plans
from esat.workers.timetables.models import (
    TemplateSlot,
    TemplateVersion,
    TimeTemplate,
    WorkerTemplate,
)
from esat.workers.timetables.plans import Slots, Span


@dataclass(slots=True)
class VersionRow:
    """What a template says from a day on, and who wrote it when."""

    since: date
    weeks: int
    week_a: date
    reason: str
    created_at: datetime
    created_by: str
    slots: Slots = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """A week, as the mean of weeks A and B."""
        return round(plans.weekly_minutes(self.slots, self.weeks))

    def week_minutes(self, week: str) -> int:
        return sum(span.minutes for key, span in self.slots.items() if key[0] == week)

    @property
    def first_week(self) -> str:
        """Whether the week of its first day is A or B."""
        return plans.week_of(self.since, self.week_a, self.weeks)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template of the list: what it says today (or will first), and how many keep it."""

    code: str
    name: str
    since: date
    weeks: int
    minutes: int
    keepers: int
    archived: bool


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A template that a worker keeps from a day on; no name: the usual hours of his group."""

    since: date
    code: str
    name: str
    created_at: datetime
    created_by: str
    current: bool


def templates(session: Session, day: date, words: str = "") -> tuple[TemplateRow, ...]:
    """All templates by name, those put away last; `words` must all be in the name."""
    said = fold(words).split()
    found = session.exec(select(TimeTemplate)).all()
    rows = [one for one in found if all(word in fold(one.name) for word in said)]
    versions = _by_template(session, [one.id or 0 for one in rows])
    keepers = _counts(session, day)
    shown = [
        _template_row(one, versions.get(one.id or 0, []), keepers.get(one.id or 0, 0), day)
        for one in rows
    ]
    return tuple(sorted(shown, key=lambda row: (row.archived, fold(row.name), row.code)))


def versions(session: Session, template: TimeTemplate) -> list[VersionRow]:
    """Its versions, the newest first."""
    return _by_template(session, [template.id or 0]).get(template.id or 0, [])[::-1]


def version_of(found: list[VersionRow], day: date) -> VersionRow | None:
    """The one in force that day, else the first one to come; `found` begins with the newest."""
    begun = next((one for one in found if one.since <= day), None)
    return begun or (found[-1] if found else None)


def keepers(session: Session, template: TimeTemplate, day: date) -> list[tuple[int, str]]:
    """Who keeps it that day, by first name."""
    query = (
        select(Worker)
        .join(WorkerTemplate, col(WorkerTemplate.worker_id) == Worker.id)
        .where(WorkerTemplate.template_id == template.id, _current(day), _here(day))
    )
    found = [(worker.id or 0, worker.display_name) for worker in session.exec(query)]
    return sorted(found, key=lambda one: (fold(one[1]), one[0]))


def history(session: Session, worker_id: int, day: date) -> tuple[KeptRow, ...]:
    """What a worker has kept and will, the newest first."""
    query = (
        select(WorkerTemplate, TimeTemplate, Account.display_name)
        .join(TimeTemplate, col(TimeTemplate.id) == WorkerTemplate.template_id, isouter=True)
        .join(Account, col(Account.id) == WorkerTemplate.created_by, isouter=True)
        .where(WorkerTemplate.worker_id == worker_id)
        .order_by(col(WorkerTemplate.since).desc(), col(WorkerTemplate.id).desc())
    )
    found, standing = [], True
    for kept, template, by in session.exec(query):
        begun = kept.since <= day
        code, name = (template.code, template.name) if template is not None else ("", "")
        row = (kept.since, code, name, kept.created_at, by or "Système")
        found.append(KeptRow(*row, current=begun and standing))
        standing = standing and not begun
    return tuple(found)


def choices(session: Session) -> list[tuple[str, str]]:
    """The living templates, for a list to choose from."""
    query = select(TimeTemplate).where(col(TimeTemplate.archived_at).is_(None))
    found = [(one.code, one.name) for one in session.exec(query)]
    return sorted(found, key=lambda one: fold(one[1]))


def _template_row(
    template: TimeTemplate, found: list[VersionRow], kept: int, day: date
) -> TemplateRow:
    shown = version_of(found[::-1], day)
    since, weeks, minutes = (shown.since, shown.weeks, shown.minutes) if shown else (day, 1, 0)
    archived = template.archived_at is not None
    return TemplateRow(template.code, template.name, since, weeks, minutes, kept, archived)


def _by_template(session: Session, templates: Collection[int]) -> dict[int, list[VersionRow]]:
    query = (
        select(TemplateVersion, TemplateSlot, Account.display_name)
        .join(TemplateSlot, col(TemplateSlot.version_id) == TemplateVersion.id, isouter=True)
        .join(Account, col(Account.id) == TemplateVersion.created_by, isouter=True)
        .where(col(TemplateVersion.template_id).in_(templates))
        .order_by(col(TemplateVersion.since), col(TemplateVersion.version))
    )
    found: dict[int, list[VersionRow]] = {}
    by_key: dict[int | None, VersionRow] = {}
    for one, slot, by in session.exec(query):
        row = by_key.get(one.id)
        if row is None:
            told = (one.since, one.weeks, one.week_a, one.reason, one.created_at, by or "Système")
            row = by_key[one.id] = VersionRow(*told)
            found.setdefault(one.template_id, []).append(row)
        if slot is not None:
            row.slots[slot.week, slot.weekday, slot.half] = Span(slot.from_time, slot.to_time)
    return found


def _current(day: date) -> ColumnElement[bool]:
    """The choice of each worker that counts that day: the newest one that has begun."""
    other = WorkerTemplate.__table__.alias()
    since, key = col(WorkerTemplate.since), col(WorkerTemplate.id)
    after = or_(other.c.since > since, and_(other.c.since == since, other.c.id > key))
    later = exists().where(
        other.c.worker_id == col(WorkerTemplate.worker_id), other.c.since <= day, after
    )
    return and_(since <= day, ~later)


def _here(day: date) -> ColumnElement[bool]:
    return or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= day)


def _counts(session: Session, day: date) -> dict[int, int]:
    query = (
        select(WorkerTemplate.template_id, func.count())
        .join(Worker, col(Worker.id) == WorkerTemplate.worker_id)
        .where(_current(day), _here(day))
        .group_by(col(WorkerTemplate.template_id))
    )
    return {key: count for key, count in session.exec(query) if key is not None}
