"""The turns of a demo's machines: a load started, ended and opened, dried, folded; each at the
moment that the clock stands at.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, select

from esat.production import lots, moves
from esat.production.models import Lot
from esat.production.moves import Context
from esat.production.rehearsal import Scene
from workshops.laundry.demo_plant import REPORT, Plant, Washer
from workshops.laundry.finishing import drying
from workshops.laundry.finishing.asked import DryEndIn, DryIn
from workshops.laundry.finishing.drying import Started
from workshops.laundry.plant.models import Programme, ProgrammeDose
from workshops.laundry.washing import ending, loads, starting
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle


def start(scene: Scene, plant: Plant, lot: Lot, washer: Washer, card: int, when: datetime) -> bool:
    """A load goes into a washer by a programme's card; False for what is no load."""
    found = loads.of_lot(scene.session, lot.id or 0)
    if found is None:
        return False
    subject, context = lots.subject_of(scene.session, lot), Context(by=plant.dirty, at=when)
    starting.start(scene.session, found, subject, washer.resource_id, card, context)
    return True


def end(scene: Scene, plant: Plant, washer: Washer, when: datetime) -> None:
    """The report is noted and the door opened on the clean side."""
    session = scene.session
    cycle = ending.the_cycle(session, washer.code, running=True).cycle
    ending.end(session, cycle, _report(session, cycle), Context(by=plant.dirty, at=when))
    ending.open_door(session, cycle, by=plant.clean, at=when, late=False)


def _report(session: Session, cycle: Cycle) -> Report:
    """The usual report, a little over what the programme of the cycle asks."""
    programme = session.get(Programme, cycle.programme_id) if cycle.programme_id else None
    if programme is None or programme.temperature_c is None or programme.hold_minutes is None:
        return REPORT
    hot, long = programme.temperature_c + Decimal("1.4"), programme.hold_minutes + Decimal("1.5")
    doses = {product: ml * (cycle.kg or 1) for product, ml in _set(session, programme)}
    return replace(REPORT, max_c=hot, hold_minutes=long, doses=doses or REPORT.doses)


def _set(session: Session, programme: Programme) -> list[tuple[str, Decimal]]:
    query = select(ProgrammeDose).where(ProgrammeDose.programme_id == programme.id)
    return [(one.product, one.ml_per_kg) for one in session.exec(query)]


def dry(scene: Scene, plant: Plant, lot: Lot, dryer: Washer, when: datetime) -> Started:
    code = lots.subject_of(scene.session, lot).code or ""
    asked = DryIn(dryer=dryer.code, loads=(code,))
    return drying.start(scene.session, asked, by=plant.clean, at=when)


def dried(scene: Scene, plant: Plant, dryer: Washer, when: datetime) -> Lot:
    """What is in a dryer is dry."""
    dry_enough = DryEndIn(outcome="dry")
    return drying.end(scene.session, dryer.code, dry_enough, by=plant.clean, at=when)


def fold(scene: Scene, plant: Plant, lot: Lot, when: datetime) -> None:
    subject = lots.subject_of(scene.session, lot)
    moves.move(scene.session, subject, "finish", Context(by=plant.clean, at=when))
