"""Laboratory results as series: one checkpoint, one method, one place or all; SELECTs only.

A value that was corrected counts once, by its last correction; a retest counts beside the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from laundry_rabc import charts
from laundry_rabc.charts import Finding
from laundry_rabc.charts.fitting import Fitted, fit
from laundry_rabc.lab import values
from laundry_rabc.lab.models import LabPlace, LabSample
from laundry_rabc.limits import Verdict
from laundry_rabc.plan import trend_rules
from laundry_rabc.plan.models import ControlPoint, PointApproval, PointVersion
from laundry_rabc.results.models import Result

MOST: Final = 500
"""Results that one series shows; the period is shortened rather than the chart thinned."""
SERIES: Final = 200
WATCHED: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Spot:
    """One result of a series. `value` stands on the surface of its limits, None where it is too
    many to count without a number.
    """

    sample_id: int
    at: datetime
    place: str
    value: Decimal | None
    qualifier: str
    unit: str
    surface_cm2: Decimal | None
    verdict: Verdict
    written: str
    version: int
    status: str
    retest: bool
    fixed: bool

    @property
    def words(self) -> str:
        return values.shown(self.value, self.qualifier, self.unit, self.surface_cm2)


@dataclass(frozen=True, slots=True)
class Step:
    """What one version of the plan demanded, from its first day in force to the next version's."""

    since: datetime
    until: datetime | None
    version: PointVersion


@dataclass(frozen=True, slots=True)
class Line:
    """A series that exists: its checkpoint, place and method, how many results, the last one."""

    point: str
    label: str
    place_id: int
    place: str
    method: str
    count: int
    last_at: datetime


_current = col(LabSample.id).not_in(
    select(LabSample.amends_id).where(col(LabSample.amends_id).is_not(None))
)


def lines(session: Session, point: str = "") -> list[Line]:
    """The series that exist, those with the newest result first."""
    query = (
        columns(
            col(LabSample.point), col(LabSample.place_id), col(LabPlace.label),
            col(LabSample.method), func.count(), func.max(col(LabSample.taken_at)),
        )
        .join(LabPlace, col(LabPlace.id) == col(LabSample.place_id))
        .where(_current)
        .group_by(
            col(LabSample.point), col(LabSample.place_id), col(LabPlace.label),
            col(LabSample.method),
        )
        .order_by(func.max(col(LabSample.taken_at)).desc(), col(LabSample.point), LabPlace.label)
        .limit(SERIES)
    )  # fmt: skip
    if point:
        query = query.where(col(LabSample.point) == point)
    labels = _labels(session)
    return [
        Line(code, labels.get(code, code), place_id, place, method, count, last)
        for code, place_id, place, method, count, last in session.connection().execute(query)
    ]


def _labels(session: Session) -> dict[str, str]:
    query = (
        select(ControlPoint.code, PointVersion.label)
        .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
        .order_by(col(PointVersion.version))
    )
    return dict(session.exec(query).all())


def series(
    session: Session,
    point: str,
    method: str,
    *,
    since: datetime,
    until: datetime,
    place_id: int | None = None,
) -> list[Spot]:
    """The results of a checkpoint by one method within a period, oldest first; of one place when
    asked so. The newest `MOST` of them.
    """  # fmt: skip
    query = (
        select(LabSample, Result, PointVersion, LabPlace.label)
        .join(Result, col(Result.id) == col(LabSample.result_id))
        .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
        .join(LabPlace, col(LabPlace.id) == col(LabSample.place_id))
        .where(
            LabSample.point == point, LabSample.method == method, _current,
            col(LabSample.taken_at) >= since, col(LabSample.taken_at) <= until,
        )
        .order_by(col(LabSample.taken_at).desc(), col(LabSample.id).desc())
        .limit(MOST)
    )  # fmt: skip
    if place_id is not None:
        query = query.where(LabSample.place_id == place_id)
    return [_spot(*row) for row in reversed(session.exec(query).all())]


