"""One cycle with all that is known of it: names, doses, corrections. SELECTs only."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from esat.errors import NotFound
from esat.production import tables
from esat.production.models import Lot
from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing import fixes
from workshops.laundry.washing.models import Cycle, CycleFix


@dataclass(frozen=True, slots=True)
class Whole:
    """A cycle as its page shows it."""

    cycle: Cycle
    machine: str
    programme: Programme | None
    load: str
    load_code: str
    names: dict[int, str]
    values: dict[str, Decimal | None]
    """What counts now, by the name of its field; a product is `dose:` and its name."""
    fixes: list[CycleFix]


def one(session: Session, cycle_id: int) -> Whole:
    """A cycle by its key. NotFound for none."""
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise NotFound("not_found")
    machine = session.get(Machine, cycle.machine_version_id)
    lot = session.get(Lot, cycle.lot_id) if cycle.lot_id is not None else None
    made = fixes.of(session, cycle_id)
    return Whole(
        cycle=cycle,
        machine="" if machine is None else machine.label,
        programme=session.get(Programme, cycle.programme_id) if cycle.programme_id else None,
        load="" if lot is None else f"{lot.label} · {lot.ref}".strip(" ·"),
        load_code="" if lot is None else _code(session, lot.id or 0),
        names=_names(session, cycle, made),
        values=fixes.current(session, cycle),
        fixes=made,
    )


def _code(session: Session, lot_id: int) -> str:
    code = tables.barcode
    query = select(code.c.code).where(
        code.c.lot_id == lot_id, code.c.origin == "ours", code.c.revoked_at.is_(None)
    )
    return str(session.connection().execute(query.limit(1)).scalar() or "")


def _names(session: Session, cycle: Cycle, made: list[CycleFix]) -> dict[int, str]:
    account = tables.account
    keys = {cycle.started_by, cycle.ended_by, cycle.opened_by, *(one.account_id for one in made)}
    query = select(account.c.id, account.c.display_name).where(
        account.c.id.in_([key for key in keys if key is not None])
    )
    return {row.id: row.display_name for row in session.connection().execute(query)}
