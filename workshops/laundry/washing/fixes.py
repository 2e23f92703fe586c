"""A value that a machine reported, corrected later: the first stays, the last one counts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from workshops.laundry.washing import ending, loads
from workshops.laundry.washing.models import Cycle, CycleFix

FIX: Final = "laundry.cycle_fix"
FIELDS: Final = {
    "max_c": ("Température la plus haute", "°C"),
    "hold_minutes": ("Durée du palier", "min"),
    "water_l": ("Eau", "l"),
    "energy_kwh": ("Énergie", "kWh"),
}


def fix(
    session: Session,
    cycle_id: int,
    field: str,
    value: Decimal,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
) -> CycleFix:
    """Correct one reported value of a cycle that has ended. Refuses `cycle_runs`, `fix_unknown`,
    `fix_same`, `fix_reason`, `temperature_implausible`; forbids one without the right.
    """
    loads.require(by, FIX)
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise NotFound("not_found")
    if cycle.ended_at is None:
        raise Refused("cycle_runs")
    if field not in FIELDS:
        raise Refused("fix_unknown")
    if not reason.strip():
        raise Refused("fix_reason")
    if field == "max_c" and not ending.COLDEST <= value <= ending.HOTTEST:
        raise Refused("temperature_implausible")
    before = values(cycle, of(session, cycle_id))[field]
    if before == value:
        raise Refused("fix_same")
    made = CycleFix(
        cycle_id=cycle_id, field=field, before="" if before is None else plain(before),
        after=plain(value), reason=reason.strip()[:200], at=at or clock.now(),
        account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def plain(value: Decimal) -> str:
    """A number without the zeros that a column adds."""
    return format(value.normalize(), "f")


def of(session: Session, cycle_id: int) -> list[CycleFix]:
    """The corrections of a cycle, the oldest first."""
    query = select(CycleFix).where(CycleFix.cycle_id == cycle_id).order_by(col(CycleFix.id))
    return list(session.exec(query))


def values(cycle: Cycle, fixes: Sequence[CycleFix]) -> dict[str, Decimal | None]:
    """What counts now of what the machine reported."""
    found: dict[str, Decimal | None] = {name: getattr(cycle, name) for name in FIELDS}
    found.update({one.field: Decimal(one.after) for one in fixes})
    return found
