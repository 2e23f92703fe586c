"""The tiles of the months, the payroll file and the rules on the home of people's work."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.activity.statements import periods
from esat.activity.statements.closing import MANAGE
from esat.activity.statements.models import StatementVersion
from esat.actors import Actor
from esat.workers.contracts import reads as contracts
from esat.workers.models import Worker
from esat.workers.rules import keeping as rules
from esat.workers.tiles import MONTH, SETTINGS, Tile


def waiting(session: Session, by: Actor, at: datetime) -> int:
    """The months that ended last and are not closed yet, but those of discovery placements."""
    del by  # the office sees everybody
    month = periods.usual(clock.local(at).date())
    starts, left = col(Worker.contract_starts), col(Worker.left_on)
    closed = select(StatementVersion.worker_id).where(StatementVersion.month == month)
    query = (
        select(Worker.id)
        .where(or_(starts.is_(None), starts <= periods.last_day(month)))
        .where(or_(left.is_(None), left >= month), col(Worker.id).not_in(closed))
    )
    found = [key or 0 for key in session.exec(query)]
    return len(set(found) - contracts.placeless(session, found, month, periods.last_day(month)))


TILES: Final = (
    Tile(
        MONTH, "Relevés du mois", "calendar-week", "statements.index", MANAGE, waiting,
        ("relevé à clore", "relevés à clore"),
    ),
    Tile(MONTH, "Export pour la paie", "download", "payroll.show", MANAGE),
    Tile(SETTINGS, "Règles de temps et de congés", "sliders", "work_rules.index", rules.READ),
)  # fmt: skip
