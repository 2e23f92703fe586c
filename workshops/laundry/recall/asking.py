"""What somebody asks the history of: a scanned code, an order, the number of a delivery note."""

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.documents.models import Document
from esat.errors import NotFound
from esat.production import scans
from esat.production.genealogy import Node
from esat.production.models import DeliveryItem, Item, Order

RIGHT = "laundry.recall"


def nodes(session: Session, text: str, *, by: Actor) -> tuple[Node, ...]:
    """The things that a code, an order's number or a delivery note's number stands for. NotFound
    (`history_of_nothing`) for what is none of the laundry's.
    """
    found = _of_paper(session, text) or _of_code(session, text) or _of_ref(session, text)
    if not found or not by.can(RIGHT, workshop="laundry"):
        raise NotFound("history_of_nothing")
    return found


def _of_code(session: Session, text: str) -> tuple[Node, ...]:
    subject = scans.resolve(session, text).subject
    if subject is None or subject.workshop != "laundry":
        return ()
    if subject.lot_id is not None:
        return (("lot", subject.lot_id),)
    if subject.item_id is not None:
        return (("item", subject.item_id),)
    if subject.kind == "order" and subject.order_id is not None:
        return _of_order(session, subject.order_id)
    return _of_resource(session, subject.resource_id)


def _of_resource(session: Session, resource_id: int | None) -> tuple[Node, ...]:
    """A bag or a garment between two passages: its last one."""
    if resource_id is None:
        return ()
    query = select(Item.id).where(Item.resource_id == resource_id)
    last = session.exec(query.order_by(col(Item.id).desc()).limit(1)).first()
    return () if last is None else (("item", last),)


def _of_ref(session: Session, text: str) -> tuple[Node, ...]:
    query = select(Order.id).where(Order.ref == text.strip().upper(), Order.workshop == "laundry")
    key = session.exec(query).first()
    return () if key is None else _of_order(session, key)


def _of_order(session: Session, order_id: int) -> tuple[Node, ...]:
    query = select(Item.id).where(Item.order_id == order_id).order_by(col(Item.id))
    return tuple(("item", key) for key in session.exec(query) if key is not None)


def _of_paper(session: Session, text: str) -> tuple[Node, ...]:
    """What was handed over with a delivery note."""
    query = (
        select(DeliveryItem.item_id)
        .join(Document, col(Document.delivery_id) == DeliveryItem.delivery_id)
        .join(Item, col(Item.id) == DeliveryItem.item_id)
        .where(Document.number == text.strip().upper(), Item.workshop == "laundry")
    )
    return tuple(("item", key) for key in session.exec(query))
