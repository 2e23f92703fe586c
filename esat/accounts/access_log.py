"""Accesses and refusals, kept apart from the journal and purged after a year.

Lines wait in memory and are written together, after the answer has left, so that no reader and no
scanner waits for them. They serve security only: never to judge how somebody works.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlmodel import Session, col

from esat import clock
from esat.accounts.models import AccessLine, Account, Device, LoginSession
from esat.db import Database

FULL = 50
WAIT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Access:
    """One line to keep."""

    at: datetime
    route: str
    method: str
    status: int
    account_id: int | None = None
    device_id: int | None = None
    outcome: str = ""
    object_ref: str = ""


class Waiting:
    """Lines and last-seen marks that wait to be written together."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lines: list[Access] = []
        self._sessions: set[int] = set()
        self._devices: set[int] = set()
        self._since: datetime | None = None

    def add(self, line: Access) -> None:
        with self._lock:
            self._lines.append(line)
            self._since = self._since or line.at

    def seen(self, *, session_id: int | None = None, device_id: int | None = None) -> None:
        """Note that a sign-in or a device is in use."""
        with self._lock:
            if session_id is not None:
                self._sessions.add(session_id)
            if device_id is not None:
                self._devices.add(device_id)
            self._since = self._since or clock.now()

    def due(self) -> bool:
        """Whether there are enough lines, or old enough ones, to write them."""
        with self._lock:
            since = self._since
            return len(self._lines) >= FULL or (since is not None and clock.now() - since >= WAIT)

    def flush(self, database: Database) -> None:
        """Write what waits, in one short transaction; put it back when the database refuses."""
        with self._lock:
            lines, sessions, devices = self._lines, self._sessions, self._devices
            self._lines, self._sessions, self._devices, self._since = [], set(), set(), None
        if not (lines or sessions or devices):
            return
        try:
            with database.write() as session:
                _keep(session, lines)
                _touch(session, sessions, devices)
        except Exception:
            with self._lock:
                self._lines = lines + self._lines
                self._since = self._since or clock.now()
            raise


def _keep(session: Session, lines: Iterable[Access]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "at": line.at,
            "account_id": line.account_id,
            "device_id": line.device_id,
            "route": line.route[:120],
            "method": line.method[:8],
            "status": line.status,
            "outcome": line.outcome[:60],
            "object_ref": line.object_ref[:80],
        }
        for line in lines
    ]
    if rows:
        session.execute(insert(AccessLine), rows)


def _touch(session: Session, sessions: set[int], devices: set[int]) -> None:
    moment = clock.now()
    if sessions:
        marked = update(LoginSession).where(col(LoginSession.id).in_(sessions))
        session.execute(marked.values(last_seen_at=moment))
    if devices:
        session.execute(
            update(Device).where(col(Device.id).in_(devices)).values(last_seen_at=moment)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line as an auditor reads it."""

    id: int
    at: datetime
    who: str
    device: str
    route: str
    method: str
    status: int
    outcome: str
    object_ref: str


def lines(
    session: Session,
    *,
    before: int | None = None,
    limit: int = 100,
    about: tuple[str, ...] = (),
) -> list[Line]:
    """The newest lines first, page by page: `before` is the last line's key of the page above.
    `about`: only those whose object is like one of these patterns.
    """
    query = (
        select(AccessLine, col(Account.display_name), col(Device.name))
        .outerjoin(Account, col(Account.id) == AccessLine.account_id)
        .outerjoin(Device, col(Device.id) == AccessLine.device_id)
        .order_by(col(AccessLine.id).desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(col(AccessLine.id) < before)
    if about:
        query = query.where(or_(*(col(AccessLine.object_ref).like(one) for one in about)))
    return [
        Line(
            id=row.id or 0,
            at=row.at,
            who=who or "",
            device=device or "",
            route=row.route,
            method=row.method,
            status=row.status,
            outcome=row.outcome,
            object_ref=row.object_ref,
        )
        for row, who, device in session.execute(query).all()
    ]


def due(session: Session, before: datetime) -> int:
    """How many lines are older than a moment."""
    query = select(func.count()).select_from(AccessLine).where(col(AccessLine.at) < before)
    return int(session.execute(query).scalar_one())


def purge(session: Session, before: datetime) -> int:
    """Delete the lines older than a moment; how long they are kept is a dated rule of the house."""
    done = session.execute(delete(AccessLine).where(col(AccessLine.at) < before))
    return int(getattr(done, "rowcount", 0))
