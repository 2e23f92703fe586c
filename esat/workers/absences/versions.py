"""The versions of one absence, with the reason and the words of each, for the office."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.workers import locks
from esat.workers.absences import coding, month, sealed
from esat.workers.absences.month import Shown


@dataclass(frozen=True, slots=True)
class Version:
    """What was said, by whom, and why it was said anew."""

    shown: Shown
    words: sealed.Words
    withdrawn: bool
    who: str
    closed: bool


def of(session: Session, number: int) -> list[Version]:
    """The newest first. NotFound `absence_unknown`."""
    rows = coding.versions(session, number)
    query = select(Account).where(col(Account.id).in_({row.recorded_by for row in rows}))
    names = {account.id: account.display_name for account in session.exec(query)}
    found = []
    for row in rows:
        (shown,) = month.shown(session, [row], row.until)
        ends = {locks.month_of(day) for day in (row.since, row.until)}
        closed = any(locks.locked(session, [row.worker_id], day) for day in ends)
        words = sealed.open_words(row.worker_id, row.sealed_words)
        who = names.get(row.recorded_by, "Système")
        found.append(Version(shown, words, row.withdrawn, who, closed))
    return found


def values(newest: Version) -> dict[str, object]:
    """What the form of a correction shows: the absence as it stands."""
    stretch = newest.shown.stretch
    return {
        "since": stretch.since, "since_half": stretch.since_half,
        "until": stretch.until, "until_half": stretch.until_half,
        "from_time": f"{stretch.from_time:%H:%M}" if stretch.from_time else "",
        "to_time": f"{stretch.to_time:%H:%M}" if stretch.to_time else "",
        "code": newest.shown.kind.code, "note": newest.words.note,
        "saturday": newest.shown.reason.saturday.strip("?"),
    }  # fmt: skip
