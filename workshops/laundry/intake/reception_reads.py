"""What the reception shows: who is expected, what came against what was announced. SELECTs only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from esat import clock
from esat.production import tables
from esat.production.journal_models import Event
from workshops.laundry.intake import declared
from workshops.laundry.intake.cases import Anomaly
from workshops.laundry.intake.declared import Verdict
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.models import LaundryOrder
from workshops.laundry.plant import limits
from workshops.laundry.plant.models import Precaution

LIMITS: Final = ("declared_alert", "declared_limit", "bag_alert", "bag_limit")
KINDS: Final = ("bag", "trolley")
DAYS: Final = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
_item, _order, _client = tables.item, tables.order, tables.client
_mine, _said = LaundryItem.__table__, LaundryOrder.__table__
_event, _code = Event.__table__, tables.barcode
_precaution, _anomaly = Precaution.__table__, Anomaly.__table__


@dataclass(frozen=True, slots=True)
class Bag:
    """One bag or trolley of the day's orders, as the reception shows it."""

    item_id: int
    code: str
    label: str
    kind: str
    stage: str
    since: datetime
    kg: Decimal | None
    pieces: int | None
    precaution: str | None
    isolated_until: datetime | None
    anomalies: tuple[str, ...]
    heavy: str
    """`alert` or `limit` where it weighs more than people should carry."""

    @property
    def came(self) -> bool:
        return self.stage != "expected"


@dataclass(slots=True)
class Day:
    """A client's day: what he announced in the orders that are due or came, and what came."""

    client_id: int
    client: str
    town: str
    orders: dict[int, str] = field(default_factory=dict)
    rounds: list[str] = field(default_factory=list)
    since: datetime | None = None
    bags_announced: int | None = None
    kg_announced: Decimal | None = None
    expected: int = 0
    came: int = 0
    kg: Decimal = Decimal(0)
    unweighed: int = 0
    bags: Verdict = field(default_factory=lambda: Verdict(declared.UNSAID))
    weight: Verdict = field(default_factory=lambda: Verdict(declared.UNSAID))
    items: list[Bag] = field(default_factory=list)

    @property
    def meaning(self) -> str:
        """The gravest of both verdicts, as a meaning; what is still on its way is a question."""
        order = ("refused", "question", "ok", "unknown", "plain")
        return min((self.bags.meaning, self.weight.meaning), key=order.index)


def days(session: Session, at: datetime) -> list[Day]:
    """Every client who is expected, or of whom something came today, by name."""
    found = _days(session, at, None)
    return sorted(found.values(), key=lambda day: day.client)


def day_of(session: Session, client_id: int, at: datetime) -> Day | None:
    """One client's day with its bags; None for no client. Empty where nothing is expected."""
    found = _days(session, at, client_id).get(client_id)
    if found is not None:
        return found
    row = session.connection().execute(
        select(_client.c.name, _client.c.town).where(_client.c.id == client_id)
    ).first()  # fmt: skip
    return None if row is None else Day(client_id, row.name, row.town)


def today_round(at: datetime) -> str:
    """The name of the round of a day: rounds are called by their day."""
    return DAYS[clock.local(at).weekday()]


def _days(session: Session, at: datetime, client_id: int | None) -> dict[int, Day]:
    rows = session.connection().execute(_query(at, client_id)).all()
    known = limits.values(session, LIMITS, at)
    noted = _noted(session, [row.item_id for row in rows]) if client_id else {}
    codes = _codes(session, rows) if client_id else {}
    found: dict[int, Day] = {}
    for row in rows:
        day = found.setdefault(row.client_id, Day(row.client_id, row.client_name, row.town))
        _count_order(day, row)
        bag = _bag(row, codes.get(row.item_id, ""), noted.get(row.item_id, ()), known)
        _count_bag(day, bag)
    for day in found.values():
        alert, limit = known["declared_alert"], known["declared_limit"]
        day.bags = declared.judge(day.came, day.bags_announced, alert, limit)
        day.weight = declared.judge(day.kg, day.kg_announced, alert, limit)
    return found


