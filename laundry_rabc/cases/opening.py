"""A case opens: with the procedure that the plan wrote beforehand, and holds what is in house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.production import numbers
from laundry_rabc.cases import holding, reach
from laundry_rabc.cases.models import Case

SERIES: Final = "RC"
ORIGINS: Final = {
    "result": "Relevé hors limites",
    "trend": "Dérive",
    "calibration": "Étalonnage en échec",
    "pump": "Pompe vide",
    "qualification": "Programme non qualifié",
    "breach": "Écart de zone",
    "logger": "Écart entre l’affichage et l’enregistreur",
    "impact": "Recherche d’impact",
    "pest": "Passage de nuisibles",
    "hand": "Ouvert à la main",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """Why a case opens. `lots` are those concerned, each since the moment it went wrong."""

    kind: str
    origin: str
    title: str
    procedure: str = ""
    result_id: int | None = None
    point_id: int | None = None
    machine_id: int | None = None
    origin_ref: str = ""


def open_case(
    session: Session,
    why: Opening,
    *,
    by: Actor,
    at: datetime,
    lots: Mapping[int, datetime] | None = None,
    items: Sequence[int] = (),
) -> Case:
    """Open a case and hold what is in house of its lots, and these things. Flushes."""
    now = clock.now()
    case = Case(
        ref=numbers.take(session, SERIES, now), kind=why.kind, origin=why.origin,
        origin_ref=why.origin_ref, result_id=why.result_id, point_id=why.point_id,
        machine_id=why.machine_id, title=why.title[:160], procedure=why.procedure[:400],
        opened_at=min(at, now), recorded_at=now, opened_by=by.account_id,
    )  # fmt: skip
    session.add(case)
    session.flush()
    if lots:
        holding.hold(session, case, lots, at=now)
    if items:
        holding.hold_items(session, case, reach.in_house(session, items), at=now)
    return case


def open_of(session: Session, origin: str, ref: str) -> Case | None:
    """The open case of an origin and what it names, where there is one."""
    query = select(Case).where(
        Case.origin == origin, Case.origin_ref == ref, col(Case.closed_at).is_(None)
    )
    return session.exec(query.limit(1)).first()
