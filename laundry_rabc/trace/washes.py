"""The other washes of a load's linen: a rewash has both in its history. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import or_, select
from sqlmodel import Session

from esat.production import tables
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing import fixes
from workshops.laundry.washing.models import Cycle

MOST: Final = 20
_member, _lot = tables.lot_item, tables.lot
_cycle: Any = Cycle.__table__
_machine: Any = Machine.__table__


@dataclass(frozen=True, slots=True)
class OtherWash:
    """A wash that some of the same linen went through in another load; °C and minutes as they count
    today, None where nobody noted them.
    """

    lot_id: int
    ref: str
    machine: str
    at: datetime
    max_c: Decimal | None
    hold_minutes: Decimal | None


def others(session: Session, lot_id: int) -> tuple[OtherWash, ...]:
    """The washes of other loads in which linen of this one travelled, the first one first."""
    mine = select(_member.c.item_id).where(_member.c.lot_id == lot_id)
    query = (
        select(_cycle.c.id, _lot.c.id.label("lot_id"), _lot.c.ref, _machine.c.label)
        .select_from(
            _cycle.join(_lot, _lot.c.id == _cycle.c.lot_id)
            .join(_machine, _machine.c.id == _cycle.c.machine_version_id)
            .join(_member, _member.c.lot_id == _lot.c.id)
        )
        .where(
            _cycle.c.kind == "wash",
            _lot.c.id != lot_id,
            _member.c.item_id.in_(mine),
            or_(_member.c.left_at.is_(None), _member.c.left_at >= _cycle.c.started_at),
        )
        .distinct()
        .order_by(_cycle.c.id)
        .limit(MOST)
    )
    return tuple(_wash(session, row) for row in session.connection().execute(query))


def _wash(session: Session, row: Any) -> OtherWash:
    cycle = session.get_one(Cycle, row.id)
    values = fixes.values(cycle, fixes.of(session, row.id))
    return OtherWash(
        row.lot_id, row.ref, row.label, cycle.started_at, values["max_c"], values["hold_minutes"]
    )
