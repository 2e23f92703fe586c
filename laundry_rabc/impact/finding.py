"""What the touched cycles held: whose, how heavy, what of it is still here, and who else may have
got some. Statements that do not grow with the lots (they go by slices of keys).

    cycles --> their lots --> linen of each client --> in house (held) / gone (to be warned)
                          +-> dryer loads with others' linen --> possible recipients
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from sqlalchemy import case, func, or_, select
from sqlmodel import Session

from esat.production import tables
from esat.production.models import ItemLink, LotLink
from laundry_rabc.cases import reach
from laundry_rabc.impact.hits import Hit
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.washing.models import Cycle

SLICE: Final = 10_000
_item, _order, _client, _member = tables.item, tables.order, tables.client, tables.lot_item
_side: Any = LaundryItem.__table__
_cycle: Any = Cycle.__table__
_parts: Any = ItemLink.__table__
_loads: Any = LotLink.__table__


@dataclass(frozen=True, slots=True)
class Share:
    """What one client had in one touched lot, in kilograms; `unweighed` things have none."""

    lot_id: int
    client_id: int
    client: str
    kg: Decimal
    unweighed: int
    here: bool = False


@dataclass(slots=True)
class ClientFound:
    """All that is known of one client of a search."""

    id: int
    name: str
    lots: int = 0
    kg: Decimal = Decimal(0)
    unweighed: int = 0
    here_kg: Decimal = Decimal(0)
    here: int = 0
    gone: int = 0
    possible: bool = False

    @property
    def to_warn(self) -> bool:
        """Some of it left the house, or may have."""
        return self.gone > 0 or self.possible


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: cycles, shares by lot, clients (the most kilograms first), things in house."""

    hits: tuple[Hit, ...]
    shares: tuple[Share, ...]
    clients: tuple[ClientFound, ...]
    here: tuple[int, ...]
    """Items still in house."""
    lots_here: dict[int, datetime] = field(default_factory=dict)
    """Touched lots of which something is in house, each since when."""

    @property
    def lots(self) -> int:
        return len({one.lot_id for one in self.hits})

    @property
    def kg(self) -> Decimal:
        return sum((one.kg for one in self.shares), Decimal(0))


def of_hits(session: Session, hits: Sequence[Hit]) -> Found:
    """Everything about these cycles."""
    since = _since(hits)
    lots_here = _lots_here(session, since)
    concerned = reach.concerned(session, lots_here) if lots_here else set()
    here = reach.in_house(session, concerned) if concerned else []
    shares = [
        Share(row.lot_id, row.client_id, row.name, row.kg or Decimal(0), row.unweighed,
              row.lot_id in lots_here)
        for row in _shares(session, hits)
    ]  # fmt: skip
    clients = _clients(session, shares, concerned, here)
    for key, name in _possible(session, since, clients):
        clients[key] = ClientFound(key, name, possible=True)
    ordered = sorted(clients.values(), key=lambda one: (one.possible, -one.kg, one.name))
    return Found(tuple(hits), tuple(shares), tuple(ordered), tuple(here), lots_here)


