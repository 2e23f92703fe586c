"""A laundry with a washer and a programme, loads that run, and bags that come and go: for tests."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import lots, moves, subjects
from esat.production.models import Lot, Order
from esat.production.moves import Context
from tests.factories import items_of
from workshops.laundry.intake import items as weights
from workshops.laundry.plant import service
from workshops.laundry.plant.models import Machine, Programme, ProgrammeMachine
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts
from workshops.laundry.washing import cycles
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle, Load


def washer(session: Session, at: datetime, label: str = "Laveuse 1") -> tuple[Machine, str]:
    facts = MachineFacts(label, nominal_kg=Decimal(20))
    return service.add_machine(session, facts, by=SYSTEM, at=at)


def programme(session: Session, at: datetime, minutes: int = 45) -> tuple[Programme, str]:
    facts = ProgrammeFacts("L60", "Blanc 60 °C", minutes)
    return service.add_programme(session, facts, by=SYSTEM, at=at)


def move(session: Session, item_id: int, *actions: str, at: datetime) -> None:
    for action in actions:
        subject = subjects.item(session, item_id)
        assert subject is not None
        moves.move(session, subject, action, Context(by=SYSTEM, at=at))


def weigh(session: Session, item_id: int, kg: str) -> None:
    weights.ensure(session, item_id).kg = Decimal(kg)
    session.flush()


def keys(session: Session, order: Order) -> list[int]:
    return [item.item_id or 0 for item in items_of(session, order)]


def load(session: Session, items: list[int], at: datetime) -> Lot:
    """A wash load of items that are received."""
    lot = lots.open_lot(session, "laundry", "received", items, by=SYSTEM, at=at, kind="wash")
    session.add(Load(lot_id=lots.key(lot)))
    session.flush()
    return lot


def started(
    session: Session, lot: Lot, machine: Machine, what: Programme, at: datetime, kg: str = "18"
) -> Cycle:
    """The load is in the machine; what was not weighed before weighs its share of `kg`."""
    row = session.get_one(Load, lot.id)
    row.machine_id, row.programme_id = machine.resource_id, what.id
    known = (what.id or 0, machine.resource_id)
    if session.get(ProgrammeMachine, known) is None:
        session.add(ProgrammeMachine(programme_id=known[0], machine_id=known[1]))
    inside = moves.members(session, lots.key(lot))
    for item_id in inside:
        if weights.ensure(session, item_id).kg is None:
            weigh(session, item_id, str(Decimal(kg) / len(inside)))
    session.flush()
    moves.move(session, lots.subject_of(session, lot), "start_wash", Context(by=SYSTEM, at=at))
    cycle = cycles.last_of_lot(session, lots.key(lot))
    assert cycle is not None
    return cycle


def ended(
    session: Session, lot: Lot, cycle: Cycle, at: datetime, report: Report | None = None
) -> None:
    cycles.finish(session, cycle, report or Report(), by=SYSTEM, at=at)
    moves.move(session, lots.subject_of(session, lot), "end_wash", Context(by=SYSTEM, at=at))


def washed(
    session: Session, order: Order, machine: Machine, what: Programme, at: datetime
) -> tuple[Lot, Cycle]:
    """Every bag of an order received, weighed 6 kg, washed in one load of 45 minutes."""
    items = keys(session, order)
    for item_id in items:
        weigh(session, item_id, "6")
        move(session, item_id, "receive", at=at)
    lot = load(session, items, at)
    cycle = started(session, lot, machine, what, at)
    report = Report(water_l=Decimal(180), energy_kwh=Decimal(9))
    ended(session, lot, cycle, at + timedelta(minutes=45), report)
    return lot, cycle
