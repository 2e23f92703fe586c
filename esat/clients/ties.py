"""What other rooms hold on a client, asked of their tables and not of their code.

Orders stand on a higher floor: this file may not import them. It looks for their table in the
house's schema, and where no room brought one, no client has orders.
"""

from datetime import datetime

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel


def _orders() -> Table | None:
    return SQLModel.metadata.tables.get("orders")


def has_open_orders(session: Session, client_id: int) -> bool:
    """Whether an order of this client is neither closed nor cancelled."""
    orders = _orders()
    if orders is None:
        return False
    query = select(orders.c.id).where(
        orders.c.client_id == client_id,
        orders.c.closed_at.is_(None),
        orders.c.cancelled_at.is_(None),
    )
    return session.execute(query.limit(1)).first() is not None


def ordered_since(session: Session, client_id: int, since: datetime) -> bool:
    """Whether this client opened, or saw closed, an order after that moment."""
    orders = _orders()
    if orders is None:
        return False
    query = select(orders.c.id).where(
        orders.c.client_id == client_id,
        (orders.c.opened_at >= since) | (orders.c.closed_at >= since),
    )
    return session.execute(query.limit(1)).first() is not None
