"""bag --> linen --> wash load --> parcel, and the other client's parcels that may hold some."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import genealogy, lots, things
from esat.production.genealogy import Node
from esat.production.models import Item, ItemLink, Lot, Order
from tests import factories
from tests.factories import AT


class Mixed:
    """A bag of each of two clients sorted into one load, and a parcel made of each."""

    def __init__(self, session: Session, *, certain: bool) -> None:
        self.session = session
        orders = [factories.make_order(session, items=1, at=AT) for _ in range(2)]
        self.bags = [factories.items_of(session, order)[0].item_id or 0 for order in orders]
        self.linen = [self._made(order, "linen") for order in orders]
        for bag, linen in zip(self.bags, self.linen, strict=True):
            self._link(bag, linen, AT, certain=True)
        self.lot = lots.open_lot(session, "laundry", "expected", self.linen, by=SYSTEM, at=AT)
        later = AT + timedelta(hours=3)
        self.parcels = [self._made(order, "parcel") for order in orders]
        for linen, parcel in zip(self.linen, self.parcels, strict=True):
            self._link(linen, parcel, later, certain=certain)

    def _made(self, order: Order, kind: str) -> int:
        made: Item = things.add_item(self.session, order, kind, kind, by=SYSTEM, at=AT)
        return made.id or 0

    def _link(self, parent: int, child: int, at: datetime, *, certain: bool) -> None:
        self.session.add(
            ItemLink(parent_id=parent, child_id=child, quantity=Decimal(1), certain=certain, at=at)
        )
        self.session.flush()

    def down(self, node: Node) -> genealogy.Family:
        return genealogy.downstream(self.session, node)


def items(*keys: int) -> set[Node]:
    return {("item", key) for key in keys}


def test_a_parcel_of_mixed_linen_is_a_possible_one_of_each_bag(session: Session) -> None:
    mixed = Mixed(session, certain=False)
    family = mixed.down(("item", mixed.bags[0]))
    assert family.nodes >= items(*mixed.parcels)
    assert family.certain & items(*mixed.parcels) == set()
    assert family.certain >= items(mixed.bags[0], mixed.linen[0])


def test_a_parcel_of_one_clients_load_is_certain(session: Session) -> None:
    mixed = Mixed(session, certain=True)
    family = mixed.down(("item", mixed.bags[0]))
    assert ("item", mixed.parcels[0]) in family.certain


def test_a_lot_knows_what_was_made_of_it_and_a_parcel_its_lots(session: Session) -> None:
    mixed = Mixed(session, certain=False)
    lot: Lot = mixed.lot
    assert mixed.down(("lot", lot.id or 0)).nodes >= items(*mixed.parcels)
    up = genealogy.upstream(session, ("item", mixed.parcels[1]))
    assert up.nodes >= items(*mixed.bags, *mixed.linen) | {("lot", lot.id or 0)}


def test_what_parted_before_it_joined_the_lot_is_not_of_the_lot(session: Session) -> None:
    mixed = Mixed(session, certain=False)
    early = mixed._made(factories.make_order(session), "parcel")
    mixed._link(mixed.linen[0], early, AT - timedelta(minutes=1), certain=True)
    assert ("item", early) not in mixed.down(("lot", mixed.lot.id or 0)).nodes


@pytest.mark.parametrize("certain", [True, False])
def test_up_and_down_are_each_others_inverse(session: Session, certain: bool) -> None:
    mixed = Mixed(session, certain=certain)
    starts = items(*mixed.bags, *mixed.linen, *mixed.parcels) | {("lot", mixed.lot.id or 0)}
    for start in starts:
        for node in mixed.down(start).nodes:
            assert start in genealogy.upstream(session, node).nodes
