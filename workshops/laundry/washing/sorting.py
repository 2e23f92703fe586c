"""Sorting: a bag is opened into linen by family, or put closed into a bin; a bin's load is the
wash load that it will become.

    bag --opened--> linen 4,2 kg --> load of bin A
                    linen 3,1 kg --> load of bin B        4,2 + 3,1 = the bag's kilograms
    bag (closed) ----------------------> load of a bin for whole bags
"""

from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.errors import Refused
from esat.production import barcodes, lots, subjects
from esat.production.models import Item, Lot, Resource
from esat.production.moves import Context
from esat.production.subjects import Subject
from esat.web.filters import moment, number
from workshops.laundry.intake import items
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Bin, Precaution
from workshops.laundry.washing import loads, opening, rules
from workshops.laundry.washing.models import Load
from workshops.laundry.washing.opening import Going, Part, Sorted

FRESH: Final = frozenset({"received", "sorted", "loaded"})
SORTABLE: Final = frozenset({"received", "sorted", "loaded", "to_rewash"})
"""A thing that was loaded stage by stage, before there were machines, finds its bin too."""


def into_bin(session: Session, subject: Subject, code: str, context: Context) -> Sorted:
    """All of a bag, or linen as it is, into one bin. Refuses `not_a_bin`, `not_to_sort`,
    `bag_not_weighed`, `still_isolated`, `precaution_never_opened`, `precautions_differ`,
    `load_started`, and whatever closes the opening of the bag.
    """
    loads.require(context.by)
    found, target = loads.the_bin(session, code)
    side = _sortable(session, subject, context)
    going = Going(Part(_weight(subject, side), code), found, target.label)
    _check_bin(session, side, going, _stage_in(subject, found))
    if subject.travels_in is not None:
        load = session.get(Load, subject.travels_in)
        if load is not None and load.bin_id == found.resource_id:
            return Sorted((load.lot_id,))
        subject = _taken_out(session, subject, context)
    if found.whole or not _opens(subject):
        stage = subject.stage or "received"
        lot = opening.put(session, going, [subject.item_id or 0], stage, side, context)
        _rename(session, subject, side, found)
        return Sorted((lots.key(lot),))
    return opening.opened(session, subject, [going], side, context)


def into_parts(session: Session, subject: Subject, parts: list[Part], context: Context) -> Sorted:
    """A bag opened and parted by kilograms. Refuses as `into_bin`, and `parts_differ` with the
    difference, `whole_bin_takes_bags`, `family_not_for_bin`, `which_bin`.
    """
    loads.require(context.by)
    side = _sortable(session, subject, context)
    again = subject.stage == "to_rewash" and subject.thing in opening.AGAIN
    if not _opens(subject) and not again:
        raise Refused("not_to_sort")
    if subject.travels_in is not None:
        raise Refused("travels_in_lot")
    whole = _weight(subject, side)
    gap = rules.difference(whole, [part.kg for part in parts])
    if gap:
        raise Refused(
            "parts_differ", gap=number(abs(gap), "kg"), whole=number(whole, "kg"),
            way="de trop" if gap > 0 else "en moins",
        )  # fmt: skip
    going = [_destined(session, part) for part in parts]
    for one in going:
        if one.bin.whole:
            raise Refused("whole_bin_takes_bags", label=one.label)
        _check_bin(session, side, one, "sorted")
    return opening.opened(session, subject, going, side, context)


def take_out(session: Session, subject: Subject, context: Context) -> None:
    """A thing that was put into the wrong bin comes out of its load and stays as it is. Refuses
    `not_in_lot`, `load_started`.
    """
    loads.require(context.by)
    if subject.travels_in is None:
        raise Refused("not_in_lot")
    _taken_out(session, subject, context)


def _sortable(session: Session, subject: Subject, context: Context) -> LaundryItem | None:
    """What is known of a thing that may be sorted now."""
    if subject.item_id is None or subject.workshop != loads.WORKSHOP:
        raise Refused("not_to_sort")
    if subject.stage not in SORTABLE:
        raise Refused("not_to_sort")
    side = items.of(session, subject.item_id)
    until = None if side is None else side.isolated_until
    at = context.at
    if until is not None and at is not None and at < until:
        raise Refused("still_isolated", until=moment(until))
    return side


