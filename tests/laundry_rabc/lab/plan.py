"""A control plan for the tests of the laboratory: its points, a place, a laboratory."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from laundry_rabc.lab import reports
from laundry_rabc.lab.models import LabReport
from laundry_rabc.lab.reports import AccreditationIn, ReportIn
from laundry_rabc.lab.samples import SampleIn
from laundry_rabc.lab.values import Said
from laundry_rabc.plan.models import ControlPoint, PointApproval, PointVersion

JANUARY = datetime(2025, 1, 1, tzinfo=UTC)
TAKEN = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
PLATE = "Gélose contact"
LINEN = {
    "kind": "CP", "label": "Linge fini", "step": "finition", "zone": "clean",
    "direction": "upper", "unit": "UFC", "surface_cm2": Decimal(25), "method": PLATE,
    "target_high": Decimal(5), "alert_high": Decimal(12), "frequency": "quarter",
    "forbidden": "germe pathogène", "who": "Lab/Q", "holds_lots": True,
    "alert_procedure": "Refaire dix boîtes.", "action_procedure": "Chercher la cause.",
}  # fmt: skip


def point(
    session: Session, code: str = "HYG-01", since: datetime = JANUARY, **changes: Any
) -> PointVersion:
    """A version in force since a moment, after every version that the house already has."""
    owner = session.exec(select(ControlPoint).where(ControlPoint.code == code)).first()
    if owner is None:
        owner = ControlPoint(code=code, created_at=JANUARY)
        session.add(owner)
        session.flush()
    last = session.exec(
        select(PointVersion.version)
        .where(PointVersion.point_id == owner.id)
        .order_by(col(PointVersion.version).desc())
    ).first()
    made = PointVersion(
        point_id=owner.id, version=(last or 0) + 1, since=since, created_at=JANUARY,
        **(LINEN | changes),
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(PointApproval(version_id=made.id, at=since, effective_at=since))
    session.flush()
    return made


@dataclass(frozen=True, slots=True)
class Lab:
    """What a test of the laboratory stands on."""

    laboratory: int
    table: int
    trolley: int


def lab(session: Session) -> Lab:
    """The point of finished linen, two places and a laboratory."""
    point(session)
    shown = AccreditationIn("1-1234", "Surfaces", date(2027, 6, 30))
    return Lab(
        reports.add_laboratory(session, "Labo du Puy", shown, by=SYSTEM).id or 0,
        reports.add_place(session, "Table de pliage 1", by=SYSTEM).id or 0,
        reports.add_place(session, "Chariot 4", by=SYSTEM).id or 0,
    )


def report(session: Session, lab: Lab, number: str = "R-1") -> LabReport:
    given = ReportIn(lab.laboratory, number, date(2026, 11, 20))
    return reports.open_report(session, given, by=SYSTEM)


def sample(place: int, value: str, at: datetime = TAKEN, **changes: Any) -> SampleIn:
    """A contact plate of 25 cm² on finished linen."""
    said = Said(
        value,
        unit=changes.pop("unit", "UFC/25 cm²"),
        method=changes.pop("method", PLATE),
        surface_cm2=changes.pop("surface", Decimal(25)),
        reading=changes.pop("reading", ""),
    )
    given = {"point": "HYG-01", "place_id": place, "taken_at": at, "sampler": "Le laboratoire"}
    return SampleIn(said=said, **(given | changes))
