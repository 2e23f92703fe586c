"""What the touched cycles held: whose, how heavy, what of it is still here, and who else may have
got some. Statements that do not grow with the lots (they go by slices of keys).

    cycles --> their lots --> linen of each client --> in house (held) / gone (to be warned)
                          +-> dryer loads with others' linen --> possible recipients
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from sqlalchemy import Select, case, func, or_, select
from sqlmodel import Session

from esat.production import tables
from esat.production.models import ItemLink, LotLink
from laundry_rabc.cases import reach
from laundry_rabc.impact.hits import Wash
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
    """The answer: the cycles, the clients (the most kilograms first), what is in house."""

    hits: tuple[Wash, ...]
    clients: tuple[ClientFound, ...]
    here: tuple[int, ...]
    """Items still in house."""
    since: dict[int, datetime] = field(default_factory=dict)
    """Touched lots, each since its first touched cycle."""
    lots_here: dict[int, datetime] = field(default_factory=dict)
    """Those of which something is in house."""

    @property
    def lots(self) -> int:
        return len(self.since)

    @property
    def kg(self) -> Decimal:
        return sum((one.kg for one in self.clients), Decimal(0))


def of_hits(session: Session, hits: Sequence[Wash]) -> Found:
    """Everything about these cycles."""
    since = _since(hits)
    lots_here = _lots_here(session, since)
    concerned = reach.concerned(session, lots_here) if lots_here else set()
    here = reach.in_house(session, concerned) if concerned else []
    clients = _clients(session, hits, lots_here)
    _add_present(session, clients, concerned, set(here))
    for key, name in _possible(session, since, clients):
        clients[key] = ClientFound(key, name, possible=True)
    ordered = sorted(clients.values(), key=lambda one: (one.possible, -one.kg, one.name))
    return Found(tuple(hits), tuple(ordered), tuple(here), since, lots_here)


def shares(session: Session, found: Found) -> list[Share]:
    """What each client had in each lot: the lines that are kept."""
    return [
        Share(row.lot_id, row.client_id, row.name, row.kg or Decimal(0), row.unweighed,
              row.lot_id in found.lots_here)
        for some in slices(_first(found.hits).values())
        for row in session.connection().execute(_of_clients(some, by_lot=True))
    ]  # fmt: skip


def slices(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Keys by the many that a statement takes at once."""
    rest = iter(sorted(keys))
    while some := tuple(islice(rest, SLICE)):
        yield some


def _since(hits: Iterable[Wash]) -> dict[int, datetime]:
    """Each touched lot, since its first touched cycle."""
    found: dict[int, datetime] = {}
    for one in hits:
        found[one.lot_id] = min(found.get(one.lot_id, one.started_at), one.started_at)
    return found


def _first(hits: Iterable[Wash]) -> dict[int, int]:
    """The first touched cycle of each lot."""
    found: dict[int, int] = {}
    for one in hits:
        found.setdefault(one.lot_id, one.id)
    return found


def _of_clients(cycles: Sequence[int], *, by_lot: bool) -> Select[Any]:
    """The kilograms of each client, of what was in the lots when these cycles began."""
    is_linen = _item.c.kind == "linen"
    of_lot = [_member.c.lot_id] if by_lot else []
    return (
        select(
            *of_lot, _order.c.client_id, _client.c.name,
            func.count(_member.c.lot_id.distinct()).label("lots"),
            func.sum(case((is_linen, _member.c.quantity), else_=_side.c.kg)).label("kg"),
            func.sum(case((~is_linen & _side.c.kg.is_(None), 1), else_=0)).label("unweighed"),
        )
        .select_from(_cycle)
        .join(_member, _member.c.lot_id == _cycle.c.lot_id)
        .join(_item, _item.c.id == _member.c.item_id)
        .join(_order, _order.c.id == _item.c.order_id)
        .join(_client, _client.c.id == _order.c.client_id)
        .outerjoin(_side, _side.c.item_id == _item.c.id)
        .where(
            _cycle.c.id.in_(cycles),
            or_(_member.c.left_at.is_(None), _member.c.left_at >= _cycle.c.started_at),
        )
        .group_by(*of_lot, _order.c.client_id, _client.c.name)
    )  # fmt: skip


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
    session: Session, hits: Sequence[Wash], lots_here: Mapping[int, datetime]
) -> dict[int, ClientFound]:
    found: dict[int, ClientFound] = {}
    first = _first(hits)
    for some in slices(first.values()):
        for row in session.connection().execute(_of_clients(some, by_lot=False)):
            mine = found.setdefault(row.client_id, ClientFound(row.client_id, row.name))
            mine.lots += row.lots
            mine.gone += row.lots
            mine.kg += row.kg or Decimal(0)
            mine.unweighed += row.unweighed
    for some in slices(first[lot] for lot in lots_here):
        for row in session.connection().execute(_of_clients(some, by_lot=False)):
            found[row.client_id].gone -= row.lots
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
