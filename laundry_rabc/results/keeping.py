"""A result is judged by the version in force when it was taken, and kept; nothing else happens.

What follows (cases, holds, trends) is `cases.judged.record`, which everybody else calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from laundry_rabc import limits, measures
from laundry_rabc.limits import Judgement, Measure, Pair
from laundry_rabc.plan import reads
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result, ResultHold

AHEAD: Final = timedelta(minutes=5)
"""How far a tablet's clock may run before ours."""
TYPED: Final = timedelta(minutes=10)
"""What a hand enters later than this after it happened is late, and says why."""
LOOKED_BACK: Final = 10


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be judged and kept. `point` is the checkpoint's code; `taken_at` when it
    happened. `qualified`: the pairs that the programme was qualified at. `confirmed`: its author
    was asked again because it is hardly plausible. `late` is said by who knows what was due.
    """

    point: str
    measure: Measure
    taken_at: datetime
    source: str = "hand"
    declared: bool = False
    confirmed: bool = False
    late: bool = False
    late_reason: str = ""
    worker_id: int | None = None
    instrument_id: int | None = None
    check_id: int | None = None
    lot_id: int | None = None
    item_id: int | None = None
    cycle_id: int | None = None
    machine_id: int | None = None
    place: str = ""
    note: str = ""
    amends_id: int | None = None
    fix_reason: str = ""
    qualified: Sequence[Pair] = field(default=())


def keep(session: Session, given: Given, *, by: Actor) -> Result:
    """Judge and keep one result. Refuses `point_not_in_force`, `taken_in_future`,
    `result_late_why`, `not_applicable_needs_reason`, `implausible` (until confirmed),
    `already_amended`, `fix_needs_reason`, `measure_negative`, and what `limits.judge` refuses.
    Flushes.
    """
    now = clock.now()
    version = _version(session, given, now)
    _plausible(version, given)
    late = given.late or (given.source == "hand" and now - given.taken_at > TYPED)
    if late and not given.late_reason:
        raise Refused("result_late_why")
    if not given.measure.applies and not given.note:
        raise Refused("not_applicable_needs_reason")
    _amendable(session, given)
    found = limits.judge(
        given.measure,
        reads.bands(session, version),
        qualified=given.qualified,
        missed_before=missed_before(session, version, given),
    )
    row = _row(version, given, found, now, by)
    row.late = late
    session.add(row)
    session.flush()
    session.add_all(
        ResultHold(result_id=row.id or 0, celsius=one.celsius, minutes=one.minutes)
        for one in given.measure.holds
    )
    session.flush()
    return row


_BEFORE = (
    select(Result.yes)
    .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
    .where(
        col(PointVersion.point_id) == bindparam("point"),
        col(Result.taken_at) < bindparam("at"),
        col(Result.place) == bindparam("place"),
        col(Result.yes).is_not(None),
        col(Result.id).not_in(select(Result.amends_id).where(col(Result.amends_id) > 0)),
    )
    .order_by(col(Result.taken_at).desc(), col(Result.id).desc())
    .limit(LOOKED_BACK)
)
_ANSWERS = _BEFORE.where(col(Result.machine_id).is_(None))
_ANSWERS_AT = _BEFORE.where(col(Result.machine_id) == bindparam("machine"))


def missed_before(session: Session, version: PointVersion, given: Given) -> int:
    """How many times in a row the answer was no just before, at the same machine or place."""
    if version.direction != "boolean" or version.misses == 1:
        return 0
    query = _ANSWERS if given.machine_id is None else _ANSWERS_AT
    asked = {
        "point": version.point_id, "at": given.taken_at, "machine": given.machine_id,
        "place": given.place,
    }  # fmt: skip
    answers = session.exec(query, params=asked).all()
    return next((count for count, yes in enumerate(answers) if yes), len(answers))


def _version(session: Session, given: Given, now: datetime) -> PointVersion:
    """The version in force when it was measured; a correction of the same moment is judged by the
    one that judged what it corrects, though another took effect at that very moment.
    """
    if given.taken_at > now + AHEAD:
        raise Refused("taken_in_future")
    first = None if given.amends_id is None else session.get(Result, given.amends_id)
    if first is not None and first.taken_at == given.taken_at:
        before = session.get_one(PointVersion, first.point_version_id)
        if reads.code_of(session, before) == given.point:
            return before
    version = reads.in_force(session, given.point, given.taken_at)
    if version is None:
        raise Refused("point_not_in_force", code=given.point)
    return version


def _plausible(version: PointVersion, given: Given) -> None:
    measure = given.measure
    measures.refuse_negative(measure.value, measure.unit)
    if reads.outside_plausible(version, measure.value) and not given.confirmed:
        raise Refused("implausible", value=str(measure.value), unit=version.unit)


def _amendable(session: Session, given: Given) -> None:
    """Only what was not amended yet, of the same checkpoint, and with a reason."""
    if given.amends_id is None:
        return
    first = session.get(Result, given.amends_id)
    if first is None:
        raise NotFound("not_found")
    if not given.fix_reason:
        raise Refused("fix_needs_reason")
    if session.exec(select(Result.id).where(Result.amends_id == first.id)).first() is not None:
        raise Refused("already_amended")
    before = session.get_one(PointVersion, first.point_version_id)
    if reads.code_of(session, before) != given.point:
        raise Refused("other_point")


def _row(version: PointVersion, given: Given, found: Judgement, now: datetime, by: Actor) -> Result:
    measure = given.measure
    return Result(
        point_version_id=version.id or 0, value=measure.value, qualifier=measure.qualifier,
        unit=measure.unit, surface_cm2=measure.surface_cm2, method=measure.method,
        yes=measure.yes, forbidden=measure.forbidden, dose_percent=measure.dose,
        verdict=found.verdict.value, why=found.why, source=given.source, declared=given.declared,
        confirmed=given.confirmed, taken_at=given.taken_at, recorded_at=now,
        late_reason=given.late_reason, account_id=by.account_id,
        worker_id=given.worker_id or by.worker_id, station_id=by.station_id,
        device_id=by.device_id, instrument_id=given.instrument_id, check_id=given.check_id,
        lot_id=given.lot_id, item_id=given.item_id, cycle_id=given.cycle_id,
        machine_id=given.machine_id, place=given.place, note=given.note,
        amends_id=given.amends_id, fix_reason=given.fix_reason,
    )  # fmt: skip
