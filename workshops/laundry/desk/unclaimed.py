"""Deposits that nobody comes for: reminders, and after a year the decision of the house. Nothing of
them is ever deleted.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Refused
from esat.production import journal
from esat.production.journal import Entry
from esat.production.models import Order
from esat.web.forms import FormShape, NoControl
from workshops.laundry.desk.deposits import require
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Abandonment, Reminder
from workshops.laundry.plant import limits

SEE = "laundry.desk_read"
DECIDE = "laundry.tariffs"


class RemindIn(FormShape):
    """How somebody was reminded."""

    way: Literal["letter", "phone"]


class DecideIn(FormShape):
    """What the house decided, and why."""

    decision: Literal["keep", "hand_on"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A deposit not collected, since how many days, and what was done about it."""

    order: Order
    deposit: Deposit
    name: str
    phone: str
    address: str
    days: int
    overdue: bool
    """Kept longer than the law asks: the house decides."""
    reminders: tuple[Reminder, ...] = ()
    decision: Abandonment | None = None

    @property
    def ways(self) -> tuple[str, ...]:
        """How this person can be reached."""
        known = (("letter", self.address), ("phone", self.phone))
        return tuple(way for way, contact in known if contact)


def waiting(session: Session, at: datetime) -> list[Waiting]:
    """The deposits older than the delay of a reminder, the oldest first."""
    values = limits.values(session, ("unclaimed_notice", "unclaimed"), at)
    today = clock.local(at).date()
    told_of = _open().where(col(Deposit.at) < _last(today, values["unclaimed_notice"]))
    found = []
    for order, deposit, client in session.exec(told_of):
        days = age(deposit, today)
        found.append((order, deposit, client, days, days > values["unclaimed"]))
    keys = [deposit.order_id for _, deposit, _, _, _ in found]
    told, decided = _reminders(session, keys), _decisions(session, keys)
    return [
        Waiting(
            order, deposit, client.name, client.phone, _address(client), days, overdue,
            tuple(told.get(deposit.order_id, ())), decided.get(deposit.order_id),
        )
        for order, deposit, client, days, overdue in found
    ]  # fmt: skip


def to_treat(session: Session, at: datetime) -> int:
    """How many wait for an act: nobody was reminded, or the delay of the law is over and the house
    decided nothing.
    """
    values = limits.values(session, ("unclaimed_notice", "unclaimed"), at)
    today = clock.local(at).date()
    reminded = select(Reminder.id).where(Reminder.order_id == Deposit.order_id)
    decided = select(Abandonment.id).where(Abandonment.order_id == Deposit.order_id)
    overdue = col(Deposit.at) < _last(today, values["unclaimed"] + 1)
    query = (
        select(func.count())
        .select_from(Deposit)
        .join(Order, col(Order.id) == Deposit.order_id)
        .where(
            col(Order.closed_at).is_(None),
            col(Order.cancelled_at).is_(None),
            col(Deposit.at) < _last(today, values["unclaimed_notice"]),
            ~decided.exists(),
            overdue | ~reminded.exists(),
        )
    )
    return session.exec(query).one()


def remind(
    session: Session, one: Waiting, way: str, *, by: Actor, at: datetime | None = None
) -> Reminder:
    """Note a reminder. Refuses `desk_no_contact` where there is no such way. Flushes."""
    require(by, SEE)
    if way not in one.ways:
        raise Refused("desk_no_contact")
    moment = at or clock.now()
    made = Reminder(
        order_id=one.deposit.order_id, way=way, at=moment, recorded_at=clock.now(),
        account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _tell(session, "laundry.reminded", one, {"way": way}, by, moment)
    return made


def decide(
    session: Session, one: Waiting, given: DecideIn, *, by: Actor, at: datetime | None = None
) -> Abandonment:
    """Keep what the house decided. Refuses `desk_not_overdue` before the delay of the law; forbids
    `not_allowed`. Flushes.
    """
    require(by, DECIDE)
    if not one.overdue:
        raise Refused("desk_not_overdue")
    moment = at or clock.now()
    made = Abandonment(
        order_id=one.deposit.order_id, decision=given.decision, reason=given.reason, at=moment,
        recorded_at=clock.now(), account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _tell(session, "laundry.unclaimed_decided", one, {"decision": given.decision}, by, moment)
    return made


def age(deposit: Deposit, today: date) -> int:
    """Days since the deposit, by the calendar of the house: the law counts from it."""
    return (today - clock.local(deposit.at).date()).days


def _last(today: date, days: Decimal) -> datetime:
    """The end of the day that many days ago: what was left before it is that old."""
    return datetime.combine(today - timedelta(days=int(days) - 1), time(), clock.PARIS)


def _open() -> Select[Order, Deposit, Client]:
    return (
        select(Order, Deposit, Client)
        .join(Deposit, col(Deposit.order_id) == Order.id)
        .join(Client, col(Client.id) == Order.client_id)
        .where(col(Order.closed_at).is_(None), col(Order.cancelled_at).is_(None))
        .order_by(col(Deposit.at), col(Order.id))
    )


def _reminders(session: Session, keys: list[int]) -> dict[int, list[Reminder]]:
    query = select(Reminder).where(col(Reminder.order_id).in_(keys)).order_by(col(Reminder.id))
    found: dict[int, list[Reminder]] = {}
    for row in session.exec(query):
        found.setdefault(row.order_id, []).append(row)
    return found


def _decisions(session: Session, keys: list[int]) -> dict[int, Abandonment]:
    query = select(Abandonment).where(col(Abandonment.order_id).in_(keys))
    rows = session.exec(query.order_by(col(Abandonment.id)))
    return {row.order_id: row for row in rows}


def _address(client: Client) -> str:
    parts = (client.address, client.address_extra, f"{client.postcode} {client.town}".strip())
    return ", ".join(part for part in parts if part) if client.address else ""


def _tell(
    session: Session, kind: str, one: Waiting, data: dict[str, str], by: Actor, at: datetime
) -> None:
    journal.record(session, Entry(kind, at, order_id=one.deposit.order_id, data=data), by=by)