def _weight(subject: Subject, side: LaundryItem | None) -> Decimal:
    if subject.unit == "kg" and subject.quantity is not None:
        return subject.quantity
    if subject.thing == "garment":
        return Decimal(0)  # a piece that wears its own code is not weighed
    if side is None or side.kg is None:
        raise Refused("bag_not_weighed", label=subject.label)
    return side.kg


def _stage_in(subject: Subject, found: Bin) -> str:
    """The stage of the load that a thing joins in a bin."""
    opened = not found.whole and _opens(subject)
    return "sorted" if opened else subject.stage or "received"


def _opens(subject: Subject) -> bool:
    """Whether a thing is opened as it goes into a bin of a family: a fresh bag, and a parcel that
    is washed again; a bag that failed whole is washed whole.
    """
    if subject.stage in FRESH:
        return subject.thing in opening.OPENED
    return subject.stage == "to_rewash" and subject.thing == "parcel"


def _check_bin(session: Session, side: LaundryItem | None, going: Going, stage: str) -> None:
    """Refuses what must not be in that bin, or not beside what is in it already."""
    flagged = _precaution(session, None if side is None else side.precaution_id)
    code = rules.may_join(
        None if flagged is None else flagged.code,
        _category_in(session, going.bin, stage),
        never_opened=flagged is not None and flagged.never_opened,
        whole=going.bin.whole,
        contaminated=going.bin.contaminated,
    )
    if code is not None:
        raise Refused(code)


def _category_in(session: Session, found: Bin, stage: str) -> str | None:
    """The category in the open load of a bin; empty text when there is no load yet."""
    lot = opening.open_load(session, found.resource_id, stage)
    if lot is None:
        return ""
    load = session.get(Load, lot.id)
    row = _precaution(session, None if load is None else load.precaution_id)
    return None if row is None else row.code


def _precaution(session: Session, key: int | None) -> Precaution | None:
    return None if key is None else session.get(Precaution, key)


def _destined(session: Session, part: Part) -> Going:
    """A part with its bin: the one named, or the only one of its family."""
    code = part.bin or _only_bin(session, part.family)
    found, target = loads.the_bin(session, code)
    if found.family_code and part.family and found.family_code != part.family:
        raise Refused("family_not_for_bin", label=target.label)
    return Going(part, found, target.label)


def _only_bin(session: Session, family: str | None) -> str:
    query = (
        select(Resource.id)
        .join(Bin, col(Bin.resource_id) == col(Resource.id))
        .where(
            Bin.family_code == family,
            col(Bin.whole).is_(False),
            col(Bin.contaminated).is_(False),
            col(Resource.retired_at).is_(None),
        )
    )
    found = session.exec(query).all() if family else []
    code = barcodes.of(session, resource_id=found[0] or 0) if len(found) == 1 else None
    if code is None:
        raise Refused("which_bin")
    return code


def _taken_out(session: Session, subject: Subject, context: Context) -> Subject:
    """The thing out of the load that waits; what holds the load holds it still."""
    lot = session.get(Lot, subject.travels_in)
    if lot is None or lot.stage not in rules.WAITING:
        raise Refused("load_started")
    lots.take_out(
        session, lot, [subject.item_id or 0], by=context.by, at=context.at, reason=context.reason
    )
    session.expire_all()
    again = subjects.item(session, subject.item_id or 0)
    if again is None:
        raise Refused("not_to_sort")
    return again


def _rename(session: Session, subject: Subject, side: LaundryItem | None, found: Bin) -> None:
    """Linen put into a bin of another family is of that family: the sorting was corrected."""
    linen = session.get(Item, subject.item_id)
    if side is None or linen is None or linen.kind != "linen" or not found.family_code:
        return
    if side.family_code != found.family_code:
        side.family_code = found.family_code
        rest = linen.label.partition(" · ")[2] or linen.label
        linen.label = f"{opening.family_names(session).get(found.family_code, 'Linge')} · {rest}"[
            :200
        ]
        session.flush()
