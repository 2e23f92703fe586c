"""What each source gives to the days, read from its rows: cycles, items, closed orders, rejects.

One query reads many sources or the few that are named, so that what is kept with an event and what
is recomputed of three years come from the same lines.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Select, String, bindparam, case, func, literal, select
from sqlmodel import Session

from esat import clock
from esat.production import tables
from workshops.laundry.figures.models import DAY, MONTH
from workshops.laundry.finishing.models import Reject, counts
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.washing import fixes
from workshops.laundry.washing.models import Cycle, CycleFix

EXPECTED, DELIVERED = "expected", "handed_over"
CAME, LEFT = "came", "left"
BROUGHT = ("bag", "trolley", "garment")
"""What a client brings; linen and parcels are made of it here."""
Amounts = dict[str, Decimal]
Key = tuple[str, tuple[tuple[str, str | int], ...]]
_item, _order, _event = tables.item, tables.order, tables.event
_member, _cycle, _kept = tables.lot_item, Cycle.__table__, LaundryItem.__table__
_reject = Reject.__table__
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one source adds to one row: which table (`cycle`, `client`, `reject`), which key."""

    table: str
    day: date
    key: tuple[tuple[str, str | int], ...]
    amounts: tuple[tuple[str, Decimal], ...]

    @property
    def places(self) -> tuple[Key, Key]:
        """The rows that it adds to: that of its day and that of its month."""
        month = self.day.replace(day=1)
        return (
            (self.table, (("day", self.day.isoformat()), ("span", DAY), *self.key)),
            (self.table, (("day", month.isoformat()), ("span", MONTH), *self.key)),
        )


@dataclass(frozen=True, slots=True)
class Given:
    """All that one source gives."""

    source: str
    source_id: int
    parts: tuple[Part, ...]


def day_of(moment: datetime) -> date:
    """The day in Paris on which something happened."""
    return clock.local(moment).date()


def part(table: str, day: date, key: dict[str, str | int], **amounts: Decimal | int) -> Part:
    """A part without the amounts that are nothing."""
    kept = ((name, Decimal(value)) for name, value in sorted(amounts.items()) if value)
    return Part(table, day, tuple(sorted(key.items())), tuple(kept))


def summed(given: Iterable[Given], since: date | None = None) -> dict[Key, Amounts]:
    """The rows that all these sources make together, from the first of a month on."""
    found: dict[Key, Amounts] = {}
    wanted = (part for one in given for part in one.parts if since is None or part.day >= since)
    for each in wanted:
        for place in each.places:
            row = found.setdefault(place, {})
            for name, value in each.amounts:
                row[name] = row.get(name, _NONE) + value
    return found


def written(parts: Sequence[Part]) -> str:
    """Parts as they are kept; the same parts give the same text."""
    rows = [
        [p.table, p.day.isoformat(), dict(p.key), {name: str(v) for name, v in p.amounts}]
        for p in parts
    ]
    return json.dumps(rows, separators=(",", ":"), sort_keys=True)


def read(text: str) -> tuple[Part, ...]:
    """Parts as they were kept."""
    return tuple(
        Part(
            table,
            date.fromisoformat(day),
            tuple(sorted(key.items())),
            tuple((name, Decimal(value)) for name, value in sorted(amounts.items())),
        )
        for table, day, key, amounts in json.loads(text)
    )


def of_cycles(session: Session, ids: Sequence[int] | None = None) -> Iterator[Given]:
    """Cycles that have ended, with what was corrected of them."""
    fixed = fixes.of_many(session, ids)
    for row in _rows(session, "cycle", ids):
        yield Given("cycle", row.id, (_of_cycle(row, fixed.get(row.id, ())),))


def _of_cycle(row: Any, fixed: Sequence[CycleFix]) -> Part:
    done, kg = row.outcome in {"", "done"}, row.kg or _NONE
    read = fixes.values(row, fixed)
    water_l, energy_kwh = read["water_l"], read["energy_kwh"]
    washed = kg if done else _NONE
    key: dict[str, str | int] = {
        "machine_id": row.machine_id, "programme_id": row.programme_id or 0, "kind": row.kind,
    }  # fmt: skip
    return part(
        "cycle", day_of(row.ended_at), key,
        cycles=int(done), stopped=int(not done), kg=washed,
        unweighed=int(done and row.lot_id is not None and row.kg is None),
        water_l=water_l or 0, water_kg=0 if water_l is None else washed,
        energy_kwh=energy_kwh or 0, energy_kg=0 if energy_kwh is None else washed,
    )  # fmt: skip


def of_came(session: Session, ids: Sequence[int] | None = None) -> Iterator[Given]:
    """Items that clients brought, on the day they came."""
    came = _came(session, ids)
    for row in _rows(session, CAME, ids):
        if row.id in came:
            yield passage(CAME, row.id, day_of(came[row.id]), row.client_id, row.kg)


def of_left(session: Session, ids: Sequence[int] | None = None) -> Iterator[Given]:
    """Items that clients got back, on the day they left."""
    for row in _rows(session, LEFT, ids):
        yield passage(LEFT, row.id, day_of(row.stage_since), row.client_id, row.kg)


