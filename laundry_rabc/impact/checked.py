"""What a check out of limits may have touched: all washed there since it was last found good."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat.errors import NotFound
from esat.production.models import Lot
from esat.web.filters import moment
from laundry_rabc.impact.hits import Cause, Touch
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.models import Result

BAD = (Verdict.ALERT.value, Verdict.ACTION.value)
MOST = 100


def touch(session: Session, cause: Cause) -> Touch:
    """The cycles of its machine; of all machines, where the check is of none."""
    return Touch(((result(session, cause).machine_id, cause.since, cause.until),))


def result(session: Session, cause: Cause) -> Result:
    """The result that a cause names. NotFound."""
    found = session.get(Result, cause.thing or 0)
    if found is None or found.verdict not in BAD:
        raise NotFound("not_found")
    return found


def last_good(session: Session, bad: Result) -> datetime | None:
    """When the same checkpoint was last conform at the same machine and place."""
    point = session.get_one(PointVersion, bad.point_version_id).point_id
    query = (
        select(Result.taken_at)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .where(
            PointVersion.point_id == point,
            Result.verdict == Verdict.CONFORM.value,
            Result.machine_id == bad.machine_id,
            Result.place == bad.place,
            col(Result.taken_at) < bad.taken_at,
        )
        .order_by(col(Result.taken_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def label(session: Session, cause: Cause) -> str:
    """« LAV-07 : pH du dernier rinçage »."""
    version = session.get_one(PointVersion, result(session, cause).point_version_id)
    code = session.get_one(ControlPoint, version.point_id).code
    return f"{code} : {version.label}"


def choices(session: Session) -> list[tuple[str, str]]:
    """The last results out of limits, the newest first; the load tells two of a minute apart."""
    query = (
        select(Result, PointVersion.label, ControlPoint.code, Lot.ref)
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .join(ControlPoint, col(ControlPoint.id) == PointVersion.point_id)
        .outerjoin(Lot, col(Lot.id) == Result.lot_id)
        .where(col(Result.verdict).in_(BAD))
        .order_by(col(Result.taken_at).desc(), col(Result.id).desc())
        .limit(MOST)
    )
    return [
        (
            str(one.id),
            " · ".join([code, words, moment(one.taken_at), *([f"lot {lot}"] if lot else [])]),
        )
        for one, words, code, lot in session.exec(query)
    ]
