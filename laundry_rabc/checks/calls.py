"""« Je ne sais pas »: a call stands until a supervisor has come, or the check was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from esat import clock
from esat.accounts.models import Station
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production.models import Resource
from esat.workers.models import Worker
from laundry_rabc.checks import doers
from laundry_rabc.checks.models import Check, CheckAnswer, CheckCall, CheckCallAnswer
from laundry_rabc.plan.models import PointVersion

MOST = 100


@dataclass(frozen=True, slots=True)
class Open:
    """A call that nobody answered yet."""

    call: CheckCall
    check: Check
    label: str
    who: str
    where: str


def call(
    session: Session, check_id: int, par: str, *, by: Actor, at: datetime | None = None
) -> CheckCall:
    """Call a supervisor to a check; one that stands already is answered with. Refuses
    `check_answered`, `check_badge_unknown`. Who calls need not say who he is. Flushes.
    """
    if session.get(Check, check_id) is None:
        raise NotFound("not_found")
    if session.get(CheckAnswer, check_id) is not None:
        raise Refused("check_answered")
    standing = session.exec(_standing(select(CheckCall)).where(Check.id == check_id)).first()
    if standing is not None:
        return standing  # type: ignore[no-any-return]
    worker = doers.named(session, par, by=by).worker_id if par else by.worker_id
    now = clock.now()
    made = CheckCall(
        check_id=check_id, at=min(at or now, now), recorded_at=now, account_id=by.account_id,
        worker_id=worker, station_id=by.station_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def come(session: Session, call_id: int, *, by: Actor) -> None:
    """Say that one has come; said again it changes nothing. Refuses `validate_nobody`. Flushes."""
    if by.account_id is None:
        raise Refused("validate_nobody")
    if session.get(CheckCall, call_id) is None:
        raise NotFound("not_found")
    if session.get(CheckCallAnswer, call_id) is None:
        session.add(CheckCallAnswer(call_id=call_id, account_id=by.account_id, at=clock.now()))
        session.flush()


def standing(session: Session) -> list[Open]:
    """The calls that stand, the one that waits longest first."""
    query = _standing(
        select(  # type: ignore[call-overload]
            CheckCall, Check, PointVersion.label, Worker, Station.name, Resource.label
        )
    )
    query = (
        query.join(PointVersion, col(PointVersion.id) == Check.version_id)
        .join(Worker, col(Worker.id) == CheckCall.worker_id, isouter=True)
        .join(Station, col(Station.id) == CheckCall.station_id, isouter=True)
        .join(Resource, col(Resource.id) == Check.machine_id, isouter=True)
        .order_by(col(CheckCall.at), col(CheckCall.id))
        .limit(MOST)
    )
    return [
        Open(
            made, check, label, worker.display_name if worker is not None else "",
            " · ".join(one for one in (machine or check.place, station) if one),
        )
        for made, check, label, worker, station, machine in session.exec(query)
    ]  # fmt: skip


def is_called(session: Session, check_id: int) -> bool:
    """Whether somebody called for this check and nobody came."""
    found = session.exec(_standing(select(CheckCall.id)).where(Check.id == check_id)).first()
    return found is not None


def count(session: Session) -> int:
    """How many calls stand."""
    return int(session.exec(_standing(select(func.count()).select_from(CheckCall))).one())


def _standing(query: Any) -> Any:
    return (
        query.join(Check, col(Check.id) == CheckCall.check_id)
        .join(CheckAnswer, col(CheckAnswer.check_id) == Check.id, isouter=True)
        .join(CheckCallAnswer, col(CheckCallAnswer.call_id) == CheckCall.id, isouter=True)
        .where(col(CheckAnswer.check_id).is_(None), col(CheckCallAnswer.call_id).is_(None))
    )
