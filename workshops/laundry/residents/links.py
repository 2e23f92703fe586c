"""The secret address of a client: its residents' linen by number; made of the house's secret, no
row holds it.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, config
from esat.actors import Actor
from esat.clients.models import Client
from esat.config import Settings
from esat.errors import Invalid, NotFound, Refused
from esat.tracking import tokens
from workshops.laundry.residents import rights
from workshops.laundry.residents.models import LinenLink

PURPOSE: Final = "linen"
OPEN_FOR: Final = timedelta(days=365)
"""How long such a link opens; proposed, to be validated."""


def create(session: Session, client_id: int, recipient: str, *, by: Actor) -> LinenLink:
    """A link for one person of a client's. Invalid without her name or function. Flushes."""
    rights.require(by, rights.EDIT)
    if not recipient.strip():
        raise Invalid("form_invalid", {"recipient": "Écrivez à qui ce lien est donné."})
    if session.get(Client, client_id) is None:
        raise NotFound("not_found")
    now = clock.now()
    link = LinenLink(
        client_id=client_id, recipient=recipient.strip()[:120], salt=secrets.token_hex(16),
        token_hash=secrets.token_hex(32), created_at=now, created_by=by.account_id,
        expires_at=now + OPEN_FOR,
    )  # fmt: skip
    session.add(link)
    session.flush()
    link.token_hash = tokens.hash_of(_token(config.current(), link))
    session.flush()
    return link


def address(settings: Settings, link: LinenLink) -> str:
    """The full address, for the hand that gives it."""
    return f"{settings.base_url.rstrip('/')}/suivi/linge/{_token(settings, link)}"


def open_by(session: Session, token: str) -> LinenLink:
    """The link of a token. NotFound `link_gone` when it is malformed, unknown, revoked or over."""
    if not tokens.well_formed(token):
        raise NotFound("link_gone")
    query = select(LinenLink).where(LinenLink.token_hash == tokens.hash_of(token))
    link = session.exec(query).first()
    if link is None or not opens(link, clock.now()):
        raise NotFound("link_gone")
    return link


def opens(link: LinenLink, at: datetime) -> bool:
    return link.revoked_at is None and link.expires_at > at


def of_client(session: Session, client_id: int) -> list[LinenLink]:
    """The links that open now, the newest first."""
    query = select(LinenLink).where(LinenLink.client_id == client_id)
    now = clock.now()
    found = session.exec(query.order_by(col(LinenLink.id).desc()))
    return [link for link in found if opens(link, now)]


def revoke(session: Session, client_id: int, link_id: int, *, by: Actor) -> None:
    """Close a link for good. NotFound when it is not that client's; refuses `link_revoked`."""
    rights.require(by, rights.EDIT)
    link = session.get(LinenLink, link_id)
    if link is None or link.client_id != client_id:
        raise NotFound("link_unknown")
    if link.revoked_at is not None:
        raise Refused("link_revoked")
    link.revoked_at = clock.now()
    session.flush()


def _token(settings: Settings, link: LinenLink) -> str:
    key = tokens.key_from(settings.secret())
    return tokens.make(key, link.id or 0, PURPOSE, link.salt)
