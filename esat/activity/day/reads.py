"""What the page of a day shows of incidents, handovers and its end. SELECTs only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.activity.day.keeping import KINDS
from esat.activity.day.models import DayClose, Handover, Incident
from esat.activity.outputs import remarks
from esat.production.models import Order
from esat.workers.rules.keeping import BOOK

"""A line that nobody replaced for two weeks is not for tomorrow any more."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An incident as its page shows it."""

    label: str
    pictogram: str
    kind: str
    fact: str
    order_ref: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A handover: its words, who left them and when."""

    text: str
    who: str
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """The last « ma journée est complète » of a day."""

    who: str
    at: datetime
    gaps: int


def incidents(session: Session, group_id: int, day: date) -> tuple[Happened, ...]:
    """What happened that day, in its order."""
    query = (
        select(Incident, Order.ref)
        .join(Order, col(Order.id) == col(Incident.order_id), isouter=True)
        .where(Incident.group_id == group_id, Incident.day == day)
        .order_by(col(Incident.at), col(Incident.id))
    )
    rows = session.exec(query).all()
    said = remarks.texts(session, [one.remark_id for one, _ in rows])
    return tuple(
        Happened(
            *KINDS[one.kind], one.kind, said.get(one.remark_id, ""), ref or "", one.at, one.late
        )
        for one, ref in rows
    )


def handovers(session: Session, group_id: int, day: date) -> tuple[Line, ...]:
    """The lines that stand on that day: those of the day, and those of the last day before it that
    has any, not further back than the rule.
    """
    back = timedelta(days=BOOK.number(session, "handover_days", day))
    query = (
        select(Handover, Account.display_name)
        .join(Account, col(Account.id) == col(Handover.recorded_by), isouter=True)
        .where(Handover.group_id == group_id, Handover.day <= day, Handover.day >= day - back)
        .order_by(col(Handover.day).desc(), col(Handover.id))
    )
    rows = session.exec(query).all()
    before = max((one.day for one, _ in rows if one.day < day), default=day)
    rows = [(one, who) for one, who in rows if one.day in {day, before}]
    said = remarks.texts(session, [one.remark_id for one, _ in rows])
    return tuple(
        Line(said.get(one.remark_id, ""), who or "Système", one.day, one.at) for one, who in rows
    )


def closed(session: Session, group_id: int, day: date) -> Closed | None:
    """The last time that the day was said to be complete."""
    query = (
        select(DayClose, Account.display_name)
        .join(Account, col(Account.id) == col(DayClose.recorded_by), isouter=True)
        .where(DayClose.group_id == group_id, DayClose.day == day)
        .order_by(col(DayClose.id).desc())
    )
    row = session.exec(query.limit(1)).first()
    return None if row is None else Closed(row[1] or "Système", row[0].at, row[0].gaps)
