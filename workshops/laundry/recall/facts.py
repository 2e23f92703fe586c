"""The whole history of some things, both ways: what is certain, and what is only possible.

bags --> linen --> lots (machine, programme version, proof) --> parcels --> deliveries
                    ^-- others' linen in the same lots: their parcels are possible ones
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlmodel import Session

from esat import registry
from esat.production import genealogy, tables
from esat.production.genealogy import Family, Node
from esat.production.models import Delivery, DeliveryItem, ItemLink
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.recall import cycles
from workshops.laundry.recall.cycles import Run

_item, _order, _client, _lot = tables.item, tables.order, tables.client, tables.lot
_code, _member, _event = tables.barcode, tables.lot_item, tables.event
_side, _links = LaundryItem.__table__, ItemLink.__table__
GIVEN = "handed_over"
_delivery, _handed = Delivery.__table__, DeliveryItem.__table__


@dataclass(frozen=True, slots=True)
class ClientLinen:
    """What one client had in a lot: kilograms, and how many bags were not weighed."""

    client: str
    kg: Decimal
    unweighed: int


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot that the things went through: whether that is certain, whose linen, its runs."""

    id: int
    ref: str
    code: str
    label: str
    certain: bool
    shares: tuple[ClientLinen, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A source or a recipient: a bag, a parcel, a garment; where it stands and since when."""

    id: int
    code: str
    label: str
    client: str
    order_ref: str
    kg: Decimal | None
    stage: str
    certain: bool
    received_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """What was asked about, where it comes from, the lots, and all who may have got some of it."""

    about: tuple[Thing, ...]
    sources: tuple[Thing, ...]
    lots: tuple[LotFacts, ...]
    recipients: tuple[Thing, ...]

    @property
    def clients_certain(self) -> tuple[str, ...]:
        return tuple(sorted({one.client for one in self.recipients if one.certain}))

    @property
    def clients_possible(self) -> tuple[str, ...]:
        known = set(self.clients_certain)
        return tuple(sorted({one.client for one in self.recipients} - known))


def of_nodes(session: Session, *starts: Node) -> History:
    """The history of items or lots. A number of statements that does not grow with the things."""
    up, forth = genealogy.upstream(session, *starts), genealogy.downstream(session, *starts)
    mixed: list[Node] = [*starts, *(one for one in up.nodes | forth.nodes if one[0] == "lot")]
    down, beside = genealogy.downstream(session, *mixed), genealogy.upstream(session, *mixed)
    lots = sorted(key for kind, key in down.nodes | beside.nodes if kind == "lot")
    inside = _members(session, lots)
    asked = {key for kind, key in starts if kind == "item"}
    near = up.certain | forth.certain
    keys = {key for family in (beside, down) for kind, key in family.nodes if kind == "item"}
    things = _things(session, keys | inside | asked)
    parents, children = _parents(session, things), _children(session, things)
    gone = {key for key, one in things.items() if _uncounted(one)}
    return History(
        about=_told(things, asked, near),
        sources=_told(
            things, (k for k in things if k not in parents and k in _kinds(beside)), near
        ),
        lots=_lot_facts(session, lots, near),
        recipients=_told(things, (k for k in things if k not in children and k not in gone), near),
    )


def of_delivery(session: Session, delivery_id: int) -> History:
    """The history of all that was handed over at once."""
    query = select(_handed.c.item_id).where(_handed.c.delivery_id == delivery_id)
    keys = session.connection().execute(query).scalars().all()
    return of_nodes(session, *(("item", key) for key in keys))


def _kinds(up: Family) -> set[int]:
    return {key for kind, key in up.nodes if kind == "item"}


def _members(session: Session, lots: Sequence[int]) -> set[int]:
    query = select(_member.c.item_id).where(_member.c.lot_id.in_(lots)).distinct()
    return set(session.connection().execute(query).scalars())


def _things(session: Session, keys: Iterable[int]) -> dict[int, Any]:
    """The rows of items, each with its code, its client, when it came and when it left."""
    received = (
        select(func.min(_event.c.at))
        .where(_event.c.item_id == _item.c.id, _event.c.to_stage == "received")
        .scalar_subquery()
    )
    delivered = (
        select(func.max(_delivery.c.at))
        .join(_handed, _handed.c.delivery_id == _delivery.c.id)
        .where(_handed.c.item_id == _item.c.id, _delivery.c.refused.is_(False))
        .scalar_subquery()
    )
    code = (
        select(func.min(_code.c.code))
        .where(
            (_code.c.item_id == _item.c.id) | (_code.c.resource_id == _item.c.resource_id),
            _code.c.origin == "ours",
        )
        .scalar_subquery()
    )
    query = (
        select(
            _item.c.id, _item.c.label, _item.c.kind, _item.c.stage, _item.c.stage_since,
            _order.c.ref,
            _item.c.quantity, _client.c.name, _side.c.kg, code.label("code"),
            received.label("received_at"), delivered.label("delivered_at"),
        )
        .join(_order, _order.c.id == _item.c.order_id)
        .join(_client, _client.c.id == _order.c.client_id)
        .outerjoin(_side, _side.c.item_id == _item.c.id)
        .where(_item.c.id.in_(sorted(keys)))
        .order_by(_client.c.name, _item.c.id)
    )  # fmt: skip
    return {row.id: row for row in session.connection().execute(query)}


def _parents(session: Session, things: Iterable[int]) -> set[int]:
    query = select(_links.c.child_id).where(_links.c.child_id.in_(sorted(things)))
    return set(session.connection().execute(query).scalars())


def _children(session: Session, things: Iterable[int]) -> set[int]:
    """Items of which nothing is left: what was made of them stands in their place."""
    alive = exists().where(_item.c.id == _links.c.parent_id, _item.c.closed_at.is_(None))
    query = select(_links.c.parent_id).where(_links.c.parent_id.in_(sorted(things)), ~alive)
    return set(session.connection().execute(query).scalars())


def _uncounted(row: Any) -> bool:
    return not registry.current().workshop("laundry").road.stage(row.stage).counted


def _told(
    things: dict[int, Any], keys: Iterable[int], certain: frozenset[Node]
) -> tuple[Thing, ...]:
    wanted = set(keys)
    road = registry.current().workshop("laundry").road
    # What was handed over by a move alone has no delivery: it left when it came to that stage.
    left = {row.id: row.stage_since for row in things.values() if row.stage == GIVEN}
    return tuple(
        Thing(
            id=row.id, code=row.code or "", label=row.label, client=row.name, order_ref=row.ref,
            kg=_kg(row), stage=road.stage(row.stage).label,
            certain=("item", row.id) in certain, received_at=row.received_at,
            delivered_at=row.delivered_at or left.get(row.id),
        )
        for row in things.values()
        if row.id in wanted
    )  # fmt: skip


def _kg(row: Any) -> Decimal | None:
    """Linen is counted in kilograms; of the rest, what was weighed."""
    found: Decimal | None = row.quantity if row.kind == "linen" else row.kg
    return found


def _lot_facts(
    session: Session, lots: Sequence[int], certain: frozenset[Node]
) -> tuple[LotFacts, ...]:
    runs = cycles.of_lots(session, lots)
    shares = _shares(session, lots)
    query = (
        select(_lot.c.id, _lot.c.ref, _lot.c.label, func.min(_code.c.code).label("code"))
        .outerjoin(_code, _code.c.lot_id == _lot.c.id)
        .where(_lot.c.id.in_(lots))
        .group_by(_lot.c.id, _lot.c.ref, _lot.c.label)
        .order_by(_lot.c.id)
    )
    return tuple(
        LotFacts(
            id=row.id, ref=row.ref, code=row.code or "", label=row.label,
            certain=("lot", row.id) in certain, shares=tuple(shares.get(row.id, ())),
            runs=tuple(runs.get(row.id, ())),
        )
        for row in session.connection().execute(query)
    )  # fmt: skip


def _shares(session: Session, lots: Sequence[int]) -> dict[int, list[ClientLinen]]:
    """The kilograms of each client that went through a lot: as weighed, as they joined."""
    is_linen = _item.c.kind == "linen"
    kg = func.sum(case((is_linen, _member.c.quantity), else_=_side.c.kg))
    unweighed = func.sum(case((~is_linen & _side.c.kg.is_(None), 1), else_=0))
    query = (
        select(_member.c.lot_id, _client.c.name, kg.label("kg"), unweighed.label("unweighed"))
        .join(_item, _item.c.id == _member.c.item_id)
        .join(_order, _order.c.id == _item.c.order_id)
        .join(_client, _client.c.id == _order.c.client_id)
        .outerjoin(_side, _side.c.item_id == _item.c.id)
        .where(_member.c.lot_id.in_(lots))
        .group_by(_member.c.lot_id, _client.c.name)
        .order_by(_client.c.name)
    )
    found: dict[int, list[ClientLinen]] = {}
    for row in session.connection().execute(query):
        share = ClientLinen(row.name, row.kg or Decimal(0), row.unweighed)
        found.setdefault(row.lot_id, []).append(share)
    return found
