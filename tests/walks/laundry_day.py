"""A whole day of the laundry, played by station devices: 900 kg of 40 clients.

120 bags: 118 sorted or put whole into loads of three, 2 under precautions
 45 cycles: 40 loads, 2 under precautions, 3 rewashes (and the empty runs after the 2)
  6 dryer loads made of two wash loads each; the other loads dry alone
 35 deliveries; the other clients' linen waits packed, folded or held
"""

from collections import defaultdict
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import holds, lots, subjects, things
from esat.production.models import Item, Lot, LotItem, Order
from tests import factories
from tests.walks.laundry_stations import Laundry
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import rounds, trips
from workshops.laundry.dispatch.models import TripStop
from workshops.laundry.dispatch.rounds import RoundFacts, Stop
from workshops.laundry.plant.models import Bin

CLIENTS, BAGS_EACH, GRAMS = 40, 3, 900_000
MERGED, REWASHES, DELIVERIES, ALONE = 6, 3, 35, 5
WHOLE = frozenset(range(20, 28))
"""The loads whose bags stay closed."""
END = {"outcome": "done", "max_c": "71,4", "hold_minutes": "4", "water_l": "180"}


@dataclass
class Bag:
    """One bag of the day, with its weight in grams."""

    code: str
    client: int
    grams: int
    red: bool = False

    @property
    def kg(self) -> str:
        return f"{self.grams // 1000},{self.grams % 1000:03d}"


