"""Rounds (tournées): their weekday, vehicle and stops; each change is a further version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client, DeliverySite
from esat.errors import Invalid, NotFound, Refused
from esat.folding import fold
from esat.production.models import Resource
from workshops.laundry.dispatch import scope
from workshops.laundry.dispatch.models import Round, RoundStop


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a round stops, and for what."""

    client_id: int
    site_id: int | None = None
    deliver: bool = True
    collect: bool = True


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round as somebody describes it; the stops stand in their order."""

    label: str
    weekday: int
    stops: tuple[Stop, ...] = ()
    vehicle_id: int | None = None


def add(session: Session, facts: RoundFacts, *, by: Actor, at: datetime | None = None) -> Round:
    """A new round. Invalid on a wrong fact; refuses `round_exists`; flushes."""
    scope.require(by, scope.ROUNDS)
    _check(session, facts)
    code = "-".join(fold(facts.label).split())[:40]
    if _history(session, code):
        raise Refused("round_exists", label=facts.label)
    return _write(session, code, facts, "", by, at or clock.now())


def change(
    session: Session,
    code: str,
    facts: RoundFacts,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Round:
    """A further version of a round; trips already made keep theirs. Flushes."""
    scope.require(by, scope.ROUNDS)
    current(session, code)
    _check(session, facts)
    return _write(session, code, facts, _why(reason), by, at or clock.now())


def withdraw(
    session: Session, code: str, reason: str, *, by: Actor, at: datetime | None = None
) -> Round:
    """The round is no longer driven; its past stays. Flushes."""
    scope.require(by, scope.ROUNDS)
    last = current(session, code)
    facts = RoundFacts(last.label, last.weekday, stops_of(session, last), last.vehicle_id)
    made = _write(session, code, facts, _why(reason), by, at or clock.now())
    made.withdrawn = True
    session.flush()
    return made


def in_force(session: Session) -> list[Round]:
    """The last version of every round that is driven, by weekday."""
    last = select(Round.code, func.max(Round.version).label("version")).group_by(col(Round.code))
    newest = last.subquery()
    query = select(Round).join(
        newest, (newest.c.code == Round.code) & (newest.c.version == col(Round.version))
    )
    query = query.where(col(Round.withdrawn).is_(False))
    return list(session.exec(query.order_by(col(Round.weekday), col(Round.label))))


def current(session: Session, code: str) -> Round:
    """The version in force of a round. NotFound when there is none or it is withdrawn."""
    found = _history(session, code)
    if not found or found[0].withdrawn:
        raise NotFound("round_unknown")
    return found[0]


def history(session: Session, code: str) -> Sequence[Round]:
    """Every version, the newest first. NotFound when there is none."""
    found = _history(session, code)
    if not found:
        raise NotFound("round_unknown")
    return found


def stops_of(session: Session, version: Round) -> tuple[Stop, ...]:
    """The stops of a version, in their order."""
    query = select(RoundStop).where(RoundStop.round_id == version.id)
    return tuple(
        Stop(row.client_id, row.site_id, row.deliver, row.collect)
        for row in session.exec(query.order_by(col(RoundStop.position)))
    )


def check_stop(session: Session, stop: Stop) -> None:
    """A stop has a client of ours, and a place of that client. Invalid otherwise."""
    client = session.get(Client, stop.client_id)
    if client is None or client.archived_at is not None:
        raise Invalid("form_invalid", {"client": "Choisissez un client."})
    site = None if stop.site_id is None else session.get(DeliverySite, stop.site_id)
    if stop.site_id is not None and (site is None or site.client_id != stop.client_id):
        raise Invalid("form_invalid", {"site": "Ce lieu n’est pas à ce client."})
    if not stop.deliver and not stop.collect:
        raise Invalid("form_invalid", {"what": "Dites si on livre, si on collecte, ou les deux."})


def _history(session: Session, code: str) -> Sequence[Round]:
    query = select(Round).where(Round.code == code).order_by(col(Round.version).desc())
    return session.exec(query).all()


def _check(session: Session, facts: RoundFacts) -> None:
    errors = {}
    if not fold(facts.label).strip():
        errors["label"] = "Donnez un nom à la tournée."
    if not 0 <= facts.weekday <= 6:
        errors["weekday"] = "Choisissez le jour."
    vehicle = None if facts.vehicle_id is None else session.get(Resource, facts.vehicle_id)
    if facts.vehicle_id is not None and (vehicle is None or vehicle.kind != "vehicle"):
        errors["vehicle"] = "Choisissez un véhicule."
    if errors:
        raise Invalid("form_invalid", errors)
    for stop in facts.stops:
        check_stop(session, stop)


def _why(reason: str) -> str:
    told = reason.strip()[:200]
    if not told:
        raise Invalid("form_invalid", {"reason": "Écrivez la raison du changement."})
    return told


def _write(
    session: Session, code: str, facts: RoundFacts, reason: str, by: Actor, at: datetime
) -> Round:
    last = _history(session, code)
    made = Round(
        code=code,
        version=last[0].version + 1 if last else 1,
        label=facts.label.strip()[:60],
        weekday=facts.weekday,
        vehicle_id=facts.vehicle_id,
        reason=reason,
        created_at=at,
        created_by=by.account_id,
    )
    session.add(made)
    session.flush()
    for position, stop in enumerate(facts.stops):
        session.add(
            RoundStop(
                round_id=made.id or 0, position=position, client_id=stop.client_id,
                site_id=stop.site_id, deliver=stop.deliver, collect=stop.collect,
            )
        )  # fmt: skip
    session.flush()
    return made
