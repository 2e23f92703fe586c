"""A bag opened: its linen made, each part put into the load of its bin; all of it or nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from esat import registry
from esat.errors import Refused
from esat.production import barcodes, held_apart, journal, lots, moves
from esat.production.journal import Entry, Recorded, record
from esat.production.models import Item, ItemLink, Lot, Order
from esat.production.moves import Context
from esat.production.subjects import Subject
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Bin, Family
from workshops.laundry.washing import loads
from workshops.laundry.washing.models import Load

OPENED: Final = frozenset({"bag", "trolley"})
"""What is opened when it is sorted."""
AGAIN: Final = OPENED | {"parcel"}
"""What came back or failed, and may be opened to be washed again."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a bag goes into one bin: kilograms to the gram, and pieces where they were counted.
    Without a bin, the only one of its family.
    """

    kg: Decimal
    bin: str | None = None
    family: str | None = None
    pieces: int | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a sorting made: the loads that it filled, the linen, the event of the opening."""

    loads: tuple[int, ...]
    linen: tuple[int, ...] = ()
    event: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """A part with its bin found."""

    part: Part
    bin: Bin
    label: str


def open_load(session: Session, bin_id: int, stage: str) -> Lot | None:
    """The load of a bin that things at that stage still join."""
    return next((lot for lot in loads.in_bin(session, bin_id) if lot.stage == stage), None)


def family_names(session: Session) -> dict[str, str]:
    return {row.code: row.label for row in versions.newest(session, Family, "code")}


def opened(
    session: Session,
    subject: Subject,
    going: list[Going],
    side: LaundryItem | None,
    context: Context,
) -> Sorted:
    """The bag emptied, its linen made and put where it goes; one transaction, all or nothing."""
    at = context.at or subject.stage_since
    if at is None:
        raise Refused("not_to_sort")
    bag = session.get(Item, subject.item_id)
    if bag is None:
        raise Refused("not_to_sort")
    done = moves.move(session, subject, "empty", context)
    names = family_names(session)
    made = [_linen(session, bag, one, names, side, context) for one in going]
    order = session.get(Order, bag.order_id)
    if order is not None:
        journal.count(session, at, bag.workshop, "sorted", order.client_id, len(made))
    held_apart.end_of_item(session, bag, by=context.by, at=at)
    filled = [
        lots.key(put(session, one, [linen], "sorted", side, context))
        for one, linen in zip(going, made, strict=True)
    ]
    return Sorted(tuple(dict.fromkeys(filled)), tuple(made), done.event)


def _linen(
    session: Session,
    bag: Item,
    going: Going,
    names: dict[str, str],
    side: LaundryItem | None,
    context: Context,
) -> int:
    """The linen of a bag that goes into one bin, at the stage « sorted »; answers its key."""
    at = context.at or bag.stage_since
    family = going.part.family or going.bin.family_code
    linen = Item(
        order_id=bag.order_id, line_id=bag.line_id, workshop=bag.workshop, kind="linen",
        label=f"{names.get(family or '', 'Linge')} · {bag.label}"[:200], quantity=going.part.kg,
        unit="kg", stage="sorted", stage_since=at,
    )  # fmt: skip
    session.add(linen)
    session.flush()
    key = linen.id or 0
    session.add(
        LaundryItem(
            item_id=key, kg=going.part.kg, pieces=going.part.pieces, family_code=family,
            precaution_id=None if side is None else side.precaution_id,
            isolated_until=None if side is None else side.isolated_until,
        )
    )  # fmt: skip
    session.add(ItemLink(parent_id=bag.id or 0, child_id=key, quantity=going.part.kg, at=at))
    session.flush()
    declared = registry.current().workshop(loads.WORKSHOP).item_kind("linen")
    code = barcodes.allocate(session, declared.letter if declared else "N", at, item_id=key)
    opened = Entry(
        "item.opened", at, item_id=key, to_stage="sorted", late=context.late,
        data={"code": code, "parent": bag.id},
    )  # fmt: skip
    record(session, opened, by=context.by)
    held_apart.to_part(session, bag, linen, by=context.by, at=at)
    return key


def put(
    session: Session,
    going: Going,
    keys: list[int],
    stage: str,
    side: LaundryItem | None,
    context: Context,
) -> Lot:
    """The load of the bin with these things in it, opened when there is none."""
    by, at = context.by, context.at
    lot = open_load(session, going.bin.resource_id, stage)
    if lot is not None:
        lots.put_in(session, lot, keys, by=by, at=at)
        return lot
    lot = lots.open_lot(
        session, loads.WORKSHOP, stage, keys, by=by, at=at, kind="wash", label=going.label
    )
    session.add(
        Load(
            lot_id=lots.key(lot), kind="wash", bin_id=going.bin.resource_id,
            family_code=going.bin.family_code,
            precaution_id=None if side is None else side.precaution_id,
        )
    )  # fmt: skip
    session.flush()
    return lot
