"""Linen composed back per client: parcels made of what is folded and checked, weighed and counted.

    linen (finished) --compose--> linen (composed) ==link, kg==> parcel (opened at packed)

A bag that was never opened is packed as it is, by the move `pack`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import barcodes, journal, things
from esat.production.journal import Entry
from esat.production.models import Item, ItemLink, Order
from workshops.laundry.dispatch import certainty, gaps, labels, linen, scope, sharing
from workshops.laundry.dispatch.linen import Chosen
from workshops.laundry.dispatch.models import Gap, ParcelLine
from workshops.laundry.dispatch.sharing import Line, Parcel, Used
from workshops.laundry.intake import items
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Family

__all__ = ["Line", "Packing", "Parcel", "pack"]


@dataclass(frozen=True, slots=True)
class Packing:
    """What somebody packed: parcels, of which linen (None: all that is ready), and why something
    is missing where that is asked.
    """

    parcels: Sequence[Parcel]
    linen: Mapping[int, Decimal | None] | None = None
    reason: str = ""
    capture_uid: bytes | None = None
    late: bool = False
    print_labels: bool = True


@dataclass(frozen=True, slots=True)
class Packed:
    """The parcels made, their codes, whether their labels were asked for, and what is missing."""

    parcels: tuple[Item, ...]
    codes: tuple[str, ...]
    printed: bool
    gap: Gap | None


def pack(
    session: Session, order: Order, packing: Packing, *, by: Actor, at: datetime | None = None
) -> Packed:
    """Make parcels of an order's linen. Refuses as `linen.chosen`, `parcel_none`, `parcel_empty`,
    `parcel_no_kg`, `family_unknown`, `garment_without_parcel`, and `gap_reason` where what is
    missing at the end needs a reason; forbids `not_allowed`. Flushes.
    """
    scope.require(by)
    moment = at or clock.now()
    _check(session, packing.parcels)
    found = linen.chosen(session, order, packing.linen)
    where = _garments(found, packing.parcels)
    told = {key: certainty.one_client(session, key) for key in found.keys}
    parts = _shares(session, found, packing, told, by=by, at=moment)
    made = [_parcel(session, order, parcel, by, moment) for parcel in packing.parcels]
    for item_id, parcel, quantity, certain in parts:
        _link(session, item_id, made[parcel], quantity, moment, certain=certain)
    for item_id, parcel in where.items():
        one = Used(item_id, None, Decimal(1))
        linen.consume(
            session, one, by=by, at=moment, capture=packing.capture_uid, late=packing.late
        )
        # A piece that wears its own code is known to be where it was put.
        _link(session, item_id, made[parcel], Decimal(1), moment, certain=True)
    session.flush()
    _journal(session, order, packing, made, found, by=by, at=moment)
    gap = gaps.keep(session, order, packing.reason, by=by, at=moment)
    codes = tuple(barcodes.of(session, item_id=item.id or 0) or "" for item in made)
    printed = packing.print_labels and labels.ask(session, codes, by=by, at=moment)
    return Packed(tuple(made), codes, printed, gap)


def _check(session: Session, parcels: Sequence[Parcel]) -> None:
    """What a parcel must say of itself."""
    if not parcels:
        raise Refused("parcel_none")
    known = {family.code for family in versions.newest(session, Family, "code")}
    for parcel in parcels:
        if parcel.kg <= 0:
            raise Refused("parcel_no_kg", label=parcel.label)
        if not parcel.lines and not parcel.garments:
            raise Refused("parcel_empty", label=parcel.label)
        if any(line.family is not None and line.family not in known for line in parcel.lines):
            raise Refused("family_unknown")


def _garments(found: Chosen, parcels: Sequence[Parcel]) -> dict[int, int]:
    """In which parcel each garment goes. Refuses `garment_without_parcel`."""
    named = {key: n for n, parcel in enumerate(parcels) for key in parcel.garments}
    if len(parcels) == 1:
        named |= dict.fromkeys(found.garments, 0)
    if set(named) != set(found.garments):
        raise Refused("garment_without_parcel")
    return named


def _shares(
    session: Session,
    found: Chosen,
    packing: Packing,
    told: Mapping[int, bool],
    *,
    by: Actor,
    at: datetime,
) -> list[tuple[int, int, Decimal, bool]]:
    """Use the linen up; for each share, the item used, the parcel, kilograms, and whether it is
    certain.
    """
    certain = {key: told[key] for key in (one.item_id for one in found.linen)}
    shared = sharing.shares(found.linen, packing.parcels)
    used = {
        one.item_id: linen.consume(
            session, one, by=by, at=at, capture=packing.capture_uid, late=packing.late
        )
        for one in found.linen
    }
    return [
        (used[share.item_id], share.parcel, share.kg, share.told and certain[share.item_id])
        for share in shared
    ]


def _parcel(session: Session, order: Order, parcel: Parcel, by: Actor, at: datetime) -> Item:
    label = parcel.label.strip() or "Colis"
    made = things.add_item(session, order, "parcel", label, by=by, at=at, stage="packed")
    row = items.ensure(session, made.id or 0)
    row.kg = parcel.kg
    row.pieces = sum(line.pieces for line in parcel.lines) + len(parcel.garments)
    families = {line.family for line in parcel.lines}
    row.family_code = next(iter(families)) if len(families) == 1 else None
    for line in parcel.lines:
        session.add(
            ParcelLine(
                item_id=made.id or 0, family_code=line.family, label=line.label,
                pieces=line.pieces, kg=line.kg,
            )
        )  # fmt: skip
    session.flush()
    return made


def _link(
    session: Session, item_id: int, parcel: Item, quantity: Decimal, at: datetime, *, certain: bool
) -> None:
    session.add(
        ItemLink(
            parent_id=item_id, child_id=parcel.id or 0, quantity=quantity, certain=certain, at=at
        )
    )


def _journal(
    session: Session,
    order: Order,
    packing: Packing,
    made: Sequence[Item],
    found: Chosen,
    *,
    by: Actor,
    at: datetime,
) -> None:
    data = {
        "parcels": [item.id for item in made],
        "linen": {str(one.item_id): str(one.kg) for one in found.linen},
        "garments": list(found.garments),
    }
    entry = Entry(
        "order.packed", at, order_id=order.id, capture_uid=packing.capture_uid, late=packing.late,
        data=data,
    )  # fmt: skip
    journal.record(session, entry, by=by)
