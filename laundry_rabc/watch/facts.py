"""What is known of a wash that has ended, read once for all that is judged of it. SELECTs only."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, select

from laundry_rabc.limits import Pair
from laundry_rabc.watch import evidence
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Family, Machine, Programme, ProgrammeDose
from workshops.laundry.washing import fixes, loads, rules, starting
from workshops.laundry.washing.loads import Contents
from workshops.laundry.washing.models import Cycle, CycleDose, Load

HUNDRED = Decimal(100)
CENTI = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Wash:
    """A wash: its machine and programme as they were, its load, and what the machine reported,
    corrections counted. `set_ml`: the disinfectants that the programme doses, in ml a kilogram.
    """

    cycle: Cycle
    machine: Machine | None
    programme: Programme | None
    load: Load | None
    inside: Contents
    max_c: Decimal | None
    hold_minutes: Decimal | None
    doses: dict[str, Decimal]
    set_ml: dict[str, Decimal]
    sensitive: bool

    @property
    def chemical(self) -> bool:
        return bool(self.set_ml)

    @property
    def must_disinfect(self) -> bool:
        """Whether a hold is asked of it: its programme promises one, or its linen needs one."""
        promised = self.programme is not None and self.programme.hold_minutes is not None
        return promised or self.chemical or self.sensitive or bool(self.inside.precautions)

    @property
    def declared(self) -> tuple[Pair, ...]:
        """The hold as the machine declares it: its length at the temperature that it reached. What
        a display calls its hold comes after the mixing; a logger's curve alone shows more.
        """
        if self.max_c is None or self.hold_minutes is None:
            return ()
        return (Pair(self.max_c, self.hold_minutes),)

    @property
    def dose(self) -> Decimal | None:
        """The worst disinfectant's distance from what was set, in percent; None where unknown."""
        kg = self.cycle.kg
        if not kg or any(product not in self.doses for product in self.set_ml):
            return None
        found = [
            (self.doses[product] / (ml * kg) - 1) * HUNDRED
            for product, ml in self.set_ml.items()
            if ml
        ]
        return min(found).quantize(CENTI) if found else None

    @property
    def ratio(self) -> Decimal | None:
        """How full the machine was, in percent of what it takes."""
        kg, nominal = self.cycle.kg, None if self.machine is None else self.machine.nominal_kg
        return None if not kg or not nominal else (kg * HUNDRED / nominal).quantize(CENTI)


def of(session: Session, cycle: Cycle) -> Wash:
    """All of it, by a handful of statements."""
    programme = session.get(Programme, cycle.programme_id) if cycle.programme_id else None
    lot_id = cycle.lot_id or 0
    load = loads.of_lot(session, lot_id)
    inside = loads.contents(session, [lot_id])[lot_id]
    made = fixes.of(session, cycle.id or 0)
    values = fixes.values(cycle, made)
    poured = select(CycleDose).where(CycleDose.cycle_id == cycle.id)
    return Wash(
        cycle=cycle,
        machine=session.get(Machine, cycle.machine_version_id),
        programme=programme,
        load=load,
        inside=inside,
        max_c=values["max_c"],
        hold_minutes=values["hold_minutes"],
        doses=fixes.doses({one.product: one.ml for one in session.exec(poured)}, made),
        set_ml=_set(session, programme),
        sensitive=_sensitive(session, load, inside),
    )


def mismatch(session: Session, wash: Wash) -> str | None:
    """Why that load should not have been washed so, by the laundry's own rules; None when it may
    (or nothing is known: see `programme`).
    """
    if wash.programme is None or wash.machine is None or wash.load is None:
        return None
    told = loads.facts(session, wash.load, wash.inside)
    facts = starting.programme_facts(session, [wash.programme])[wash.programme.id or 0]
    return rules.unsuitable(told, starting.machine_facts(wash.machine), facts)


def _set(session: Session, programme: Programme | None) -> dict[str, Decimal]:
    if programme is None:
        return {}
    query = select(ProgrammeDose).where(ProgrammeDose.programme_id == programme.id)
    rows = {one.product: one.ml_per_kg for one in session.exec(query)}
    return {product: rows[product] for product in evidence.disinfectants(session, list(rows))}


def _sensitive(session: Session, load: Load | None, inside: Contents) -> bool:
    own = {load.family_code} if load is not None and load.family_code else set()
    codes = inside.families | own
    if not codes:
        return False
    newest = versions.newest(session, Family, "code")
    return any(one.sensitive for one in newest if one.code in codes)
