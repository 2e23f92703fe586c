"""Residents who left: their name goes some days later and never comes back."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from esat import clock
from esat.declarations import Retention
from workshops.laundry.plant import limits
from workshops.laundry.residents import photos
from workshops.laundry.residents.models import Garment, GarmentStep, Resident, ResidentStep

GONE = "Résident parti"
KEEP = "resident_keep"


def due(session: Session, at: datetime) -> list[str]:
    """One line a resident, by number: the report of a purge keeps no name either."""
    return [
        f"Résident n° {one.number}, parti le {one.left_on:%d/%m/%Y}" for one in _due(session, at)
    ]


def purge(session: Session, at: datetime) -> int:
    """Forget the names that are due; give how many."""
    found = _due(session, at)
    for resident in found:
        _forget(session, resident, at)
    session.flush()
    return len(found)


def last_day(session: Session, at: datetime) -> date:
    """Who left before that day is forgotten."""
    kept = int(limits.value(session, KEEP, at))
    return clock.local(at).date() - timedelta(days=kept)


def _due(session: Session, at: datetime) -> list[Resident]:
    query = select(Resident).where(
        col(Resident.left_on) < last_day(session, at), col(Resident.purged_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Resident.id))))


def _forget(session: Session, resident: Resident, at: datetime) -> None:
    """The name, and the words and pictures in which somebody may have written it."""
    resident.last_name, resident.first_name, resident.sector = GONE, "", ""
    resident.search, resident.purged_at = "", at
    session.add(
        ResidentStep(resident_id=resident.id or 0, kind="purged", at=at, recorded_at=clock.now())
    )
    for garment in session.exec(select(Garment).where(Garment.resident_id == resident.id)):
        photos.forget(session, garment.resource_id)
        garment.damage, garment.stains = "", ""
        for step in session.exec(
            select(GarmentStep).where(GarmentStep.garment_id == garment.resource_id)
        ):
            step.note = ""
    for given in session.exec(
        select(GarmentStep).where(GarmentStep.from_resident_id == resident.id)
    ):
        _silence(session, given)
    session.flush()


def _silence(session: Session, given: GarmentStep) -> None:
    """What was said of a garment before it was given to somebody else."""
    before = select(GarmentStep).where(
        GarmentStep.garment_id == given.garment_id, col(GarmentStep.id) < given.id
    )
    for step in session.exec(before):
        step.note = ""


RESIDENTS = Retention(
    code="laundry.residents",
    label="Résidents partis : le nom est effacé, le linge garde son passé",
    source="règle de la maison (limite « Nom d’un résident parti : gardé »)",
    status="proposé",
    due=due,
    purge=purge,
)
