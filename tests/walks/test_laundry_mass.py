"""Whatever is split, merged, washed again, packed and delivered: not a gram and no item is lost."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.db import Database
from esat.production import deliveries, projection
from esat.production.deliveries import Handed
from esat.production.models import DeliveryItem, Item, ItemLink, Order
from tests import factories
from tests.workshops.laundry.finishing import plant, test_mass
from tests.workshops.laundry.finishing.test_mass import GRAMS, LOADS, START, House
from workshops.laundry.dispatch import packing
from workshops.laundry.dispatch.packing import Line, Packing, Parcel

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["dry", "fold", "rewash", "all", "wash", "pack", "pack", "deliver"]),
        st.integers(0, 50),
        GRAMS,
    ),
    max_size=16,
)


class Whole(House):
    """The laundry of the mass test, with its last table and its van."""

    def _pack(self, which: int, kg: Decimal) -> None:
        """So many kilograms of one linen, or all of it, in one parcel or two."""
        item = self._pick([one for one in self._items("finished") if one.kind == "linen"], which)
        order = self.session.get_one(Order, item.order_id)
        part = {item.id or 0: min(kg, item.quantity) if which % 2 else None}
        parcels = tuple(
            Parcel("Linge", Decimal(1), (Line(None, "Linge", 10),)) for _ in range(1 + which % 2)
        )
        work = Packing(parcels, part, reason="Essai", print_labels=False)
        packing.pack(self.session, order, work, by=SYSTEM, at=self.at)

    def _deliver(self, which: int, _kg: Decimal) -> None:
        item = self._pick(self._items("packed"), which)
        order = self.session.get_one(Order, item.order_id)
        handed = Handed((item.id or 0,), "Mme Martin")
        deliveries.deliver(self.session, order, handed, by=SYSTEM)


def by_client(session: Session) -> dict[int, Decimal]:
    """The kg of each client: linen that is linen still, and what went into parcels."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    linen = (
        select(Order.client_id, Item.quantity)
        .join(Item, col(Item.order_id) == Order.id)
        .where(Item.kind == "linen", Item.stage != "composed")
    )
    packed = (
        select(Order.client_id, ItemLink.quantity)
        .join(Item, col(Item.order_id) == Order.id)
        .join(ItemLink, col(ItemLink.child_id) == Item.id)
        .where(Item.kind == "parcel")
    )
    for query in (linen, packed):
        for client_id, kg in session.exec(query):
            found[client_id] += kg
    return dict(found)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads=LOADS, acts=ACTS)
def test_from_the_wash_to_the_client_nothing_is_lost(
    database: Database, loads: list[list[tuple[int, Decimal]]], acts: list[tuple[str, int, Decimal]]
) -> None:
    with clock.pinned(START), database.session(write=True) as session:
        clients = [factories.make_client(session) for _ in range(3)]
        for load in loads:
            shares = [(clients[whose], str(kg)) for whose, kg in load]
            plant.washed(session, shares, START)
        house = Whole(session, plant.machine(session, kg=None), START + timedelta(hours=1))
        before, first = by_client(session), set(session.exec(select(Item.id)))
        for act, which, kg in acts:
            house.play(act, which, kg)
        session.expire_all()
        assert by_client(session) == before
        assert first <= set(session.exec(select(Item.id)))
        assert projection.compare(session) == []
        handed = set(session.exec(select(DeliveryItem.item_id)))
        for item in session.exec(select(Item)):
            assert (item.stage == "handed_over") == (item.id in handed)
        test_mass.check_links(session)
        session.rollback()


def test_the_acts_of_the_end_are_really_made(database: Database) -> None:
    """The property above would hold of a house that refuses everything: this one packs."""
    with clock.pinned(START), database.session(write=True) as session:
        plant.washed(session, [(factories.make_client(session), "4")], START)
        house = Whole(session, plant.machine(session, kg=None), START + timedelta(hours=1))
        for act in ("dry", "fold", "pack", "deliver"):
            house.play(act, 0, Decimal(4))
        session.expire_all()
        assert {item.stage for item in session.exec(select(Item))} == {"composed", "handed_over"}
        session.rollback()
