"""How long linen waits, judged by the plan: REC-01 before the wash, ESS-02 wet, FIN-01 dry, STO-02
wrapped. A job looks every few minutes and says each level of each wait once.

One truth: the plan's version in force judges, and its verdict is the evidence. The laundry's own
dated limits (`workshops.laundry.plant.limits`) colour the boards of the floor, which know no plan.
Both are proposed with the same figures; `disagreements` names those that are no longer the same,
and `esat verify` says them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.db import Database
from esat.production import subjects
from laundry_rabc import limits
from laundry_rabc.cases import judged
from laundry_rabc.limits import Measure, Verdict
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from workshops.laundry.finishing import wait_reads
from workshops.laundry.finishing.wait_reads import Waiting
from workshops.laundry.plant import limits as floor

POINTS: Final = {"dirty": "REC-01", "wet": "ESS-02", "dry": "FIN-01", "store": "STO-02"}
LENGTHS: Final = {
    "min": timedelta(minutes=1), "h": timedelta(hours=1), "j": timedelta(days=1),
}  # fmt: skip
CENTI: Final = Decimal("0.01")
WORSE: Final = (Verdict.ALERT.value, Verdict.ACTION.value)
SAME: Final = (
    ("REC-01", "target_high", "waiting_alert"),
    ("REC-01", "alert_high", "waiting_limit"),
    ("ESS-02", "target_high", "wet_notice"),
    ("ESS-02", "alert_high", "wet_limit"),
    ("FIN-01", "target_high", "packed_alert"),
    ("FIN-01", "alert_high", "packed_limit"),
    ("STO-02", "target_high", "store_alert"),
    ("STO-02", "alert_high", "store_limit"),
    ("COL-03", "target_high", "bag_alert"),
    ("COL-03", "alert_high", "bag_limit"),
    ("LAV-04", "target_low", "load_low"),
    ("LAV-04", "target_high", "load_high"),
    ("LAV-04", "alert_high", "load_limit"),
)
"""Where the plan and the floor say the same thing."""
Thing = tuple[int, str, int | None, int | None]
"""A checkpoint, a level, and the load or the thing that waits."""


class Composed(Protocol):
    """The house as a job needs it."""

    @property
    def database(self) -> Database: ...


def run(house: Composed) -> int:
    """The job: judge what waits now; answers how many results it kept."""
    with house.database.write() as session:
        return judge(session, clock.now())


def judge(session: Session, at: datetime) -> int:
    """Keep a result for each wait that reached a level which was not said of it yet."""
    in_force = plan.plan_at(session, at)
    versions = {code: in_force[code] for code in POINTS.values() if code in in_force}
    over = [
        (one, verdict)
        for one in wait_reads.waiting(session, at)
        if (verdict := _verdict(versions.get(POINTS[one.standing.kind]), one)) in WORSE
    ]
    if not over:
        return 0
    items = _items(session, [one for one, _ in over])
    said = _said(session, versions.values(), min(one.standing.since for one, _ in over))
    kept = 0
    for one, verdict in over:
        point = POINTS[one.standing.kind]
        item_id = None if one.lot_id is not None else items.get(one.code)
        last = said.get((versions[point].point_id, verdict, one.lot_id, item_id))
        if one.lot_id is None and item_id is None:
            continue
        if last is not None and last >= one.standing.since:
            continue
        _keep(session, versions[point], one, item_id, at)
        kept += 1
    return kept


def elapsed(version: PointVersion, length: timedelta) -> Decimal:
    """A length in the unit of a checkpoint, to the hundredth."""
    unit = LENGTHS[version.unit]
    micro = timedelta(microseconds=1)
    return (Decimal(length // micro) / Decimal(unit // micro)).quantize(CENTI)


def disagreements(session: Session, at: datetime) -> list[str]:
    """Where the plan's limit is not the one by which the floor's boards are coloured."""
    versions = plan.plan_at(session, at)
    codes = tuple({code for _, _, code in SAME})
    ours = floor.values(session, codes, at)
    return [
        f"{point} : le plan dit {getattr(versions[point], bound)}, les tableaux de l’atelier "
        f"{ours[code]} ({floor.BY_CODE[code].label})"
        for point, bound, code in SAME
        if point in versions and getattr(versions[point], bound) != ours[code]
    ]


def faults(session: Session, settings: Any) -> list[str]:
    """The same, for `esat verify`."""
    del settings
    return disagreements(session, clock.now())


def _verdict(version: PointVersion | None, one: Waiting) -> str:
    if version is None or version.unit not in LENGTHS:
        return ""
    value = elapsed(version, one.standing.elapsed)
    measure = Measure(value=value, unit=version.unit, method=version.method)
    return limits.judge(measure, plan.bands_of(version)).verdict.value


def _keep(
    session: Session, version: PointVersion, one: Waiting, item_id: int | None, at: datetime
) -> None:
    value = elapsed(version, one.standing.elapsed)
    given = Given(
        point=POINTS[one.standing.kind],
        measure=Measure(value=value, unit=version.unit, method=version.method),
        taken_at=at, source="system", confirmed=True, lot_id=one.lot_id, item_id=item_id,
        note=f"{one.label} {one.code}"[:280],
    )  # fmt: skip
    judged.record(session, given, by=SYSTEM)


def _items(session: Session, found: list[Waiting]) -> dict[str, int]:
    codes = [one.code for one in found if one.lot_id is None and one.code]
    return {
        code: one.item_id
        for code, one in subjects.by_codes(session, codes).items()
        if one.item_id is not None
    }


def _said(
    session: Session, versions: Iterable[PointVersion], since: datetime
) -> dict[Thing, datetime]:
    """What was said of each thing since then, at its latest."""
    points = [one.point_id for one in versions]
    query = (
        select(PointVersion.point_id, Result)
        .join(Result, col(Result.point_version_id) == col(PointVersion.id))
        .where(
            col(PointVersion.point_id).in_(points),
            Result.source == "system",
            col(Result.taken_at) >= since,
        )
    )
    found: dict[Thing, datetime] = {}
    for point, row in session.exec(query):
        key = (point, row.verdict, row.lot_id, row.item_id)
        found[key] = max(row.taken_at, found.get(key, row.taken_at))
    return found
