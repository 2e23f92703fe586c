"""What a client is told by mail: confirmed, delayed, ready, handed over; each once for ever.

A state told once is not told again, even if it was rolled back and reached anew: the key of the
mail says which order and which state. Only the words leave here; `mailing` sends them later.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from esat import registry
from esat.actors import SYSTEM
from esat.mailing import service as mailing
from esat.production.models import Order
from esat.stages import PHASE_RANKS, Phase
from esat.tracking import links, recipients
from esat.web import filters

CONFIRMED, DELAYED = "order.confirmed", "order.delayed"
READY, HANDED_OVER = "order.ready", "order.handed_over"
LINK: Final = "order.link"
NOT_AGREED: Final = "jour à fixer ensemble"
NO_NEWS: Final = timedelta(days=7)
"""What a tablet kept for longer than this is no news any more: it is journalled, not mailed."""


def tell(session: Session, order_id: int, kind: str, key: str, day: date, at: datetime) -> int:
    """Queue one mail for each recipient, unless the state of `key` was told; gives how many."""
    if mailing.is_told(session, key):
        return 0  # told before, to whoever was known then
    order = session.get(Order, order_id)
    told = recipients.of_order(session, order_id)
    if order is None or order.cancelled_at is not None:
        return 0
    workshop = registry.current().workshop(order.workshop)
    values = {
        "ref": order.ref,
        "client": told.client,
        "date": filters.day(day) if day != date.max else NOT_AGREED,
        "atelier": workshop.label,
    }
    queued = 0
    for n, recipient in enumerate(told.recipients, start=1):
        link = links.for_recipient(
            session, order_id, recipient.name, recipient.email, by=SYSTEM, at=at
        )
        own = key if n == 1 else f"{key}:{n}"
        mail = mailing.queue(
            session, kind, recipient.email, own, values, order_id=order_id, link_id=link.id, at=at
        )
        queued += mail is not None
    return queued


def confirmed(session: Session, order_id: int, at: datetime) -> None:
    order = session.get(Order, order_id)
    if order is not None:
        tell(session, order_id, CONFIRMED, _key(order_id, CONFIRMED), order.due_on or date.max, at)


def delayed(session: Session, order_id: int, after: date, at: datetime) -> None:
    """A later date is news each time that it is another one."""
    key = f"{_key(order_id, DELAYED)}:{after.isoformat()}"
    tell(session, order_id, DELAYED, key, after, at)


def reached(
    session: Session, order_id: int, phases: Iterable[Phase], day: date, at: datetime
) -> None:
    """All is ready, or all is handed over: the further of the two is told."""
    slowest = min(PHASE_RANKS[phase] for phase in phases)
    if slowest >= PHASE_RANKS[Phase.HANDED_OVER]:
        tell(session, order_id, HANDED_OVER, _key(order_id, HANDED_OVER), day, at)
    elif slowest >= PHASE_RANKS[Phase.READY]:
        tell(session, order_id, READY, _key(order_id, READY), day, at)


def send_link(session: Session, order_id: int, day: date, at: datetime) -> int:
    """Send the link again to the known addresses, once a day at most; gives how many mails."""
    return tell(session, order_id, LINK, f"{_key(order_id, LINK)}:{day.isoformat()}", day, at)


def _key(order_id: int, kind: str) -> str:
    return f"order:{order_id}:{kind.removeprefix('order.')}"
