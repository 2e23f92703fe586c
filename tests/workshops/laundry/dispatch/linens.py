"""Linen for the tests of dispatch: bags that came, opened, sorted, folded; parcels ready to go."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production import lots, moves, orders, subjects, things
from esat.production.models import Item, ItemLink, Lot, Order, Resource
from esat.production.moves import Context
from esat.production.subjects import Subject
from tests import factories
from workshops.laundry.dispatch import packing, rounds, trips
from workshops.laundry.dispatch.models import Round, Trip
from workshops.laundry.dispatch.packing import Line, Packed, Packing, Parcel
from workshops.laundry.dispatch.rounds import RoundFacts, Stop
from workshops.laundry.intake import items

PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def kg(text: str | int) -> Decimal:
    return Decimal(text)


def order_of(session: Session, client: Client | None = None, at: datetime | None = None) -> Order:
    return factories.make_order(session, client=client, at=at or factories.AT)


def bag(
    session: Session, order: Order, weight: str | None, pieces: int | None = None,
    stage: str = "received",
) -> Item:  # fmt: skip
    """A bag of the order's client that came, weighed and counted or not."""
    made = things.add_item(session, order, "bag", "Sac", by=SYSTEM, at=factories.AT, stage=stage)
    row = items.ensure(session, made.id or 0)
    row.kg = None if weight is None else kg(weight)
    row.pieces = pieces
    session.flush()
    return made


def opened(
    session: Session, order: Order, weight: str | None, *linen: str, pieces: int | None = None,
    family: str = "flat",
) -> list[Item]:  # fmt: skip
    """A bag that was opened and sorted into so many kilograms each, all folded by now."""
    came = bag(session, order, weight, pieces)
    moves.move(session, subject(session, came), "empty", Context(by=SYSTEM))
    made = [finished(session, order, one, family) for one in linen]
    for item in made:
        link = ItemLink(
            parent_id=came.id or 0, child_id=item.id or 0, quantity=item.quantity, at=factories.AT
        )
        session.add(link)
    session.flush()
    session.expire_all()
    return made


def finished(
    session: Session, order: Order, weight: str, family: str = "flat", stage: str = "finished"
) -> Item:
    """Linen of a family that is folded and checked."""
    made = things.add_item(
        session, order, "linen", "Linge plat", by=SYSTEM, at=factories.AT, quantity=kg(weight),
        unit="kg", stage=stage,
    )  # fmt: skip
    row = items.ensure(session, made.id or 0)
    row.kg, row.family_code = kg(weight), family
    session.flush()
    return made


def garment(session: Session, order: Order, label: str = "Blouse") -> Item:
    return things.add_item(
        session, order, "garment", label, by=SYSTEM, at=factories.AT, stage="finished"
    )


def subject(session: Session, item: Item) -> Subject:
    found = subjects.item(session, item.id or 0)
    assert found is not None
    return found


def code(session: Session, item: Item) -> str:
    return subject(session, item).code or ""


def lot(session: Session, *things_in: Item) -> Lot:
    keys = [item.id or 0 for item in things_in]
    return lots.open_lot(session, "laundry", things_in[0].stage, keys, by=SYSTEM, at=factories.AT)


def one_parcel(weight: str, pieces: int = 10, family: str | None = "flat") -> Parcel:
    return Parcel("Linge plat", kg(weight), (Line(family, "", pieces),))


def packed(session: Session, order: Order, weight: str = "5", pieces: int = 10) -> Packed:
    """A parcel of an order that came, was washed and is ready to leave."""
    opened(session, order, weight, weight)
    work = Packing((one_parcel(weight, pieces),))
    return packing.pack(session, order, work, by=SYSTEM, at=factories.AT)


def trolley(session: Session, label: str = "Chariot 1") -> tuple[Resource, str]:
    return things.add_resource(session, "trolley", label, "laundry", "R", at=factories.AT)


def monday(session: Session, *clients: Client, label: str = "Lundi nord") -> Round:
    stops = tuple(Stop(client.id or 0) for client in clients)
    return rounds.add(session, RoundFacts(label, 0, stops), by=SYSTEM, at=factories.AT)


def trip(session: Session, *clients: Client, day: date = date(2026, 11, 23)) -> Trip:
    made = monday(session, *clients)
    return trips.make(session, made.code, day, by=SYSTEM, at=factories.AT)


def key(order: Order) -> int:
    return orders.key(order)
