"""Links to an order's page: created for one recipient, opened by their token, revoked, over.

The row keeps the hash of the token. Mails and prints hold the link's id, and make the address when
they leave.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from esat import clock, config
from esat.actors import Actor
from esat.config import Settings
from esat.errors import Invalid, NotFound, Refused
from esat.production.models import Order
from esat.tracking import tokens
from esat.tracking.models import AccessLink

FOLLOW: Final = "follow"
KEPT_OPEN: Final = timedelta(days=90)
"""How long a link opens after its order was closed or cancelled; proposed, to be validated."""
FORGOTTEN: Final = timedelta(days=365)
"""How long a link that opens nothing any more is still listed, before the row goes."""
OPENED_AGAIN: Final = timedelta(days=1)
_NOTHING: Final = "0" * 64
_BY_HASH = select(AccessLink).where(
    col(AccessLink.token_hash) == bindparam("hash"), AccessLink.purpose == FOLLOW
)


def create(
    session: Session,
    order_id: int,
    recipient: str,
    *,
    by: Actor,
    email: str = "",
    at: datetime | None = None,
) -> AccessLink:
    """A link for one recipient. Invalid without his name. Flushes."""
    name = recipient.strip()
    if not name:
        raise Invalid("form_invalid", {"recipient": "Écrivez à qui ce lien est donné."})
    link = AccessLink(
        order_id=order_id,
        recipient=name[:120],
        email=email.strip()[:200],
        purpose=FOLLOW,
        salt=secrets.token_hex(16),
        token_hash=secrets.token_hex(32),  # until its key is known
        created_at=at or clock.now(),
        created_by=by.account_id,
        expires_at=_end_of(session, order_id),
    )
    session.add(link)
    session.flush()
    link.token_hash = tokens.hash_of(_token(config.current(), link))
    session.flush()
    return link


def address(settings: Settings, link: AccessLink) -> str:
    """The full address of a link, for a mail that leaves or a paper that is printed."""
    return f"{settings.base_url.rstrip('/')}/suivi/{_token(settings, link)}"


def address_by_id(session: Session, link_id: int) -> str | None:
    """The address of a link that still opens; None once it is revoked or over."""
    link = session.get(AccessLink, link_id)
    if link is None or not opens(link, clock.now()):
        return None
    return address(config.current(), link)


def open_by(session: Session, token: str, at: datetime) -> AccessLink:
    """The link of a token. NotFound (`link_gone`) when it is malformed, unknown, revoked or over:
    the same work and the same answer for all but the first.
    """
    if not tokens.well_formed(token):
        raise NotFound("link_gone")
    hashed = tokens.hash_of(token)
    link = session.exec(_BY_HASH, params={"hash": hashed}).first()
    same = hmac.compare_digest(hashed, _NOTHING if link is None else link.token_hash)
    if link is None or not same or not opens(link, at):
        raise NotFound("link_gone")
    return link


def order_for(session: Session, token: str) -> int:
    """The key of the order that a token opens now; NotFound as `open_by`."""
    return open_by(session, token, clock.now()).order_id


def opens(link: AccessLink, at: datetime) -> bool:
    """Whether a link still opens its page."""
    return link.revoked_at is None and (link.expires_at is None or link.expires_at > at)


def stale(link: AccessLink, at: datetime) -> bool:
    """Whether its opening is to be noted: once a day is enough."""
    return link.last_opened_at is None or at - link.last_opened_at >= OPENED_AGAIN


def note_opened(session: Session, link_id: int, at: datetime) -> None:
    session.execute(
        update(AccessLink).where(col(AccessLink.id) == link_id).values(last_opened_at=at)
    )


def revoke(session: Session, order_id: int, link_id: int, *, at: datetime | None = None) -> None:
    """Close a link for good. Refuses `link_revoked`; NotFound when it is not of this order."""
    link = of(session, order_id, link_id)
    if link.revoked_at is not None:
        raise Refused("link_revoked")
    link.revoked_at = at or clock.now()
    session.flush()


def of(session: Session, order_id: int, link_id: int) -> AccessLink:
    """A link of that very order; NotFound (`link_unknown`) otherwise."""
    link = session.get(AccessLink, link_id)
    if link is None or link.order_id != order_id:
        raise NotFound("link_unknown")
    return link


_OF_ORDER = (
    select(AccessLink)
    .where(col(AccessLink.order_id) == bindparam("order"))
    .order_by(col(AccessLink.id))
)


def of_order(session: Session, order_id: int) -> list[AccessLink]:
    """The links of an order, oldest first."""
    return list(session.exec(_OF_ORDER, params={"order": order_id}))


def for_paper(session: Session, order_id: int) -> AccessLink | None:
    """The newest link that opens and was made for a paper or a hand, not for somebody's mail."""
    now = clock.now()
    made = [link for link in of_order(session, order_id) if opens(link, now) and not link.email]
    return made[-1] if made else None


def for_recipient(
    session: Session, order_id: int, recipient: str, email: str, *, by: Actor, at: datetime
) -> AccessLink:
    """The link that this recipient already has and that still opens, or a new one."""
    for link in of_order(session, order_id):
        if opens(link, at) and link.email.casefold() == email.casefold():
            return link
    return create(session, order_id, recipient, by=by, email=email, at=at)


def end_with_order(session: Session, order_id: int, at: datetime) -> None:
    """The order is closed or cancelled (again, perhaps): its links open for 90 days more."""
    query = update(AccessLink).where(col(AccessLink.order_id) == order_id)
    session.execute(query.values(expires_at=at + KEPT_OPEN))


def over(session: Session, at: datetime) -> list[AccessLink]:
    """Links that opened nothing for a year: what the retention rule removes."""
    limit = at - FORGOTTEN
    dead = (col(AccessLink.expires_at) < limit) | (col(AccessLink.revoked_at) < limit)
    return list(session.exec(select(AccessLink).where(dead).order_by(col(AccessLink.id))))


def purge(session: Session, at: datetime) -> int:
    keys = [link.id for link in over(session, at)]
    session.execute(delete(AccessLink).where(col(AccessLink.id).in_(keys)))
    return len(keys)


def _end_of(session: Session, order_id: int) -> datetime | None:
    """When a link of an order that is already over ends; None while the order lives."""
    order = session.get(Order, order_id)
    ended = None if order is None else order.closed_at or order.cancelled_at
    return None if ended is None else ended + KEPT_OPEN


def _token(settings: Settings, link: AccessLink) -> str:
    if link.id is None:
        raise ValueError("a link without key")
    return tokens.make(tokens.key_from(settings.secret()), link.id, link.purpose, link.salt)
