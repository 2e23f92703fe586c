"""The anomalies of a month, client by client, as the laundry and the auditor read them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from esat import clock
from esat.production import tables
from workshops.laundry.intake.cases import Anomaly

_anomaly, _item, _client, _order = (
    Anomaly.__table__, tables.item, tables.client, tables.order,
)  # fmt: skip


@dataclass(slots=True)
class OfClient:
    """One client's month."""

    client_id: int
    client: str
    rows: list[Any] = field(default_factory=list)

    @property
    def standing(self) -> int:
        return sum(1 for row in self.rows if row.withdrawn_at is None)

    @property
    def untold(self) -> int:
        return sum(1 for row in self.rows if row.withdrawn_at is None and row.told_on is None)

    @property
    def near_misses(self) -> int:
        return sum(1 for row in self.rows if row.withdrawn_at is None and row.near_miss)


def month(session: Session, first: date) -> list[OfClient]:
    """What was noted in a month of Paris, the client with most first."""
    since, until = clock.midnight(first), clock.midnight(following(first))
    query = (
        select(
            _anomaly, _item.c.label, _order.c.ref, _client.c.name.label("client_name"),
        )
        .select_from(
            _anomaly.join(_item, _item.c.id == _anomaly.c.item_id)
            .join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _anomaly.c.client_id)
        )
        .where(_anomaly.c.at >= since, _anomaly.c.at < until)
        .order_by(_anomaly.c.at, _anomaly.c.id)
    )  # fmt: skip
    found: dict[int, OfClient] = {}
    for row in session.connection().execute(query):
        made = found.setdefault(row.client_id, OfClient(row.client_id, row.client_name))
        made.rows.append(row)
    return sorted(found.values(), key=lambda one: (-one.standing, one.client))


def month_of(text: str) -> date:
    """The first day of « 2026-11 »; of this month for anything else, and for other centuries."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = date.min
    return found if 2000 <= found.year < 2100 else clock.today().replace(day=1)


def following(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def before(first: date) -> date:
    """The first day of the month before."""
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
