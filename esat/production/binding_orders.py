"""A blank pre-printed label becomes a volume, a parcel or a batch of an order; no request here."""

from datetime import datetime

from sqlmodel import Session, select

from esat import registry
from esat.actors import Actor
from esat.declarations import ItemKind, Workshop
from esat.errors import Forbidden, Refused
from esat.production import codes, search, things
from esat.production.binding import MAX_LABEL, Bound
from esat.production.journal import Entry, record
from esat.production.models import Order
from esat.production.search import FoundOrder

WRITE = "orders.write"


def workshops_of(code: str, by: Actor) -> dict[str, ItemKind]:
    """The actor's workshops whose orders take a thing with a code of this letter, and its kind."""
    found = {}
    for workshop in registry.current().workshops.values():
        kind = _kind(workshop, code)
        if kind is not None and by.can(WRITE, workshop=workshop.code):
            found[workshop.code] = kind
    return found


def open_orders(session: Session, text: str, code: str, *, by: Actor) -> list[FoundOrder]:
    """The open orders that a text or a scanned ticket means, among those that take this label."""
    mine = workshops_of(code, by)
    found = search.find(session, text, by=by)
    orders = [one for one in found.orders if one.workshop in mine and not one.word]
    ticket = found.thing
    if ticket is not None and ticket.kind == "order" and ticket.workshop in mine:
        row = FoundOrder(ticket.order_ref or "", ticket.workshop, ticket.client_name or "", "",
                         None, "")  # fmt: skip
        orders = [row, *(one for one in orders if one.ref != row.ref)]
    return orders


def bind_to_order(
    session: Session,
    raw: str,
    ref: str,
    label: str = "",
    *,
    by: Actor,
    at: datetime,
    capture_uid: bytes | None = None,
) -> Bound:
    """Make a new thing of an order, which wears this label. Refuses `label_no_kind`, `order_gone`,
    `order_closed`, `note_too_long`, and as `barcodes.bind`; forbids another workshop's.
    """
    code = codes.repair(raw)
    order = session.exec(select(Order).where(Order.ref == ref.strip().upper())).first()
    if order is None:
        raise Refused("order_gone")
    kind = workshops_of(code, by).get(order.workshop)
    if kind is None:
        taken = _kind(registry.current().workshop(order.workshop), code)
        raise Forbidden("not_allowed") if taken else Refused("label_no_kind")
    called = label.strip() or kind.label
    if len(called) > MAX_LABEL:
        raise Refused("note_too_long")
    item = things.add_item(session, order, kind.code, called, by=by, at=at, code=code)
    entry = Entry("item.bound", at, item_id=item.id, capture_uid=capture_uid, data={"code": code})
    record(session, entry, by=by)
    return Bound(code, called, order.ref)


def _kind(workshop: Workshop, code: str) -> ItemKind | None:
    """The kind of this letter in a workshop whose things belong to one order."""
    if workshop.receive is not None:
        return None
    return next((kind for kind in workshop.item_kinds if kind.letter == code[:1]), None)
