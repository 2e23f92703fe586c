"""What the first RABC page shows: what is held. SELECTs only."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from esat import registry
from esat.errors import NotFound
from esat.production import barcodes, subjects
from esat.production.models import Hold, Resource
from esat.production.subjects import Subject

QUARANTINE = "rabc_quarantine"
MOST_HELD = 200


@dataclass(frozen=True, slots=True)
class Held:
    """A thing in quarantine: what, whose, where it stands, since when and why."""

    hold: Hold
    subject: Subject
    stage: str
    place: str = ""


def held(session: Session) -> list[Held]:
    """What is in quarantine, the oldest first."""
    query = (
        select(Hold)
        .where(Hold.reason == QUARANTINE, col(Hold.lifted_at).is_(None))
        .order_by(col(Hold.placed_at), col(Hold.id))
        .limit(MOST_HELD)
    )
    return [_held(session, hold) for hold in session.exec(query)]


def one_held(session: Session, hold_id: int) -> Held:
    """One quarantine, lifted or not. NotFound for any other hold."""
    hold = session.get(Hold, hold_id)
    if hold is None or hold.reason != QUARANTINE:
        raise NotFound("not_found")
    return _held(session, hold)


def _held(session: Session, hold: Hold) -> Held:
    found = _subject(session, hold)
    if found is None:
        raise NotFound("not_found")
    workshop = registry.current().workshops.get(found.workshop or "")
    known = workshop is not None and found.stage is not None
    stage = workshop.road.stage(found.stage).label if workshop and known and found.stage else ""
    place = session.get(Resource, hold.place_id) if hold.place_id is not None else None
    return Held(hold, found, stage, "" if place is None else place.label)


def _subject(session: Session, hold: Hold) -> Subject | None:
    """What is held, by the one of its three keys that is filled."""
    if hold.item_id is not None:
        return subjects.item(session, hold.item_id)
    if hold.lot_id is not None:
        return subjects.lot(session, hold.lot_id)
    code = barcodes.of(session, resource_id=hold.resource_id or 0)
    return None if code is None else subjects.by_code(session, code)
