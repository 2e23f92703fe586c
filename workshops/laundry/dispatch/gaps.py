"""What is missing, or too much, once the last linen of an order is packed: kept, not rounded."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import journal, orders
from esat.production.journal import Entry
from esat.production.models import Item, Order
from esat.web.filters import number
from workshops.laundry.dispatch import balance
from workshops.laundry.dispatch.balance import WHOLE, Balance
from workshops.laundry.dispatch.certainty import LOOSE
from workshops.laundry.dispatch.models import Gap
from workshops.laundry.plant import limits

TO_COME = ("received", "sorted")
"""A bag at these stages may still be opened, and give linen."""


def still_to_pack(session: Session, order_id: int) -> int:
    """How many things of an order may still become parcels."""
    open_ones = select(Item.kind, Item.stage).where(
        Item.order_id == order_id, col(Item.closed_at).is_(None)
    )
    return sum(
        1
        for kind, stage in session.exec(open_ones)
        if kind in LOOSE or (kind in WHOLE and stage in TO_COME)
    )


def keep(session: Session, order: Order, reason: str, *, by: Actor, at: datetime) -> Gap | None:
    """Keep the difference once nothing is left to pack. Refuses `gap_reason` where it is above the
    limit and nobody said why. Flushes.
    """
    key = orders.key(order)
    session.flush()
    session.expire_all()
    if still_to_pack(session, key):
        return None
    found = balance.of_order(session, key)
    told = reason.strip()[:200]
    if not told and above_limit(session, found, at):
        raise Refused("gap_reason", gap=in_words(found))
    row = Gap(
        order_id=key,
        received_kg=None if found.unweighed else found.received,
        linen_kg=found.composed,
        packed_kg=found.parcels,
        discarded_kg=found.discarded,
        kg=None if found.unweighed else found.missing,
        received_pieces=found.opened_pieces,
        packed_pieces=found.packed_pieces,
        pieces=found.missing_pieces,
        reason=told,
        at=at,
        recorded_at=clock.now(),
        account_id=by.account_id,
    )
    session.add(row)
    session.flush()
    data = {"gap": row.id, "kg": None if row.kg is None else str(row.kg), "pieces": row.pieces}
    journal.record(session, Entry("order.gap_kept", at, order_id=key, data=data), by=by)
    return row


def above_limit(session: Session, found: Balance, at: datetime) -> bool:
    """Whether a difference is to be explained, by the limits in force at that moment."""
    allowed = limits.values(session, ("gap_kg", "gap_pieces"), at)
    pieces = found.missing_pieces
    if pieces is not None and abs(pieces) > allowed["gap_pieces"]:
        return True
    if found.unweighed or not found.received:
        return False
    return abs(found.missing) * 100 > allowed["gap_kg"] * found.received


def in_words(found: Balance) -> str:
    """« 1,2 kg en moins, 3 pièces en moins »"""
    return _words(None if found.unweighed else found.missing, found.missing_pieces)


def row_in_words(row: Gap) -> str:
    """The same of a difference that was kept."""
    return _words(row.kg, row.pieces)


def of_order(session: Session, order_id: int) -> list[Gap]:
    """The differences of an order, the last one first."""
    query = select(Gap).where(Gap.order_id == order_id).order_by(col(Gap.id).desc())
    return list(session.exec(query))


def _words(kg: Decimal | None, pieces: int | None) -> str:
    said = [_side(kg, number(abs(kg), "kg"))] if kg else []
    if pieces:
        said.append(_side(Decimal(pieces), number(abs(pieces), "pièce")))
    return ", ".join(said)


def _side(value: Decimal, words: str) -> str:
    return f"{words} en moins" if value > 0 else f"{words} en trop"