def _spot(sample: LabSample, result: Result, version: PointVersion, place: str) -> Spot:
    wanted = version.surface_cm2
    return Spot(
        sample_id=sample.id or 0, at=sample.taken_at, place=place,
        value=values.on_limits(result.value, result.surface_cm2, wanted),
        qualifier=result.qualifier, unit=result.unit,
        surface_cm2=result.surface_cm2 if wanted is None else wanted,
        verdict=Verdict(result.verdict), written=sample.written, version=version.version,
        status=version.status, retest=sample.retest_of_id is not None,
        fixed=sample.amends_id is not None,
    )  # fmt: skip


def steps(session: Session, point: str, *, since: datetime, until: datetime) -> list[Step]:
    """The versions of a checkpoint that were in force within a period, each with its days."""
    query = (
        select(PointApproval.effective_at, PointVersion)
        .join(PointVersion, col(PointVersion.id) == col(PointApproval.version_id))
        .join(ControlPoint, col(ControlPoint.id) == col(PointVersion.point_id))
        .where(ControlPoint.code == point, col(PointApproval.effective_at) <= until)
        .order_by(col(PointApproval.effective_at), col(PointVersion.version))
    )
    rows = session.exec(query).all()
    ends: list[datetime | None] = [*(at for at, _ in rows[1:]), None]
    return [
        Step(at, end, version)
        for (at, version), end in zip(rows, ends, strict=True)
        if (end is None or end > since) and end != at and not version.withdrawn
    ]


def drift(session: Session, spots: Sequence[Spot], at: datetime) -> Finding | None:
    """The rule of drift that the last result of a series completes, by the rules then in force."""
    return charts.drift(
        [one.verdict for one in spots],
        [one.value for one in spots],
        trend_rules.drifts(session, at),
        [one.qualifier for one in spots],
    )


def exact(spots: Sequence[Spot]) -> list[Spot]:
    """Those with a whole number: what a control chart is made of, in its order."""
    return [one for one in spots if not one.qualifier and one.value is not None]


def fitted(session: Session, spots: Sequence[Spot], at: datetime) -> Fitted:
    """The control chart that fits a series of one place, and its run rules; or why none does."""
    rules = trend_rules.in_force(session, at)
    numbers = exact(spots)
    return fit(
        [float(one.value or 0) for one in numbers],
        counted=any(one.unit.startswith(values.COUNTED) for one in spots),
        censored=len(spots) - len(numbers),
        points=rules[trend_rules.POINTS].n,
        mean=rules[trend_rules.MEAN].n,
    )


def drifting(session: Session, at: datetime) -> list[tuple[Line, Finding]]:
    """Every series whose last result completes a rule of drift: for the dashboard and the dossier.
    By three statements, whatever the number of series.
    """
    rules = trend_rules.drifts(session, at)
    query = (
        select(LabSample, Result, PointVersion, LabPlace.label)
        .join(Result, col(Result.id) == col(LabSample.result_id))
        .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
        .join(LabPlace, col(LabPlace.id) == col(LabSample.place_id))
        .where(_current, col(LabSample.taken_at) <= at, col(LabSample.taken_at) >= at - WATCHED)
        .order_by(col(LabSample.taken_at).desc(), col(LabSample.id).desc())
        .limit(MOST * 10)
    )
    grouped: dict[tuple[str, int, str], list[Spot]] = {}
    for row in reversed(session.exec(query).all()):
        sample = row[0]
        grouped.setdefault((sample.point, sample.place_id, sample.method), []).append(_spot(*row))
    found = []
    for line in lines(session):
        spots = grouped.get((line.point, line.place_id, line.method), [])
        finding = charts.drift(
            [one.verdict for one in spots], [one.value for one in spots], rules,
            [one.qualifier for one in spots],
        )  # fmt: skip
        if finding is not None:
            found.append((line, finding))
    return found
