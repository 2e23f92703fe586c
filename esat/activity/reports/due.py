"""Everything that is due for people, by date: contracts, secondments, authorisations, rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, func, select

from esat.activity.reports import secondments
from esat.web.filters import number, short_day
from esat.workers import statuses
from esat.workers.contracts import agreeing, calendar, reminders
from esat.workers.models import HalfDay, Worker
from esat.workers.posts import authorising
from esat.workers.posts.models import WorkPost
from esat.workers.rules.keeping import BOOK

REST_SHOWN: Final = 62
"""For so many days a Sunday that was worked is recalled; the statement says what rest was taken."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to do by a day: whose, what, and which page to open."""

    day: date
    who: str
    what: str
    detail: str
    page: str
    key: int


def listed(session: Session, today: date) -> list[Line]:
    """The oldest first; whether it is late is its day's to say."""
    watch = reminders.watch(session, today)
    dues = watch.due()
    names = agreeing.names(session, {one.worker_id for one in dues})
    found = [
        Line(one.day, names.get(one.worker_id, ""), one.words, one.detail, "contract",
             one.worker_id)
        for one in dues
    ]  # fmt: skip
    rules = watch.rules
    found += _secondments(session, today, int(rules["secondment_notice_days"]))
    found += _authorisations(session, today, int(rules["authorised_notice_days"]))
    found += _rests(session, today)
    return sorted(found, key=lambda one: (one.day, one.who, one.what))


def count(session: Session, today: date) -> int:
    return len(listed(session, today))


def _secondments(session: Session, today: date, notice: int) -> Iterator[Line]:
    for one in secondments.everything(session):
        until = one.row.until
        who = ", ".join(name for _, name in one.workers)
        if until is not None and today <= until <= today + calendar.DAY * notice:
            label = secondments.KINDS[one.row.kind]
            yield Line(until, who, f"Fin : {label}", one.host, "secondment", one.root)
        if one.row.mdph_on is None and one.stands(today):
            words = "Copie du contrat à envoyer à la MDPH"
            yield Line(one.row.since, who, words, one.host, "secondment", one.root)


def _authorisations(session: Session, today: date, notice: int) -> Iterator[Line]:
    """Those that end soon, or ended not longer ago than they were announced before."""
    posts = select(WorkPost).where(col(WorkPost.archived_at).is_(None))
    labels = {one.id or 0: one.label for one in session.exec(posts)}
    left = col(Worker.left_on)
    here = select(Worker).where(left.is_(None) | (left >= today))
    people = {one.id or 0: one.display_name for one in session.exec(here)}
    span = calendar.DAY * notice
    for (worker, post), row in authorising.newest(session, today).items():
        until = row.until if row.allowed else None
        if until is None or not today - span <= until <= today + span:
            continue
        if worker in people and post in labels:
            words = f"Autorisation de poste : {labels[post]}"
            yield Line(until, people[worker], words, "", "authorisation", worker)


def _rests(session: Session, today: date) -> Iterator[Line]:
    """A Sunday that was worked owes rest; the rule of that day says how much."""
    sundays = [
        day for day in calendar.days(today - calendar.DAY * REST_SHOWN, today) if day.weekday() == 6
    ]
    query = (
        select(col(HalfDay.worker_id), col(HalfDay.day), func.sum(HalfDay.minutes))
        .where(col(HalfDay.day).in_(sundays), col(HalfDay.status).not_in(statuses.AWAY))
        .group_by(col(HalfDay.worker_id), col(HalfDay.day))
    )
    worked = list(session.exec(query))
    names = agreeing.names(session, {worker for worker, *_ in worked})
    for worker, day, minutes in worked:
        ratio = BOOK.value(session, "sunday_rest_ratio", day)
        owed = Decimal(int(minutes)) / 60 * ratio
        detail = f"{number(round(owed, 2), 'h')} pour le {short_day(day)}"
        yield Line(
            day, names.get(worker, ""), "Repos après un dimanche", detail, "contract", worker
        )
