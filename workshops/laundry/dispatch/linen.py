"""The linen to be packed: found, looked at, refused where it may not leave; parts cut off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import registry
from esat.actors import Actor
from esat.errors import Refused
from esat.production import holds, lots, moves, scans, splitting, subjects
from esat.production.models import Item, Lot, Order
from esat.production.moves import Context
from esat.production.subjects import Subject
from workshops.laundry.dispatch import certainty
from workshops.laundry.dispatch.certainty import LOOSE
from workshops.laundry.dispatch.sharing import Used
from workshops.laundry.intake import items

READY = "finished"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is packed: linen by the kilogram, garments by the piece."""

    linen: tuple[Used, ...]
    garments: tuple[int, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        return (*(one.item_id for one in self.linen), *self.garments)


def ready(session: Session, order: Order) -> list[Item]:
    """The linen and the garments of an order that are folded and checked."""
    query = select(Item).where(
        Item.order_id == order.id,
        col(Item.kind).in_(LOOSE),
        Item.stage == READY,
        col(Item.closed_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Item.id))))


def by_codes(session: Session, wanted: Mapping[str, Decimal | None]) -> dict[int, Decimal | None]:
    """The keys of what codes designate, with how much of it. Refuses `code_unknown`,
    `linen_twice`.
    """
    found: dict[int, Decimal | None] = {}
    for raw, kg in wanted.items():
        subject = scans.resolve(session, raw).subject
        if subject is None or subject.item_id is None:
            raise Refused("code_unknown")
        if subject.item_id in found:
            raise Refused("linen_twice", label=subject.label)
        found[subject.item_id] = kg
    return found


def chosen(session: Session, order: Order, wanted: Mapping[int, Decimal | None] | None) -> Chosen:
    """What is packed of an order: all that is ready, or so much of each (None: the whole).

    Refuses `linen_none`, `linen_of_other`, `linen_of_other_order`, `linen_packed_already`,
    `linen_not_finished`, `linen_too_much`, `linen_no_kg`, `on_hold`.
    """
    if wanted is None:
        wanted = dict.fromkeys((item.id or 0 for item in ready(session, order)), None)
    if not wanted:
        raise Refused("linen_none")
    found = [(_mine(session, order, key), kg) for key, kg in wanted.items()]
    _refuse_held(session, [item for item, _ in found])
    families = items.rows(session, list(wanted))
    linen = tuple(
        Used(
            item.id or 0,
            families[item.id or 0].family_code if item.id in families else None,
            _much(item, kg),
        )
        for item, kg in found
        if item.kind == "linen"
    )
    return Chosen(linen, tuple(item.id or 0 for item, _ in found if item.kind == "garment"))


def consume(
    session: Session, one: Used, *, by: Actor, at: datetime, capture: bytes | None, late: bool
) -> int:
    """Linen leaves its lot and is put in parcels, whole or as a part cut from it; answers the key
    of what was used up. What stays keeps its stage.
    """
    subject = _free(session, one.item_id, by, at)
    item = session.get_one(Item, one.item_id)
    if one.kg < item.quantity and item.kind == "linen":
        part = splitting.split_item(session, subject, one.kg, by=by, at=at)
        _part_row(session, item, part)
        subject = _subject(session, part.id or 0)
    context = Context(by=by, at=at, capture_uid=capture, late=late)
    moves.move(session, subject, "compose", context)
    session.expire_all()
    return subject.item_id or 0


def _mine(session: Session, order: Order, key: int) -> Item:
    """An item that may be packed for this order, whatever holds it."""
    item = session.get(Item, key, populate_existing=True)
    if item is None or item.workshop != order.workshop or item.kind not in LOOSE:
        raise Refused("linen_unknown")
    if item.order_id != order.id:
        other = session.get_one(Order, item.order_id)
        same = other.client_id == order.client_id
        raise Refused(
            "linen_of_other_order" if same else "linen_of_other", label=item.label, ref=other.ref
        )
    if item.stage in {"composed", "packed", "handed_over"}:
        raise Refused("linen_packed_already", label=item.label)
    if item.stage != READY or item.closed_at is not None:
        stage = registry.current().workshop(item.workshop).road.stage(item.stage).label
        raise Refused("linen_not_finished", label=item.label, stage=stage)
    return item


def _refuse_held(session: Session, found: Sequence[Item]) -> None:
    reasons = set(certainty.holds_on_the_way(session, [item.id or 0 for item in found]))
    for item in found:
        subject = _subject(session, item.id or 0)
        standing = holds.open_holds(session, subject)
        reasons |= {hold.reason for hold in standing if hold.forbids("compose")}
    if reasons:
        labels = sorted(holds.declared_reason(code).label for code in reasons)
        raise Refused("on_hold", holds=", ".join(labels))


def _much(item: Item, kg: Decimal | None) -> Decimal:
    """How much of a piece of linen is packed."""
    if kg is None:
        kg = item.quantity
    if kg <= 0:
        raise Refused("linen_no_kg", label=item.label)
    if kg > item.quantity:
        raise Refused("linen_too_much", label=item.label, there=item.quantity)
    return kg


def _free(session: Session, key: int, by: Actor, at: datetime) -> Subject:
    subject = _subject(session, key)
    if subject.travels_in is None:
        return subject
    lot = session.get_one(Lot, subject.travels_in)
    lots.take_out(session, lot, [key], by=by, at=at, reason="Mis en colis")
    return _subject(session, key)


def _part_row(session: Session, whole: Item, part: Item) -> None:
    """A part has the family of the whole; the pieces are counted in the parcels."""
    row = items.of(session, whole.id or 0)
    made = items.ensure(session, part.id or 0)
    made.kg = part.quantity
    if row is not None:
        made.family_code = row.family_code
        row.kg = whole.quantity if row.kg is not None else None
    session.flush()


def _subject(session: Session, key: int) -> Subject:
    found = subjects.item(session, key)
    if found is None or found.item_id != key:
        raise Refused("linen_unknown")
    return found
