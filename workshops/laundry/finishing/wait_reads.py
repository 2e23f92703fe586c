"""What waits now, with how long it may still: loads and things that travel alone. SELECTs only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlmodel import Session

from esat.production import floor_reads, tables
from esat.production.models import ItemLink
from workshops.laundry.finishing import waits
from workshops.laundry.finishing.waits import Standing
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import limits
from workshops.laundry.washing.models import Cycle

STAGES = {
    "washed": "wet",
    "dried": "dry",
    "finished": "dry",
    "received": "dirty",
    "sorted": "dirty",
    "loaded": "dirty",
    "packed": "store",
}
AFTER_WASH = frozenset({"washed", "dried", "finished"})
MOST = 1000
_item, _code, _lot, _member = tables.item, tables.barcode, tables.lot, tables.lot_item
_order, _client, _event = tables.order, tables.client, tables.event
_cycle, _side, _link = Cycle.__table__, LaundryItem.__table__, ItemLink.__table__


@dataclass(frozen=True, slots=True)
class Waiting:
    """A load, or a thing alone, that waits: what, whose, how much, and how it stands."""

    code: str
    label: str
    clients: tuple[str, ...]
    kg: Decimal | None
    stage: str
    standing: Standing
    lot_id: int | None = None
    note: str = ""
    """The word written on the load."""
    held: bool = False


def bounds_at(session: Session, at: datetime) -> dict[str, waits.Bounds]:
    """The bounds of every kind of waiting, in force at a moment."""
    values = limits.values(session, waits.CODES, at)
    return {code: waits.bounds(kind, values) for code, kind in waits.KINDS.items()}


def waiting(session: Session, at: datetime, kinds: Collection[str] = ()) -> list[Waiting]:
    """Everything that waits, what has the least time left first."""
    stages = [stage for stage, kind in STAGES.items() if not kinds or kind in kinds]
    # Stage by stage: a store full of old parcels never hides the load that was just washed.
    rows = [row for stage in stages for row in _rows(session, [stage])]
    return _standing(session, rows, at)


def _standing(session: Session, rows: list[Any], at: datetime) -> list[Waiting]:
    moments, its = since(session, rows), bounds_at(session, at)
    held_lots, held_items = floor_reads.held_lots(session), floor_reads.held_items(session)
    groups: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in rows:
        if row.lot_id is None or row.lot_id not in moments.turning:
            key = ("item", row.id) if row.lot_id is None else ("lot", row.lot_id)
            groups[key].append(row)
    found = [
        replace(
            _one(group, moments, its, at),
            held=group[0].lot_id in held_lots or any(one.id in held_items for one in group),
        )
        for group in groups.values()
    ]
    return sorted(found, key=lambda one: (one.standing.left, one.code))


def of_lot(session: Session, lot_id: int, at: datetime) -> Waiting | None:
    """How one load waits; None in a machine, or where nothing waits."""
    found = _standing(session, _rows(session, list(STAGES), lot_id), at)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Moments:
    """Since when each item waits, and the loads that are in a machine now."""

    by_item: dict[int, datetime]
    turning: frozenset[int]


def since(session: Session, rows: Iterable[Any]) -> Moments:
    """After the wash, since the end of the last cycle; dirty, since it was received; packed, since
    it was.
    """
    items = list(rows)
    found = {row.id: row.stage_since for row in items}
    after = [row.id for row in items if row.stage in AFTER_WASH]
    for key, (kind, ended, stage) in _last_cycles(session, after).items():
        if kind == "dry" or stage == "washed":
            found[key] = ended
    dirty = [row.id for row in items if STAGES[row.stage] == "dirty"]
    found.update(_received(session, dirty))
    lot_ids = {row.lot_id for row in items if row.lot_id is not None}
    running = select(_cycle.c.lot_id).where(
        _cycle.c.lot_id.in_(lot_ids), _cycle.c.ended_at.is_(None)
    )
    return Moments(found, frozenset(session.connection().execute(running).scalars()))


def _rows(session: Session, stages: Collection[str], lot_id: int | None = None) -> list[Any]:
    """The open items of these stages, with their load, the longest at their stage first."""
    query = (
        select(
            _item.c.id, _item.c.label, _item.c.stage, _item.c.stage_since, _item.c.unit,
            _item.c.resource_id, _client.c.name.label("client"), _lot.c.id.label("lot_id"),
            _lot.c.ref.label("lot_ref"), _lot.c.label.label("lot_label"), _weight().label("kg"),
        )
        .select_from(
            _item.join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
            .outerjoin(_member, (_member.c.item_id == _item.c.id) & _member.c.left_at.is_(None))
            .outerjoin(_lot, _lot.c.id == _member.c.lot_id)
            .outerjoin(_side, _side.c.item_id == _item.c.id)
        )
        .where(
            _item.c.workshop == "laundry", _item.c.stage.in_(stages), _item.c.closed_at.is_(None)
        )
        .order_by(_item.c.stage_since, _item.c.id)
        .limit(MOST)
    )  # fmt: skip
    if lot_id is not None:
        query = query.where(_lot.c.id == lot_id)
    return _coded(session, list(session.connection().execute(query)))


def _coded(session: Session, rows: list[Any]) -> list[Any]:
    """The same rows with the code that each item or its load wears."""
    codes: dict[tuple[str, int], str] = {}
    lot_ids = {row.lot_id for row in rows if row.lot_id is not None}
    resources = {row.resource_id for row in rows if row.resource_id is not None}
    query = select(_code.c.code, _code.c.item_id, _code.c.lot_id, _code.c.resource_id).where(
        _code.c.origin == "ours",
        _code.c.revoked_at.is_(None),
        or_(
            _code.c.item_id.in_([row.id for row in rows]),
            _code.c.lot_id.in_(lot_ids),
            _code.c.resource_id.in_(resources),
        ),
    )
    for code, item_id, lot_id, resource_id in session.connection().execute(query):
        for what, key in (("item", item_id), ("lot", lot_id), ("resource", resource_id)):
            if key is not None:
                codes[what, key] = code
    return [_Row(row, codes) for row in rows]


class _Row:
    """A row of the statement and its codes beside."""

    def __init__(self, row: Any, codes: dict[tuple[str, int], str]) -> None:
        self._row = row
        own = codes.get(("item", row.id)) or codes.get(("resource", row.resource_id), "")
        self.code = own if row.lot_id is None else codes.get(("lot", row.lot_id), "")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _weight() -> Any:
    """What it weighs: its quantity when it is counted in kg, its last weighing otherwise."""
    return case((_item.c.unit == "kg", _item.c.quantity), else_=_side.c.kg)


def _last_cycles(session: Session, ids: Collection[int]) -> dict[int, tuple[str, datetime, str]]:
    """The last cycle that ended while each item was in its load: kind, end, stage of the item."""
    if not ids:
        return {}
    query = (
        select(_member.c.item_id, _cycle.c.kind, _cycle.c.ended_at, _item.c.stage)
        .select_from(
            _member.join(_cycle, _cycle.c.lot_id == _member.c.lot_id).join(
                _item, _item.c.id == _member.c.item_id
            )
        )
        .where(
            _member.c.item_id.in_(ids),
            _cycle.c.ended_at.is_not(None),
            _member.c.left_at.is_(None) | (_member.c.left_at >= _cycle.c.ended_at),
        )
        .order_by(_cycle.c.ended_at)
    )
    rows = session.connection().execute(query)
    return {row.item_id: (row.kind, row.ended_at, row.stage) for row in rows}


def _received(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    """When each was received, or the bag that it came in."""
    if not ids:
        return {}
    parents: dict[int, list[int]] = {key: [key] for key in ids}
    links = select(_link.c.child_id, _link.c.parent_id).where(_link.c.child_id.in_(ids))
    for child, parent in session.connection().execute(links):
        parents[child].append(parent)
    asked = {key for keys in parents.values() for key in keys}
    query = (
        select(_event.c.item_id, func.max(_event.c.at).label("at"))
        .where(_event.c.item_id.in_(asked), _event.c.to_stage == "received")
        .group_by(_event.c.item_id)
    )
    at = {row.item_id: row.at for row in session.connection().execute(query)}
    found = {}
    for key, family in parents.items():
        moments = [at[one] for one in family if one in at]
        if moments:
            found[key] = min(moments)
    return found


def _one(group: list[Any], moments: Moments, its: dict[str, waits.Bounds], at: datetime) -> Waiting:
    """A load waits since the first of its members does."""
    row = group[0]
    kind = STAGES[row.stage]
    started = min(moments.by_item[one.id] for one in group)
    weighed = [one.kg for one in group if one.kg is not None]
    label = row.label if row.lot_id is None else f"Lot {row.lot_ref}"
    return Waiting(
        code=row.code,
        label=label,
        clients=tuple(dict.fromkeys(one.client for one in group)),
        kg=sum(weighed, Decimal(0)) if weighed else None,
        stage=row.stage,
        standing=waits.judge(kind, started, at, its[kind]),
        lot_id=row.lot_id,
        note=row.lot_label or "",
    )