def slices(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Keys by the many that a statement takes at once."""
    rest = iter(sorted(keys))
    while some := tuple(islice(rest, SLICE)):
        yield some


def _since(hits: Iterable[Hit]) -> dict[int, datetime]:
    """Each touched lot, since its first touched cycle."""
    found: dict[int, datetime] = {}
    for one in hits:
        found[one.lot_id] = min(found.get(one.lot_id, one.started_at), one.started_at)
    return found


def _shares(session: Session, hits: Sequence[Hit]) -> list[Any]:
    """The kilograms of each client in each lot, of what was in it when the cycle began."""
    is_linen = _item.c.kind == "linen"
    found: list[Any] = []
    for keys in slices(one.id for one in hits):
        first = (
            select(_cycle.c.lot_id, func.min(_cycle.c.started_at).label("at"))
            .where(_cycle.c.id.in_(keys))
            .group_by(_cycle.c.lot_id)
            .subquery()
        )
        query = (
            select(
                _member.c.lot_id, _order.c.client_id, _client.c.name,
                func.sum(case((is_linen, _member.c.quantity), else_=_side.c.kg)).label("kg"),
                func.sum(case((~is_linen & _side.c.kg.is_(None), 1), else_=0)).label("unweighed"),
            )
            .join(first, first.c.lot_id == _member.c.lot_id)
            .join(_item, _item.c.id == _member.c.item_id)
            .join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
            .outerjoin(_side, _side.c.item_id == _item.c.id)
            .where(or_(_member.c.left_at.is_(None), _member.c.left_at >= first.c.at))
            .group_by(_member.c.lot_id, _order.c.client_id, _client.c.name)
        )  # fmt: skip
        found += session.connection().execute(query).all()
    return found


def _lots_here(session: Session, since: dict[int, datetime]) -> dict[int, datetime]:
    """The touched lots that something in house went through: asked from what is in house, which
    is little, whatever the period.
    """
    if not since:
        return {}
    open_items = select(_item.c.id).where(
        _item.c.workshop == "laundry", _item.c.closed_at.is_(None), _item.c.stage != "expected"
    )
    items = set(session.connection().execute(open_items).scalars())
    ahead = items
    while ahead:
        ahead = _keys(session, _parts.c.parent_id, _parts.c.child_id, ahead) - items
        items |= ahead
    lots = _keys(session, _member.c.lot_id, _member.c.item_id, items)
    ahead = lots
    while ahead:
        ahead = _keys(session, _loads.c.parent_id, _loads.c.child_id, ahead) - lots
        lots |= ahead
    return {lot: since[lot] for lot in lots if lot in since}


def _keys(session: Session, wanted: Any, near: Any, keys: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in slices(keys):
        query = select(wanted).where(near.in_(some)).distinct()
        found |= set(session.connection().execute(query).scalars())
    return found


def _clients(
    session: Session, shares: Sequence[Share], concerned: set[int], here: Sequence[int]
) -> dict[int, ClientFound]:
    found: dict[int, ClientFound] = {}
    for one in shares:
        mine = found.setdefault(one.client_id, ClientFound(one.client_id, one.client))
        mine.lots += 1
        mine.kg += one.kg
        mine.unweighed += one.unweighed
        mine.gone += not one.here
    _add_present(session, found, concerned, set(here))
    return found


def _add_present(
    session: Session, found: dict[int, ClientFound], concerned: set[int], here: set[int]
) -> None:
    """What of the lots in house is here, and what of them has left already."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for some in slices(concerned):
        query = (
            select(_item.c.id, _item.c.kind, _item.c.quantity, _item.c.stage, _side.c.kg,
                   _order.c.client_id, _client.c.name)
            .join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
            .outerjoin(_side, _side.c.item_id == _item.c.id)
            .where(_item.c.id.in_(some))
        )  # fmt: skip
        for row in session.connection().execute(query):
            mine = found.get(row.client_id)
            if mine is None:
                mine = found[row.client_id] = ClientFound(row.client_id, row.name, possible=True)
            if row.id in here:
                mine.here += 1
                sums[row.client_id] += (row.quantity if row.kind == "linen" else row.kg) or 0
            elif row.stage == "handed_over":
                mine.gone += 1
    for key, kg in sums.items():
        found[key].here_kg = kg


def _possible(
    session: Session, since: dict[int, datetime], known: dict[int, ClientFound]
) -> list[tuple[int, str]]:
    """Clients whose linen only met some of it later, in a dryer load of several washes."""
    loads: set[int] = set()
    ahead = set(since)
    while ahead:
        ahead = _keys(session, _loads.c.child_id, _loads.c.parent_id, ahead) - loads
        loads |= ahead
    found: dict[int, str] = {}
    for some in slices(loads):
        query = (
            select(_client.c.id, _client.c.name)
            .join(_order, _order.c.client_id == _client.c.id)
            .join(_item, _item.c.order_id == _order.c.id)
            .join(_member, _member.c.item_id == _item.c.id)
            .where(_member.c.lot_id.in_(some))
            .distinct()
        )
        found |= {row.id: row.name for row in session.connection().execute(query)}
    return [(key, name) for key, name in sorted(found.items()) if key not in known]
