"""A round of one day: made of its round, its stops moved, added, passed over; begun once clean and
dirty are apart in the vehicle.
"""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from workshops.laundry.dispatch import rounds, scope
from workshops.laundry.dispatch.models import HandOver, Trip, TripCheck, TripStop
from workshops.laundry.dispatch.rounds import Stop


def make(session: Session, code: str, day: date, *, by: Actor, at: datetime | None = None) -> Trip:
    """The trip of a round on a day. Refuses `trip_exists`, `round_empty`; NotFound for a round
    that is not driven. Flushes.
    """
    scope.require(by)
    version = rounds.current(session, code)
    stops = rounds.stops_of(session, version)
    if not stops:
        raise Refused("round_empty", label=version.label)
    trip = Trip(
        round_id=version.id or 0, round_code=code, day=day, label=version.label,
        vehicle_id=version.vehicle_id, created_at=at or clock.now(), created_by=by.account_id,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(trip)
            session.flush()
    except IntegrityError as twice:
        raise Refused("trip_exists", label=version.label) from twice
    for position, stop in enumerate(stops):
        session.add(_row(trip, position, stop, added=False))
    session.flush()
    return trip


def of_day(session: Session, day: date) -> list[Trip]:
    """The trips of a day."""
    query = select(Trip).where(Trip.day == day).order_by(col(Trip.label))
    return list(session.exec(query))


def from_day(session: Session, day: date) -> list[Trip]:
    """The trips prepared for later days, the nearest first."""
    query = select(Trip).where(Trip.day > day).order_by(col(Trip.day), col(Trip.label))
    return list(session.exec(query))


def one(session: Session, trip_id: int, *, by: Actor) -> Trip:
    """A trip. NotFound when there is none, or for one who is not of the laundry."""
    trip = session.get(Trip, trip_id)
    if trip is None or not (by.is_system or by.can(scope.DISPATCH, workshop="laundry")):
        raise NotFound("trip_unknown")
    return trip


def stop_of(session: Session, stop_id: int, *, by: Actor) -> TripStop:
    """A stop of a trip. NotFound likewise."""
    stop = session.get(TripStop, stop_id)
    if stop is None:
        raise NotFound("stop_unknown")
    one(session, stop.trip_id, by=by)
    return stop


def stop_in(session: Session, trip_id: int, stop_id: int, *, by: Actor) -> TripStop:
    """A stop of this very trip. NotFound likewise."""
    stop = stop_of(session, stop_id, by=by)
    if stop.trip_id != trip_id:
        raise NotFound("stop_unknown")
    return stop


def stops(session: Session, trip_id: int) -> list[TripStop]:
    """The stops of a trip, in their order."""
    query = select(TripStop).where(TripStop.trip_id == trip_id)
    return list(session.exec(query.order_by(col(TripStop.position), col(TripStop.id))))


def move(session: Session, stop: TripStop, steps: int, *, by: Actor) -> None:
    """A stop goes so many places up (negative) or down; at the end it stays. Flushes."""
    scope.require(by)
    there = stops(session, stop.trip_id)
    now = there.index(stop)
    there.insert(max(0, min(now + steps, len(there) - 1)), there.pop(now))
    _number(session, there)


def add_stop(session: Session, trip: Trip, stop: Stop, *, by: Actor) -> TripStop:
    """One more stop, for that day only, at the end. Invalid on a wrong client or place. Flushes."""
    scope.require(by)
    rounds.check_stop(session, stop)
    there = stops(session, trip.id or 0)
    row = _row(trip, there[-1].position + 1 if there else 0, stop, added=True)
    session.add(row)
    session.flush()
    return row


def skip(
    session: Session, stop: TripStop, reason: str, *, by: Actor, at: datetime | None = None
) -> None:
    """Pass over a stop, with the reason. Refuses `stop_done`, `stop_skipped`; Invalid without
    reason. Flushes.
    """
    scope.require(by)
    if stop.skipped_at is not None:
        raise Refused("stop_skipped")
    if session.exec(select(HandOver.id).where(HandOver.stop_id == stop.id).limit(1)).first():
        raise Refused("stop_done")
    told = reason.strip()[:200]
    if not told:
        raise Invalid("form_invalid", {"reason": "Écrivez pourquoi on ne s’y arrête pas."})
    stop.skip_reason, stop.skipped_by = told, by.account_id
    stop.skipped_at, stop.skip_recorded_at = at or clock.now(), clock.now()
    session.flush()


def answer(
    session: Session,
    trip: Trip,
    apart: bool,  # noqa: FBT001 - the answer itself
    *,
    by: Actor,
    at: datetime | None = None,
    late: bool = False,
) -> TripCheck:
    """Clean and dirty are apart in the vehicle, or not (COL-01); each answer is kept. Flushes."""
    scope.require(by)
    row = TripCheck(
        trip_id=trip.id or 0, apart=apart, at=at or clock.now(), recorded_at=clock.now(),
        late=late, account_id=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def last_answer(session: Session, trip_id: int) -> TripCheck | None:
    """The last answer at the start of a trip."""
    query = select(TripCheck).where(TripCheck.trip_id == trip_id)
    return session.exec(query.order_by(col(TripCheck.id).desc()).limit(1)).first()


def _row(trip: Trip, position: int, stop: Stop, *, added: bool) -> TripStop:
    return TripStop(
        trip_id=trip.id or 0, position=position, client_id=stop.client_id, site_id=stop.site_id,
        deliver=stop.deliver, collect=stop.collect, added=added,
    )  # fmt: skip


def _number(session: Session, there: list[TripStop]) -> None:
    for position, stop in enumerate(there):
        stop.position = position
    session.flush()
