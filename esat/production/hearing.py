"""What a scan says besides itself: seen on the wrong side, or completing those before it here."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from esat import registry, texts
from esat.actors import Actor
from esat.errors import Refused
from esat.production import contradictions, holds, scans
from esat.production.journal_models import Capture
from esat.production.scans import Answer
from esat.production.sent import Sent
from esat.production.subjects import Subject

_capture = Capture.__table__


def has_zone(by: Actor) -> bool:
    """Whether he stands on one side of a wall: elsewhere nothing is watched."""
    return by.station_zone not in {None, "none"}


def watched(session: Session, sent: Sent, subject: Subject, by: Actor) -> Answer | None:
    """What the workshop says of a thing seen where it must not be: refused, and what it wrote of
    it stays. A passage made without network happened: it waits for a supervisor.
    """
    workshop = registry.current().workshops.get(subject.workshop or "")
    if workshop is None or workshop.watch is None or not has_zone(by):
        return None
    code = workshop.watch(session, subject, by=by, at=sent.at, capture_uid=sent.uid.bytes)
    if code is None:
        return None
    if sent.offline and sent.kind != "scan":
        return contradictions.refused(
            session, sent, subject, sent.action or "", Refused(code), by=by
        )
    shown = scans.describe(subject, holds.open_holds(session, subject))
    return Answer(scans.REFUSED, code, texts.sentence(code), subject.code, shown)


def spoken(session: Session, sent: Sent, subject: Subject, by: Actor) -> Answer | None:
    """What a scan says together with those before it at this station (bag, then bin)."""
    workshop = registry.current().workshops.get(subject.workshop or "")
    if sent.kind != "scan" or workshop is None or workshop.spoken is None:
        return None
    found: Answer | None = workshop.spoken(session, sent, subject, by=by)
    return found


def heard(
    session: Session, *, by: Actor, since: datetime, limit: int
) -> list[tuple[str | None, str]]:
    """What this station sent since then, the last first: code and kind of each capture."""
    rows = session.connection().execute(
        select(_capture.c.code, _capture.c.kind)
        .where(*here(by), _capture.c.captured_at >= since)
        .order_by(_capture.c.id.desc())
        .limit(limit)
    )
    return [(row.code, row.kind) for row in rows]


def here(by: Actor) -> tuple[Any, ...]:
    """What this station sent; away from any station, what this account or device sent."""
    if by.station_id is not None:
        return (_capture.c.station_id == by.station_id,)
    return (
        _capture.c.station_id.is_(None),
        _capture.c.account_id == by.account_id,
        _capture.c.device_id == by.device_id,
    )
