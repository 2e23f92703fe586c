"""Linen that parts and comes together after the wash: an item cut in two with its laundry row,
items of one load or of several that go on as one. To the gram; nothing is lost on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import held_apart, journal, lots, splitting, subjects, tables
from esat.production.models import Item, ItemLink, Lot, LotLink
from esat.production.moves import members
from workshops.laundry.intake import items as side
from workshops.laundry.intake.models import LaundryItem

KG = "kg"
_member, _item, _order = tables.lot_item, tables.item, tables.order


@dataclass(slots=True)
class Source:
    """What is taken from one load (or from none): whole items, and parts cut from it just now."""

    lot: Lot | None
    items: list[int] = field(default_factory=list)
    cut: bool = False
    """Whether a part of an item was cut where linen of several clients is mixed."""


def weights(session: Session, item_ids: Sequence[int]) -> dict[int, Decimal | None]:
    """What each weighs: what is counted in kg its quantity, a bag its last weighing, else None."""
    weighed = side.rows(session, item_ids)
    found: dict[int, Decimal | None] = {}
    for item in session.exec(rows_of(Item).where(col(Item.id).in_(item_ids))):
        key = item.id or 0
        row = weighed.get(key)
        found[key] = item.quantity if item.unit == KG else row.kg if row else None
    return found


def known_kg(session: Session, item_ids: Sequence[int]) -> Decimal:
    """What is known of their weight together."""
    return sum((kg for kg in weights(session, item_ids).values() if kg), Decimal(0))


def part(
    session: Session,
    item_id: int,
    quantity: Decimal,
    *,
    by: Actor,
    at: datetime,
    pieces: int | None = None,
) -> Item:
    """Cut a part from an item, with its own row and code, in no load; the rest stays where it
    was. Refuses `split_quantity` (nothing, all, or more than there is), `part_whole_pieces`,
    `pieces_over`. Flushes.
    """
    subject = subjects.item(session, item_id)
    item = session.get(Item, item_id)
    if subject is None or item is None:
        raise NotFound("not_found")
    if not 0 < quantity < item.quantity:
        raise Refused("split_quantity")
    if item.unit != KG and quantity != quantity.to_integral_value():
        raise Refused("part_whole_pieces")
    stood_since, lot = item.stage_since, None
    if subject.travels_in is not None:
        lot = session.get(Lot, subject.travels_in)
    if lot is not None:
        lots.leave(session, lot, [item_id], at)
    child = splitting.split_item(session, replace(subject, travels_in=None), quantity, by=by, at=at)
    child.stage_since = stood_since  # it waits since the moment its whole does
    if lot is not None:
        lots.put_in(session, lot, [item_id], by=by, at=at)
        held_apart.to_items(session, lot.id, [child.id or 0], by=by, at=at)
    _share_row(session, item, child, pieces, by=by, at=at)
    if mixed(session, item_id):
        _doubt(session, child)
    session.flush()
    return child


def gather(
    session: Session,
    sources: Sequence[Source],
    stage: str,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    label: str,
) -> Lot:
    """What the sources name goes on as one lot; each load that gives is linked with the kg that
    it gave, and is closed when it gave all. Refuses `load_running` to the one who comes second.
    """
    links = [
        (source, source.lot, _take(session, source, source.lot, by=by, at=at))
        for source in sources
        if source.lot is not None
    ]
    everything = [item for source in sources for item in source.items]
    child = lots.open_lot(
        session, "laundry", stage, everything, by=by, at=at, kind=kind, label=label
    )
    for source, lot, whole in links:
        kg = weights(session, source.items)
        known = [one for one in kg.values() if one is not None]
        session.add(
            LotLink(
                parent_id=lots.key(lot),
                child_id=lots.key(child),
                quantity=sum(known, Decimal(0)) if len(known) == len(kg) else None,
                certain=whole or not source.cut,
                at=at,
            )
        )
    session.flush()
    return child


def mixed(session: Session, item_id: int) -> bool:
    """Whether linen travelled in a load with that of another client: what is cut from it then
    cannot be told for certain from the others'. Closed bags and marked garments stay themselves.
    """
    item = session.get(Item, item_id)
    if item is None or item.unit != KG:
        return False
    other, whose = _member.alias(), _order.alias()
    item_of, mine = _item.alias(), _order.alias()
    query = (
        select(other.c.id)
        .select_from(
            _member.join(other, other.c.lot_id == _member.c.lot_id)
            .join(item_of, item_of.c.id == other.c.item_id)
            .join(whose, whose.c.id == item_of.c.order_id)
            .join(mine, mine.c.id == item.order_id)
        )
        .where(
            _member.c.item_id == item_id,
            item_of.c.unit == KG,
            whose.c.client_id != mine.c.client_id,
        )
        .limit(1)
    )
    return session.connection().execute(query).first() is not None


def _take(session: Session, source: Source, lot: Lot, *, by: Actor, at: datetime) -> bool:
    """Take them out of their load; answers whether nothing stayed in it."""
    inside = set(members(session, lots.key(lot)))
    taken = [item for item in source.items if item in inside]
    if taken:
        try:
            lots.take_out(session, lot, taken, by=by, at=at)
        except Refused as refusal:
            raise Refused("load_running") from refusal
    return inside.issubset(source.items)


def _share_row(
    session: Session, item: Item, child: Item, pieces: int | None, *, by: Actor, at: datetime
) -> None:
    """Family and precaution go with the part; its kg is its quantity. Pieces that nobody counted
    apart are unknown on both sides from now on, and the journal keeps how many there were.
    """
    row = side.of(session, item.id or 0)
    had = row.pieces if row else None
    if had is not None and pieces is not None and pieces >= had:
        raise Refused("pieces_over", had=had)
    made = LaundryItem(item_id=child.id or 0, pieces=pieces)
    if item.unit == KG:
        made.kg = child.quantity
    if row is not None:
        made.family_code, made.precaution_id = row.family_code, row.precaution_id
        made.isolated_until = row.isolated_until
        row.kg = item.quantity if item.unit == KG else None
        row.pieces = had - pieces if had is not None and pieces is not None else None
    session.add(made)
    session.flush()
    if had is not None:
        data = {"child": child.id, "before": had, "apart": pieces}
        entry = journal.Entry("item.pieces_parted", at, item_id=item.id, data=data)
        journal.record(session, entry, by=by)


def _doubt(session: Session, child: Item) -> None:
    link = ItemLink.__table__
    session.connection().execute(
        update(link).where(link.c.child_id == child.id).values(certain=False)
    )
    session.expire_all()
