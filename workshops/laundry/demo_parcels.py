"""The end of the laundry's day in a demo: parcels, bags as they are, and what clients take back."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam
from sqlmodel import col, select

from esat.actors import Actor
from esat.errors import Refused
from esat.production import lots, subjects
from esat.production.models import Item, Lot, Order
from esat.production.rehearsal import Scene
from workshops.laundry.dispatch import packing
from workshops.laundry.dispatch.packing import Line, Packing, Parcel


def pack(scene: Scene, by: Actor, at: datetime | None = None) -> None:
    """What was folded the day before: linen in a parcel an order, closed bags as they are."""
    when = at or scene.sometime(8, 10)
    for order in _orders(scene, "finished"):
        linen = _standing(scene, order, "linen", "finished")
        with scene.moment(when):
            if linen:
                kg = sum((one.quantity for one in linen), Decimal(0))
                parcel = Parcel("Linge", kg, (Line("flat", "", len(linen) * 12),))
                work = Packing((parcel,), print_labels=False)
                _pack(scene, order, work, when, by)
            for kind in ("bag", "garment"):
                for one in _standing(scene, order, kind, "finished"):
                    _pack_whole(scene, one, when, by)


def _pack(scene: Scene, order: Order, work: Packing, when: datetime, by: Actor) -> None:
    """A parcel, unless its linen is held: it waits for whoever decides."""
    try:
        packing.pack(scene.session, order, work, by=by, at=when)
    except Refused as refusal:
        if refusal.code != "on_hold":
            raise


def _pack_whole(scene: Scene, bag: Item, when: datetime, by: Actor) -> None:
    subject = subjects.item(scene.session, bag.id or 0)
    if subject is not None and subject.travels_in is not None:
        lot = scene.session.get_one(Lot, subject.travels_in)
        lots.take_out(scene.session, lot, [bag.id or 0], by=by, at=when)
    if subject is not None and subject.code:
        scene.move(subject.code, "pack", when, by=by)


_ORDERS = (
    select(Order)
    .join(Item, col(Item.order_id) == col(Order.id))
    .where(
        Item.workshop == "laundry",
        col(Item.stage) == bindparam("stage"),
        col(Item.closed_at).is_(None),
    )
    .distinct()
    .order_by(col(Order.id))
)


def _orders(scene: Scene, stage: str) -> list[Order]:
    return list(scene.session.exec(_ORDERS, params={"stage": stage}))


_STANDING = (
    select(Item)
    .where(
        col(Item.order_id) == bindparam("order"),
        col(Item.kind) == bindparam("kind"),
        col(Item.stage) == bindparam("stage"),
        col(Item.closed_at).is_(None),
    )
    .order_by(col(Item.id))
)


def _standing(scene: Scene, order: Order, kind: str, stage: str) -> list[Item]:
    asked = {"order": order.id, "kind": kind, "stage": stage}
    return list(scene.session.exec(_STANDING, params=asked))


def hand_over(scene: Scene, client_id: int, by: Actor) -> None:
    when = scene.sometime(14, 16)
    orders = [one for one in _orders(scene, "packed") if one.client_id == client_id]
    packed = [
        item
        for order in orders
        for kind in ("parcel", "bag", "garment")
        for item in _standing(scene, order, kind, "packed")
    ]
    for n, item in enumerate(packed):
        subject = subjects.item(scene.session, item.id or 0)
        if subject is not None and subject.code:
            scene.move(subject.code, "hand_over", when + timedelta(seconds=20 * n), by=by)
