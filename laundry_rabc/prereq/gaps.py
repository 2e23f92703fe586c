"""What an audit would find lacking in the prerequisites of a period, one row each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col

from esat import clock
from laundry_rabc.prereq import chemical_reads
from laundry_rabc.prereq.chemical_reads import PumpRow
from laundry_rabc.prereq.cleaning_reads import Due
from laundry_rabc.prereq.models import Pump, PumpEvent
from laundry_rabc.prereq.saying import day, standing
from laundry_rabc.prereq.upkeep import PestVisit
from laundry_rabc.prereq.upkeep_reads import PlanRow

MOST: Final = 5000
GAPS: Final = {
    "cleaning": "Nettoyage manqué",
    "cleaning_late": "Nettoyage fait en retard",
    "unchecked": "Nettoyage fait et non validé",
    "pest": "Visite des nuisibles en retard",
    "pest_never": "Aucune visite des nuisibles",
    "upkeep": "Entretien en retard",
    "expired": "Produit périmé dans une pompe",
    "empty": "Pompe vide",
    "no_sheet": "Produit sans fiche de données",
    "unfilled": "Pompe sans lot de produit connu",
}
"""Kinds of gaps, with their words; the gap list of the dossier takes them as they are."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that an audit would find: its kind, what, and since which day."""

    kind: str
    what: str
    on: date

    @property
    def label(self) -> str:
        return GAPS[self.kind]


def cleaning_gaps(found: list[Due]) -> list[Gap]:
    rows = []
    for one in found:
        words = f"{one.task.what} ({one.task.code})"
        if one.missed:
            rows.append(Gap("cleaning", words, one.slot.first))
        elif one.state == "done_late":
            rows.append(Gap("cleaning_late", words, one.slot.first))
        elif one.state == "done" and one.check is None:
            rows.append(Gap("unchecked", words, one.slot.first))
    return rows


def empty_gaps(session: Session, start: datetime, end: datetime) -> list[Gap]:
    """One for each time that a pump ran dry, whatever it served."""
    query = (
        standing(PumpEvent)
        .join(Pump, col(Pump.id) == PumpEvent.pump_id)
        .add_columns(col(Pump.code))
        .where(
            col(PumpEvent.kind) == "empty", col(PumpEvent.at) < end,
            col(PumpEvent.until).is_(None) | (col(PumpEvent.until) > start),
        )
        .order_by(col(PumpEvent.at), col(PumpEvent.id))
        .limit(MOST)
    )  # fmt: skip
    return [Gap("empty", f"Pompe {code}", day(one.at)) for one, code in session.execute(query)]


def pest_gaps(session: Session, since: date, until: date) -> list[Gap]:
    """A visit that came after its day, or has not come; each counts where it was late."""
    visits = list(session.exec(standing(PestVisit).order_by(col(PestVisit.at))))
    if not visits:
        return [Gap("pest_never", "Notez la dernière visite.", since)]
    found = []
    for n, one in enumerate(visits):
        came = day(visits[n + 1].at) if n + 1 < len(visits) else None
        if one.next_on is None or (came is not None and came <= one.next_on):
            continue
        still = came is None and clock.today() > one.next_on
        if one.next_on < until and (still or (came is not None and came > since)):
            found.append(Gap("pest", f"Prévue par {one.provider}", one.next_on))
    return found


def upkeep_gaps(plans: list[PlanRow], until: date) -> list[Gap]:
    return [
        Gap("upkeep", f"{one.machine} : {one.plan.what} ({one.plan.code})", one.due_on)
        for one in plans
        if one.meaning == "refused" and one.due_on <= until
    ]


def chemical_gaps(session: Session, rows: list[PumpRow], end: datetime) -> list[Gap]:
    found = []
    for one in rows:
        if one.pump.withdrawn_at is not None:
            continue
        if one.lot is None:
            found.append(Gap("unfilled", f"Pompe {one.pump.code}", day(one.pump.created_at)))
        elif one.expired and one.lot.lot.expires_on and one.lot.lot.expires_on < day(end):
            words = f"Pompe {one.pump.code} : {one.lot.name}"
            found.append(Gap("expired", words, one.lot.lot.expires_on + timedelta(days=1)))
    found += [
        Gap("no_sheet", one.product.name, day(one.product.created_at))
        for one in chemical_reads.products(session)
        if one.sheet is None and one.product.withdrawn_at is None
    ]
    return [one for one in found if one.on < day(end)]
