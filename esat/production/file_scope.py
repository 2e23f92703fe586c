"""Which workshop a file belongs to, for the rights on it; files know no order."""

from sqlalchemy import select
from sqlmodel import Session

from esat.files.models import StoredFile
from esat.production.models import Item, Order

_item, _order = Item.__table__, Order.__table__


def workshop_of(session: Session, file: StoredFile) -> str | None:
    """The workshop of the order or the item that a file is attached to; None when to neither."""
    if file.item_id is not None:
        query = select(_item.c.workshop).where(_item.c.id == file.item_id)
    elif file.order_id is not None:
        query = select(_order.c.workshop).where(_order.c.id == file.order_id)
    else:
        return None
    return session.connection().execute(query).scalar()
