"""Which lots a piece of linen travelled in, what holds them, and whether it was ever mixed.

A parcel is *certain* to hold a client's linen where every lot that the linen went through held the
things of that client alone; else the parcel is only a possible one of it. SELECTs only.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from esat.production.models import Hold, Item, ItemLink, LotItem, LotLink, Order

LOOSE = ("linen", "garment")
"""What lies loose in a drum; a bag that stays closed does not mix."""
_member, _link, _item, _order, _hold, _lots = (
    LotItem.__table__,
    ItemLink.__table__,
    Item.__table__,
    Order.__table__,
    Hold.__table__,
    LotLink.__table__,
)


def origins(session: Session, item_id: int) -> dict[int, datetime | None]:
    """The linen that an item was cut from, itself first, each until when it was one with it."""
    found: dict[int, datetime | None] = {item_id: None}
    frontier = {item_id}
    while frontier:
        query = (
            select(_link.c.parent_id, _link.c.at)
            .join(_item, _item.c.id == _link.c.parent_id)
            .where(_link.c.child_id.in_(frontier), _item.c.kind.in_(LOOSE))
        )
        rows = session.connection().execute(query).all()
        frontier = {row.parent_id for row in rows} - set(found)
        found |= {row.parent_id: row.at for row in rows if row.parent_id in frontier}
    return found


def lots_of(session: Session, item_id: int) -> frozenset[int]:
    """Every lot that an item travelled in, before it was cut from another included."""
    return frozenset(lot for lot, _, _ in _stays(session, item_id))


def one_client(session: Session, item_id: int) -> bool:
    """Whether each lot that the linen went through held its client's things alone meanwhile."""
    clients = set[int]()
    for lot, since, until in _stays(session, item_id):
        query = (
            select(_order.c.client_id)
            .select_from(
                _member.join(_item, _item.c.id == _member.c.item_id).join(
                    _order, _order.c.id == _item.c.order_id
                )
            )
            .where(
                _member.c.lot_id == lot,
                _member.c.left_at.is_(None) | (_member.c.left_at >= since),
                *(() if until is None else (_member.c.joined_at <= until,)),
            )
            .distinct()
        )
        clients |= set(session.connection().execute(query).scalars())
    return len(clients) <= 1


def holds_on_the_way(session: Session, item_ids: Collection[int]) -> list[str]:
    """The reasons of the open holds on lots that these items, or what they come from, went
    through, and on what they come from: a lot held after they left it holds them as well.
    """
    reasons = set[str]()
    for item_id in item_ids:
        lots, parents = _ancestors(session, item_id)
        query = select(_hold.c.reason).where(
            _hold.c.lifted_at.is_(None),
            _hold.c.lot_id.in_(lots) | _hold.c.item_id.in_(parents),
        )
        reasons |= set(session.connection().execute(query).scalars())
    return sorted(reasons)


def _stays(session: Session, item_id: int) -> list[tuple[int, datetime, datetime | None]]:
    """Each stay in a lot: from when, until when; of what it was cut from, until the cut."""
    found = []
    for key, cut in origins(session, item_id).items():
        query = select(_member.c.lot_id, _member.c.joined_at, _member.c.left_at).where(
            _member.c.item_id == key
        )
        for lot, since, left in session.connection().execute(query):
            if cut is None or since <= cut:
                ends = [moment for moment in (left, cut) if moment is not None]
                found.append((lot, since, min(ends) if ends else None))
    return found


def _ancestors(session: Session, item_id: int) -> tuple[set[int], set[int]]:
    """The lots on the way and those that became them; the bag and the linen it comes from."""
    parents = set(origins(session, item_id))
    query = select(_link.c.parent_id).where(_link.c.child_id.in_(parents))
    parents |= set(session.connection().execute(query).scalars())
    lots = set(lots_of(session, item_id))
    frontier = set(lots)
    while frontier:
        rows = session.connection().execute(
            select(_lots.c.parent_id).where(_lots.c.child_id.in_(frontier))
        )
        frontier = set(rows.scalars()) - lots
        lots |= frontier
    return lots, parents
