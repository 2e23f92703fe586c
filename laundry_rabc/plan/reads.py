"""The plan at a moment: which version of each checkpoint was in force then. SELECTs only."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, cast

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from laundry_rabc.limits import Band, Bands, Direction, Pair
from laundry_rabc.plan.models import ControlPoint, PointApproval, PointPair, PointVersion

_IN_FORCE = (
    select(PointVersion)
    .join(ControlPoint, col(ControlPoint.id) == col(PointVersion.point_id))
    .join(PointApproval, col(PointApproval.version_id) == col(PointVersion.id))
    .where(
        col(ControlPoint.code) == bindparam("code"),
        col(PointApproval.effective_at) <= bindparam("at"),
    )
    .order_by(col(PointApproval.effective_at).desc(), col(PointVersion.version).desc())
    .limit(1)
)
"""Built once: every result asks it."""


class InForce(NamedTuple):
    """A version and its approval; `until` is when a later one followed, within what was asked."""

    code: str
    version: PointVersion
    approval: PointApproval
    until: datetime | None


def in_force(session: Session, code: str, at: datetime) -> PointVersion | None:
    """The version of a checkpoint in force at a moment; None before the first, or withdrawn."""
    found = session.exec(_IN_FORCE, params={"code": code, "at": at}).first()
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


def of_period(session: Session, since: datetime, until: datetime) -> list[InForce]:
    """Every version that was in force during a period, by code then by date; its end is None while
    nothing followed. Two that took effect at the same moment: only the newer was ever in force.
    """
    query = (
        select(ControlPoint.code, PointVersion, PointApproval)
        .join(PointVersion, col(ControlPoint.id) == col(PointVersion.point_id))
        .join(PointApproval, col(PointApproval.version_id) == col(PointVersion.id))
        .where(col(PointApproval.effective_at) < until)
        .order_by(
            ControlPoint.code, col(PointApproval.effective_at).desc(),
            col(PointVersion.version).desc(),
        )
    )  # fmt: skip
    found: list[InForce] = []
    code, end = "", None
    for row_code, version, approval in session.exec(query):
        if row_code != code:
            code, end = row_code, None
        empty = end is not None and approval.effective_at >= end
        if not empty and not version.withdrawn and (end is None or end > since):
            found.append(InForce(row_code, version, approval, end))
        if not empty:
            end = approval.effective_at
    return sorted(found, key=lambda one: (one.code, one.approval.effective_at))


def pairs_of(session: Session, keys: Collection[int]) -> dict[int, tuple[Pair, ...]]:
    """The temperatures and minutes of several versions, by one statement."""
    found: dict[int, tuple[Pair, ...]] = {}
    query = (
        select(PointPair)
        .where(col(PointPair.version_id).in_(keys))
        .order_by(col(PointPair.celsius))
    )
    for one in session.exec(query):
        known = found.get(one.version_id, ())
        found[one.version_id] = (*known, Pair(one.celsius, one.minutes))
    return found


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
