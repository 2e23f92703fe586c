"""Twelve months of a laundry laid down at once: four washers, six loads a working day each, each
load of two clients; what is older than four days was delivered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from esat.production import tables
from esat.production.models import Order
from tests import factories
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing.models import Cycle

LOADS = 6
LENGTH = timedelta(minutes=62)
KG = Decimal(10)
WARM, SHORT, FAR = Decimal(74), Decimal(75), Decimal(78)
"""Four degrees less: 70 °C is below 71, 71 °C is just enough, 74 °C is far enough."""
SHOWN = (FAR, WARM, FAR, SHORT, FAR)


@dataclass(frozen=True, slots=True)
class Laid:
    """One load as it was laid down."""

    machine: int
    at: datetime
    shown: Decimal
    clients: tuple[str, str]
    here: bool


def lay_down(
    session: Session, machines: Sequence[int], programme: int, since: datetime, until: datetime,
    clients: Sequence[str],
) -> list[Laid]:  # fmt: skip
    """All loads that began in that time, the first one first."""
    orders = [
        factories.make_order(session, client=factories.make_client(session, name), at=since)
        for name in clients
    ]
    laid = list(_loads(machines, since, until, clients))
    lots = _insert(session, tables.lot, [_lot(n, one) for n, one in enumerate(laid)])
    by_name = dict(zip(clients, orders, strict=True))
    pairs = [(lot, one, name) for lot, one in zip(lots, laid, strict=True) for name in one.clients]
    items = _insert(session, tables.item, [_item(one, by_name[name]) for _, one, name in pairs])
    members = [
        {"lot_id": lot, "item_id": item, "quantity": KG, "joined_at": one.at}
        for (lot, one, _), item in zip(pairs, items, strict=True)
    ]
    session.connection().execute(insert(tables.lot_item), members)
    versions = dict(session.exec(select(Machine.resource_id, Machine.id)).all())
    cycles = [
        _cycle(lot, one, programme, versions[one.machine] or 0)
        for lot, one in zip(lots, laid, strict=True)
    ]
    session.connection().execute(insert(Cycle.__table__), cycles)  # type: ignore[attr-defined]
    session.commit()
    return laid


def _loads(
    machines: Sequence[int], since: datetime, until: datetime, clients: Sequence[str]
) -> Iterator[Laid]:
    day, number = since, 0
    while day < until:
        for turn in range(LOADS) if day.isoweekday() < 6 else ():
            for machine in machines:
                number += 1
                at = day + timedelta(minutes=70 * turn)
                two = (clients[number % len(clients)], clients[(number + 1) % len(clients)])
                here = at > until - timedelta(days=4)
                if at >= until:
                    return
                yield Laid(machine, at, SHOWN[(7 * number + turn) % len(SHOWN)], two, here)
        day += timedelta(days=1)


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    asked = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(asked, rows).scalars())


def _lot(number: int, one: Laid) -> dict[str, Any]:
    return {
        "ref": f"TY-{number:06}", "workshop": "laundry", "kind": "wash", "label": "Draps",
        "stage": "finished" if one.here else "handed_over", "stage_since": one.at,
        "opened_at": one.at, "closed_at": None if one.here else one.at + timedelta(days=1),
    }  # fmt: skip


def _item(one: Laid, order: Order) -> dict[str, Any]:
    return {
        "order_id": order.id, "workshop": "laundry", "kind": "linen", "label": "Draps",
        "quantity": KG, "unit": "kg", "stage": "finished" if one.here else "handed_over",
        "stage_since": one.at, "closed_at": None if one.here else one.at + timedelta(days=1),
    }  # fmt: skip


def _cycle(lot: int, one: Laid, programme: int, version: int) -> dict[str, Any]:
    ended = one.at + LENGTH
    return {
        "lot_id": lot, "machine_id": one.machine, "machine_version_id": version,
        "programme_id": programme, "kind": "wash", "started_at": one.at,
        "start_recorded_at": one.at, "ended_at": ended, "end_recorded_at": ended,
        "outcome": "done", "max_c": one.shown, "hold_minutes": Decimal(4), "kg": 2 * KG,
    }  # fmt: skip
