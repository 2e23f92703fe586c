"""The prerequisites as tables to take away; both ends of the days are included."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.plan.words import STATUSES
from laundry_rabc.prereq import cleaning_reads, gaps, pumps, reads, upkeep_reads
from laundry_rabc.prereq.cleaning import ZONES
from laundry_rabc.prereq.models import Product, ProductLot, Pump, PumpEvent, PumpFill

CLEANING_HEADERS = (
    "tache", "quoi", "zone", "version", "statut", "prevu_du", "prevu_au", "etat", "fait_le",
    "saisi_le", "tardif", "motif", "valide_le", "valide",
)  # fmt: skip
PUMP_HEADERS = (
    "pompe", "evenement", "produit", "lot", "du", "au", "dose_reglee_ml", "dose_mesuree_ml",
    "saisi_le", "motif", "corrige", "retire",
)  # fmt: skip
UPKEEP_HEADERS = (
    "machine", "evenement", "entretien", "quoi", "par", "du", "au", "annule_qualification",
    "cycle", "saisi_le", "motif", "corrige",
)  # fmt: skip
GAP_HEADERS = ("ecart", "quoi", "depuis")
YEARS = timedelta(days=366 * 5)


def cleaning_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Every time that a task was due, and what became of it."""
    first, last = _days(since, until)
    for one in cleaning_reads.ending(session, first, last):
        done, check = one.done, one.check
        yield (
            one.task.code, one.task.what, ZONES[one.task.zone], one.task.version,
            STATUSES[one.task.status],
            one.slot.first, one.slot.last, one.word, done.at if done else "",
            done.recorded_at if done else "", done.late if done else "",
            done.reason if done else "", check.at if check else "", check.well if check else "",
        )  # fmt: skip


def pump_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """What was in the pumps and what happened to them, corrected rows included."""
    first, last = _days(since, until)
    start, end = clock.midnight(first), clock.midnight(last + timedelta(days=1))
    fills = (
        select(PumpFill, Pump.code, ProductLot.number, Product.name)
        .join(Pump, col(Pump.id) == PumpFill.pump_id)
        .outerjoin(ProductLot, col(ProductLot.id) == PumpFill.lot_id)
        .outerjoin(Product, col(Product.id) == ProductLot.product_id)
        .where(col(PumpFill.at) >= start, col(PumpFill.at) < end)
        .order_by(col(PumpFill.at), col(PumpFill.id))
    )
    for row, pump, number, product in session.exec(fills):
        yield (
            pump, "Mise en place d’un lot", product or "", number or "", row.at, "", "", "",
            row.recorded_at, row.reason, row.amends_id or "", row.void,
        )  # fmt: skip
    happened = (
        select(PumpEvent, Pump.code)
        .join(Pump, col(Pump.id) == PumpEvent.pump_id)
        .where(col(PumpEvent.at) >= start, col(PumpEvent.at) < end)
        .order_by(col(PumpEvent.at), col(PumpEvent.id))
    )
    for event, pump in session.exec(happened):
        yield (
            pump, pumps.EVENTS[event.kind], "", "", event.at, event.until or "", event.set_ml or "",
            "" if event.measured_ml is None else event.measured_ml, event.recorded_at,
            event.reason, event.amends_id or "", event.void,
        )  # fmt: skip


def upkeep_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """What happened to machines, corrected rows included."""
    first, last = _days(since, until)
    start, end = clock.midnight(first), clock.midnight(last + timedelta(days=1))
    for row in upkeep_reads.events(session, since=start, until=end):
        one = row.event
        yield (
            row.machine, row.kind, one.plan_code, one.what, one.done_by, one.at, one.until or "",
            one.voids, "" if row.cycle is None else row.cycle.id, one.recorded_at, one.reason,
            row.struck,
        )  # fmt: skip


def gap_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """What is lacking."""
    first, last = _days(since, until)
    for one in reads.for_period(session, first, last).gaps:
        yield (gaps.GAPS[one.kind], one.what, one.on)


def _days(since: date | None, until: date | None) -> tuple[date, date]:
    last = until or clock.today()
    return since or last - YEARS, last
