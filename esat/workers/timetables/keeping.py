"""Templates of the week made, changed from a day on, given to workers, put away.

A template never rewrites the past: neither days already recorded nor closed months.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as find

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.folding import fold
from esat.workers.locks import month_of
from esat.workers.models import HalfDay, MonthLock
from esat.workers.timetables import views
from esat.workers.timetables.models import (
    TemplateSlot,
    TemplateVersion,
    TimeTemplate,
    WorkerTemplate,
)
from esat.workers.timetables.plans import Slots


@dataclass(frozen=True, slots=True)
class Week:
    """What a version says: its slots, over one week or over two, from a day on."""

    since: date
    weeks: int
    slots: Slots
    first_week: str = "A"
    """Which of the two weeks the one of `since` is."""
    reason: str = ""

    @property
    def week_a(self) -> date:
        """A Monday of a week A."""
        monday = self.since - timedelta(days=self.since.weekday())
        return monday if self.first_week == "A" else monday - timedelta(days=7)


def the_template(session: Session, code: str) -> TimeTemplate:
    """NotFound: `timetable_unknown`."""
    found = session.exec(find(TimeTemplate).where(TimeTemplate.code == code)).first()
    if found is None:
        raise NotFound("timetable_unknown")
    return found


def create(session: Session, name: str, week: Week, *, by: Actor, at: datetime) -> TimeTemplate:
    """A new template with its first version; the same one sent twice is made once.
    Refused: `timetable_name_known`.
    """
    living = session.exec(find(TimeTemplate).where(col(TimeTemplate.archived_at).is_(None)))
    twin = next((one for one in living if fold(one.name) == fold(name)), None)
    if twin is not None:
        if _says(session, twin, week):
            return twin
        raise Refused("timetable_name_known", name=twin.name)
    made = TimeTemplate(
        code=_code(session, name), name=name, created_at=at, created_by=by.account_id
    )
    session.add(made)
    session.flush()
    _add(session, made, 1, week, by, at)
    return made


def change(
    session: Session, template: TimeTemplate, week: Week, *, by: Actor, at: datetime
) -> None:
    """A new version from a day on; the same one sent twice is made once.
    Refused: `timetable_archived`, `template_past`.
    """
    if template.archived_at is not None:
        raise Refused("timetable_archived", name=template.name)
    if _says(session, template, week):
        return
    refuse_past(session, _keepers(session, template, week.since), week.since)
    newest = session.exec(
        find(func.max(TemplateVersion.version)).where(TemplateVersion.template_id == template.id)
    ).one()
    _add(session, template, (newest or 0) + 1, week, by, at)


def assign(
    session: Session,
    worker_id: int,
    template: TimeTemplate | None,
    since: date,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The template that a worker keeps from a day on; None is the usual hours of his group. What
    he already keeps then is not written again.
    Refused: `timetable_archived`, `timetable_not_yet`, `template_past`.
    """
    if template is not None:
        if template.archived_at is not None:
            raise Refused("timetable_archived", name=template.name)
        first = session.exec(
            find(func.min(TemplateVersion.since)).where(TemplateVersion.template_id == template.id)
        ).one()
        if first is None or first > since:
            raise Refused("timetable_not_yet", name=template.name, day=first or since)
    chosen = template.id if template is not None else None
    if _kept(session, worker_id, since) == (chosen,):
        return
    refuse_past(session, (worker_id,), since)
    session.add(
        WorkerTemplate(
            worker_id=worker_id, template_id=chosen, since=since,
            created_at=at, created_by=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def archive(session: Session, template: TimeTemplate, *, at: datetime) -> None:
    """Put a template away that nobody keeps any more. Refused: `timetable_kept`."""
    kept = _keepers(session, template, clock.local(at).date())
    if kept:
        raise Refused("timetable_kept", name=template.name, count=len(kept))
    template.archived_at = template.archived_at or at
    session.flush()


def refuse_past(session: Session, workers: Collection[int], since: date) -> None:
    """Refused `template_past` where one of their days is recorded, or a month closed, since then;
    the sentence gives the first day that is free.
    """
    if not workers:
        return
    recorded = select(func.max(HalfDay.__table__.c.day)).where(
        HalfDay.__table__.c.worker_id.in_(workers)
    )
    closed = select(func.max(MonthLock.__table__.c.month)).where(
        MonthLock.__table__.c.worker_id.in_(workers)
    )
    connection = session.connection()
    day, month = connection.execute(recorded).scalar(), connection.execute(closed).scalar()
    ends = [day] if day is not None else []
    if month is not None:
        ends.append(month_of(month + timedelta(days=31)) - timedelta(days=1))
    if ends and max(ends) >= since:
        raise Refused("template_past", last=max(ends), day=max(ends) + timedelta(days=1))


def _keepers(session: Session, template: TimeTemplate, since: date) -> list[int]:
    """Who keeps it on that day or later."""
    rows = session.exec(find(WorkerTemplate).order_by(col(WorkerTemplate.id)))
    last = {(row.worker_id, row.since): row.template_id for row in rows}
    found: dict[int, bool] = {}
    for (worker, begins), kept in sorted(last.items(), key=lambda item: item[0]):
        former = found.get(worker, False) and begins > since
        found[worker] = former or kept == template.id
    return sorted(worker for worker, keeps in found.items() if keeps)


def _kept(session: Session, worker_id: int, day: date) -> tuple[int | None, ...]:
    """What he keeps that day, if a choice was ever made and none comes after."""
    rows = session.exec(
        find(WorkerTemplate)
        .where(WorkerTemplate.worker_id == worker_id)
        .order_by(col(WorkerTemplate.since).desc(), col(WorkerTemplate.id).desc())
    ).all()
    if not rows:
        return (None,)
    return (rows[0].template_id,) if rows[0].since <= day else ()


def _says(session: Session, template: TimeTemplate, week: Week) -> bool:
    """Whether its newest version says exactly this."""
    newest = next(iter(views.versions(session, template)), None)
    return newest is not None and (newest.since, newest.weeks, newest.week_a, newest.slots) == (
        week.since,
        week.weeks,
        week.week_a,
        week.slots,
    )


def _add(
    session: Session, template: TimeTemplate, number: int, week: Week, by: Actor, at: datetime
) -> None:
    version = TemplateVersion(
        template_id=template.id or 0,
        version=number,
        since=week.since,
        weeks=week.weeks,
        week_a=week.week_a,
        reason=week.reason,
        created_at=at,
        created_by=by.account_id,
    )
    session.add(version)
    session.flush()
    for (letter, weekday, half), span in sorted(week.slots.items()):
        session.add(
            TemplateSlot(
                version_id=version.id or 0, week=letter, weekday=weekday, half=half,
                from_time=span.start, to_time=span.end,
            )
        )  # fmt: skip
    session.flush()


def _code(session: Session, name: str) -> str:
    """A short address made of the name, with a number where it is taken."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(name)).split()
    stem = "-".join(words)[:30].strip("-") or "modele"
    taken = set(session.exec(find(TimeTemplate.code)))
    numbered = (f"{stem}-{n}" for n in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
