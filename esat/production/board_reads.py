"""A workshop at a glance: its stages, what stands at each, what is late, held or due today.

Three SELECTs a board, over open items only, and what is made of the orders that it shows; history
is never read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlmodel import Session

from esat import clock
from esat.declarations import Wall, Workshop
from esat.production import made, stage_settings, tables
from esat.production.floor_reads import HELD_ITEMS
from esat.production.made import MadeSoFar
from esat.stages import PHASE_RANKS, Phase

SHOWN = 4
_item, _order, _client = tables.item, tables.order, tables.client


@dataclass(frozen=True, slots=True)
class Card:
    """What one order has at one stage."""

    ref: str
    client: str
    things: int
    quantity: Decimal
    unit: str
    late: bool
    today: bool
    held: int
    made: tuple[MadeSoFar, ...] = ()
    """Before it is ready; what is ready is whole."""


@dataclass(frozen=True, slots=True)
class Column:
    """A stage, how many things stand there, and its most urgent orders."""

    code: str
    label: str
    count: int
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Board:
    """The columns, and how many orders are late or due today, how many things are held."""

    columns: tuple[Column, ...]
    things: int
    late: int
    held: int
    today: int


def board(session: Session, workshop: Workshop, today: date, shown: int = SHOWN) -> Board:
    """The stages of a workshop but the last ones, named and ordered as the house wants them, each
    with its most urgent orders first. A hidden stage shows as soon as something stands there.
    """
    below = _below_ready(workshop)
    values = {"workshop": workshop.code, "today": today, "shown": shown, "below": below}
    connection = session.connection()
    by_stage: dict[str, list[Any]] = {}
    for row in connection.execute(_CARDS, values):
        by_stage.setdefault(row.stage, []).append(row)
    unready = {row.order_id for code in below for row in by_stage.get(code, ())}
    told = made.of_orders(session, unready)
    sums = connection.execute(_SUMS, values).one()
    columns = tuple(
        _column(
            one.code,
            one.label,
            by_stage.get(one.code, []),
            today,
            told if one.code in below else None,
        )
        for one in stage_settings.current(session, workshop)
        if not one.stage.final and (not one.hidden or one.code in by_stage)
    )
    return Board(columns, sums.things, sums.late or 0, sums.held or 0, sums.today or 0)


def _on_the_wall(session: Session, workshop: Workshop, now: datetime) -> dict[str, Any]:
    """The board of a workshop that declares none of its own."""
    return {"board": board(session, workshop, clock.local(now).date(), shown=2)}


WALL = Wall("production/_wall.html", _on_the_wall)


def _below_ready(workshop: Workshop) -> list[str]:
    """The stages where a passed date means late: what is ready only waits to be fetched."""
    ready = PHASE_RANKS[Phase.READY]
    return [s.code for s in workshop.road.stages if PHASE_RANKS[s.phase] < ready]


def _column(
    code: str,
    label: str,
    rows: list[Any],
    today: date,
    told: Mapping[int, tuple[MadeSoFar, ...]] | None,
) -> Column:
    """`told` says what is made of the orders; None where what stands is ready, and never late."""
    if not rows:
        return Column(code, label, 0, (), 0)
    cards = tuple(
        Card(
            row.ref, row.name, row.things, row.quantity, row.unit,
            told is not None and row.due_on is not None and row.due_on < today,
            row.due_on == today, row.held, (told or {}).get(row.order_id, ()),
        )
        for row in rows
    )  # fmt: skip
    return Column(code, label, rows[0].count, cards, rows[0].orders - len(cards))


def _cards() -> Select[Any]:
    """The first orders of each stage by promised date, and how many there are in all."""
    held = func.sum(case((_item.c.id.in_(HELD_ITEMS), 1), else_=0))
    standing = (
        select(
            _item.c.stage, _item.c.order_id, func.count().label("things"), held.label("held"),
            func.sum(_item.c.quantity).label("quantity"), func.min(_item.c.unit).label("unit"),
        )
        .where(_item.c.workshop == bindparam("workshop"), _item.c.closed_at.is_(None))
        .group_by(_item.c.stage, _item.c.order_id)
        .subquery("standing")
    )  # fmt: skip
    s, by_stage = standing.c, standing.c.stage
    urgency = (_order.c.due_on.is_(None), _order.c.due_on, s.order_id)
    ranked = (
        select(
            *s, _order.c.ref, _order.c.due_on, _order.c.client_id,
            func.row_number().over(partition_by=by_stage, order_by=urgency).label("place"),
            func.count().over(partition_by=by_stage).label("orders"),
            func.sum(s.things).over(partition_by=by_stage).label("count"),
        )
        .join(_order, _order.c.id == s.order_id)
        .subquery("ranked")
    )  # fmt: skip
    return (
        select(ranked, _client.c.name)
        .join(_client, _client.c.id == ranked.c.client_id)
        .where(ranked.c.place <= bindparam("shown"))
        .order_by(ranked.c.stage, ranked.c.place)
    )


def _sums() -> Any:
    """Things in all and held; orders late and due today."""
    below = _item.c.stage.in_(bindparam("below", expanding=True))
    late = (_order.c.due_on < bindparam("today")) & below
    today = _order.c.due_on == bindparam("today")
    return (
        select(
            func.count().label("things"),
            func.count(case((late, _order.c.id)).distinct()).label("late"),
            func.count(case((today, _order.c.id)).distinct()).label("today"),
            func.sum(case((_item.c.id.in_(HELD_ITEMS), 1), else_=0)).label("held"),
        )
        .join(_order, _order.c.id == _item.c.order_id)
        .where(_item.c.workshop == bindparam("workshop"), _item.c.closed_at.is_(None))
    )


_CARDS, _SUMS = _cards(), _sums()
