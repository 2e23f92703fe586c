"""Rows for tests: plain functions with keyword defaults, no library."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from sqlmodel import Session

from esat import registry
from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.folding import fold
from esat.production import orders, subjects, things
from esat.production.models import Item, Order, Resource
from esat.production.orders import Line, Wanted
from esat.production.subjects import Subject

_numbers = count(1)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def make_client(session: Session, name: str | None = None, **values: object) -> Client:
    called = name or f"Mairie de Test {next(_numbers)}"
    client = Client(
        name=called,
        created_at=AT,
        last_contact_on=date(2026, 11, 1),
        search=fold(called, values.get("town", "")),
        **values,
    )
    session.add(client)
    session.flush()
    return client


def make_order(
    session: Session,
    workshop: str = "laundry",
    items: int = 0,
    client: Client | None = None,
    at: datetime = AT,
    **wanted: object,
) -> Order:
    """An order with `items` things of the workshop's first kind, each with a code of its own."""
    owner = client or make_client(session)
    lines = (Line("Service", Decimal(max(items, 1)), "pièce"),)
    order = orders.open_order(
        session,
        Wanted(workshop=workshop, client_id=owner.id or 0, lines=lines, **wanted),
        by=SYSTEM,
        at=at,
    )
    kind = registry.current().workshop(workshop).item_kinds[0]
    for n in range(items):
        things.add_item(session, order, kind.code, f"{kind.label} {n + 1}", by=SYSTEM, at=at)
    return order


def make_bag(
    session: Session, client: Client | None = None, label: str = "Sac 1"
) -> tuple[Resource, str]:
    """A bag that comes back each week, and its F code."""
    owner = client or make_client(session)
    return things.add_resource(session, "bag", label, "laundry", "F", client_id=owner.id, at=AT)


def items_of(session: Session, order: Order) -> list[Subject]:
    """The items of an order as subjects of moves and holds."""
    from sqlmodel import select

    keys = session.exec(select(Item.id).where(Item.order_id == order.id).order_by(Item.id)).all()
    found = [subjects.item(session, key or 0) for key in keys]
    return [subject for subject in found if subject is not None]
