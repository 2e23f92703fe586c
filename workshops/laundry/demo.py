"""The laundry's part of a demo: regular clients on rounds, bags weighed, sorted, washed in loads,
dried, folded and packed; the last day leaves something at each place, or the morning after it does.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from sqlmodel import col, select

from esat.production import holds, lots, subjects, things
from esat.production.models import Item, Lot, Order
from esat.production.moves import Context
from esat.production.rehearsal import Player, Scene
from esat.production.subjects import Subject
from workshops.laundry import cards, demo_parcels, demo_plant, demo_turns, receiving
from workshops.laundry.demo_morning import Morning
from workshops.laundry.demo_plant import Plant, Washer
from workshops.laundry.intake import items, precautions, weighing
from workshops.laundry.intake.doing import Deed
from workshops.laundry.intake.weighing import Weight
from workshops.laundry.washing import cycles, ending, loads, sorting, starting
from workshops.laundry.washing.cycles import Report

CLIENTS = 20
RECENT = timedelta(days=4)
DETAILED = timedelta(days=18)
"""Before this, fewer bags come and are washed closed: a demo has a limit of events."""
FULL = Decimal(60)
"""What the washers of the demo take, in kilograms."""
FAMILIES = ("flat", "shaped", "workwear", "kitchen")


class Laundry:
    """What the laundry remembers from one simulated day to the next."""

    def __init__(self, scene: Scene, plant: Plant) -> None:
        self.by, self.plant = scene.actor("laundry"), plant
        self.rounds: dict[int, list[tuple[int, list[str]]]] = {n: [] for n in range(5)}
        self.waiting: list[str] = []
        self.held: list[str] = []
        self.washes = 0
        chosen = scene.rng.sample(scene.clients, CLIENTS) + scene.fictive
        for n, client_id in enumerate(chosen):
            self.rounds[n % 5].append((client_id, self._bags(scene, client_id)))

    def play(self, scene: Scene) -> None:
        """One working day: hand over, receive, wash what was waiting, pack."""
        often = 0.9 if scene.day > scene.last_day - DETAILED else 0.2
        for client_id, codes in self.rounds[scene.day.weekday()]:
            demo_parcels.hand_over(scene, client_id, self.by)
            if scene.rng.random() < often:
                for code, item_id in self._receive(scene, codes, scene.sometime(8, 11)):
                    self.waiting.append(code)
                    self._trouble(scene, client_id, code, item_id)
        demo_parcels.pack(scene, self.plant.clean)
        self._wash(scene)

    def _bags(self, scene: Scene, client_id: int) -> list[str]:
        return [
            things.add_resource(
                scene.session, "bag", f"Sac {n + 1}", "laundry", "F", client_id=client_id
            )[1]
            for n in range(scene.rng.randint(1, 3))
        ]

    def _receive(
        self, scene: Scene, codes: list[str], start: datetime
    ) -> Iterator[tuple[str, int]]:
        """Receive and weigh those that are not in the house yet."""
        for n, code in enumerate(codes):
            when = start + timedelta(seconds=40 * n)
            with scene.moment(when):
                subject = subjects.by_code(scene.session, code)
                if subject is None or subject.stage is not None:
                    continue
                item_id = receiving.receive(scene.session, subject, by=self.plant.dirty, at=when)
                self._promise(scene, item_id)
            if scene.move(code, "receive", when, by=self.plant.dirty) is None:
                continue
            kg = Decimal(scene.rng.randrange(3200, 9800, 50)) / 1000
            with scene.moment(when):
                weighing.weigh(scene.session, item_id, Weight(kg), Deed(self.plant.dirty, when))
            yield code, item_id

    def some(self, scene: Scene, most: int, when: datetime) -> list[str]:
        """At most so many bags received at that moment, those of today's round first."""
        days = sorted(self.rounds, key=lambda n: (n - scene.day.weekday()) % len(self.rounds))
        codes = [code for n in days for _, bags in self.rounds[n] for code in bags]
        return [code for code, _ in islice(self._receive(scene, codes, when), most)]

    def _promise(self, scene: Scene, item_id: int) -> None:
        subject = subjects.item(scene.session, item_id)
        order = scene.session.get(Order, subject.order_id) if subject else None
        if order is not None and order.due_on is None:
            order.due_on = scene.day + timedelta(days=scene.rng.choice((2, 3, 7)))
            scene.session.flush()

    def _trouble(self, scene: Scene, client_id: int, code: str, item_id: int) -> None:
        """A few bags of the fictive clients are held or under precautions."""
        recent = scene.day > scene.last_day - RECENT
        if not scene.is_fictive(client_id) or scene.rng.random() > (0.9 if recent else 0.12):
            return
        placed = scene.sometime(11, 12)
        with scene.moment(placed):
            if scene.rng.random() < 0.4:
                deed = Deed(self.plant.dirty, placed)
                precautions.flag(scene.session, item_id, "complementary", deed)
                return
            subject = subjects.by_code(scene.session, code)
            if subject is None:
                return
            hold = holds.place(
                scene.session, subject, "to_check", by=self.by, at=placed,
                note="Objet trouvé dans le sac",
            )  # fmt: skip
        if not recent:
            lifted = scene.sometime(13, 14)
            with scene.moment(lifted):
                holds.lift(scene.session, hold.id or 0, by=self.by, at=lifted, note="Rendu")

    def _wash(self, scene: Scene) -> None:
        """Bags into bins, full bins into machines; linen under precautions after all others."""
        detailed, when = scene.day > scene.last_day - DETAILED, scene.at(11)
        for code in self.waiting:
            with scene.moment(when):
                self._sort(scene, code, when, detailed=detailed)
        self.waiting, self.held = self.held, []
        for one in self._loose(scene):
            with scene.moment(when):
                self._put(scene, one, when)
        last = (self.plant.whole, self.plant.garments, self.plant.red)
        for target in (*self.plant.bins.values(), *last):
            self._bin(scene, target, when)

    def _sort(self, scene: Scene, code: str, when: datetime, *, detailed: bool) -> None:
        """Into the bin of a family, or closed; what is held waits for another day."""
        subject = subjects.by_code(scene.session, code)
        if subject is None or subject.stage != "received":
            return
        if holds.open_holds(scene.session, subject):
            self.held.append(code)
            return
        target = self._target(scene, subject, detailed=detailed)
        if self._would_hold(scene, target, subject) > FULL:
            self._bin(scene, target, when)
        if self._would_hold(scene, target, subject) > FULL:
            self.held.append(code)
            return
        sorting.into_bin(scene.session, subject, target, self._dirty(when))

    def _loose(self, scene: Scene) -> list[Subject]:
        """Residents' garments, and bags of individuals, which were received elsewhere."""
        query = select(Item.id).where(
            Item.workshop == "laundry", col(Item.kind).in_(("garment", "bag")),
            Item.stage == "received", col(Item.closed_at).is_(None),
        )  # fmt: skip
        found = [subjects.item(scene.session, key or 0) for key in scene.session.exec(query)]
        known = {*self.waiting, *self.held}
        return [
            one
            for one in found
            if one is not None
            and one.travels_in is None
            and one.code not in known
            and not holds.open_holds(scene.session, one)
        ]

    def _put(self, scene: Scene, one: Subject, when: datetime) -> None:
        target, at = self.plant.garments, self.plant.dirty
        if one.thing == "bag":
            target, kg = self.plant.whole, Decimal(scene.rng.randrange(1200, 4800, 50)) / 1000
            weighing.weigh(scene.session, one.item_id or 0, Weight(kg), Deed(at, when))
        sorting.into_bin(scene.session, one, target, self._dirty(when))

    def _would_hold(self, scene: Scene, target: str, subject: Subject) -> Decimal:
        """The kilograms of a bin with this bag in it."""
        found = subjects.by_code(scene.session, target)
        waiting = (
            [lot.id or 0 for lot in loads.in_bin(scene.session, found.resource_id or 0)]
            if found
            else []
        )
        inside = loads.contents(scene.session, waiting)
        row = items.ensure(scene.session, subject.item_id or 0)
        return sum((one.kg for one in inside.values()), row.kg or Decimal(0))

    def _target(self, scene: Scene, subject: Subject, *, detailed: bool) -> str:
        side = items.of(scene.session, subject.item_id or 0)
        if side is not None and side.precaution_id is not None:
            return self.plant.red
        if not detailed:
            return self.plant.whole
        return self.plant.bins[FAMILIES[(subject.client_id or 0) % len(FAMILIES)]]

    def _bin(self, scene: Scene, target: str, when: datetime) -> None:
        """What is in a bin is washed, dried and folded; the last day stops on the way."""
        subject = subjects.by_code(scene.session, target)
        for lot in loads.in_bin(scene.session, subject.resource_id or 0) if subject else ():
            self.washes += 1
            self._one_load(scene, lot, when)

    def _one_load(self, scene: Scene, lot: Lot, when: datetime) -> None:
        washer = self.plant.washers[self.washes % 2]
        red = loads.contents(scene.session, [lot.id or 0])[lot.id or 0].precautions
        card = self.plant.reinforced if red else self.plant.usual
        when += timedelta(minutes=70 * (self.washes % 3)) + timedelta(hours=4 if red else 0)
        stop = self.washes % 4 if scene.day == scene.last_day and scene.now is None else -1
        if stop == 0 or cycles.running(scene.session, washer.resource_id) is not None:
            return
        with scene.moment(when):
            if not demo_turns.start(scene, self.plant, lot, washer, card, when):
                return
        if stop != 1:
            self._after(scene, lot, washer, when + timedelta(minutes=62), wet=stop == 2)

    def _after(self, scene: Scene, lot: Lot, washer: Washer, when: datetime, *, wet: bool) -> None:
        """The report, the door, the dryer, the table; a bag under precautions leaves a machine
        that runs empty.
        """
        with scene.moment(when):
            demo_turns.end(scene, self.plant, washer, when)
        scene.session.expire_all()  # one session a day here: what moved is read again
        if not wet:
            self._dry(scene, lot, when + timedelta(minutes=8))
        self._disinfect(scene, washer, when + timedelta(minutes=5))

    def _dry(self, scene: Scene, lot: Lot, when: datetime) -> None:
        if holds.open_holds(scene.session, lots.subject_of(scene.session, lot)):
            return  # what is held after its wash waits for whoever decides
        dryer = self.plant.dryers[self.washes % 2]
        with scene.moment(when):
            begun = demo_turns.dry(scene, self.plant, lot, dryer, when)
        when += timedelta(minutes=40)
        with scene.moment(when):
            demo_turns.dried(scene, self.plant, dryer, when)
        when += timedelta(minutes=30)
        with scene.moment(when):
            demo_turns.fold(scene, self.plant, begun.lot, when)

    def _disinfect(self, scene: Scene, washer: Washer, when: datetime) -> None:
        session = scene.session
        if starting.disinfection_due(session, washer.resource_id) is None:
            return
        with scene.moment(when):
            starting.disinfect(
                session, washer.resource_id, self.plant.empty_run, by=self.plant.dirty, at=when,
                reason="",
            )  # fmt: skip
        when += timedelta(minutes=35)
        with scene.moment(when):
            cycle = ending.the_cycle(session, washer.code, running=True).cycle
            ending.end(session, cycle, Report(max_c=Decimal(90)), self._dirty(when))

    def _dirty(self, when: datetime) -> Context:
        return Context(by=self.plant.dirty, at=when)


def demo(scene: Scene) -> Player:
    """Prepare the laundry, its plant and its action cards, and answer its player."""
    cards.standard_cards(scene.session)
    laundry = Laundry(scene, demo_plant.build(scene))
    scene.endings.append(Morning(laundry.plant, laundry.some).play)
    return laundry.play
