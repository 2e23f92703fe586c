"""How much waits at each post of the laundry now: three counts. SELECTs only."""

from datetime import date

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from esat.production import tables
from workshops.laundry.washing.models import Cycle

_item, _order, _cycle = tables.item, tables.order, Cycle.__table__
_STAGES = (
    select(_item.c.stage, func.count())
    .where(_item.c.workshop == "laundry", _item.c.closed_at.is_(None))
    .group_by(_item.c.stage)
)
_RUNNING = select(func.count()).select_from(_cycle).where(_cycle.c.ended_at.is_(None))
_LEAVING = (
    select(func.count())
    .select_from(_order)
    .where(
        _order.c.workshop == "laundry",
        _order.c.closed_at.is_(None),
        _order.c.cancelled_at.is_(None),
        _order.c.due_on <= bindparam("today"),
    )
)


def counts(session: Session, today: date) -> dict[str, int]:
    """Things by stage, machines that run (`running`), orders that leave today (`leaving`)."""
    ask = session.connection().execute
    found = {row[0]: row[1] for row in ask(_STAGES)}
    found["running"] = ask(_RUNNING).scalar_one()
    found["leaving"] = ask(_LEAVING, {"today": today}).scalar_one()
    return found