def _query(at: datetime, client_id: int | None) -> Select[Any]:
    midnight = datetime.combine(clock.local(at).date(), time(), clock.local(at).tzinfo)
    received = select(_event.c.id).where(
        _event.c.item_id == _item.c.id, _event.c.to_stage == "received", _event.c.at >= midnight
    )
    mine = (_item.c.workshop == "laundry", _item.c.kind.in_(KINDS))
    waits = _item.c.stage.in_(("expected", "received")) & _item.c.closed_at.is_(None)
    due = select(_item.c.order_id).where(*mine, or_(waits, received.exists()))
    query = (
        select(
            _item.c.id.label("item_id"), _item.c.label, _item.c.kind, _item.c.stage,
            _item.c.stage_since, _item.c.resource_id, _order.c.id.label("order_id"), _order.c.ref,
            _order.c.opened_at, _client.c.id.label("client_id"),
            _client.c.name.label("client_name"), _client.c.town, _said.c.round, _said.c.bags,
            _said.c.kg.label("announced_kg"), _mine.c.kg, _mine.c.pieces, _mine.c.isolated_until,
            _precaution.c.label.label("precaution"),
        )
        .select_from(
            _item.join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
            .outerjoin(_said, _said.c.order_id == _order.c.id)
            .outerjoin(_mine, _mine.c.item_id == _item.c.id)
            .outerjoin(_precaution, _precaution.c.id == _mine.c.precaution_id)
        )
        .where(*mine, _order.c.id.in_(due), _order.c.cancelled_at.is_(None))
        .order_by(_item.c.id)
    )  # fmt: skip
    return query if client_id is None else query.where(_order.c.client_id == client_id)


def _count_order(day: Day, row: Any) -> None:
    if row.order_id in day.orders:
        return
    day.orders[row.order_id] = row.ref
    day.since = min(day.since or row.opened_at, row.opened_at)
    if row.round and row.round not in day.rounds:
        day.rounds.append(row.round)
    if row.bags is not None:
        day.bags_announced = (day.bags_announced or 0) + row.bags
    if row.announced_kg is not None:
        day.kg_announced = (day.kg_announced or Decimal(0)) + row.announced_kg


def _count_bag(day: Day, bag: Bag) -> None:
    day.items.append(bag)
    if not bag.came:
        day.expected += 1
        return
    day.came += 1
    if bag.kg is None:
        day.unweighed += 1
    else:
        day.kg += bag.kg


def _bag(row: Any, code: str, noted: tuple[str, ...], known: dict[str, Decimal]) -> Bag:
    over = ""
    if row.kg is not None and row.kind == "bag":
        over = next((w for w in ("limit", "alert") if row.kg > known[f"bag_{w}"]), "")
    return Bag(
        item_id=row.item_id, code=code, label=row.label, kind=row.kind, stage=row.stage,
        since=row.stage_since, kg=row.kg, pieces=row.pieces, precaution=row.precaution,
        isolated_until=row.isolated_until, anomalies=noted, heavy=over,
    )  # fmt: skip


def _noted(session: Session, keys: list[int]) -> dict[int, tuple[str, ...]]:
    query = select(_anomaly.c.item_id, _anomaly.c.kind).where(
        _anomaly.c.item_id.in_(keys), _anomaly.c.withdrawn_at.is_(None)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in session.connection().execute(query.order_by(_anomaly.c.id)):
        found[row.item_id] = (*found.get(row.item_id, ()), row.kind)
    return found


def _codes(session: Session, rows: Iterable[Any]) -> dict[int, str]:
    """The code that each bag wears, by one statement."""
    by_resource = {row.resource_id: row.item_id for row in rows if row.resource_id is not None}
    own = [row.item_id for row in rows]
    query = select(_code.c.code, _code.c.resource_id, _code.c.item_id).where(
        or_(_code.c.resource_id.in_(list(by_resource)), _code.c.item_id.in_(own)),
        _code.c.origin == "ours",
        _code.c.revoked_at.is_(None),
    )
    found: dict[int, str] = {}
    for row in session.connection().execute(query):
        found[row.item_id or by_resource[row.resource_id]] = row.code
    return found
