"""A whole day of the laundry, played by station devices: 900 kg of 40 clients.

120 bags: 118 sorted or put whole into loads of three, 2 under precautions
 45 cycles: 40 loads, 2 under precautions, 3 rewashes (and the empty runs after the 2)
  6 dryer loads made of two wash loads each; the other loads dry alone
 35 deliveries; the other clients' linen waits packed, folded or held
"""

from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from sqlmodel import col, select

from esat.production import subjects, things
from esat.production.models import Item, LotItem
from tests import factories
from tests.walks.laundry_evening import Evening
from workshops.laundry.plant.models import Bin

CLIENTS, BAGS_EACH, GRAMS = 40, 3, 900_000
MERGED, REWASHES, ALONE = 6, 3, 5
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
class Day(Evening):
    """The day as it is played; the clock is the test's."""

    rng: Random = field(default_factory=lambda: Random(63))
    bags: list[Bag] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    """The T codes of the wash loads that were opened on the clean side."""
    dried: list[str] = field(default_factory=list)
    cycles: int = 0

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
