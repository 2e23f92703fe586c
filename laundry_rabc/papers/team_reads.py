"""The team, its meetings, the reviews and the certificate as they stand on a day. SELECTs only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic

from sqlmodel import Session, col, select

from laundry_rabc.papers import rules, states, versions
from laundry_rabc.papers.team import Rooted
from laundry_rabc.papers.team_models import Certificate, CertificateEvent, Meeting, TeamEntry

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Kept(Generic[Rooted]):
    """A thing as it stands, the key of its first row, and its former rows."""

    row: Rooted
    root_id: int
    former: tuple[Rooted, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """When a yearly duty was last done and when it is due; never done is due at once."""

    last: date | None
    due: date | None
    late: bool
    proposed: bool
    """Whether the delay was never validated."""


def team(session: Session, on: date | None = None) -> list[Kept[TeamEntry]]:
    """Everybody who is or was in the team, those who are first."""
    found = _kept(session, TeamEntry, on)
    return sorted(found, key=lambda one: (one.row.kind == "ended", one.root_id))


def members(session: Session, on: date | None = None) -> list[TeamEntry]:
    """Who is in the team."""
    return [one.row for one in team(session, on) if one.row.kind != "ended"]


def meetings(session: Session, kind: str = "", on: date | None = None) -> list[Kept[Meeting]]:
    """Minutes as they stand, the last meeting first."""
    found = [one for one in _kept(session, Meeting, on) if kind in {"", one.row.kind}]
    return sorted(found, key=lambda one: (one.row.held_on, one.root_id), reverse=True)


def certificates(session: Session, on: date | None = None) -> list[Kept[Certificate]]:
    """Certificates as they stand, the newest first."""
    found = _kept(session, Certificate, on)
    return sorted(found, key=lambda one: (one.row.valid_from, one.root_id), reverse=True)


def certificate(session: Session, on: date) -> Certificate | None:
    """The certificate that is valid on a day, unless it was suspended or ended since."""
    found = [one.row for one in certificates(session, on)
             if one.row.valid_from <= on <= one.row.valid_until]  # fmt: skip
    if not found:
        return None
    stopped = [
        one.kind for one in reversed(events(session, on))
        if one.on_day >= found[0].valid_from
        and one.kind in {"suspended", "restored", "ended", "renewed", "granted"}
    ]  # fmt: skip
    return None if stopped and stopped[-1] in {"suspended", "ended"} else found[0]


def events(session: Session, on: date | None = None) -> list[CertificateEvent]:
    """What happened to the certification, the newest first."""
    query = select(CertificateEvent).order_by(
        col(CertificateEvent.on_day).desc(), col(CertificateEvent.id).desc()
    )
    if on is not None:
        query = query.where(col(CertificateEvent.recorded_at) < versions.end_of(on))
    return list(session.exec(query.limit(500)))


def review_due(session: Session, on: date) -> Due:
    """The next management review."""
    held = [one.row.held_on for one in meetings(session, "management", on)]
    return due_after(session, "management_review", max(held, default=None), on)


def due_after(session: Session, code: str, last: date | None, on: date) -> Due:
    """When a duty is due again after it was last done."""
    wanted = rules.delay(session, code, on)
    if last is None:
        return Due(None, None, late=True, proposed=not wanted.validated)
    due = states.months_after(last, wanted.value)
    return Due(last, due, due < on, not wanted.validated)


def _kept(session: Session, table: type[Rooted], on: date | None) -> list[Kept[Rooted]]:
    query: Any = select(table).order_by(col(table.id))
    if on is not None:
        query = query.where(col(table.recorded_at) < versions.end_of(on))
    rows: Sequence[Rooted] = session.exec(query).all()
    by_root: dict[int, list[Rooted]] = {}
    for row in rows:
        by_root.setdefault(row.root_id or row.id or 0, []).append(row)
    return [Kept(each[-1], root, tuple(each[:-1])) for root, each in by_root.items()]
