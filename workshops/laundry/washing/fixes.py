"""A value that a machine reported, corrected later: the first stays, the last one counts.

max_c             71.5              ->  70
dose: Lessive     Lessive : 120     ->  Lessive : 140      a product's name stays with its amount
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import journal
from esat.production.journal import Entry
from workshops.laundry.plant.models import ProgrammeDose
from workshops.laundry.washing import ending, loads
from workshops.laundry.washing.models import Cycle, CycleDose, CycleFix

FIX: Final = "laundry.cycle_fix"
FIELDS: Final = {
    "max_c": ("Température la plus haute", "°C"),
    "hold_minutes": ("Durée du palier", "min"),
    "water_l": ("Eau", "l"),
    "energy_kwh": ("Énergie", "kWh"),
}
DOSE: Final = "dose"
OF_DOSE: Final = "dose:"
"""Before the name of a product, where a field is named."""
BETWEEN: Final = " : "


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
    """Correct one reported value of a cycle that has ended; `dose:Lessive` names a product, also
    one of the programme that nobody noted. Refuses `cycle_runs`, `fix_unknown`, `fix_same`,
    `fix_reason`, `temperature_implausible`; forbids one without the right.
    """
    loads.require(by, FIX)
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise NotFound("not_found")
    if cycle.ended_at is None:
        raise Refused("cycle_runs")
    known = current(session, cycle)
    if field not in known:
        raise Refused("fix_unknown")
    if not reason.strip():
        raise Refused("fix_reason")
    if field == "max_c" and not ending.COLDEST <= value <= ending.HOTTEST:
        raise Refused("temperature_implausible")
    if known[field] == value:
        raise Refused("fix_same")
    made = CycleFix(
        cycle_id=cycle_id, field=DOSE if field.startswith(OF_DOSE) else field,
        before=_kept(field, known[field]), after=_kept(field, value),
        reason=reason.strip()[:200], at=at or clock.now(), account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _tell(session, cycle, made, by)
    return made


def plain(value: Decimal) -> str:
    """A number without the zeros that a column adds."""
    return format(value.normalize(), "f")


def of(session: Session, cycle_id: int) -> list[CycleFix]:
    """The corrections of a cycle, the oldest first."""
    query = select(CycleFix).where(CycleFix.cycle_id == cycle_id).order_by(col(CycleFix.id))
    return list(session.exec(query))


def of_many(session: Session, cycle_ids: Iterable[int] | None) -> dict[int, list[CycleFix]]:
    """The corrections of many cycles, or of all, by one statement."""
    query = select(CycleFix)
    if cycle_ids is not None:
        query = query.where(col(CycleFix.cycle_id).in_(list(cycle_ids)))
    found: dict[int, list[CycleFix]] = {}
    for one in session.exec(query.order_by(col(CycleFix.id))):
        found.setdefault(one.cycle_id, []).append(one)
    return found


def current(session: Session, cycle: Cycle) -> dict[str, Decimal | None]:
    """What counts now of each field of a cycle that may be corrected, its products included."""
    made = of(session, cycle.id or 0)
    wanted = select(ProgrammeDose.product).where(ProgrammeDose.programme_id == cycle.programme_id)
    poured = select(CycleDose).where(CycleDose.cycle_id == cycle.id)
    counts = doses({one.product: one.ml for one in session.exec(poured)}, made)
    products = sorted({*session.exec(wanted), *counts})
    return values(cycle, made) | {OF_DOSE + name: counts.get(name) for name in products}


def values(row: Any, fixes: Sequence[CycleFix]) -> dict[str, Decimal | None]:
    """What counts now of what the machine reported, of a cycle or a row with its columns."""
    found: dict[str, Decimal | None] = {name: getattr(row, name) for name in FIELDS}
    found.update({one.field: Decimal(one.after) for one in fixes if one.field != DOSE})
    return found


def doses(reported: dict[str, Decimal], fixes: Sequence[CycleFix]) -> dict[str, Decimal]:
    """What counts now of the doses of a cycle, in millilitres by product."""
    fixed = dict(amount(one.after) for one in fixes if one.field == DOSE)
    return reported | {product: ml for product, ml in fixed.items() if ml is not None}


def amount(kept: str) -> tuple[str, Decimal | None]:
    """A product and its millilitres, as a correction keeps them; None where nothing was noted."""
    product, _, ml = kept.rpartition(BETWEEN)
    return product, Decimal(ml) if ml else None


def worded(field: str) -> tuple[str, str]:
    """What a field is called, and its unit."""
    return FIELDS.get(field) or (field.removeprefix(OF_DOSE), "ml")


def told(one: CycleFix) -> tuple[str, Decimal | None, Decimal, str]:
    """A correction as it is read: what, from how much, to how much, in which unit."""
    if one.field == DOSE:
        (product, before), (_, after) = amount(one.before), amount(one.after)
        return product, before, after or Decimal(0), "ml"
    label, unit = worded(one.field)
    return label, Decimal(one.before) if one.before else None, Decimal(one.after), unit


def _kept(field: str, value: Decimal | None) -> str:
    text = "" if value is None else plain(value)
    return field.removeprefix(OF_DOSE) + BETWEEN + text if field.startswith(OF_DOSE) else text


def _tell(session: Session, cycle: Cycle, made: CycleFix, by: Actor) -> None:
    """The journal of the load, or of the machine where it ran empty, says that a value changed."""
    data = {"cycle": cycle.id or 0, "field": made.field}
    if cycle.lot_id is not None:
        entry = Entry(
            "lot.cycle_fixed", made.at, lot_id=cycle.lot_id, reason=made.reason, data=data
        )
    else:
        entry = Entry(
            "resource.cycle_fixed", made.at, resource_id=cycle.machine_id, reason=made.reason,
            data=data,
        )  # fmt: skip
    journal.record(session, entry, by=by)
