"""Results read as a series: several in alert, or a run that rises, ask for a cause while nothing is
in action yet. The rules are dated rows of the house (`plan.trend_rules`); the reading of a series
is pure (`charts.drift`).

Only what somebody measures (by hand, in a laboratory, by a sensor) is a series: a machine's every
cycle is watched by its own levels.
"""

from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat.actors import Actor
from laundry_rabc import charts
from laundry_rabc.cases import opening
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.opening import Opening
from laundry_rabc.limits import Verdict
from laundry_rabc.plan import reads, trend_rules
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

MEASURED: Final = ("hand", "lab", "sensor")
SERIES: Final = frozenset({"upper", "lower", "range"})
JUDGED: Final = (Verdict.CONFORM.value, Verdict.ALERT.value, Verdict.ACTION.value)
LOOKED_BACK: Final = 30


def watch(session: Session, row: Result, version: PointVersion, by: Actor) -> None:
    """Told of every result: opens an investigation where the series of its checkpoint drifts, once
    while one is open. A correction is read like what it corrects.
    """
    if row.source not in MEASURED or version.direction not in SERIES:
        return
    if row.verdict not in {Verdict.ALERT.value, Verdict.CONFORM.value}:
        return
    series = _series(session, row, version)
    rules = trend_rules.in_force(session, row.recorded_at)
    found = charts.drift(
        [one.verdict for one in series],
        [one.value for one in series],
        [rules[code] for code in trend_rules.DRIFTS],
        [one.qualifier for one in series],
    )
    if found is None or _looked_for(session, row, version):
        return
    code = reads.code_of(session, version)
    opened = Opening(
        kind="investigation", origin="trend", origin_ref=_place(row), result_id=row.id,
        point_id=version.point_id, machine_id=row.machine_id,
        title=f"{code} — {version.label} : {found.words}", procedure=version.alert_procedure,
    )  # fmt: skip
    opening.open_case(session, opened, by=by, at=row.taken_at)


_RESULTS = (
    select(Result)
    .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
    .where(
        col(PointVersion.point_id) == bindparam("point"),
        col(Result.place) == bindparam("place"),
        col(Result.source).in_(MEASURED),
        col(Result.taken_at) <= bindparam("at"),
        col(Result.verdict).in_(JUDGED),
        col(Result.id).not_in(select(Result.amends_id).where(col(Result.amends_id).is_not(None))),
    )
    .order_by(col(Result.taken_at).desc(), col(Result.id).desc())
    .limit(LOOKED_BACK)
)
_SERIES = _RESULTS.where(col(Result.machine_id).is_(None))
_SERIES_AT = _RESULTS.where(col(Result.machine_id) == bindparam("machine"))


def _series(session: Session, row: Result, version: PointVersion) -> list[Result]:
    """The results of the checkpoint at the same machine and place up to this one, the oldest
    first; of one that was corrected, the correction counts.
    """
    query = _SERIES if row.machine_id is None else _SERIES_AT
    asked = {
        "point": version.point_id, "machine": row.machine_id, "place": row.place,
        "at": row.taken_at,
    }  # fmt: skip
    return list(reversed(session.exec(query, params=asked).all()))


def _looked_for(session: Session, row: Result, version: PointVersion) -> bool:
    query = select(Case.id).where(
        Case.point_id == version.point_id,
        Case.machine_id == row.machine_id,
        Case.origin_ref == _place(row),
        Case.kind == "investigation",
        col(Case.closed_at).is_(None),
    )
    return session.exec(query.limit(1)).first() is not None


def _place(row: Result) -> str:
    return row.place[:60]
