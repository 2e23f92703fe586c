"""The bags of a client: those that are free, and new ones with a code of their own."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from esat.production import things
from esat.production.models import Item, Resource


def free_bags(session: Session, client_id: int, most: int) -> list[Resource]:
    """The client's bags that are in no open order, oldest first, `most` at the most."""
    busy = select(Item.resource_id).where(
        col(Item.resource_id).is_not(None), col(Item.closed_at).is_(None)
    )
    query = (
        select(Resource)
        .where(
            Resource.kind == "bag",
            Resource.workshop == "laundry",
            Resource.client_id == client_id,
            col(Resource.retired_at).is_(None),
            col(Resource.id).not_in(busy),
        )
        .order_by(col(Resource.id))
        .limit(most)
    )
    return list(session.exec(query))


def new_bags(session: Session, client_id: int, count: int, *, at: datetime) -> list[Resource]:
    """As many new bags of the client, numbered after those that he has."""
    known = session.exec(
        select(func.count(col(Resource.id))).where(
            Resource.kind == "bag", Resource.client_id == client_id
        )
    ).one()
    return [
        things.add_resource(
            session, "bag", f"Sac {known + n}", "laundry", "F", client_id=client_id, at=at
        )[0]
        for n in range(1, count + 1)
    ]