def passage(source: str, item_id: int, day: date, client_id: int, kg: Decimal | None) -> Given:
    """What an item gives by coming or by leaving; it may be of no known weight."""
    name = "received" if source == CAME else "delivered"
    amounts = {name: 1, f"{name}_kg": kg or 0, f"{name}_unweighed": int(kg is None)}
    return Given(source, item_id, (part("client", day, {"client_id": client_id}, **amounts),))


def chosen(source: str) -> Select[Any]:
    """The row that an item's passage keeps, when it is one that counts; to be run with its
    `source`, `item_id` and `day`.
    """
    day = bindparam("day", type_=Date)
    return (
        select(bindparam("source", type_=String), _item.c.id, day, literal(""), *PASSAGE)
        .select_from(_FROM)
        .where(*_OURS, *HERE[source], _item.c.id == bindparam("item_id"))
    )


_OURS = (_item.c.workshop == "laundry",)
_FROM = _item.join(_order, _order.c.id == _item.c.order_id).outerjoin(
    _kept, _kept.c.item_id == _item.c.id
)
PASSAGE = (
    _order.c.client_id,
    func.coalesce(_kept.c.kg, case((_item.c.unit == "kg", _item.c.quantity))).label("kg"),
)
"""Whose it is and what it weighs; None while nobody knows."""
HERE = {
    CAME: (_item.c.stage != EXPECTED, _item.c.kind.in_(BROUGHT)),
    LEFT: (_item.c.stage == DELIVERED,),
}


def _came(session: Session, ids: Sequence[int] | None) -> dict[int, datetime]:
    """When each item last left « attendu », by itself or in a lot."""
    found: dict[int, datetime] = {}
    for how in ("alone", "together"):
        for item_id, at in _rows(session, how, ids):
            found[item_id] = max(at, found.get(item_id, at))
    return found


def of_orders(session: Session, ids: Sequence[int] | None = None) -> Iterator[Given]:
    """Orders that are whole: on time, late, or without a promised day."""
    for row in _rows(session, "order", ids):
        day = day_of(row.closed_at)
        how = "undated" if row.due_on is None else "on_time" if day <= row.due_on else "late"
        yield Given(
            "order", row.id, (part("client", day, {"client_id": row.client_id}, **{how: 1}),)
        )


def of_rejects(session: Session, ids: Sequence[int] | None = None) -> Iterator[Given]:
    """What was put aside, as it was corrected; of what is not counted in kg, nobody knows how heavy
    it is.
    """
    for row in _rows(session, "reject", ids):
        key: dict[str, str | int] = {
            "reason": row.reason, "fault": row.fault, "decision": row.decision,
            "programme_id": row.programme_id or 0,
        }  # fmt: skip
        kg = row.quantity if row.unit == "kg" else None
        amounts = {"rejects": 1, "kg": kg or 0, "pieces": row.pieces or 0,
                   "unweighed": int(kg is None)}  # fmt: skip
        yield Given("reject", row.id, (part("reject", day_of(row.at), key, **amounts),))


READERS = {
    "cycle": of_cycles, CAME: of_came, LEFT: of_left, "order": of_orders, "reject": of_rejects,
}  # fmt: skip


def of_all(session: Session) -> Iterator[Given]:
    """Every source of the house."""
    for reader in READERS.values():
        yield from reader(session)


_QUERIES: dict[str, tuple[Select[Any], Any]] = {
    "cycle": (select(_cycle).where(_cycle.c.ended_at.is_not(None)), _cycle.c.id),
    CAME: (
        select(_item.c.id, *PASSAGE).select_from(_FROM).where(*_OURS, *HERE[CAME]), _item.c.id,
    ),
    LEFT: (
        select(_item.c.id, _item.c.stage_since, *PASSAGE)
        .select_from(_FROM)
        .where(*_OURS, *HERE[LEFT]),
        _item.c.id,
    ),
    "alone": (
        select(_event.c.item_id, func.max(_event.c.at).label("at"))
        .where(_event.c.item_id.is_not(None), _event.c.from_stage == EXPECTED)
        .group_by(_event.c.item_id),
        _event.c.item_id,
    ),
    "together": (
        select(_member.c.item_id, func.max(_event.c.at).label("at"))
        .select_from(_member.join(_event, _event.c.lot_id == _member.c.lot_id))
        .where(
            _event.c.from_stage == EXPECTED,
            _event.c.at >= _member.c.joined_at,
            _member.c.left_at.is_(None) | (_event.c.at <= _member.c.left_at),
        )
        .group_by(_member.c.item_id),
        _member.c.item_id,
    ),
    "order": (
        select(_order.c.id, _order.c.client_id, _order.c.due_on, _order.c.closed_at).where(
            _order.c.workshop == "laundry",
            _order.c.closed_at.is_not(None),
            _order.c.cancelled_at.is_(None),
        ),
        _order.c.id,
    ),
    "reject": (select(_reject).where(counts(_reject)), _reject.c.id),
}  # fmt: skip
_NAMED = {
    name: query.where(column.in_(bindparam("ids", expanding=True)))
    for name, (query, column) in _QUERIES.items()
}
"""The same of the few that are named, built once: they go with nearly every event."""


def _rows(session: Session, name: str, ids: Sequence[int] | None) -> Iterable[Any]:
    if ids is None:
        return session.connection().execute(_QUERIES[name][0])
    return session.connection().execute(_NAMED[name], {"ids": list(ids)})
