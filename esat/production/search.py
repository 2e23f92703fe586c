"""One field for everything: client, town, order number, any code; accents and case ignored.

SELECTs only. A code opens what it designates; words are looked for in the folded columns.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select
from sqlmodel import Session

from esat.actors import Actor
from esat.clients import reads as clients
from esat.clients.reads import ClientRow
from esat.folding import fold
from esat.production import client_codes, codes, scans, tables
from esat.production.order_reads import scope
from esat.production.subjects import Subject

ORDERS = 20
CLIENTS = 5
_order, _client = tables.order, tables.client


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order as the search shows it."""

    ref: str
    workshop: str
    client: str
    town: str
    due_on: date | None
    word: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a text gives: the one thing it designates, clients, orders."""

    text: str
    thing: Subject | None = None
    clients: tuple[ClientRow, ...] = ()
    orders: tuple[FoundOrder, ...] = ()

    @property
    def empty(self) -> bool:
        return self.thing is None and not self.clients and not self.orders


def find(session: Session, text: str, *, by: Actor) -> Found:
    """All that a text may mean to this actor; nothing of a workshop that is not his."""
    words = fold(text).split()
    thing = designated(session, text, by=by)
    if not words:
        return Found(text, thing)
    may_see_clients = by.can("clients.read")
    return Found(
        text,
        thing,
        clients.search(session, text, CLIENTS) if may_see_clients else (),
        _orders(session, words, by),
    )


def designated(session: Session, text: str, *, by: Actor) -> Subject | None:
    """The thing that a code, of ours or a client's, or an order's whole number designates."""
    bare = text.strip()
    if not bare or len(bare) > codes.MAX_FOREIGN:
        return None
    found = scans.resolve(session, bare).subject or _by_number(session, bare)
    if found is None or found.revoked or found.kind in {"blank", "unlinked", "badge", "station"}:
        return None
    if found.workshop is not None and not by.can("orders.read", workshop=found.workshop):
        return None
    return client_codes.with_our_code(session, found)


def _by_number(session: Session, text: str) -> Subject | None:
    """An order by its number as people write it: « l26-00012 », « L26 12 », with AZERTY digits."""
    for candidate in (text, codes.unshift(text)):
        series, _, number = candidate.upper().replace(" ", "-").partition("-")
        if not number.isdigit():
            continue
        ref = f"{series}-{int(number):05d}"
        row = session.connection().execute(
            select(_order.c.id, _order.c.workshop).where(_order.c.ref == ref)
        ).first()  # fmt: skip
        if row is not None:
            return Subject(kind="order", order_id=row.id, order_ref=ref, workshop=row.workshop)
    return None


def _orders(session: Session, words: list[str], by: Actor) -> tuple[FoundOrder, ...]:
    """Orders that hold every word: open ones first, the newest first."""
    workshops = scope(by)
    if not by.can("orders.read") or workshops == ():
        return ()
    live = _order.c.closed_at.is_(None) & _order.c.cancelled_at.is_(None)
    query = (
        select(
            _order.c.ref, _order.c.workshop, _order.c.due_on, _order.c.closed_at,
            _order.c.cancelled_at, _client.c.name, _client.c.town,
        )
        .join(_client, _client.c.id == _order.c.client_id)
        .where(*(_order.c.search.contains(word, autoescape=True) for word in words))
        .order_by(case((live, 0), else_=1), _order.c.id.desc())
        .limit(ORDERS)
    )  # fmt: skip
    if workshops is not None:
        query = query.where(_order.c.workshop.in_(workshops))
    return tuple(_found(row) for row in session.connection().execute(query))


def _found(row: Any) -> FoundOrder:
    word = "Annulée" if row.cancelled_at else "Terminée" if row.closed_at else ""
    return FoundOrder(row.ref, row.workshop, row.name, row.town, row.due_on, word)
