"""A lost link: an order's number and a postcode bring it back to the addresses already known."""

import re
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from esat import clock
from esat.production.models import Order
from esat.tracking import links, news

_ORDER = text(
    "SELECT orders.id, client.postcode AS client_postcode, delivery_site.postcode AS site_postcode"
    " FROM orders JOIN client ON client.id = orders.client_id"
    " LEFT JOIN delivery_site ON delivery_site.id = orders.site_id WHERE orders.ref = :ref"
)
_BLANKS = re.compile(r"\s+")


def send_again(session: Session, ref: str, postcode: str, at: datetime) -> int:
    """Queue the mail if both match an order whose page may still open; gives how many mails."""
    wanted = _BLANKS.sub("", ref).upper()
    place = _BLANKS.sub("", postcode)
    row = session.connection().execute(_ORDER, {"ref": wanted}).first()
    if row is None or not place or place not in {row.client_postcode, row.site_postcode}:
        return 0
    order = session.get_one(Order, row.id)
    over = order.closed_at is not None and order.closed_at + links.KEPT_OPEN <= at
    if order.cancelled_at is not None or over:
        return 0
    return news.send_link(session, row.id, clock.local(at).date(), at)
