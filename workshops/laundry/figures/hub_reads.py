"""How much waits at each post of the laundry now: counts that fall when somebody acts. SELECTs
only; no count names anybody.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from esat import clock
from esat.production import tables
from workshops.laundry.desk import unclaimed
from workshops.laundry.desk.models import Deposit
from workshops.laundry.dispatch.models import Return
from workshops.laundry.intake.cases import Anomaly, Found
from workshops.laundry.residents import marking
from workshops.laundry.stock.models import Complaint
from workshops.laundry.washing.models import Breach, Cycle

UNCLAIMED: Final = "unclaimed"
_item, _order, _cycle = tables.item, tables.order, Cycle.__table__
_deposit, _return = Deposit.__table__, Return.__table__
_anomaly, _found = Anomaly.__table__, Found.__table__
_complaint, _breach = Complaint.__table__, Breach.__table__
_STAGES = (
    select(_item.c.stage, func.count())
    .where(_item.c.workshop == "laundry", _item.c.closed_at.is_(None))
    .group_by(_item.c.stage)
)


def _count(table: Any, *conditions: Any) -> Select[Any]:
    return select(func.count()).select_from(table).where(*conditions)


_ONES: Final[Mapping[str, Select[Any]]] = {
    "running": _count(_cycle, _cycle.c.ended_at.is_(None)),
    "leaving": _count(
        _order,
        _order.c.workshop == "laundry",
        _order.c.closed_at.is_(None),
        _order.c.cancelled_at.is_(None),
        _order.c.due_on <= bindparam("today"),
    ),
    "to_collect": select(func.count(_item.c.order_id.distinct())).where(
        _item.c.workshop == "laundry",
        _item.c.closed_at.is_(None),
        _item.c.stage == "packed",
        _item.c.order_id.in_(select(_deposit.c.order_id)),
    ),
    "to_mark": marking.WAITING,
    "to_reply": _count(_complaint, _complaint.c.replied_at.is_(None)),
    "to_tell": _count(_anomaly, _anomaly.c.told_on.is_(None), _anomaly.c.withdrawn_at.is_(None)),
    "found": _count(_found, _found.c.closed_at.is_(None)),
    "to_decide": _count(_breach, _breach.c.decided_at.is_(None)),
    "came_back": _count(
        _return.join(_item, _item.c.id == _return.c.item_id), _item.c.closed_at.is_(None)
    ),
}


def counts(session: Session, at: datetime, names: Collection[str]) -> dict[str, int]:
    """Things by stage, and of `names` those that are no stage, by one statement together; the
    deposits that nobody comes for (`unclaimed`) by two of their own.
    """
    ask = session.connection().execute
    found = {row[0]: row[1] for row in ask(_STAGES)}
    asked = [name for name in _ONES if name in names]
    if asked:
        ones = select(*(_ONES[name].scalar_subquery().label(name) for name in asked))
        row = ask(ones, {"today": clock.local(at).date()} if "leaving" in asked else {}).one()
        found |= dict(zip(asked, row, strict=True))
    if UNCLAIMED in names:
        found[UNCLAIMED] = unclaimed.to_treat(session, at)
    return found
