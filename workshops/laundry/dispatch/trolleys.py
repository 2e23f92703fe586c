"""What stands on which trolley: put on by scanning the trolley, then what goes on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Refused
from esat.production import holds, journal
from esat.production.journal import Entry
from esat.production.models import Barcode, Item, Resource
from esat.production.subjects import Subject
from workshops.laundry.dispatch import scope
from workshops.laundry.dispatch.models import TrolleyPlace

READY = "packed"


@dataclass(frozen=True, slots=True)
class Put:
    """How it was done: from which capture, and whether late."""

    capture_uid: bytes | None = None
    late: bool = False


def put_on(
    session: Session,
    trolley_code: str,
    codes: Sequence[str],
    *,
    by: Actor,
    at: datetime | None = None,
    how: Put | None = None,
) -> Resource:
    """Put parcels and bags on a trolley; what already stands there stays. Refuses
    `trolley_unknown`, `trolley_in_use`, `trolley_empty`, `trolley_not_packed`, `on_hold`,
    `on_trolley_already`; forbids `not_allowed`. Flushes.
    """
    scope.require(by)
    moment = at or clock.now()
    trolley = trolley_of(session, trolley_code)
    if not codes:
        raise Refused("trolley_empty")
    for raw in dict.fromkeys(codes):
        subject = _packed(session, raw)
        if _stands_there(session, subject, trolley):
            continue
        _put(session, trolley, subject.item_id or 0, by, moment)
        _journal(session, "item.put_on_trolley", subject, trolley, how or Put(), by=by, at=moment)
    return trolley


def take_off(
    session: Session,
    codes: Sequence[str],
    *,
    by: Actor,
    at: datetime | None = None,
    how: Put | None = None,
) -> None:
    """Take things off the trolley that they stand on. Refuses `on_no_trolley`."""
    scope.require(by)
    moment = at or clock.now()
    for raw in dict.fromkeys(codes):
        subject = scope.subject_of(session, raw)
        place = place_of(session, subject.item_id or 0)
        if place is None:
            raise Refused("on_no_trolley", label=subject.label)
        trolley = session.get_one(Resource, place.trolley_id)
        _leave(place, by, moment)
        _journal(
            session, "item.taken_off_trolley", subject, trolley, how or Put(), by=by, at=moment
        )
    session.flush()


def clear(session: Session, item_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """What was handed over stands on no trolley any more."""
    query = select(TrolleyPlace).where(
        col(TrolleyPlace.item_id).in_(item_ids), col(TrolleyPlace.taken_at).is_(None)
    )
    for place in session.exec(query):
        _leave(place, by, at)
    session.flush()


def trolley_of(session: Session, raw: str) -> Resource:
    """The trolley that a code designates. Refuses `trolley_unknown`, and `trolley_in_use` for one
    that stands in the laundry as something to be washed or emptied.
    """
    subject = scope.subject_of(session, raw)
    found = session.get(Resource, subject.resource_id) if subject.resource_id else None
    if found is None or found.kind != "trolley":
        raise Refused("trolley_unknown")
    if subject.item_id is not None:
        raise Refused("trolley_in_use", label=found.label)
    return found


def place_of(session: Session, item_id: int) -> TrolleyPlace | None:
    """Where something stands now."""
    query = select(TrolleyPlace).where(
        TrolleyPlace.item_id == item_id, col(TrolleyPlace.taken_at).is_(None)
    )
    return session.exec(query).first()


def on(session: Session, trolley_id: int) -> list[Item]:
    """What stands on a trolley now."""
    query = (
        select(Item)
        .join(TrolleyPlace, col(TrolleyPlace.item_id) == col(Item.id))
        .where(TrolleyPlace.trolley_id == trolley_id, col(TrolleyPlace.taken_at).is_(None))
        .order_by(col(Item.order_id), col(Item.id))
    )
    return list(session.exec(query))


def of_items(session: Session, item_ids: Sequence[int]) -> dict[int, Resource]:
    """The trolley of each thing that stands on one."""
    query = (
        select(TrolleyPlace.item_id, Resource)
        .join(Resource, col(Resource.id) == col(TrolleyPlace.trolley_id))
        .where(col(TrolleyPlace.item_id).in_(item_ids), col(TrolleyPlace.taken_at).is_(None))
    )
    return dict(session.exec(query).all())


def codes_of(session: Session, trolley_ids: Collection[int]) -> dict[int, str]:
    """The code of each of these trolleys."""
    query = select(Barcode.resource_id, Barcode.code).where(
        col(Barcode.resource_id).in_(trolley_ids),
        Barcode.origin == "ours",
        col(Barcode.revoked_at).is_(None),
    )
    return {key: code for key, code in session.exec(query) if key is not None}


def all_of_them(session: Session) -> list[Resource]:
    """The trolleys of the laundry."""
    query = select(Resource).where(
        Resource.kind == "trolley",
        Resource.workshop == "laundry",
        col(Resource.retired_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Resource.label), col(Resource.id))))


def _packed(session: Session, raw: str) -> Subject:
    subject = scope.subject_of(session, raw)
    if subject.item_id is None or subject.stage != READY:
        stage = _stage(subject)
        raise Refused("trolley_not_packed", label=subject.label or raw, stage=stage)
    standing = holds.open_holds(session, subject)
    if standing:
        raise Refused("on_hold", holds=", ".join(sorted({hold.label for hold in standing})))
    return subject


def _stage(subject: Subject) -> str:
    if subject.stage is None:
        return "pas au travail"
    return registry.current().workshop("laundry").road.stage(subject.stage).label.lower()


def _stands_there(session: Session, subject: Subject, trolley: Resource) -> bool:
    place = place_of(session, subject.item_id or 0)
    if place is None:
        return False
    if place.trolley_id != trolley.id:
        other = session.get_one(Resource, place.trolley_id)
        raise Refused("on_trolley_already", label=subject.label, trolley=other.label)
    return True


def _put(session: Session, trolley: Resource, item_id: int, by: Actor, at: datetime) -> None:
    row = TrolleyPlace(trolley_id=trolley.id or 0, item_id=item_id, put_at=at, put_by=by.account_id)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as twice:
        raise Refused("moved_meanwhile") from twice


def _leave(place: TrolleyPlace, by: Actor, at: datetime) -> None:
    place.taken_at, place.taken_by = max(at, place.put_at), by.account_id


def _journal(
    session: Session, kind: str, subject: Subject, trolley: Resource, how: Put,
    *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    entry = Entry(
        kind, at, item_id=subject.item_id, capture_uid=how.capture_uid, late=how.late,
        data={"trolley": trolley.id},
    )  # fmt: skip
    journal.record(session, entry, by=by)
