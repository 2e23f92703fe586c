"""What the pages of complaints show: open ones by their last day, the trend, one with its steps."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.clients.models import Client
from esat.production import barcodes
from esat.production.models import Order
from workshops.laundry.stock import rights
from workshops.laundry.stock.complaints import DECISIONS, STEPS
from workshops.laundry.stock.models import Complaint, ComplaintPhoto, ComplaintStep

LAST = 200
MONTHS = 12
WORDS = dict(DECISIONS)


@dataclass(frozen=True, slots=True)
class Row:
    """A complaint as a list shows it."""

    complaint: Complaint
    client: str
    owner: str
    late: bool

    @property
    def state(self) -> str:
        if self.complaint.replied_at is not None:
            return WORDS[self.complaint.decision]
        return "À répondre" if self.complaint.decided_at else "À décider"


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    detail: str
    at: datetime
    recorded_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Complaints received, by client and month; the months are those of the columns."""

    months: tuple[date, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    totals: tuple[int, ...]


def listed(session: Session, *, closed: bool = False, client_id: int | None = None) -> list[Row]:
    """Those that wait for an answer, the most urgent first; or those answered, the last first."""
    query = _rows()
    if closed:
        query = query.where(col(Complaint.replied_at).is_not(None)).order_by(
            col(Complaint.replied_at).desc()
        )
    else:
        query = query.where(col(Complaint.replied_at).is_(None)).order_by(
            col(Complaint.due_on), col(Complaint.id)
        )
    if client_id is not None:
        query = query.where(Complaint.client_id == client_id)
    return _made(session.exec(query.limit(LAST)))


def of_order(session: Session, order_id: int) -> list[Row]:
    """The complaints about an order."""
    query = _rows().where(Complaint.order_id == order_id).order_by(col(Complaint.id).desc())
    return _made(session.exec(query))


def one(session: Session, complaint: Complaint) -> Row:
    """A complaint as its page heads it."""
    return _made(session.exec(_rows().where(Complaint.id == complaint.id)))[0]


def steps(session: Session, complaint_id: int) -> list[Step]:
    """What was done of it, the newest first."""
    owner = aliased(Account)
    query = (
        select(ComplaintStep, Account.display_name, owner.display_name)
        .outerjoin(Account, col(Account.id) == ComplaintStep.account_id)
        .outerjoin(owner, col(owner.id) == ComplaintStep.owner_id)
        .where(ComplaintStep.complaint_id == complaint_id)
        .order_by(col(ComplaintStep.id).desc())
    )
    return [
        Step(STEPS[step.kind], _told(step, to or ""), step.at, step.recorded_at, who or "")
        for step, who, to in session.exec(query)
    ]


def _told(step: ComplaintStep, to: str) -> str:
    return " · ".join(part for part in (f"à {to}" if to else "", step.note) if part)


def photos(session: Session, complaint_id: int) -> list[ComplaintPhoto]:
    query = select(ComplaintPhoto).where(ComplaintPhoto.complaint_id == complaint_id)
    return list(session.exec(query.order_by(col(ComplaintPhoto.id))))


def about(session: Session, complaint: Complaint) -> list[tuple[str, str]]:
    """What it is about, as (word, address): the order, the thing, the lot."""
    found = []
    order = session.get(Order, complaint.order_id) if complaint.order_id else None
    if order is not None:
        found.append((f"Commande {order.ref}", f"/commandes/{order.ref}"))
    code = None
    if complaint.resource_id is not None:
        code = barcodes.of(session, resource_id=complaint.resource_id)
    elif complaint.item_id is not None:
        code = barcodes.of(session, item_id=complaint.item_id)
    elif complaint.lot_id is not None:
        code = barcodes.of(session, lot_id=complaint.lot_id)
    if code is not None:
        found.append((code, f"/atelier/objet/{code}"))
    return found


def owners(session: Session) -> list[tuple[int, str]]:
    """Who may treat a complaint of the laundry."""
    query = (
        select(Account.id, Account.display_name)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(
            col(AccountRole.role).in_(rights.ROLES),
            col(AccountRole.workshop).is_(None) | (AccountRole.workshop == rights.WORKSHOP),
            col(Account.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Account.display_name))
    )
    return [(key or 0, name) for key, name in session.exec(query)]


def trend(session: Session) -> Trend:
    """The last twelve months, this one first, counted by the Paris day of reception; a month
    without any complaint takes no column.
    """
    months = _months(clock.today())
    since = datetime.combine(months[-1], datetime.min.time(), clock.PARIS)
    query = (
        select(Client.name, Complaint.received_at)
        .join(Client, col(Client.id) == Complaint.client_id)
        .where(col(Complaint.received_at) >= since)
    )
    counts: Counter[tuple[str, date]] = Counter()
    for name, at in session.exec(query):
        counts[name, clock.local(at).date().replace(day=1)] += 1
    months = tuple(one for one in months if any(month == one for _, month in counts))
    names = sorted({name for name, _ in counts}, key=str.casefold)
    rows = tuple((name, tuple(counts[name, month] for month in months)) for name in names)
    totals = tuple(sum(counts[name, month] for name in names) for month in months)
    return Trend(months, rows, totals)


def _months(today: date) -> tuple[date, ...]:
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        first = found[-1]
        found.append(
            first.replace(year=first.year - 1, month=12)
            if first.month == 1
            else first.replace(month=first.month - 1)
        )
    return tuple(found)


def _rows() -> Any:
    return (
        select(Complaint, Client.name, Account.display_name)
        .join(Client, col(Client.id) == Complaint.client_id)
        .outerjoin(Account, col(Account.id) == Complaint.owner_id)
    )


def _made(rows: Iterable[Any]) -> list[Row]:
    today = clock.today()
    return [
        Row(
            complaint,
            client,
            owner or "",
            complaint.replied_at is None and complaint.due_on < today,
        )
        for complaint, client, owner in rows
    ]
