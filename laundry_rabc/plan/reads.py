"""The plan at a moment: which version of each checkpoint was in force then. SELECTs only."""

from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlmodel import Session, col, select

from laundry_rabc.limits import Band, Bands, Direction, Pair
from laundry_rabc.plan.models import ControlPoint, PointApproval, PointPair, PointVersion


def in_force(session: Session, code: str, at: datetime) -> PointVersion | None:
    """The version of a checkpoint in force at a moment; None before the first, or withdrawn."""
    query = (
        select(PointVersion)
        .join(ControlPoint, col(ControlPoint.id) == col(PointVersion.point_id))
        .join(PointApproval, col(PointApproval.version_id) == col(PointVersion.id))
        .where(ControlPoint.code == code, col(PointApproval.effective_at) <= at)
        .order_by(col(PointApproval.effective_at).desc(), col(PointVersion.version).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return None if found is None or found.withdrawn else found


def plan_at(session: Session, at: datetime) -> dict[str, PointVersion]:
    """Every checkpoint in force at a moment, by its code, by one statement."""
    query = (
        select(ControlPoint.code, PointVersion)
        .join(PointVersion, col(ControlPoint.id) == col(PointVersion.point_id))
        .join(PointApproval, col(PointApproval.version_id) == col(PointVersion.id))
        .where(col(PointApproval.effective_at) <= at)
        .order_by(col(PointApproval.effective_at), col(PointVersion.version))
    )
    newest = dict(session.exec(query).all())
    return {code: one for code, one in sorted(newest.items()) if not one.withdrawn}


def code_of(session: Session, version: PointVersion) -> str:
    """The code of the checkpoint that a version is of."""
    return session.get_one(ControlPoint, version.point_id).code


def bands(session: Session, version: PointVersion) -> Bands:
    """What a version demands, as the judgement reads it."""
    pairs: tuple[Pair, ...] = ()
    if version.direction in {"hold", "chemical"}:
        query = (
            select(PointPair)
            .where(PointPair.version_id == version.id)
            .order_by(col(PointPair.celsius))
        )
        pairs = tuple(Pair(one.celsius, one.minutes) for one in session.exec(query))
    return bands_of(version, pairs)


def bands_of(version: PointVersion, pairs: tuple[Pair, ...] = ()) -> Bands:
    """The same from rows that are already read."""
    alert = Band(version.alert_low, version.alert_high, version.alert_closed)
    return Bands(
        direction=cast("Direction", version.direction),
        unit=version.unit,
        surface_cm2=version.surface_cm2,
        method=version.method,
        target=Band(version.target_low, version.target_high, version.target_closed),
        alert=alert if version.has_alert else None,
        pairs=pairs,
        margin_c=version.margin_c,
        margin_minutes=version.margin_minutes,
        misses=version.misses,
    )


def outside_plausible(version: PointVersion, value: Decimal | None) -> bool:
    """Whether a value is so odd that its author is asked again before it is kept."""
    if value is None:
        return False
    under = version.plausible_low is not None and value < version.plausible_low
    over = version.plausible_high is not None and value > version.plausible_high
    return under or over
