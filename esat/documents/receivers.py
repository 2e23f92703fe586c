"""The only listener of this room: a hand-over that is recorded gets its delivery note."""

from sqlmodel import Session

from esat.actors import Actor
from esat.documents import service
from esat.production.journal import Recorded, event_recorded
from esat.production.models import Delivery, Order


def install() -> None:
    event_recorded.connect(on_event, weak=False)


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """Number the note in the transaction of the hand-over; its file is drawn afterwards."""
    entry = event.entry
    if entry.kind != "order.delivered" or entry.order_id is None:
        return
    delivery = session.get(Delivery, (entry.data or {}).get("delivery"))
    if delivery is None:
        return
    order = session.get_one(Order, entry.order_id)
    service.delivery_note(session, order, delivery, by=by, at=event.recorded_at)
