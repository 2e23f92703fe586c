"""What the impact pages show: past searches, one with its clients and lots, what may be asked of.
SELECTs only.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.clients.models import Client
from esat.errors import NotFound
from esat.production.models import Lot
from laundry_rabc.cases.models import Case
from laundry_rabc.impact.models import Impact, ImpactClient, ImpactLine

MOST = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A search in the list: what, who did it, its case, how many clients still wait to be told."""

    row: Impact
    by: str
    case: Case | None
    waiting: int


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client of a search."""

    row: ImpactClient
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class LotLine:
    """What one client had in one lot of a search."""

    row: ImpactLine
    ref: str
    client: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One search whole."""

    row: Impact
    by: str
    case: Case | None
    clients: tuple[ClientLine, ...]
    lots: tuple[LotLine, ...]
    more: int
    """How many lines of lots are not shown; the export has them all."""


def listed(session: Session) -> list[Listed]:
    """The last searches, the newest first."""
    query = _query().order_by(col(Impact.at).desc(), col(Impact.id).desc()).limit(MOST)
    return [_listed(*row) for row in session.exec(query)]


def one(session: Session, impact_id: int, *, most: int = MOST) -> Shown:
    """One search as it was found. NotFound."""
    row = session.get(Impact, impact_id)
    if row is None:
        raise NotFound("not_found")
    by = session.get(Account, row.account_id) if row.account_id else None
    case = session.get(Case, row.case_id) if row.case_id else None
    clients = (
        select(ImpactClient, Client.name, Account.display_name)
        .join(Client, col(Client.id) == ImpactClient.client_id)
        .outerjoin(Account, col(Account.id) == ImpactClient.told_account_id)
        .where(ImpactClient.impact_id == impact_id)
        .order_by(col(ImpactClient.possible), col(ImpactClient.kg).desc(), col(Client.name))
    )
    lots = (
        select(ImpactLine, Lot.ref, Client.name)
        .join(Lot, col(Lot.id) == ImpactLine.lot_id)
        .join(Client, col(Client.id) == ImpactLine.client_id)
        .where(ImpactLine.impact_id == impact_id)
        .order_by(col(ImpactLine.here).desc(), col(ImpactLine.lot_id).desc(), col(Client.name))
    )
    count = session.exec(
        select(func.count()).select_from(ImpactLine).where(ImpactLine.impact_id == impact_id)
    ).one()
    return Shown(
        row,
        by.display_name if by else "Système",
        case,
        tuple(ClientLine(one, name, told or "") for one, name, told in session.exec(clients)),
        tuple(LotLine(one, ref, name) for one, ref, name in session.exec(lots.limit(most))),
        max(0, count - most),
    )


def for_period(session: Session, since: datetime, until: datetime) -> list[Listed]:
    """Every search of a period, the first one first, for the dossier."""
    query = (
        _query()
        .where(col(Impact.at) >= since, col(Impact.at) < until)
        .order_by(col(Impact.at), col(Impact.id))
    )
    return [_listed(*row) for row in session.exec(query)]


def _query() -> Any:
    waiting = (
        select(ImpactClient.impact_id, func.count().label("n"))
        .where(col(ImpactClient.to_warn).is_(True), col(ImpactClient.told_at).is_(None))
        .group_by(col(ImpactClient.impact_id))
        .subquery()
    )
    return (
        select(Impact, Account.display_name, Case, func.coalesce(waiting.c.n, 0))
        .outerjoin(Account, col(Account.id) == Impact.account_id)
        .outerjoin(Case, col(Case.id) == Impact.case_id)
        .outerjoin(waiting, waiting.c.impact_id == Impact.id)
    )


def _listed(row: Impact, by: str | None, case: Case | None, waiting: int) -> Listed:
    return Listed(row, by or "Système", case, waiting)
