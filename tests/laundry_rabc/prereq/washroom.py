"""A laundry with two washers, a product with a lot, a pump, for the tests of the prerequisites."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.workers.models import Group, Worker
from laundry_rabc.plan import proposing
from laundry_rabc.prereq import chemicals, pumps
from laundry_rabc.prereq.chemicals import LotIn, ProductIn
from laundry_rabc.prereq.models import Product, ProductLot, Pump
from laundry_rabc.prereq.pump_shapes import FillIn, PumpIn
from workshops.laundry.plant import service
from workshops.laundry.plant.service import MachineFacts


@dataclass
class Washroom:
    first: int
    second: int
    product: Product
    lot: ProductLot
    pump: Pump

    @property
    def pump_id(self) -> int:
        return self.pump.id or 0


def build(session: Session, at: datetime) -> Washroom:
    """Call it weeks before what is tested: the proposals of the plan are in force then."""
    proposing.install(session, at)
    first, second = (
        service.add_machine(session, MachineFacts(label, nominal_kg=Decimal(40)), by=SYSTEM)[0]
        for label in ("Laveuse 1", "Laveuse 2")
    )
    product = chemicals.add_product(
        session, ProductIn(name="Désinfectant D4", kind="disinfectant", dose_name="Désinfectant"),
        by=SYSTEM,
    )  # fmt: skip
    lot = receive(session, product, "DD-1", at)
    pump = pumps.add(session, PumpIn(code="p3", machine=first.resource_id), by=SYSTEM)
    pumps.fill(session, pump.id or 0, FillIn(lot=lot.id), by=SYSTEM)
    return Washroom(first.resource_id, second.resource_id, product, lot, pump)


def receive(
    session: Session, product: Product, number: str, at: datetime, days: int = 400
) -> ProductLot:
    """A lot that expires so many days later."""
    given = LotIn(
        number=number, received_on=at.date(), quantity=Decimal(20), unit="L",
        expires_on=at.date() + timedelta(days=days),
    )  # fmt: skip
    return chemicals.receive(session, product.id or 0, given, by=SYSTEM)


def make_worker(session: Session, at: datetime) -> Worker:
    group = Group(code="linge", name="Linge", workshop="laundry")
    session.add(group)
    session.flush()
    worker = Worker(first_name="Paul", initial="D", first_group_id=group.id, created_at=at)
    session.add(worker)
    session.flush()
    return worker
