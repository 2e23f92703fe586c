"""What the drill pages show. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.errors import NotFound
from laundry_rabc.trace.models import Drill, DrillEnd

MOST = 50


@dataclass(frozen=True, slots=True)
class Done:
    """A drill, its end when it has one, and who did it."""

    row: Drill
    end: DrillEnd | None
    by: str

    @property
    def time(self) -> str:
        """« 1 min 40 s »; empty while it runs."""
        if self.end is None:
            return ""
        minutes, seconds = divmod(self.end.seconds, 60)
        return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


def listed(session: Session) -> list[Done]:
    """The last drills, the newest first."""
    query = _query().order_by(col(Drill.started_at).desc(), col(Drill.id).desc()).limit(MOST)
    return [Done(row, end, by or "") for row, end, by in session.exec(query)]


def one(session: Session, drill_id: int) -> Done:
    """One drill. NotFound."""
    found = session.exec(_query().where(Drill.id == drill_id)).first()
    if found is None:
        raise NotFound("not_found")
    row, end, by = found
    return Done(row, end, by or "")


def for_period(session: Session, since: datetime, until: datetime) -> list[Done]:
    """The drills that began in a period, the first one first, for the dossier."""
    query = (
        _query()
        .where(col(Drill.started_at) >= since, col(Drill.started_at) < until)
        .order_by(col(Drill.started_at), col(Drill.id))
    )
    return [Done(row, end, by or "") for row, end, by in session.exec(query)]


def _query() -> Any:
    return (
        select(Drill, DrillEnd, Account.display_name)
        .outerjoin(DrillEnd, col(DrillEnd.drill_id) == Drill.id)
        .outerjoin(Account, col(Account.id) == Drill.account_id)
    )
