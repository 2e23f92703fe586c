"""What is at work and is not taken out of use: a machine that turns, a bin with a load in it."""

from typing import Any

from sqlmodel import Session, col, select

from esat.errors import Refused
from workshops.laundry.plant.models import BinVersion, Machine
from workshops.laundry.washing import loads
from workshops.laundry.washing.models import Cycle


def asks(session: Session, table: Any, value: object) -> Refused | None:
    """Why this record of the plant cannot be withdrawn now."""
    if table is Machine:
        turns = select(Cycle.id).where(Cycle.machine_id == value, col(Cycle.ended_at).is_(None))
        return Refused("machine_busy") if session.exec(turns).first() is not None else None
    if table is BinVersion and loads.in_bin(session, int(str(value))):
        return Refused("bin_in_use")
    return None
