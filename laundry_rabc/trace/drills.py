"""The recall drill: draw a delivery, find all of it again, keep how long it took.

begin (a delivery drawn, or a code given) --> the trace is read --> end (seconds, counts, report)
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.documents.models import Document
from esat.errors import NotFound, Refused
from esat.production.models import Delivery, Order
from laundry_rabc.policies import keeping as policies
from laundry_rabc.trace import records
from laundry_rabc.trace.models import Drill, DrillEnd
from workshops.laundry.recall import asking, facts
from workshops.laundry.recall.facts import History

WINDOW: Final = "drill_window"
EVERY: Final = "drill_every"
DRAWN: Final = 5_000
Draw = Callable[[list[str]], str]


def begin(session: Session, *, by: Actor, asked: str = "", draw: Draw = secrets.choice) -> Drill:
    """Begin a drill, on what is asked or on a delivery of the last months drawn at random. Refuses
    `drill_runs` while one of his runs, `drill_nothing` where nothing was delivered; NotFound for
    what stands for nothing. Flushes.
    """
    if running(session, by) is not None:
        raise Refused("drill_runs")
    now = clock.now()
    if asked:
        asking.nodes(session, asked, by=by)
    else:
        found = _delivered(session, now)
        if not found:
            raise Refused("drill_nothing")
    row = Drill(
        started_at=now, account_id=by.account_id, asked=asked or draw(found), drawn=not asked
    )
    session.add(row)
    session.flush()
    return row


def end(session: Session, drill_id: int, note: str, *, complete: bool, by: Actor) -> DrillEnd:
    """End a drill with what was found; the time is the house's own. Refuses `drill_over`,
    `drill_needs_note`. Flushes.
    """
    row = session.get(Drill, drill_id)
    if row is None:
        raise NotFound("not_found")
    if session.get(DrillEnd, drill_id) is not None:
        raise Refused("drill_over")
    if not note.strip():
        raise Refused("drill_needs_note")
    history = history_of(session, row, by=by)
    now = clock.now()
    done = DrillEnd(
        drill_id=drill_id, ended_at=now, account_id=by.account_id,
        seconds=max(0, int((now - row.started_at).total_seconds())),
        lots=len(history.lots), certain=len(history.clients_certain),
        possible=len(history.clients_possible),
        unproved=sum(one.unproved for one in records.of_lots(session, history.lots)),
        complete=complete, note=note.strip()[:600],
    )  # fmt: skip
    session.add(done)
    session.flush()
    return done


def history_of(session: Session, drill: Drill, *, by: Actor) -> History:
    """The whole history of what a drill asks for."""
    return facts.of_nodes(session, *asking.nodes(session, drill.asked, by=by))


def running(session: Session, by: Actor) -> Drill | None:
    """The drill that somebody began and did not end."""
    query = (
        select(Drill)
        .outerjoin(DrillEnd, col(DrillEnd.drill_id) == Drill.id)
        .where(Drill.account_id == by.account_id, col(DrillEnd.drill_id).is_(None))
        .order_by(col(Drill.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def last_done(session: Session, until: datetime) -> DrillEnd | None:
    """The last drill that was ended until a moment."""
    query = (
        select(DrillEnd)
        .where(col(DrillEnd.ended_at) <= until)
        .order_by(col(DrillEnd.ended_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def overdue(session: Session, at: datetime) -> bool:
    """Whether no drill was done for longer than the house has decided."""
    last = last_done(session, at)
    months = policies.number(session, EVERY, at)
    return last is None or at - last.ended_at > timedelta(days=months * 31)


def _delivered(session: Session, now: datetime) -> list[str]:
    """The numbers of the laundry's delivery notes of the last months."""
    months = policies.number(session, WINDOW, now)
    query = (
        select(Document.number)
        .join(Delivery, col(Delivery.id) == Document.delivery_id)
        .join(Order, col(Order.id) == Delivery.order_id)
        .where(
            Order.workshop == "laundry",
            col(Delivery.refused).is_(False),
            col(Delivery.at) >= now - timedelta(days=months * 31),
            col(Document.number) != "",
        )
        .order_by(col(Document.number).desc())
        .limit(DRAWN)
    )
    return [one for one in session.exec(query) if one]
