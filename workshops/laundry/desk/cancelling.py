"""A deposit written down by mistake: cancelled while nothing of it was washed, with its reason."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import StringConstraints
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import orders
from esat.production.models import Order
from esat.web.forms import FormShape, NoControl
from workshops.laundry.desk import payments
from workshops.laundry.desk.deposits import require

LYING: Final = ("received",)
"""Where things of a deposit are while they lie at the counter: nobody began on them."""


class CancelIn(FormShape):
    """Why it is cancelled."""

    cause: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


def cancel(
    session: Session, order: Order, cause: str, *, by: Actor, at: datetime | None = None
) -> None:
    """Cancel a deposit; what was said of its payment ends with it. Refuses `desk_receipt_stands`
    while a receipt of the cash office is noted, `order_begun`, `order_closed`; forbids
    `not_allowed`. Flushes.
    """
    require(by)
    moment = at or clock.now()
    said = payments.standing(session, orders.key(order))
    if said is not None and said.kind == "receipt":
        raise Refused("desk_receipt_stands", number=said.receipt_no)
    orders.cancel(session, order, cause, by=by, at=moment, untouched=LYING)
    if said is not None:
        said.ended_at = moment
    session.flush()
