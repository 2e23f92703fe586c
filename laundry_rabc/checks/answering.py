"""A check is answered once, by the first result; a correction is a further result beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from laundry_rabc.cases import judged
from laundry_rabc.checks import calendar, doers, shapes, signing
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from workshops.laundry.washing import hours
from workshops.laundry.washing.models import Cycle

OFFLINE: Final = "Saisi sans réseau"
MINUTE: Final = timedelta(minutes=1)
NOTHING_FOUND: Final = ("not_done", "na")


@dataclass(frozen=True, slots=True)
class Where:
    """What a reading outside the turns is about."""

    lot_id: int | None = None
    machine_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """How it came: the tablet's own time where it had no network."""

    at: datetime | None = None
    offline: bool = False


def answer(
    session: Session, check_id: int, given: AnswerIn, *, by: Actor, sent: Sent | None = None
) -> Result:
    """Keep the answer of a check, and do what follows from it. Refuses `check_answered`,
    `check_entry_over`, `check_not_its_time`, what `shapes.measure`, `doers.named` and
    `judged.record` refuse. NotFound for no such check. Flushes.
    """
    check = session.get(Check, check_id)
    if check is None:
        raise NotFound("not_found")
    if session.get(CheckAnswer, check_id) is not None:
        raise Refused("check_answered")
    how, now = sent or Sent(), clock.now()
    if now > check.closes_at + _still_open(session, now):
        raise Refused("check_entry_over")
    taken_at = _taken_at(check, given, how, now)
    version = _version(session, check.point_id, taken_at)
    signing.require(session, version, by=by, at=taken_at)
    made = Given(
        point=code_of(session, check.point_id), measure=shapes.measure(version, given),
        taken_at=taken_at, confirmed=bool(given.confirmed),
        late=max(taken_at, now) > check.late_at, late_reason=_why_late(given, how),
        worker_id=doers.named(session, given.par, by=by).worker_id, check_id=check.id,
        machine_id=check.machine_id, place=check.place, note=given.why_not,
    )  # fmt: skip
    row = judged.record(session, made, by=by, lots=_washed_since(session, version, made))
    _answered(session, check, row, now)
    return row


def read_now(
    session: Session,
    code: str,
    given: AnswerIn,
    *,
    by: Actor,
    where: Where | None = None,
    sent: Sent | None = None,
) -> Result:
    """Keep a reading that no turn asked for. Refuses as `answer` does. Flushes."""
    how, now, about = sent or Sent(), clock.now(), where or Where()
    taken_at = hours.typed(given.at, given.which) or how.at or now
    version = plan.in_force(session, code, taken_at)
    if version is None:
        raise NotFound("not_found")
    signing.require(session, version, by=by, at=taken_at)
    made = Given(
        point=code, measure=shapes.measure(version, given), taken_at=taken_at,
        confirmed=bool(given.confirmed), late_reason=_why_late(given, how),
        worker_id=doers.named(session, given.par, by=by).worker_id, lot_id=about.lot_id,
        machine_id=about.machine_id, place=about.place, note=given.why_not,
    )  # fmt: skip
    return judged.record(session, made, by=by, lots=_washed_since(session, version, made))


def settle(session: Session, check: Check, row: Result) -> None:
    """A result that came by another way (a laboratory, a probe) answers the check. Flushes."""
    _answered(session, check, row, clock.now())


def code_of(session: Session, point_id: int) -> str:
    """The code of a checkpoint."""
    return session.get_one(ControlPoint, point_id).code


def _answered(session: Session, check: Check, row: Result, now: datetime) -> None:
    try:
        with session.begin_nested():
            session.add(CheckAnswer(check_id=check.id or 0, result_id=row.id or 0, at=now))
    except IntegrityError as error:  # two tablets answered at once
        raise Refused("check_answered") from error


def _version(session: Session, point_id: int, at: datetime) -> PointVersion:
    code = code_of(session, point_id)
    version = plan.in_force(session, code, at)
    if version is None:
        raise Refused("point_not_in_force", code=code)
    return version


def _taken_at(check: Check, given: AnswerIn, how: Sent, now: datetime) -> datetime:
    """When it happened: within the turn of the check. What was not done at all is said of the
    turn's last minute when the turn is over.
    """
    typed = hours.typed(given.at, given.which) or how.at
    if typed is None:
        over = now >= check.closes_at and given.answer in NOTHING_FOUND
        typed = check.closes_at - MINUTE if over else now
    opened = calendar.moment(clock.local(check.due_at).date())
    if not opened <= typed < check.closes_at:
        raise Refused("check_not_its_time")
    return typed


def _still_open(session: Session, now: datetime) -> timedelta:
    return timedelta(days=float(calendar.rule(session, "entry", now)))


def _why_late(given: AnswerIn, how: Sent) -> str:
    return given.why_late or (OFFLINE if how.offline else "")


def _washed_since(session: Session, version: PointVersion, given: Given) -> Mapping[int, datetime]:
    """The lots that a machine washed since the point was last found good there: what an action at
    this machine calls into question.
    """
    if not version.holds_lots or given.machine_id is None:
        return {}
    good = session.exec(
        select(func.max(Result.taken_at))
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .where(
            PointVersion.point_id == version.point_id,
            Result.machine_id == given.machine_id,
            Result.verdict == "conform",
            col(Result.taken_at) < given.taken_at,
        )
    ).one()
    since = good or calendar.moment(clock.local(given.taken_at).date())
    query = select(Cycle.lot_id, Cycle.started_at).where(
        Cycle.machine_id == given.machine_id,
        col(Cycle.lot_id).is_not(None),
        col(Cycle.started_at) >= since,
        col(Cycle.started_at) <= given.taken_at,
    )
    return {lot: at for lot, at in session.exec(query) if lot is not None}
