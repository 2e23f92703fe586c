"""What the label of a trolley says: whose linen stands on it, and on which round it leaves."""

from sqlmodel import Session, col, select

from esat import clock, config
from esat.clients.models import Client
from esat.production.models import Order, Resource
from esat.web.filters import short_day
from workshops.laundry.dispatch import rounds, trolleys
from workshops.laundry.dispatch.models import Trip, TripStop


def lines(session: Session, resource_id: int) -> dict[str, str]:
    """The client and the round; the trolley's own name where nothing stands on it."""
    trolley = session.get_one(Resource, resource_id)
    keys = {item.order_id for item in trolleys.on(session, resource_id)}
    query = (
        select(Client)
        .join(Order, col(Order.client_id) == col(Client.id))
        .where(col(Order.id).in_(keys))
        .distinct()
        .order_by(col(Client.name), col(Client.id))
    )
    clients = session.exec(query).all()
    house = config.current().house_name
    if not clients:
        return {"title": trolley.label, "line1": "", "line2": "Blanchisserie", "footer": house}
    more = f" + {len(clients) - 1}" if len(clients) > 1 else ""
    return {
        "title": clients[0].name + more,
        "line1": _round(session, [client.id or 0 for client in clients]),
        "line2": trolley.label,
        "footer": house,
    }


def _round(session: Session, client_ids: list[int]) -> str:
    """The next trip that brings something to these clients, else the round that they are on."""
    query = (
        select(Trip)
        .join(TripStop, col(TripStop.trip_id) == col(Trip.id))
        .where(
            col(TripStop.client_id).in_(client_ids),
            col(TripStop.deliver).is_(True),
            col(TripStop.skipped_at).is_(None),
            col(Trip.day) >= clock.today(),
        )
        .order_by(col(Trip.day), col(Trip.id))
        .limit(1)
    )
    trip = session.exec(query).first()
    if trip is not None:
        return f"{trip.label} · {short_day(trip.day)}"
    for one in rounds.in_force(session):
        stops = rounds.stops_of(session, one)
        if any(stop.deliver and stop.client_id in client_ids for stop in stops):
            return one.label
    return ""
