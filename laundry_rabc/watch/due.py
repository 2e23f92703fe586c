"""Linen whose critical points were not measured: by a dated rule of the house it waits for its
result, which frees it.
"""

from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import holds
from esat.production.models import Hold, LotItem
from esat.production.subjects import Subject
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.policies import keeping as policies
from laundry_rabc.results.models import Result
from workshops.laundry.washing.models import Cycle

DUE: Final = "rabc_control_due"


def wait_for(session: Session, cycle: Cycle) -> None:
    """By a dated setting, linen whose critical points were not all measured waits for their result;
    once they are there, what waited waits no more (an action holds it otherwise).
    """
    inside = select(LotItem.item_id).where(
        LotItem.lot_id == cycle.lot_id, col(LotItem.left_at).is_(None)
    )
    ref = f"cycle {cycle.id}"
    standing = session.exec(
        select(Hold).where(
            Hold.reason == DUE,
            col(Hold.lifted_at).is_(None),
            col(Hold.item_id).in_(inside) | (col(Hold.source_ref) == ref),
        )
    ).all()
    lacking = missing(session, cycle)
    now = clock.now()
    if not lacking:
        for one in standing:
            holds.lift(session, one.id or 0, by=SYSTEM, at=now, note="Résultat reçu")
    elif policies.is_on(session, "not_measured_holds", now):
        held = {one.item_id for one in standing}
        for item_id in session.exec(inside).all():
            if item_id not in held:
                holds.place(
                    session, Subject(kind="item", item_id=item_id, workshop="laundry"), DUE,
                    by=SYSTEM, at=now, note=", ".join(lacking), source="rabc.result",
                    source_ref=ref,
                )  # fmt: skip


def missing(session: Session, cycle: Cycle) -> list[str]:
    """The critical points of a cycle that have no result but « not measured »."""
    best: dict[str, set[str]] = {}
    query = (
        select(ControlPoint.code, Result.verdict)
        .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
        .join(Result, col(Result.point_version_id) == col(PointVersion.id))
        .where(Result.cycle_id == cycle.id, PointVersion.kind == "CCP")
    )
    for code, verdict in session.exec(query):
        best.setdefault(code, set()).add(verdict)
    return sorted(c for c, found in best.items() if found == {Verdict.NOT_MEASURED.value})
