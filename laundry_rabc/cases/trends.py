"""Results read as a series: several in alert, or a run that goes away from the target, ask for a
cause while nothing is in action yet.

Only what somebody measures (by hand, in a laboratory, by a sensor) is a series: a machine's every
cycle is watched by its own levels. The numbers are dated settings.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from sqlmodel import Session, col, select

from esat.actors import Actor
from laundry_rabc.cases import opening, settings
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.opening import Opening
from laundry_rabc.limits import Verdict
from laundry_rabc.plan import reads
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

MEASURED: Final = ("hand", "lab", "sensor")
SERIES: Final = frozenset({"upper", "lower", "range"})
LOOKED_BACK: Final = 30


def alerts(verdicts: Sequence[str], *, needed: int, among: int) -> bool:
    """Whether so many of the last ones are in alert, the newest among them, and none in action."""
    last = verdicts[-among:]
    if not last or last[-1] != Verdict.ALERT.value or Verdict.ACTION.value in last:
        return False
    return last.count(Verdict.ALERT.value) >= needed


def runs_away(values: Sequence[Decimal], *, needed: int, rising: bool) -> bool:
    """Whether each of the last ones is farther on that way than the one before."""
    last = values[-needed:]
    if needed < 2 or len(last) < needed:
        return False
    return all(later > before if rising else later < before for before, later in pairwise(last))


def watch(session: Session, row: Result, version: PointVersion, by: Actor) -> None:
    """Told of every result: opens an investigation where the series of its checkpoint drifts, once
    while one is open.
    """
    if row.source not in MEASURED or version.direction not in SERIES or row.amends_id is not None:
        return
    if row.verdict not in {Verdict.ALERT.value, Verdict.CONFORM.value}:
        return
    series = _series(session, row, version)
    rules = settings.values(session, row.recorded_at)
    why = _why(series, version, {code: int(value) for code, value in rules.items()})
    if not why or _looked_for(session, row, version):
        return
    code = reads.code_of(session, version)
    opened = Opening(
        kind="investigation", origin="trend", origin_ref=_place(row), result_id=row.id,
        point_id=version.point_id, machine_id=row.machine_id,
        title=f"{code} — {version.label} : {why}", procedure=version.alert_procedure,
    )  # fmt: skip
    opening.open_case(session, opened, by=by, at=row.taken_at)


def _why(series: Sequence[Result], version: PointVersion, rules: dict[str, int]) -> str:
    needed, among = rules["trend_alerts"], rules["trend_among"]
    if alerts([one.verdict for one in series], needed=needed, among=among):
        return f"{needed} relevés en alerte parmi les {among} derniers"
    values = [one.value for one in series if one.value is not None and not one.qualifier]
    if len(values) != len(series):
        return ""
    run = rules["trend_rising"]
    up = version.direction != "lower" and runs_away(values, needed=run, rising=True)
    down = version.direction != "upper" and runs_away(values, needed=run, rising=False)
    return f"{run} relevés de suite qui s’éloignent" if up or down else ""


def _series(session: Session, row: Result, version: PointVersion) -> list[Result]:
    """The results of the checkpoint at the same machine and place, the oldest first, those that
    were corrected left out: the correction counts.
    """
    amended = select(Result.amends_id).where(col(Result.amends_id).is_not(None))
    query = (
        select(Result)
        .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
        .where(
            PointVersion.point_id == version.point_id,
            Result.machine_id == row.machine_id,
            Result.place == row.place,
            col(Result.source).in_(MEASURED),
            col(Result.taken_at) <= row.taken_at,
            col(Result.verdict).in_(("conform", "alert", "action")),
            col(Result.id).not_in(amended),
        )
        .order_by(col(Result.taken_at).desc(), col(Result.id).desc())
        .limit(LOOKED_BACK)
    )
    return list(reversed(session.exec(query).all()))


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
