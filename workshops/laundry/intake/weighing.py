"""Weighing: each weight is a further row, the last one stands on the item; a mistake is followed.

Where the weight came from (typed, a scale and which) stays with it. What is too heavy for people's
backs is kept and noted for the client; what no bag can weigh is refused.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pydantic import BaseModel
from sqlmodel import Session, col, select

from esat import clock
from esat.declarations import EventKind
from esat.errors import NotFound, Refused
from esat.production import journal
from esat.production.journal import Entry
from esat.production.models import Item
from workshops.laundry.intake import anomalies, items, weights
from workshops.laundry.intake.doing import Deed, require
from workshops.laundry.intake.models import Weighing
from workshops.laundry.plant import limits

TYPED, SCALE = "typed", "scale"
WHOLE: Final = frozenset({"bag", "trolley"})
"""What is weighed as it came, once received and before it is opened."""
SORTED: Final = frozenset({"received", "sorted", "loaded", "to_rewash"})
MOST: Final = {"trolley": "trolley_most", "linen": "trolley_most"}


class Weighed(BaseModel):
    """A weight in the journal; kilograms as text, so that no digit is lost."""

    kg: str
    source: str
    instrument: str = ""
    before: str | None = None


class Counted(BaseModel):
    """Pieces counted, and what was counted before."""

    pieces: int
    before: int | None = None


EVENT_KINDS = (
    EventKind("item.weighed", "Pesé", Weighed),
    EventKind("item.counted", "Pièces comptées", Counted),
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What was read, and from what: a scale names itself and its reading."""

    kg: Decimal
    source: str = TYPED
    instrument: str = ""
    reading_key: bytes | None = None


def weigh(session: Session, item_id: int, weight: Weight, how: Deed) -> Weighing:
    """Weigh an item. Refuses `weight_not_positive`, `weight_too_precise`, `weight_impossible`,
    `weigh_not_here`, `weigh_closed`, `weigh_again_reason` for a further weight without a reason,
    `reading_used`; forbids `not_allowed`. Flushes.
    """
    require(how.by)
    item = _item(session, item_id)
    kg = weights.positive(weight.kg)
    _refuse_impossible(session, item, kg, how)
    before = last(session, item_id)
    if before is not None and not how.reason.strip():
        raise Refused("weigh_again_reason", kg=weights.written(before.kg))
    row = Weighing(
        item_id=item_id, kg=kg, source=weight.source, instrument=weight.instrument,
        reading_key=_unused(session, weight.reading_key), at=how.at, recorded_at=clock.now(),
        account_id=how.by.account_id, station_id=how.by.station_id,
        amends_id=None if before is None else before.id, late=how.late, reason=how.reason,
    )  # fmt: skip
    session.add(row)
    items.ensure(session, item_id).kg = kg
    session.flush()
    _record(session, row, before, how)
    anomalies.of_weight(session, item, row, how)
    return row


def count(session: Session, item_id: int, pieces: int, how: Deed) -> None:
    """Count the pieces of an item; a further count needs a reason. Refuses `weigh_closed`,
    `weigh_not_here`, `count_again_reason`; forbids `not_allowed`. Flushes.
    """
    require(how.by)
    item = _item(session, item_id)
    _refuse_elsewhere(item)
    known = items.ensure(session, item_id)
    before = known.pieces
    if before is not None and not how.reason.strip():
        raise Refused("count_again_reason", pieces=before)
    known.pieces = pieces
    session.flush()
    data = Counted(pieces=pieces, before=before).model_dump()
    entry = Entry(
        "item.counted", how.at, item_id=item_id, capture_uid=how.capture_uid, late=how.late,
        reason=how.reason, data=data,
    )  # fmt: skip
    journal.record(session, entry, by=how.by)


def last(session: Session, item_id: int) -> Weighing | None:
    """The last weight of an item, in the order in which weights came."""
    query = select(Weighing).where(Weighing.item_id == item_id).order_by(col(Weighing.id).desc())
    return session.exec(query.limit(1)).first()


def history(session: Session, item_id: int) -> list[Weighing]:
    """Every weight of an item, the newest first."""
    query = select(Weighing).where(Weighing.item_id == item_id)
    return list(session.exec(query.order_by(col(Weighing.id).desc())))


def _item(session: Session, item_id: int) -> Item:
    item = session.get(Item, item_id)
    if item is None or item.workshop != "laundry":
        raise NotFound("not_found")
    return item


def _refuse_elsewhere(item: Item) -> None:
    """Whole bags are weighed between reception and sorting; sorted linen until it is washed."""
    if item.closed_at is not None:
        raise Refused("weigh_closed", label=item.label)
    allowed = {"received"} if item.kind in WHOLE else SORTED
    if item.stage == "expected":
        raise Refused("weigh_expected", label=item.label)
    if item.stage not in allowed:
        raise Refused("weigh_not_here", label=item.label)


def _refuse_impossible(session: Session, item: Item, kg: Decimal, how: Deed) -> None:
    _refuse_elsewhere(item)
    most = limits.value(session, MOST.get(item.kind, "bag_most"), how.at)
    if kg > most:
        raise Refused("weight_impossible", kg=weights.written(kg), most=weights.written(most))


def _unused(session: Session, key: bytes | None) -> bytes | None:
    if key is None:
        return None
    if session.exec(select(Weighing.id).where(Weighing.reading_key == key)).first() is not None:
        raise Refused("reading_used")
    return key


def _record(session: Session, row: Weighing, before: Weighing | None, how: Deed) -> None:
    data = Weighed(
        kg=f"{row.kg:f}", source=row.source, instrument=row.instrument,
        before=None if before is None else f"{before.kg:f}",
    ).model_dump()  # fmt: skip
    entry = Entry(
        "item.weighed", how.at, item_id=row.item_id, capture_uid=how.capture_uid, late=how.late,
        reason=how.reason, data=data,
    )  # fmt: skip
    journal.record(session, entry, by=how.by)
