"""The end of a laundry's day, played by station devices: parcels, a held order, a round."""

from collections import defaultdict
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import holds, lots, subjects
from esat.production.models import Item, Lot, Order
from tests.walks.laundry_stations import Laundry
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import rounds, trips
from workshops.laundry.dispatch.models import TripStop
from workshops.laundry.dispatch.rounds import RoundFacts, Stop

DELIVERIES = 35


@dataclass
class Evening:
    """What the end of the day needs of it; the clock is the test's."""

    session: Session
    laundry: Laundry
    start: datetime
    clients: list[int] = field(default_factory=list)
    delivered: int = 0
    minutes: int = 0

    def now(self, minutes: int = 1) -> datetime:
        self.minutes += minutes
        return self.start + timedelta(minutes=self.minutes)

    def at(self, minutes: int = 1) -> AbstractContextManager[None]:
        return clock.pinned(self.now(minutes))

    def _pack(self) -> None:
        """Parcels of the linen of each order, and whole bags as they are; two orders stay folded,
        one is held.
        """
        self.session.expire_all()
        for n, order in enumerate(self._orders()):
            if n in {36, 37}:
                continue
            if n == 35:
                self._hold(order)
                continue
            linen = self._standing(order, "linen", "finished")
            with self.at(0):
                if linen:
                    kg = sum((item.quantity for item in linen), Decimal(0))
                    parcel = {"kg": str(kg), "lines": [{"family": "flat", "pieces": 20}]}
                    self.laundry.act(
                        "packing", "laundry.pack", None, order=order.ref, parcels=[parcel]
                    )
                for bag in self._standing(order, "bag", "finished"):
                    self._out(bag)
                    self.laundry.move("packing", self._code(bag.id or 0), "pack")

    def _out(self, bag: Item) -> None:
        """What is packed by itself has left its dryer load."""
        subject = subjects.item(self.session, bag.id or 0)
        if subject is not None and subject.travels_in is not None:
            lot = self.session.get_one(Lot, subject.travels_in)
            lots.take_out(self.session, lot, [bag.id or 0], by=SYSTEM, at=clock.now())
            self.session.commit()

    def _hold(self, order: Order) -> None:
        for item in self._standing(order, "linen", "finished"):
            subject = subjects.item(self.session, item.id or 0)
            assert subject is not None
            holds.place(self.session, subject, "to_check", by=SYSTEM)
        self.session.commit()

    def _orders(self) -> list[Order]:
        query = select(Order).where(col(Order.client_id).in_(self.clients))
        return list(self.session.exec(query.order_by(col(Order.client_id))))

    def _standing(self, order: Order, kind: str, stage: str) -> list[Item]:
        query = select(Item).where(
            Item.order_id == order.id, Item.kind == kind, Item.stage == stage,
            col(Item.closed_at).is_(None),
        )  # fmt: skip
        return list(self.session.exec(query.order_by(col(Item.id))))

    def _deliver(self) -> None:
        """One round with a stop for each of the thirty-five; a name and a signature at each."""
        self.session.expire_all()
        stops = tuple(Stop(client) for client in self.clients[:DELIVERIES])
        version = rounds.add(
            self.session, RoundFacts("Grande tournée", 1, stops), by=SYSTEM, at=self.start
        )
        trip = trips.make(
            self.session, version.code, clock.local(self.start).date(), by=SYSTEM, at=self.start
        )
        self.session.commit()
        with self.at(5):
            self.laundry.act("van", "laundry.depart", None, trip=trip.id, apart=True)
        packed = self._packed()
        query = select(TripStop).where(TripStop.trip_id == trip.id)
        for stop in self.session.exec(query.order_by(col(TripStop.position))).all():
            with self.at(3):
                self.laundry.act(
                    "van", "laundry.stop", None, stop=stop.id, items=packed[stop.client_id],
                    receiver="Mme Martin", signature=linens.PNG,
                )  # fmt: skip
            self.delivered += 1

    def _packed(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for order in self._orders():
            for kind in ("parcel", "bag"):
                for item in self._standing(order, kind, "packed"):
                    found[order.client_id].append(self._code(item.id or 0))
        return found

    def _code(self, item_id: int) -> str:
        found = subjects.item(self.session, item_id)
        assert found is not None
        assert found.code is not None
        return found.code
