"""What teams made, by order and unit, and by group and day; SELECTs only, no worker anywhere."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as sum_up
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.activity.outputs import remarks, units
from esat.activity.outputs.models import Output
from esat.additions import MadeSoFar
from esat.clients.models import Client
from esat.production.models import Order

ZERO = Decimal(0)
_Sum = tuple[Decimal, Decimal, date | None]
"""Quantity, scrap, the last day."""


@dataclass(frozen=True, slots=True)
class Told:
    """One output of a group's day, as its page shows it."""

    id: int
    order_id: int
    ref: str
    client: str
    quantity: Decimal
    scrap: Decimal
    unit: str
    note: str
    at: datetime
    recorded_at: datetime
    late: bool
    who: str
    corrected: bool
    reason: str


def standing() -> Any:
    """The condition of a row that no other amends."""
    later = aliased(Output)
    return ~select(later.id).where(later.amends_id == Output.id).exists()


_TOTALS = (
    sum_up(
        col(Output.order_id), col(Output.unit), func.sum(Output.quantity),
        func.sum(Output.scrap), func.max(Output.day),
    )
    .where(col(Output.order_id).in_(bindparam("orders", expanding=True)), standing())
    .group_by(col(Output.order_id), col(Output.unit))
)  # fmt: skip


def total(session: Session, order_id: int, unit: str) -> MadeSoFar:
    """What is made of one order in one unit."""
    found = totals(session, [order_id])[order_id]
    return next((one for one in found if one.unit == unit), MadeSoFar(unit))


def totals(session: Session, order_ids: Collection[int]) -> dict[int, tuple[MadeSoFar, ...]]:
    """What is made of each order, unit by unit, those of the order first; also where nothing is.
    Three statements, however many orders.
    """
    asked, told = units.of_orders(session, order_ids), _told(session, order_ids)
    return {key: _totals(asked[key], told.get(key, {})) for key in order_ids}


def made(session: Session, order_ids: Collection[int]) -> dict[int, tuple[MadeSoFar, ...]]:
    """What is made of those orders of which something is told: for lists, that mostly have few.
    One statement where there are none, two otherwise.
    """
    told = _told(session, order_ids)
    asked = units.ordered(session, list(told)) if told else {}
    return {key: _totals(asked[key], told[key]) for key in told}


def _told(session: Session, order_ids: Collection[int]) -> dict[int, dict[str, _Sum]]:
    rows = session.connection().execute(_TOTALS, {"orders": list(order_ids)})
    found: dict[int, dict[str, _Sum]] = defaultdict(dict)
    for order_id, unit, quantity, scrap, last in rows:
        if quantity or scrap:
            found[order_id][unit] = (quantity, scrap, last)
    return found


def _totals(asked: units.Units, told: dict[str, _Sum]) -> tuple[MadeSoFar, ...]:
    """Units that were ordered, and those in which something was made; they are never added up."""
    found = []
    for unit in dict.fromkeys([*asked, *told]):
        quantity, scrap, last = told.get(unit, (ZERO, ZERO, None))
        ordered = asked.get(unit)
        if ordered is not None or unit in told:
            found.append(MadeSoFar(unit, quantity, scrap, ordered, last))
    return tuple(found)


def of_day(session: Session, group_id: int, day: date) -> tuple[Told, ...]:
    """The outputs of a group's day that stand, the newest first."""
    query = (
        select(Output, Order.ref, Client.name, Account.display_name)
        .join(Order, col(Order.id) == col(Output.order_id))
        .join(Client, col(Client.id) == col(Order.client_id))
        .join(Account, col(Account.id) == col(Output.recorded_by), isouter=True)
        .where(Output.group_id == group_id, Output.day == day, standing())
        .order_by(col(Output.at).desc(), col(Output.id).desc())
    )
    rows = session.exec(query).all()
    said = remarks.texts(session, [key for one, *_ in rows for key in (one.note_id, one.reason_id)])
    return tuple(
        Told(
            one.id or 0, one.order_id, ref, client, one.quantity, one.scrap, one.unit,
            said.get(one.note_id, ""), one.at, one.recorded_at, one.late, who or "Système",
            one.amends_id is not None, said.get(one.reason_id, ""),
        )
        for one, ref, client, who in rows
        if one.quantity or one.scrap
    )  # fmt: skip


def counted_orders(session: Session, group_id: int, day: date) -> frozenset[int]:
    """The orders of which the group told something that day."""
    query = select(Output.order_id).where(
        Output.group_id == group_id, Output.day == day, standing()
    )
    return frozenset(session.exec(query))
