"""What a lot that went wrong touches: in it then, made of it since; nothing else, nothing less."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import lots, moves, splitting, subjects
from esat.production.models import Item, Lot
from esat.production.moves import Context
from laundry_rabc.cases import reach
from tests import factories
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import packing
from workshops.laundry.dispatch.packing import Packing
from workshops.laundry.finishing import parts
from workshops.laundry.finishing.parts import Source
from workshops.laundry.plant import seeds, service
from workshops.laundry.plant.service import MachineFacts
from workshops.laundry.washing import cycles
from workshops.laundry.washing.models import Load

HOUR = timedelta(hours=1)


@dataclass
class World:
    """A washer, and a morning in which loads are washed."""

    session: Session
    start: datetime
    washer: int

    def linen(self, kg: str = "5", stage: str = "sorted", kind: str = "linen") -> Item:
        order = linens.order_of(self.session)
        if kind == "garment":
            made = linens.garment(self.session, order)
            made.stage = stage
            self.session.flush()
            return made
        return linens.finished(self.session, order, kg, stage=stage)

    def load(self, at: datetime, *things: Item) -> Lot:
        keys = [one.id or 0 for one in things]
        lot = lots.open_lot(
            self.session, "laundry", things[0].stage, keys, by=SYSTEM, at=at, kind="wash"
        )
        self.session.add(Load(lot_id=lots.key(lot), machine_id=self.washer))
        self.session.flush()
        return lot

    def wash(self, lot: Lot, begun: datetime, outcome: str = "done") -> datetime:
        start = cycles.Start(self.washer, lot.id)
        cycle = cycles.begin(self.session, start, by=SYSTEM, at=begun)
        self.move(lot, "start_wash", begun)
        end = begun + HOUR
        cycles.finish(self.session, cycle, cycles.Report(outcome), by=SYSTEM, at=end)
        if outcome == "done":
            self.move(lot, "end_wash", end)
        self.session.expire_all()
        return end

    def move(self, what: Lot | Item, action: str, at: datetime) -> None:
        found = (
            lots.subject_of(self.session, what)
            if isinstance(what, Lot)
            else subjects.item(self.session, what.id or 0)
        )
        assert found is not None
        moves.move(self.session, found, action, Context(SYSTEM, at, judged=False))
        self.session.expire_all()

    def concerned(self, *wrong: tuple[Lot, datetime]) -> set[int]:
        return reach.concerned(self.session, {lots.key(lot): at for lot, at in wrong})


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    seeds.install(session, factories.AT)
    facts = MachineFacts("L1", "washer", Decimal(40), barrier=True)
    made, _ = service.add_machine(session, facts, by=SYSTEM, at=factories.AT)
    return World(session, now - 10 * HOUR, made.resource_id)


def keys(*things: Item) -> set[int]:
    return {one.id or 0 for one in things}


def test_what_was_in_the_load_is_concerned(world: World) -> None:
    one, two, other = world.linen(), world.linen(kind="garment"), world.linen()
    lot = world.load(world.start, one, two)
    end = world.wash(lot, world.start)
    assert world.concerned((lot, end)) == keys(one, two)
    assert other.id not in world.concerned((lot, end))


def test_linen_taken_out_before_the_start_is_not(world: World) -> None:
    one, out = world.linen(), world.linen()
    lot = world.load(world.start, one, out)
    lots.take_out(world.session, lot, [out.id or 0], by=SYSTEM, at=world.start + HOUR / 2)
    end = world.wash(lot, world.start + HOUR)
    assert world.concerned((lot, end)) == keys(one)
    assert world.concerned((lot, world.start + HOUR)) == keys(one)


def test_what_shares_its_dryer_since_is_concerned_too(world: World) -> None:
    one, beside, apart = world.linen(), world.linen(), world.linen()
    bad, good = world.load(world.start, one), world.load(world.start, beside, apart)
    end = world.wash(bad, world.start)
    after = world.wash(good, end)
    lots.take_out(world.session, good, [apart.id or 0], by=SYSTEM, at=after)
    sources = [Source(bad, [one.id or 0]), Source(good, [beside.id or 0])]
    parts.gather(
        world.session, sources, "washed", by=SYSTEM, at=after + HOUR, kind="dry", label="Séchoir"
    )
    assert world.concerned((bad, end)) == keys(one, beside)


def test_what_left_the_dryer_load_before_it_came_is_not(world: World) -> None:
    one, early, late = world.linen(), world.linen(), world.linen()
    bad, good = world.load(world.start, one), world.load(world.start, early, late)
    end = world.wash(bad, world.start)
    after = world.wash(good, end)
    lots.take_out(world.session, good, [early.id or 0], by=SYSTEM, at=after)
    lots.take_out(world.session, bad, [one.id or 0], by=SYSTEM, at=after + HOUR)
    mixed = lots.open_lot(
        world.session, "laundry", "washed", [early.id or 0], by=SYSTEM, at=after, kind="dry"
    )
    lots.put_in(world.session, mixed, [one.id or 0], by=SYSTEM, at=after + 2 * HOUR)
    assert world.concerned((bad, end)) == keys(one, early)
    assert late.id not in world.concerned((bad, end))


def test_a_split_after_the_wash_is_concerned_and_one_before_is_not(world: World) -> None:
    one, two, three = world.linen(), world.linen(), world.linen()
    whole = world.load(world.start, one, two, three)
    before = splitting.split(world.session, whole, [one.id or 0], by=SYSTEM, at=world.start)
    end = world.wash(whole, world.start + HOUR)
    after = splitting.split(world.session, whole, [two.id or 0], by=SYSTEM, at=end + HOUR)
    assert world.concerned((whole, end)) == keys(two, three)
    assert before.id != after.id


def test_a_part_cut_since_is_concerned_and_one_cut_before_is_not(world: World) -> None:
    whole = world.linen("9")

    def cut(at: datetime) -> Item:
        found = subjects.item(world.session, whole.id or 0)
        assert found is not None
        return splitting.split_item(world.session, found, Decimal(2), by=SYSTEM, at=at)

    before = cut(world.start)
    lot = world.load(world.start + HOUR, whole)
    end = world.wash(lot, world.start + HOUR)
    lots.take_out(world.session, lot, [whole.id or 0], by=SYSTEM, at=end)
    after = cut(end + HOUR)
    assert world.concerned((lot, end)) == keys(whole, after)
    assert before.id not in world.concerned((lot, end))


def test_a_parcel_made_of_it_is_concerned_and_alone_in_house(world: World) -> None:
    order = linens.order_of(world.session)
    (linen,) = linens.opened(world.session, order, "5", "5", pieces=10)
    linen.stage = "sorted"
    world.session.flush()
    lot = world.load(world.start, linen)
    end = world.wash(lot, world.start)
    for action in ("dry", "finish"):
        world.move(lot, action, end + HOUR)
    done = packing.pack(
        world.session, order, Packing((linens.one_parcel("5"),)), by=SYSTEM, at=end + 2 * HOUR
    )
    parcels = keys(*done.parcels)
    found = world.concerned((lot, end))
    assert found == keys(linen) | parcels
    assert reach.in_house(world.session, found) == sorted(parcels)


def test_what_left_the_house_stays_concerned_but_is_not_in_house(world: World) -> None:
    one = world.linen()
    lot = world.load(world.start, one)
    end = world.wash(lot, world.start)
    for action in ("dry", "finish", "pack", "hand_over"):
        world.move(lot, action, end + HOUR)
    assert world.concerned((lot, end)) == keys(one)
    assert reach.in_house(world.session, world.concerned((lot, end))) == []


def test_what_was_washed_again_since_is_clean_and_touches_nothing(world: World) -> None:
    one, dirty = world.linen(), world.linen()
    bad = world.load(world.start, one)
    end = world.wash(bad, world.start)
    world.move(bad, "rewash", end)
    lots.take_out(world.session, bad, [one.id or 0], by=SYSTEM, at=end)
    again = lots.open_lot(
        world.session, "laundry", "to_rewash", [one.id or 0], by=SYSTEM, at=end + HOUR
    )
    dirty.stage = "to_rewash"
    world.session.flush()
    lots.put_in(world.session, again, [dirty.id or 0], by=SYSTEM, at=end + HOUR)
    world.session.add(Load(lot_id=lots.key(again), machine_id=world.washer))
    world.session.flush()
    assert world.concerned((bad, end)) == keys(one), "it waits for the washer beside dirty linen"
    world.wash(again, end + 2 * HOUR)
    assert world.concerned((bad, end)) == set()


def test_a_rewash_that_stopped_cleans_nothing(world: World) -> None:
    one = world.linen()
    bad = world.load(world.start, one)
    end = world.wash(bad, world.start)
    world.move(bad, "rewash", end)
    cycle = cycles.begin(
        world.session, cycles.Start(world.washer, bad.id), by=SYSTEM, at=end + HOUR
    )
    cycles.finish(world.session, cycle, cycles.Report("stopped"), by=SYSTEM, at=end + 2 * HOUR)
    assert world.concerned((bad, end)) == keys(one)


def test_the_same_load_washed_again_to_the_end_is_clean(world: World) -> None:
    one = world.linen()
    lot = world.load(world.start, one)
    end = world.wash(lot, world.start)
    world.move(lot, "rewash", end)
    world.wash(lot, end + HOUR)
    assert world.concerned((lot, end)) == set()


def test_a_rewash_that_is_wrong_itself_leaves_it_concerned(world: World) -> None:
    one = world.linen()
    bad = world.load(world.start, one)
    end = world.wash(bad, world.start)
    world.move(bad, "rewash", end)
    lots.take_out(world.session, bad, [one.id or 0], by=SYSTEM, at=end)
    again = lots.open_lot(
        world.session, "laundry", "to_rewash", [one.id or 0], by=SYSTEM, at=end + HOUR
    )
    later = world.wash(again, end + HOUR)
    assert world.concerned((bad, end), (again, later)) == keys(one)


def test_two_wrong_lots_are_searched_as_one(world: World) -> None:
    one, two = world.linen(), world.linen()
    first, second = world.load(world.start, one), world.load(world.start, two)
    end = world.wash(first, world.start)
    later = world.wash(second, end)
    assert world.concerned((first, end), (second, later)) == keys(one, two)
