"""What the pages of found objects show: open cases with what is due, one case with its steps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.production import tables
from esat.workers.models import Worker
from workshops.laundry.intake.cases import Found, FoundStep

PAGE = 200
_found, _step = Found.__table__, FoundStep.__table__


@dataclass(frozen=True, slots=True)
class Case:
    """A case as a list shows it: what is due, and how grave that is."""

    row: Any
    client: str
    kept: str
    told: bool
    due: str
    meaning: str


def cases(session: Session, *, closed: bool = False) -> list[Case]:
    """Open cases, the oldest first; or the closed ones, the last first."""
    client = tables.client
    query = select(_found, client.c.name.label("client_name")).outerjoin(
        client, client.c.id == _found.c.client_id
    )
    if closed:
        query = query.where(_found.c.closed_at.is_not(None)).order_by(_found.c.closed_at.desc())
    else:
        query = query.where(_found.c.closed_at.is_(None)).order_by(_found.c.found_at)
    rows = session.connection().execute(query.limit(PAGE)).all()
    last = _last(session, [row.id for row in rows])
    return [_case(row, last) for row in rows]


def people(session: Session, row: Found) -> dict[str, str]:
    """Who signs, and who saw it, as names."""
    account = session.get(Account, row.account_id) if row.account_id else None
    worker = session.get(Worker, row.worker_id) if row.worker_id else None
    return {
        "account": account.display_name if account else "",
        "worker": worker.display_name if worker else "",
    }


def workers(session: Session) -> list[tuple[int, str]]:
    """Those who may have seen it: the workers who are here, as first name and initial."""
    table = Worker.__table__
    query = select(table.c.id, table.c.first_name, table.c.initial).where(table.c.left_on.is_(None))
    return [
        (row.id, f"{row.first_name} {row.initial}".strip())
        for row in session.connection().execute(query.order_by(table.c.first_name, table.c.id))
    ]


def _last(session: Session, keys: list[int]) -> dict[tuple[int, str], str]:
    """The last words of each kind of step of each case, by one statement."""
    newest = (
        select(func.max(_step.c.id).label("id"))
        .where(_step.c.found_id.in_(keys))
        .group_by(_step.c.found_id, _step.c.step)
        .subquery()
    )
    query = select(_step.c.found_id, _step.c.step, _step.c.detail).join(
        newest, newest.c.id == _step.c.id
    )
    return {
        (row.found_id, row.step): row.detail for row in session.connection().execute(query)
    }  # fmt: skip


def _case(row: Any, last: dict[tuple[int, str], str]) -> Case:
    told = (row.id, "notified") in last
    due, meaning = due_of(row.keep_until, told=told, kept=(row.id, "moved") in last)
    if row.closed_at is not None:
        due = "Rendu" if (row.id, "given_back") in last else "Détruit ou jeté"
        meaning = "ok" if due == "Rendu" else "plain"
    return Case(row, row.client_name or "", last.get((row.id, "moved"), ""), told, due, meaning)


def due_of(keep_until: date, *, told: bool, kept: bool) -> tuple[str, str]:
    """What is to be done next of an open case, and its meaning."""
    if keep_until <= clock.today():
        return "À rendre ou à jeter", "refused"
    if not kept:
        return "À ranger", "question"
    if not told:
        return "Client à prévenir", "question"
    return f"Gardé jusqu’au {keep_until:%d/%m/%Y}", "ok"
