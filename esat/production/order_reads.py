"""The list of orders: one SELECT, one page after the other by key; it writes nothing.

How far each order is comes with it: one row of the answer for each stage its items stand at. What
is made of them is asked once for the whole page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.production import made, tables
from esat.production.made import MadeSoFar
from esat.production.order_states import FINISHED, STATES, conditions, held
from esat.production.reads import CANCELLED, current_phase
from esat.registry import Registry
from esat.stages import PHASE_RANKS, Phase

__all__ = ["STATES", "OrderList", "OrderRow", "Wish", "of_client", "page", "scope"]

PAGE = 50
NEVER = date(9999, 12, 31)
"""Orders without a promised date stand last."""
FROM_READY = frozenset(p for p, rank in PHASE_RANKS.items() if rank >= PHASE_RANKS[Phase.READY])
_order, _item, _client = tables.order, tables.item, tables.client


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the list. `after` is the key of the last row of the page before."""

    state: str = "ouvertes"
    workshops: tuple[str, ...] | None = None
    client_id: int | None = None
    after: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as a list shows it."""

    id: int
    ref: str
    workshop: str
    client: str
    town: str
    due_on: date | None
    word: str
    meaning: str
    late: bool
    held: bool
    total: int
    ready: int
    closed_at: datetime | None
    made: tuple[MadeSoFar, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderList:
    rows: tuple[OrderRow, ...]
    after: str


def scope(by: Actor, wanted: str | None = None) -> tuple[str, ...] | None:
    """The workshops whose orders an actor sees, narrowed to `wanted`; None for all of them."""
    if wanted is not None:
        return (wanted,) if by.can("orders.read", workshop=wanted) else ()
    return None if by.workshops is None else tuple(sorted(by.workshops))


def page(session: Session, wish: Wish, today: date) -> OrderList:
    """One page of the list: open orders by promised date, finished ones newest first."""
    after = _read_key(wish.after)
    due, last = after or (NEVER, 0)
    statement = _statement(
        registry.current(),
        wish.state,
        scoped=wish.workshops is not None,
        by_client=wish.client_id is not None,
        continued=after is not None,
    )
    values = {
        "today": today, "workshops": list(wish.workshops or ()), "client": wish.client_id,
        "due": due, "last": last, "limit": wish.limit + 1,
    }  # fmt: skip
    answer = session.connection().execute(statement, values)
    orders = [list(rows) for _, rows in groupby(answer, lambda row: row[0])]
    kept = [_row(rows, today) for rows in orders[: wish.limit]]
    told = made.of_orders(session, [row.id for row in kept])
    if told:
        kept = [replace(row, made=told[row.id]) if row.id in told else row for row in kept]
    more = len(orders) > wish.limit
    return OrderList(tuple(kept), _key(kept[-1], wish.state) if more else "")


def of_client(session: Session, client_id: int, by: Actor, today: date) -> tuple[OrderRow, ...]:
    """The open orders of a client, then his last finished ones, those that the actor may see."""
    wish = Wish(client_id=client_id, workshops=scope(by), limit=20)
    opened = page(session, wish, today).rows
    finished = page(session, replace(wish, state="terminees", limit=5), today).rows
    return opened + finished


@lru_cache(maxsize=64)
def _statement(
    known: Registry, state: str, *, scoped: bool, by_client: bool, continued: bool
) -> Select[Any]:
    """The SELECT of one kind of list, made once: an order has a row for each stage of its items."""
    due = func.coalesce(_order.c.due_on, NEVER)
    finished = state in FINISHED
    chosen = select(
        _order.c.id, _order.c.ref, _order.c.workshop, _order.c.client_id, _order.c.due_on,
        _order.c.closed_at, _order.c.cancelled_at, held().label("held"), due.label("due"),
    ).where(*conditions(state, known))  # fmt: skip
    if scoped:
        chosen = chosen.where(_order.c.workshop.in_(bindparam("workshops", expanding=True)))
    if by_client:
        chosen = chosen.where(_order.c.client_id == bindparam("client"))
    if continued:
        same_day = and_(due == bindparam("due"), _order.c.id > bindparam("last"))
        beyond = or_(due > bindparam("due"), same_day)
        chosen = chosen.where(_order.c.id < bindparam("last") if finished else beyond)
    order_by = (_order.c.id.desc(),) if finished else (due, _order.c.id)
    few = chosen.order_by(*order_by).limit(bindparam("limit")).cte("few")
    return _with_stages(few, finished=finished)


def _with_stages(few: Any, *, finished: bool) -> Select[Any]:
    """Grouped before it is joined: over the whole row it took twice as long."""
    c = few.c
    things = (
        select(_item.c.order_id, _item.c.stage, func.count(_item.c.id).label("things"))
        .where(_item.c.order_id.in_(select(c.id)))
        .group_by(_item.c.order_id, _item.c.stage)
        .subquery("things")
    )
    columns = (
        c.id, c.ref, c.workshop, _client.c.name, _client.c.town, c.due_on, c.closed_at,
        c.cancelled_at, c.held, things.c.stage, things.c.things,
    )  # fmt: skip
    joined = few.join(_client, _client.c.id == c.client_id).outerjoin(
        things, things.c.order_id == c.id
    )
    order_by = (c.id.desc(),) if finished else (c.due, c.id)
    return select(*columns).select_from(joined).order_by(*order_by)


def _row(rows: list[Any], today: date) -> OrderRow:
    # Unpacked at once: each name asked of a row of the answer is a search.
    key, ref, workshop, client, town, due_on, closed_at, cancelled_at, held_too = rows[0][:-2]
    phases = _phases(workshop, rows)
    total = ready = 0
    for phase, things in phases.items():
        total += things
        if phase in FROM_READY:
            ready += things
    live = closed_at is None and cancelled_at is None
    all_ready = 0 < total == ready
    late = live and due_on is not None and due_on < today and not all_ready
    is_held = live and bool(held_too)
    if cancelled_at is not None:
        word, meaning = CANCELLED, "plain"
    elif closed_at is not None:
        word, meaning = "Terminée", "plain"
    elif is_held:
        word, meaning = "Retenue", "refused"
    else:
        word, meaning = current_phase(phases).label, "ok" if all_ready else "plain"
    return OrderRow(
        key, ref, workshop, client, town, due_on, word, meaning, late, is_held, total, ready,
        closed_at,
    )  # fmt: skip


def _phases(workshop: str, rows: Iterable[Any]) -> dict[Phase, int]:
    of_stage = _phase_of(registry.current(), workshop)
    found: dict[Phase, int] = {}
    for row in rows:
        stage, things = row[-2:]
        phase = of_stage.get(stage)
        if phase is not None:
            found[phase] = found.get(phase, 0) + things
    return found


@lru_cache(maxsize=64)
def _phase_of(known: Registry, workshop: str) -> dict[str, Phase]:
    return {s.code: s.phase for s in known.workshop(workshop).road.stages if s.counted}


def _key(row: OrderRow, state: str) -> str:
    day = NEVER if state in FINISHED else row.due_on or NEVER
    return f"{day.isoformat()}.{row.id}"


def _read_key(text: str) -> tuple[date, int] | None:
    """The key of a page as its link carried it; a broken one begins the list again."""
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