@dataclass
class Day:
    """The day as it is played; the clock is the test's."""

    session: Session
    laundry: Laundry
    start: datetime
    rng: Random = field(default_factory=lambda: Random(63))
    clients: list[int] = field(default_factory=list)
    bags: list[Bag] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    """The T codes of the wash loads that were opened on the clean side."""
    dried: list[str] = field(default_factory=list)
    cycles: int = 0
    delivered: int = 0
    minutes: int = 0

    def play(self) -> None:
        """From the first bag to the last signature."""
        self._bags()
        self._receive()
        self._wash_all()
        self._dry()
        self._reject()
        self._fold()
        self._wash_red()
        self._pack()
        self._deliver()

    def now(self, minutes: int = 1) -> datetime:
        self.minutes += minutes
        return self.start + timedelta(minutes=self.minutes)

    def at(self, minutes: int = 1) -> AbstractContextManager[None]:
        return clock.pinned(self.now(minutes))

    def _bags(self) -> None:
        names = [f"Client {n + 1:02d} (démo)" for n in range(CLIENTS)]
        self.clients = [factories.make_client(self.session, name).id or 0 for name in names]
        grams = [7500 + self.rng.randint(-900, 900) for _ in range(CLIENTS * BAGS_EACH)]
        grams[-1] += GRAMS - sum(grams)
        for n, weight in enumerate(grams):
            client = self.clients[n % CLIENTS]
            _bag, code = things.add_resource(
                self.session, "bag", f"Sac {n + 1}", "laundry", "F", client_id=client,
                at=self.start,
            )  # fmt: skip
            self.bags.append(Bag(code, client, weight, red=n in {38, 39}))
        self.session.commit()

    def _receive(self) -> None:
        for bag in self.bags:
            with self.at(1 if self.rng.random() < 0.3 else 0):
                said = self.laundry.scan("reception", bag.code)
                assert said["event"]["to_stage"] == "received"
                self.laundry.act("reception", "laundry.weigh", bag.code, kg=bag.kg)
                if bag.red:
                    self.laundry.act(
                        "reception", "laundry.precaution", bag.code, precaution="complementary"
                    )

    def _wash_all(self) -> None:
        """Loads of three bags; five loads hold one client's, the others three clients'."""
        machines, bins = cycle(self.laundry.washers), cycle(self.laundry.bins)
        for n, three in enumerate(self._threes()):
            target, whole = next(bins), n in WHOLE
            with self.at(1):
                if whole:
                    self._takes_whole(target, whole=True)
                for bag in three:
                    self.laundry.act("sorting", "laundry.sort", bag.code, bin=target)
            self._cycle(next(machines), target, self.laundry.programme)
            if whole:
                self._takes_whole(target, whole=False)

    def _threes(self) -> list[list[Bag]]:
        plain = [bag for bag in self.bags if not bag.red]
        alone = [[b for b in plain if b.client == client] for client in self.clients[:ALONE]]
        mixed = [bag for bag in plain if bag.client not in self.clients[:ALONE]]
        return [*(mixed[n : n + 3] for n in range(0, len(mixed), 3)), *alone]

    def _takes_whole(self, target: str, *, whole: bool) -> None:
        """Whether this bin takes bags as they are, closed."""
        found = subjects.by_code(self.session, target)
        assert found is not None
        self.session.get_one(Bin, found.resource_id).whole = whole
        self.session.commit()

    def _cycle(self, machine: str, target: str, programme: str) -> str:
        """Machine, programme, bin; the report; the door on the clean side. The load's T code."""
        with self.at(1):
            said = self.laundry.act(
                "washing", "laundry.start", target, machine=machine, programme=programme
            )
            code = str(said["code"])
        with self.at(12):
            self.laundry.act("washing", "laundry.end", machine, **END)
        with self.at(0):
            self.laundry.act("clean side", "laundry.open", machine)
        self.loads.append(code)
        self.cycles += 1
        return code

    def _dry(self) -> None:
        """The first twelve loads two by two, the others alone."""
        queue = list(self.loads)
        pairs = [queue[n : n + 2] for n in range(0, 2 * MERGED, 2)]
        for loads in (*pairs, *([one] for one in queue[2 * MERGED :])):
            self._dry_one(loads)

    def _dry_one(self, loads: list[str]) -> None:
        dryer = self.laundry.dryers[len(self.dried) % len(self.laundry.dryers)]
        with self.at(1):
            said = self.laundry.act("clean side", "laundry.dry_start", dryer, loads=loads)
        with self.at(4):
            self.laundry.act(
                "clean side", "laundry.dry_end", said["code"], outcome="dry", moisture="5"
            )
        self.dried.append(str(said["code"]))

    def _reject(self) -> None:
        """Three stains: a kilogram of linen each goes back, and is washed again alone."""
        machines, bins = cycle(self.laundry.washers), cycle(self.laundry.bins[:2])
        for load in self.dried[:REWASHES]:
            linen = self._linen_in(load)
            with self.at(1):
                self.laundry.act(
                    "folding", "laundry.reject", linen, reason="stain", fault="ours",
                    decision="rewash", quantity="1,000",
                )  # fmt: skip
            again, target = self._to_rewash(), next(bins)
            with self.at(1):
                self.laundry.act("sorting", "laundry.sort", again, bin=target)
            self._dry_one([self._cycle(next(machines), target, self.laundry.programme)])

    def _linen_in(self, load: str) -> str:
        found = subjects.by_code(self.session, load)
        assert found is not None
        query = (
            select(Item.id)
            .join(LotItem, col(LotItem.item_id) == col(Item.id))
            .where(LotItem.lot_id == found.lot_id, col(LotItem.left_at).is_(None))
            .where(Item.kind == "linen")
        )
        key = self.session.exec(query.order_by(col(Item.quantity).desc())).first()
        return self._code(key or 0)

    def _to_rewash(self) -> str:
        self.session.expire_all()
        query = select(Item.id).where(
            Item.stage == "to_rewash", col(Item.id).not_in(self._travelling())
        )
        (key,) = self.session.exec(query).all()
        return self._code(key or 0)

    def _travelling(self) -> list[int]:
        query = select(LotItem.item_id).where(col(LotItem.left_at).is_(None))
        return list(self.session.exec(query))

    def _fold(self) -> None:
        for load in self.dried:
            with self.at(0):
                self.laundry.move("folding", load, "finish")

    def _wash_red(self) -> None:
        """At the end of the day, each on its machine, which then runs empty."""
        for n, bag in enumerate(bag for bag in self.bags if bag.red):
            machine = self.laundry.washers[n]
            with self.at(1):
                said = self.laundry.send(
                    "sorting", "act", bag.code, action="laundry.sort",
                    data={"bin": self.laundry.bins[0]},
                )  # fmt: skip
                assert said["outcome"] == "refused"
                self.laundry.act("sorting", "laundry.sort", bag.code, bin=self.laundry.red_bin)
            load = self._cycle(machine, self.laundry.red_bin, self.laundry.red_programme)
            self._dry_one([load])
            with self.at(1):
                self.laundry.act(
                    "washing", "laundry.disinfect", machine, programme=self.laundry.empty_run
                )
            with self.at(10):
                self.laundry.act("washing", "laundry.end", machine, outcome="done", max_c="90")
            with self.at(1):
                self.laundry.move("folding", self.dried[-1], "finish")

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
