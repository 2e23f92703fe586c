"""A bag or a trolley that comes: it takes the place of one that its client announced, or joins
today's order.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.declarations import EventKind
from esat.errors import NotFound, Refused
from esat.production import journal, orders, things
from esat.production.journal import Entry
from esat.production.journal_models import Event
from esat.production.models import Item, LotItem, Order, Resource
from esat.production.orders import Wanted
from workshops.laundry.models import LaundryOrder
from workshops.laundry.stages import MACHINE


class BagChanged(BaseModel):
    """Which bag was thought of, and which one came."""

    before: int | None
    after: int


EVENT_KINDS = (EventKind("item.bag_changed", "Un autre sac est venu", BagChanged),)


def receive(session: Session, subject: Any, *, by: Actor, at: datetime) -> int:
    """Make the item of a known bag or trolley that no order expects by its name: in place of one
    that its client announced, in today's open order, or in a new one. Flushes.
    Refuses `bag_without_client` when the bag belongs to nobody yet. A garment comes by itself:
    it takes no announced place (`garment_without_client` while it is nobody's).
    """
    bag = session.get(Resource, subject.resource_id)
    if bag is None:
        raise NotFound("not_found")
    worn = bag.kind in {"garment", "textile"}
    if bag.client_id is None:
        raise Refused("garment_without_client" if worn else "bag_without_client")
    announced = None if worn else _announced(session, bag.client_id, bag.kind)
    if announced is not None:
        return _take_place(session, announced, bag, by=by, at=at)
    order = _order_of_the_day(session, bag.client_id, at)
    if order is None:
        wanted = Wanted(workshop="laundry", client_id=bag.client_id)
        order = orders.open_order(session, wanted, by=by, at=at)
        session.add(LaundryOrder(order_id=orders.key(order)))
    kind = "garment" if worn else bag.kind
    item = things.add_item(session, order, kind, bag.label, by=by, at=at, resource=bag)
    return item.id or 0


_ANNOUNCED = (
    select(Item)
    .join(Order, col(Order.id) == Item.order_id)
    .where(
        Item.workshop == "laundry",
        col(Item.kind) == bindparam("kind"),
        Item.stage == MACHINE.initial,
        col(Order.client_id) == bindparam("client"),
        col(Item.closed_at).is_(None),
        col(Order.cancelled_at).is_(None),
        col(Item.resource_id).is_not(None),
        col(Item.id).not_in(select(LotItem.item_id).where(col(LotItem.left_at).is_(None))),
        ~select(Event.id).where(Event.item_id == Item.id, Event.kind == "item.collected").exists(),
    )
    .order_by(col(Item.id))
    .limit(1)
)


def _announced(session: Session, client_id: int, kind: str) -> Item | None:
    """The oldest bag that the client announced and that has not come: a client says how many
    bags, and the bag named is only the one that was free. A trolley takes no bag's place, and what
    a driver scanned is in the van: nothing else is that bag.
    """
    return session.exec(_ANNOUNCED, params={"kind": kind, "client": client_id}).first()


def _take_place(session: Session, item: Item, bag: Resource, *, by: Actor, at: datetime) -> int:
    before = item.resource_id
    item.resource_id, item.label = bag.id, bag.label
    session.flush()
    data = {"before": before, "after": bag.id}
    journal.record(session, Entry("item.bag_changed", at, item_id=item.id, data=data), by=by)
    return item.id or 0


_NEWEST = (
    select(Order)
    .where(
        Order.workshop == "laundry",
        col(Order.client_id) == bindparam("client"),
        col(Order.closed_at).is_(None),
        col(Order.cancelled_at).is_(None),
    )
    .order_by(col(Order.id).desc())
    .limit(5)
)


def _order_of_the_day(session: Session, client_id: int, at: datetime) -> Order | None:
    """The client's laundry order opened this Paris day, still open."""
    newest = session.exec(_NEWEST, params={"client": client_id})
    day = clock.local(at).date()
    return next((o for o in newest if clock.local(o.opened_at).date() == day), None)
