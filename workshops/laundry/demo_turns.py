"""The turns of a demo's machines: a load started, ended and opened, dried, folded; each at the
moment that the clock stands at.
"""

from datetime import datetime

from esat.production import lots, moves
from esat.production.models import Lot
from esat.production.moves import Context
from esat.production.rehearsal import Scene
from workshops.laundry.demo_plant import REPORT, Plant, Washer
from workshops.laundry.finishing import drying
from workshops.laundry.finishing.asked import DryEndIn, DryIn
from workshops.laundry.finishing.drying import Started
from workshops.laundry.washing import ending, loads, starting


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
    ending.end(session, cycle, REPORT, Context(by=plant.dirty, at=when))
    ending.open_door(session, cycle, by=plant.clean, at=when, late=False)


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
