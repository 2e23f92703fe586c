"""Whether an order has a hygiene statement: asked each time that a client opens his page."""

from typing import Any, Final

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from esat.production import tables
from esat.production.models import Delivery
from workshops.laundry.recall import facts

_order, _item = tables.order, tables.item
_delivery: Any = Delivery.__table__
_GIVEN: Final = select(_order.c.id).where(
    _order.c.id == bindparam("order"),
    _order.c.workshop == "laundry",
    or_(
        select(_item.c.id)
        .where(_item.c.order_id == bindparam("order"), _item.c.stage == facts.GIVEN)
        .exists(),
        select(_delivery.c.id)
        .where(_delivery.c.order_id == bindparam("order"), _delivery.c.refused.is_(False))
        .exists(),
    ),
)
"""Written once, one statement."""


def of_laundry(session: Session, order_id: int) -> bool:
    """Whether an order is the laundry's and something of it was handed over."""
    return session.connection().execute(_GIVEN, {"order": order_id}).first() is not None
