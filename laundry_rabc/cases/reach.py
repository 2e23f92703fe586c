"""What linen is concerned by a lot that went wrong: what was in it then, and all made of it since.

    lot --> its linen --> the loads that it joined since --> what travelled there --> parcels

What lay in a load beside it is concerned too: nobody can tell them apart any more.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from esat.production import tables
from esat.production.models import ItemLink, LotLink

_item, _member = tables.item, tables.lot_item
_parts: Any = ItemLink.__table__
_loads: Any = LotLink.__table__


def concerned(session: Session, lots: Mapping[int, datetime]) -> set[int]:
    """The items concerned, in house or gone, by lots that went wrong each since a moment."""
    found: set[int] = set()
    seen: dict[int, datetime] = {}
    ahead = dict(lots)
    while ahead:
        seen |= ahead
        fresh = _with_parcels(session, _inside(session, ahead)) - found
        found |= fresh
        since = min(ahead.values())
        further = _joined(session, fresh, since) | _made_of(session, ahead)
        ahead = {lot: since for lot in further if lot not in seen}
    return found


def in_house(session: Session, items: Iterable[int]) -> list[int]:
    """Those that are still here: neither handed over nor taken up into something else."""
    query = select(_item.c.id).where(
        _item.c.id.in_(sorted(items)), _item.c.closed_at.is_(None), _item.c.stage != "expected"
    )
    return sorted(session.connection().execute(query).scalars())


def _inside(session: Session, lots: Mapping[int, datetime]) -> set[int]:
    """What was in these lots at their moment, or joined them later."""
    found: set[int] = set()
    query = select(_member.c.lot_id, _member.c.item_id, _member.c.left_at).where(
        _member.c.lot_id.in_(sorted(lots))
    )
    for row in session.connection().execute(query):
        if row.left_at is None or row.left_at >= lots[row.lot_id]:
            found.add(row.item_id)
    return found


def _with_parcels(session: Session, items: set[int]) -> set[int]:
    """These items and all that was made of them."""
    found, ahead = set(items), set(items)
    while ahead:
        query = select(_parts.c.child_id).where(_parts.c.parent_id.in_(sorted(ahead)))
        ahead = set(session.connection().execute(query).scalars()) - found
        found |= ahead
    return found


def _joined(session: Session, items: set[int], since: datetime) -> set[int]:
    query = select(_member.c.lot_id).where(
        _member.c.item_id.in_(sorted(items)),
        or_(_member.c.joined_at >= since, _member.c.left_at.is_(None)),
    )
    return set(session.connection().execute(query.distinct()).scalars())


def _made_of(session: Session, lots: Mapping[int, datetime]) -> set[int]:
    query = select(_loads.c.child_id).where(_loads.c.parent_id.in_(sorted(lots)))
    return set(session.connection().execute(query).scalars())
