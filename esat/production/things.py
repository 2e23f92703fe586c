"""What an order is about: its items, and the resources that come back in one after the other."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.production import barcodes, journal, orders
from esat.production.journal import Entry, record
from esat.production.models import Item, Order, Resource


def add_item(  # noqa: PLR0913 - a thing's facts, each named by its caller
    session: Session,
    order: Order,
    kind: str,
    label: str,
    *,
    by: Actor,
    at: datetime | None = None,
    quantity: Decimal = Decimal(1),
    unit: str | None = None,
    line_id: int | None = None,
    resource: Resource | None = None,
    code: str | None = None,
    stage: str | None = None,
) -> Item:
    """One more tracked thing in an order, at its road's first stage, or at `stage` where it is made
    of what stood there. A resource brings its code, `code` binds a pre-printed one; else one is
    allocated. Refuses `order_closed`, `resource_busy`, `resource_of_other`, `move_not_offered`
    (no such stage), and as `barcodes.bind`.
    """
    orders.require(by, "orders.write", order.workshop)
    workshop = registry.current().workshop(order.workshop)
    declared = workshop.item_kind(kind)
    if declared is None:
        raise Invalid("form_invalid", {"kind": "Choisissez dans la liste."})
    _check(session, order, resource, stage)
    item = Item(
        order_id=orders.key(order), line_id=line_id, workshop=order.workshop, kind=kind,
        resource_id=None if resource is None else resource.id, label=label, quantity=quantity,
        unit=unit or declared.counted_in, stage=stage or workshop.road.initial,
        stage_since=at or clock.now(),
    )  # fmt: skip
    session.add(item)
    session.flush()
    _announce(session, order, item, declared.letter, by, code)
    return item


def _announce(
    session: Session, order: Order, item: Item, letter: str, by: Actor, code: str | None
) -> None:
    """Give the item its code, unless its resource wears one, and journal that it is there."""
    at, data = item.stage_since, {}
    if code is not None:
        barcodes.bind(session, code, item_id=item.id or 0)
        data["code"] = code
    elif item.resource_id is None:
        data["code"] = barcodes.allocate(session, letter, at, item_id=item.id or 0)
    entry = Entry("item.opened", at, item_id=item.id, to_stage=item.stage, data=data)
    record(session, entry, by=by)
    journal.count(session, at, order.workshop, item.stage, order.client_id, 1)


def add_resource(  # noqa: PLR0913 - the same
    session: Session,
    kind: str,
    label: str,
    workshop: str,
    letter: str,
    *,
    client_id: int | None = None,
    action: str | None = None,
    at: datetime | None = None,
    code: str | None = None,
) -> tuple[Resource, str]:
    """A new thing that stays (bag, trolley, machine, action card) with its code; `code` binds a
    pre-printed one instead of allocating.
    """
    moment = at or clock.now()
    resource = Resource(
        kind=kind,
        label=label,
        workshop=workshop,
        client_id=client_id,
        action=action,
        created_at=moment,
    )
    session.add(resource)
    session.flush()
    if code is None:
        return resource, barcodes.allocate(session, letter, moment, resource_id=resource.id or 0)
    barcodes.bind(session, code, resource_id=resource.id or 0)
    return resource, code


_BUSY = select(Item.id).where(
    col(Item.resource_id) == bindparam("resource"), col(Item.closed_at).is_(None)
)


def _check(session: Session, order: Order, resource: Resource | None, stage: str | None) -> None:
    if stage is not None and not registry.current().workshop(order.workshop).road.knows(stage):
        raise Refused("move_not_offered", stage=stage)
    if order.closed_at is not None or order.cancelled_at is not None:
        raise Refused("order_closed")
    if resource is None:
        return
    if resource.client_id is not None and resource.client_id != order.client_id:
        raise Refused("resource_of_other", label=resource.label)
    busy = session.exec(_BUSY, params={"resource": resource.id}).first()
    if busy is not None:
        raise Refused("resource_busy", label=resource.label)
