"""Everything that is due for people, by date: contracts, secondments, authorisations, rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.activity.reports import rests, secondments
from esat.web.filters import number, short_day
from esat.workers.contracts import agreeing, calendar, reminders
from esat.workers.models import Worker
from esat.workers.posts import authorising
from esat.workers.posts.models import WorkPost


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
    found += _rests(session, today, int(rules["rest_recall_days"]))
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


def _rests(session: Session, today: date, recalled: int) -> Iterator[Line]:
    """A Sunday that was worked owes rest, until it is taken or is no longer recalled."""
    found = rests.owed(session, today, recalled)
    names = agreeing.names(session, {one.worker_id for one in found})
    for one in found:
        left = number(round(Decimal(one.left) / 60, 2), "h")
        who = names.get(one.worker_id, "")
        detail = f"{left} pour le {short_day(one.day)}"
        yield Line(one.day, who, "Repos après un dimanche", detail, "contract", one.worker_id)
