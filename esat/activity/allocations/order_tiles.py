"""The open orders that people may be placed on, those used last first; SELECTs only."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlmodel import Session

from esat.activity.allocations.models import Allocation
from esat.folding import fold
from esat.production import codes, tables

SHOWN: Final = 12
_order, _client, _code = tables.order, tables.client, tables.barcode
_line = Allocation.__table__.c


@dataclass(frozen=True, slots=True)
class OrderTile:
    """An order, and the code that is scanned for it."""

    id: int
    ref: str
    client: str
    due_on: date | None
    code: str = ""


def tiles(
    session: Session, workshop: str, text: str = "", chosen: int | None = None
) -> list[OrderTile]:
    """The open orders of a workshop, those used last first, then those promised first; with words,
    those that hold them all. The one that is chosen is always among them.
    """
    used = (
        select(_line.order_id, func.max(_line.at).label("at"))
        .where(_line.order_id.is_not(None), _line.voided_at.is_(None))
        .group_by(_line.order_id)
        .subquery()
    )
    due = func.coalesce(_order.c.due_on, date.max)
    query = (
        _tiles()
        .outerjoin(used, used.c.order_id == _order.c.id)
        .where(_order.c.closed_at.is_(None), _order.c.cancelled_at.is_(None))
        .order_by(used.c.at.is_(None), used.c.at.desc(), due, _order.c.id)
        .limit(SHOWN)
    )
    if workshop:
        query = query.where(_order.c.workshop == workshop)
    for word in fold(text).split():
        query = query.where(or_(_order.c.search.contains(word), _client.c.search.contains(word)))
    found = _read(session, query)
    if chosen is not None and all(one.id != chosen for one in found):
        found = [*_read(session, _tiles().where(_order.c.id == chosen)), *found]
    return found


def by_code(session: Session, text: str, workshop: str) -> OrderTile | None:
    """The order of that code or number, when it is of the workshop."""
    asked = codes.repair(text)
    keys = select(_code.c.order_id).where(_code.c.code == asked, _code.c.revoked_at.is_(None))
    query = _tiles().where(or_(_order.c.id.in_(keys), _order.c.ref == text.strip().upper()))
    if workshop:
        query = query.where(_order.c.workshop == workshop)
    return next(iter(_read(session, query)), None)


def _tiles() -> Any:
    return select(_order.c.id, _order.c.ref, _client.c.name, _order.c.due_on).join(
        _client, _client.c.id == _order.c.client_id
    )


def _read(session: Session, query: Any) -> list[OrderTile]:
    rows = session.connection().execute(query).all()
    keys = [row.id for row in rows]
    barcodes = session.connection().execute(
        select(_code.c.order_id, _code.c.code).where(
            _code.c.order_id.in_(keys), _code.c.kind == "D", _code.c.revoked_at.is_(None)
        )
    )
    known = {row.order_id: row.code for row in barcodes}
    return [OrderTile(row.id, row.ref, row.name, row.due_on, known.get(row.id, "")) for row in rows]
