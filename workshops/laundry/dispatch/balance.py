"""The kilograms of an order, to the gram: what came in is somewhere, or is a gap that is told.

    received + returned = in house + packed + handed over + discarded + at sorting + at packing

The last two are differences: bags opened against the linen made of them, linen against the parcels
as their scale weighed them. SELECTs only.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.production.models import Item, ItemLink
from workshops.laundry.dispatch.certainty import LOOSE
from workshops.laundry.dispatch.models import Return
from workshops.laundry.intake import items
from workshops.laundry.intake.models import LaundryItem

ZERO = Decimal(0)
WHOLE = ("bag", "trolley")
OPENED = (*WHOLE, "parcel")
"""What linen comes out of: a parcel too, where it is opened to be washed again."""
OUT = ("packed", "handed_over", "discarded")


@dataclass(frozen=True, slots=True)
class Balance:
    """What an order received and where it is, in kilograms; pieces where they were counted."""

    received: Decimal
    returned: Decimal
    in_house: dict[str, Decimal]
    """By stage: bags that were not opened, linen, garments that were weighed."""
    packed: Decimal
    handed_over: Decimal
    discarded: Decimal
    composed: Decimal
    """Linen that was put in parcels, as it was weighed before."""
    parcels: Decimal
    """The same as the scale of the parcels weighed it."""
    at_sorting: Decimal
    at_packing: Decimal
    unweighed: int
    """Things that came and have no weight: the balance says nothing of them."""
    opened_pieces: int | None
    """Pieces in what was opened, where all of it was counted."""
    packed_pieces: int
    discarded_pieces: int

    @property
    def accounted(self) -> Decimal:
        """The right side of the balance."""
        there = sum(self.in_house.values(), ZERO) + self.packed + self.handed_over
        return there + self.discarded + self.at_sorting + self.at_packing

    @property
    def missing(self) -> Decimal:
        """What no scale told again: positive is missing, negative is too much."""
        return self.at_sorting + self.at_packing

    @property
    def missing_pieces(self) -> int | None:
        """The same in pieces, once all that was opened is packed; None where it was not counted."""
        if self.opened_pieces is None:
            return None
        return self.opened_pieces - self.packed_pieces - self.discarded_pieces


@dataclass(slots=True)
class _Found:
    """The things of an order, each with what the laundry knows of it."""

    items: list[Item]
    rows: dict[int, LaundryItem]
    parents: dict[int, set[int]]
    back: set[int]
    kinds: dict[int, str] = field(default_factory=dict)

    def kg(self, item: Item) -> Decimal:
        if item.kind == "linen":
            return item.quantity
        row = self.rows.get(item.id or 0)
        return (row.kg if row is not None else None) or ZERO

    def sum(self, which: Iterable[Item]) -> Decimal:
        return sum((self.kg(item) for item in which), ZERO)

    def pieces(self, item: Item) -> int | None:
        if item.kind == "garment":
            return 1
        row = self.rows.get(item.id or 0)
        return row.pieces if row is not None else None

    def of_bag(self, item: Item) -> bool:
        """Whether loose linen comes out of what was opened, however often it was cut since."""
        return any(
            self.kinds.get(parent) in OPENED
            or any(self.of_bag(one) for one in self.items if one.id == parent)
            for parent in self.parents[item.id or 0]
        )


def of_order(session: Session, order_id: int) -> Balance:
    """The balance of an order now."""
    found = _found(session, order_id)
    whole = [i for i in found.items if i.kind in WHOLE and i.stage != "expected"]
    loose = [i for i in found.items if i.kind in LOOSE and i.id not in found.back]
    parcels = [i for i in found.items if i.kind == "parcel" and i.id not in found.back]
    opened = [i for i in found.items if i.kind in OPENED and i.stage == "emptied"]
    composed = [i for i in loose if i.stage == "composed"]
    made = [i for i in loose if found.of_bag(i)]
    came = [i for i in whole if i.id not in found.back]
    unweighed = [i for i in came if found.kg(i) == ZERO]
    # What was opened without having been weighed is taken for what came out of it: no gap there.
    blind = any(i in unweighed for i in opened)
    unknown = found.sum(made) - found.sum(opened) if blind else ZERO
    back = [i for i in found.items if i.id in found.back]
    at = _by_stage(found, [*whole, *loose, *parcels, *(i for i in back if i not in whole)])
    return Balance(
        received=found.sum(came) + found.sum(i for i in loose if i not in made) + unknown,
        returned=found.sum(back),
        in_house={stage: kg for stage, kg in at.items() if stage not in OUT},
        packed=at.get("packed", ZERO),
        handed_over=at.get("handed_over", ZERO),
        discarded=at.get("discarded", ZERO),
        composed=found.sum(composed),
        parcels=found.sum(parcels),
        at_sorting=found.sum(opened) + unknown - found.sum(made),
        at_packing=found.sum(composed) - found.sum(parcels),
        unweighed=len(unweighed),
        opened_pieces=_opened_pieces(found, opened, loose, made),
        packed_pieces=sum(found.pieces(i) or 0 for i in parcels),
        discarded_pieces=sum(found.pieces(i) or 0 for i in loose if i.stage == "discarded"),
    )


def _found(session: Session, order_id: int) -> _Found:
    things = list(
        session.exec(select(Item).where(Item.order_id == order_id).order_by(col(Item.id)))
    )
    keys = _ids(things)
    parents = defaultdict[int, set[int]](set)
    query = select(ItemLink.parent_id, ItemLink.child_id).where(col(ItemLink.child_id).in_(keys))
    for parent, child in session.exec(query):
        parents[child].add(parent)
    back = set(session.exec(select(Return.item_id).where(col(Return.item_id).in_(keys))))
    kinds = {item.id or 0: item.kind for item in things}
    return _Found(things, items.rows(session, keys), parents, back, kinds)


def _by_stage(found: _Found, which: Iterable[Item]) -> dict[str, Decimal]:
    at = defaultdict[str, Decimal](Decimal)
    for item in which:
        if item.stage not in {"emptied", "composed", "expected"}:
            at[item.stage] += found.kg(item)
    return {stage: kg for stage, kg in at.items() if kg}


def _opened_pieces(
    found: _Found, opened: list[Item], loose: list[Item], made: list[Item]
) -> int | None:
    """Pieces in the opened bags and in what came loose: counted at the reception, or at sorting."""
    direct = [found.pieces(i) for i in loose if i not in made and not found.parents[i.id or 0]]
    for counted in (
        [found.pieces(i) for i in opened],
        [found.pieces(i) for i in made if _first(found, i)],
    ):
        all_of_it = [*counted, *direct]
        if all_of_it and None not in all_of_it and (counted or not made):
            return sum(n or 0 for n in all_of_it)
    return None


def _first(found: _Found, item: Item) -> bool:
    """Linen as it came out of the bag, not a part cut off later."""
    return all(found.kinds.get(parent) in OPENED for parent in found.parents[item.id or 0])


def _ids(which: Iterable[Item]) -> list[int]:
    return [item.id or 0 for item in which]
