"""What may go into which dryer: what is washed, opened, free, alone when it must be, not too heavy.

Reads and refusals only; `drying` does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, select

from esat import registry
from esat.errors import Refused
from esat.production import holds, lots, subjects, tables
from esat.production.models import Item, Lot
from esat.production.moves import members
from esat.production.subjects import Subject
from esat.web.filters import number
from workshops.laundry.finishing import machines
from workshops.laundry.finishing.asked import DryIn
from workshops.laundry.intake import items as side
from workshops.laundry.plant import limits
from workshops.laundry.plant.models import Machine
from workshops.laundry.stages import MACHINE
from workshops.laundry.washing import cycles
from workshops.laundry.washing.models import Load

FROM = "washed"


@dataclass(slots=True)
class Wanted:
    """What is asked of one load, or of what travels in none: whole items, and kg by item."""

    lot: Lot | None
    items: list[int] = field(default_factory=list)
    kg: dict[int, Decimal] = field(default_factory=dict)

    @property
    def touched(self) -> list[int]:
        return [*self.items, *self.kg]


def wanted(session: Session, asked: DryIn) -> list[Wanted]:
    """What was asked, load by load. Refuses `code_not_here`, `load_running`, `load_gone`,
    `not_to_dry`, `asked_twice`, `part_not_by_kg`.
    """
    found: dict[int | None, Wanted] = {}
    for code in asked.loads:
        lot = _lot(session, machines.subject(session, code))
        found[lot.id] = Wanted(lot, members(session, lots.key(lot)))
    for code in asked.items:
        item, lot_of = _item(session, code)
        _add(found, lot_of, item).items.append(item.id or 0)
    for code, kg in asked.kg.items():
        item, lot_of = _item(session, code)
        if item.unit != "kg":
            raise Refused("part_not_by_kg", label=item.label)
        _add(found, lot_of, item).kg[item.id or 0] = kg
    for one in found.values():
        _at_washed(session, one)
    return list(found.values())


def may_mix(session: Session, all_wanted: Sequence[Wanted], at: datetime) -> None:
    """Refuses `on_hold`, a guard's code (not opened on the clean side), `dries_alone`."""
    for one in all_wanted:
        _free(session, one, at)
    apart = sum(1 if one.lot is not None else len(one.touched) for one in all_wanted)
    if apart > 1 and any(_precautions(session, one) for one in all_wanted):
        raise Refused("dries_alone")


def not_over(session: Session, machine: Machine, kg: Decimal, at: datetime) -> None:
    """Refuses `dryer_over`: more than the dryer takes, with the tolerance in force."""
    if machine.nominal_kg is None:
        return
    most = machine.nominal_kg * limits.value(session, "load_limit", at) / 100
    if kg > most:
        told = {"kg": number(kg), "most": number(most)}
        raise Refused("dryer_over", machine=machine.label, **told)


def _add(found: dict[int | None, Wanted], lot: Lot | None, item: Item) -> Wanted:
    one = found.setdefault(lot.id if lot else None, Wanted(lot))
    if item.id in one.touched:
        raise Refused("asked_twice", label=item.label)
    return one


def _lot(session: Session, found: Subject) -> Lot:
    lot = session.get(Lot, found.lot_id) if found.kind == "lot" else None
    if lot is None:
        raise Refused("code_not_here")
    last = cycles.last_of_lot(session, lots.key(lot))
    if last is not None and last.ended_at is None:
        raise Refused("load_running")
    if lot.closed_at is not None:
        raise Refused("load_running" if _went_to_dry(session, lot) else "load_gone", lot=lot.ref)
    return lot


def _item(session: Session, code: str) -> tuple[Item, Lot | None]:
    found = machines.subject(session, code)
    item = session.get(Item, found.item_id) if found.kind == "item" else None
    if item is None:
        raise Refused("code_not_here")
    if found.travels_in is None:
        return item, None
    in_lot = subjects.lot(session, found.travels_in)
    if in_lot is None:
        raise Refused("code_not_here")
    return item, _lot(session, in_lot)


def _at_washed(session: Session, one: Wanted) -> None:
    stages = {one.lot.stage} if one.lot is not None else set()
    for item_id in one.touched:
        item = session.get(Item, item_id)
        stages.add(item.stage if item is not None else "")
    if wrong := stages - {FROM}:
        stage = wrong.pop()
        label = MACHINE.stage(stage).label if MACHINE.knows(stage) else stage
        raise Refused("not_to_dry", stage=label)
    if not one.touched:
        raise Refused("load_gone", lot=one.lot.ref if one.lot else "")


def _free(session: Session, one: Wanted, at: datetime) -> None:
    asked = [subjects.item(session, item_id) for item_id in one.touched]
    if one.lot is not None:
        asked.append(subjects.lot(session, lots.key(one.lot)))
    things = [found for found in asked if found is not None]
    whole = one.lot is not None and len(one.items) == len(members(session, lots.key(one.lot)))
    standing = []
    for found, held in zip(things, holds.open_holds_of(session, things), strict=True):
        # A part may leave a load one of whose other members is held; the load's own hold stays.
        own = held if found.kind == "item" or whole else [h for h in held if h.member_id is None]
        standing += [hold for hold in own if hold.forbids("dry")]
    if standing:
        labels = sorted({hold.label for hold in standing})
        raise Refused("on_hold", holds=", ".join(labels))
    guarded = things if one.lot is None else things[-1:]
    for guard in registry.current().guards_of("laundry", "dry"):
        for thing in guarded:
            if (code := guard.ask(session, thing, at)) is not None:
                raise Refused(code)


def _precautions(session: Session, one: Wanted) -> bool:
    row = session.get(Load, one.lot.id) if one.lot is not None else None
    if row is not None and row.precaution_id is not None:
        return True
    return any(r.precaution_id is not None for r in side.rows(session, one.touched).values())


def _went_to_dry(session: Session, lot: Lot) -> bool:
    link, load = tables.models.LotLink.__table__, Load.__table__
    query = (
        select(load.c.lot_id)
        .join(link, link.c.child_id == load.c.lot_id)
        .where(link.c.parent_id == lot.id, load.c.kind == "dry")
        .limit(1)
    )
    return session.connection().execute(query).first() is not None
