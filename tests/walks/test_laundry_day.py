"""A whole simulated day: nothing is lost, to the gram, and the genealogy answers both ways."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.production import genealogy, projection
from esat.production.genealogy import Node
from esat.production.models import Delivery, DeliveryItem, Hold, Item, ItemLink, LotLink
from tests.walks import laundry_stations
from tests.walks.laundry_day import GRAMS, MERGED, REWASHES, Day
from tests.walks.laundry_evening import DELIVERIES
from workshops.laundry.finishing.models import Reject
from workshops.laundry.intake.models import LaundryItem, Weighing
from workshops.laundry.washing.models import Cycle, DisinfectionDue

START = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
VISIBLE = {"to_rewash", "finished", "packed", "handed_over"}


@pytest.fixture
def day(session: Session, client: FlaskClient) -> Day:
    with clock.pinned(START):
        played = Day(session, laundry_stations.build(session, client, at=START), START)
        played.play()
    session.expire_all()
    return played


def test_a_day_of_the_laundry(day: Day, session: Session) -> None:
    what_was_asked_for_happened(day, session)
    every_gram_is_somewhere(day, session)
    every_bag_is_delivered_held_or_in_a_visible_place(day, session)
    the_genealogy_answers_both_ways(day, session)
    assert projection.compare(session) == []


def what_was_asked_for_happened(day: Day, session: Session) -> None:
    cycles = Counter(session.exec(select(Cycle.kind)).all())
    assert cycles["wash"] == day.cycles == 45
    assert cycles["disinfect"] == 2
    assert all(row.done_at for row in session.exec(select(DisinfectionDue)))
    parents = Counter(session.exec(select(LotLink.child_id)).all())
    assert sum(count > 1 for count in parents.values()) == MERGED
    assert day.delivered == DELIVERIES
    assert len(session.exec(select(Delivery)).all()) >= DELIVERIES
    assert len(day.clients) == 40
    assert len(session.exec(select(Reject)).all()) == REWASHES
    assert sum(bag.red for bag in day.bags) == 2


def every_gram_is_somewhere(day: Day, session: Session) -> None:
    """Weighed in = linen and bags that stand somewhere + linen in parcels, to the gram."""
    weighed = sum((row.kg for row in session.exec(select(Weighing))), Decimal(0))
    assert weighed == Decimal(GRAMS) / 1000 == sum(bag.grams for bag in day.bags) / Decimal(1000)
    items = {item.id: item for item in session.exec(select(Item))}
    side = {row.item_id: row for row in session.exec(select(LaundryItem))}
    bags = sum(
        (side[key].kg or Decimal(0) for key, item in items.items()
         if key and item.kind == "bag" and item.stage != "emptied"),
        Decimal(0),
    )  # fmt: skip
    linen = sum(
        (item.quantity for item in items.values()
         if item.kind == "linen" and item.stage != "composed"),
        Decimal(0),
    )  # fmt: skip
    parcels = sum(
        (link.quantity for link in session.exec(select(ItemLink))
         if items[link.child_id].kind == "parcel"),
        Decimal(0),
    )  # fmt: skip
    assert bags + linen + parcels == weighed


def every_bag_is_delivered_held_or_in_a_visible_place(day: Day, session: Session) -> None:
    handed = set(session.exec(select(DeliveryItem.item_id)))
    bags = session.exec(select(Item).where(col(Item.kind) == "bag")).all()
    assert len(bags) == len(day.bags)
    for bag in bags:
        ends = [bag] if bag.stage != "emptied" else _ends(session, bag.id or 0)
        assert ends
        for end in ends:
            assert end.stage in VISIBLE, (end.label, end.stage)
            assert (end.stage == "handed_over") == (end.id in handed)
    assert len(session.exec(select(Hold).where(col(Hold.lifted_at).is_(None))).all()) >= 1


def _ends(session: Session, item_id: int) -> list[Item]:
    """What a bag became, without what became something else itself."""
    return [end for end in _made_of(session, item_id) if end.stage not in {"emptied", "composed"}]


def _made_of(session: Session, item_id: int) -> list[Item]:
    """What was made of an item and is there, through as many links as it takes."""
    children = session.exec(select(ItemLink.child_id).where(ItemLink.parent_id == item_id)).all()
    found = []
    for key in children:
        child = session.get_one(Item, key)
        found += [child, *_made_of(session, key)]
    return found


def the_genealogy_answers_both_ways(day: Day, session: Session) -> None:
    parcels = session.exec(select(Item).where(col(Item.kind) == "parcel")).all()
    told = Counter[bool]()
    for parcel in parcels:
        node: Node = ("item", parcel.id or 0)
        up = genealogy.upstream(session, node)
        bags = [
            key for kind, key in up.nodes
            if kind == "item" and session.get_one(Item, key).kind == "bag"
        ]  # fmt: skip
        assert bags
        for bag in bags[:3]:
            down = genealogy.downstream(session, ("item", bag))
            assert node in down.nodes
            told[node in down.certain] += 1
        if parcel in parcels[:8]:
            assert all(node in genealogy.downstream(session, one).nodes for one in up.nodes)
    assert told[True] > 0
    assert told[False] > 0
    assert len(day.loads) == day.cycles
