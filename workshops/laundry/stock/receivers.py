"""The listener of the circulating stock: the pieces that were counted in a parcel are where the
parcel is, clean, at the client's or at work again. Nothing is asked of the database for an event
that changes no such place.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.folding import fold
from esat.production.journal import Recorded, event_recorded
from esat.production.models import Item, LotItem, Order
from workshops.laundry.dispatch.models import ParcelLine
from workshops.laundry.stock import counted
from workshops.laundry.stock.models import StockMove

PLACES: Final = {"handed_over": "client", "packed": "store", "discarded": None}
"""Where a parcel of that stage is; of any other stage it is at work."""
MOVED: Final = frozenset({"moved", "move_undone", "stage_corrected"})


@dataclass(frozen=True, slots=True)
class _Way:
    """From which place to which, by what event, whose act."""

    source: str | None
    target: str | None
    event: Recorded
    by: Actor


def install() -> None:
    """Listen to the journal."""
    event_recorded.connect(on_event, weak=False)


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """Write in the same transaction where the counted pieces went."""
    entry = event.entry
    if entry.kind == "order.packed":
        parcels = [int(key) for key in (entry.data or {}).get("parcels", ())]
        _went(session, parcels, _Way("house", "store", event, by))
    elif entry.kind == "item.returned" and entry.item_id is not None:
        made = session.get_one(Item, entry.item_id)
        _went(session, [entry.item_id], _Way("client", _place(made.stage), event, by))
    elif entry.kind.partition(".")[2] in MOVED and entry.to_stage is not None:
        way = _Way(_place(entry.from_stage), _place(entry.to_stage), event, by)
        if way.source != way.target:
            _went(session, _things(session, event), way)


def _place(stage: str | None) -> str | None:
    return PLACES.get(stage or "", "house")


def _things(session: Session, event: Recorded) -> list[int]:
    """The things that an event moved: one, or what travels in a lot."""
    entry = event.entry
    if entry.lot_id is None:
        return [] if entry.item_id is None else [entry.item_id]
    query = select(LotItem.item_id).where(
        LotItem.lot_id == entry.lot_id, col(LotItem.left_at).is_(None)
    )
    return list(session.exec(query))


def _went(session: Session, things: list[int], way: _Way) -> None:
    """A movement of each article that the lines of these parcels name; other linen is not told."""
    for (client_id, ref), pieces in _pieces(session, things).items():
        words = counted.by_word(session, client_id)
        found = defaultdict[int, int](int)
        for label, count in pieces:
            article = words.get(fold(label))
            if article is not None and count:
                found[article] += count
        session.add_all(
            _row(client_id, article, Decimal(count), ref, way) for article, count in found.items()
        )
        session.flush()


_PIECES = (
    select(Order.client_id, Order.ref, ParcelLine.label, ParcelLine.pieces)
    .join(Item, col(Item.order_id) == col(Order.id))
    .join(ParcelLine, col(ParcelLine.item_id) == col(Item.id))
    .where(col(Item.id).in_(bindparam("things", expanding=True)), ParcelLine.label != "")
)


def _pieces(session: Session, things: list[int]) -> dict[tuple[int, str], list[tuple[str, int]]]:
    """What the parcels hold under a word, by client and order."""
    found = defaultdict[tuple[int, str], list[tuple[str, int]]](list)
    if not things:
        return found
    for client_id, ref, label, pieces in session.exec(_PIECES, params={"things": things}):
        found[client_id, ref].append((label, pieces))
    return found


def _row(client_id: int, article: int, quantity: Decimal, ref: str, way: _Way) -> StockMove:
    return StockMove(
        client_id=client_id, article_id=article, kind=_kind(way), from_place=way.source,
        to_place=way.target, quantity=quantity, at=way.event.entry.at,
        recorded_at=way.event.recorded_at, account_id=way.by.account_id,
        reason=f"Commande {ref}", late=way.event.entry.late,
    )  # fmt: skip


def _kind(way: _Way) -> str:
    if way.target is None:
        return "discarded"
    if way.target == "client":
        return "delivered"
    return "returned" if way.source == "client" else "stored"
