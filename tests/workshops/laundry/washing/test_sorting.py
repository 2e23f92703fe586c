from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.production import genealogy, holds, projection, subjects
from esat.production.models import Item, ItemLink, LotItem
from esat.production.moves import Context
from tests import factories, people
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.washing import loads, sorting
from workshops.laundry.washing.opening import Part


@pytest.fixture
def plant(session: Session) -> Plant:
    return laundries.build(session)


@pytest.fixture
def context(nadia: Actor, now: datetime) -> Context:
    return Context(nadia, now)


def refused(session: Session, bag: str, where: str | list[Part], context: Context) -> Refused:
    subject = laundries.subject(session, bag)
    sort = sorting.into_bin if isinstance(where, str) else sorting.into_parts
    with pytest.raises(Refused) as refusal:
        sort(session, subject, where, context)  # type: ignore[arg-type]
    return refusal.value


def test_a_bag_goes_whole_into_one_bin_with_its_weight(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "12.4")
    done = sorting.into_bin(session, laundries.subject(session, bag), plant.flat, context)
    load, lot = laundries.lot_of(session, plant.id("flat"))
    (linen,) = laundries.inside(session, lot.id)
    assert (linen.kind, linen.quantity, linen.unit, linen.stage) == (
        "linen", Decimal("12.4"), "kg", "sorted",
    )  # fmt: skip
    assert (lot.kind, lot.stage, load.family_code) == ("wash", "sorted", "flat")
    side = session.get(LaundryItem, linen.id)
    assert side is not None
    assert (side.kg, side.family_code) == (Decimal("12.4"), "flat")
    assert done.linen == (linen.id,)
    assert projection.compare(session) == []


def test_an_opened_bag_is_empty_and_free_again(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "8")
    item = laundries.subject(session, bag).item_id
    sorting.into_bin(session, laundries.subject(session, bag), plant.flat, context)
    row = session.get(Item, item)
    assert row is not None
    assert (row.stage, row.closed_at is not None) == ("emptied", True)
    assert laundries.subject(session, bag).kind == "resource"


def test_a_bag_in_parts_gives_linen_that_is_certainly_of_it(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "10.3")
    item = laundries.subject(session, bag).item_id or 0
    parts = [
        Part(Decimal("6.1"), plant.flat, pieces=14),
        Part(Decimal("4.2"), family="kitchen"),
    ]
    sorting.into_parts(session, laundries.subject(session, bag), parts, context)
    links = session.exec(select(ItemLink).where(ItemLink.parent_id == item)).all()
    assert [(one.quantity, one.certain) for one in links] == [
        (Decimal("6.1"), True),
        (Decimal("4.2"), True),
    ]
    _, kitchen = laundries.lot_of(session, plant.id("kitchen"))
    (linen,) = laundries.inside(session, kitchen.id)
    assert linen.quantity == Decimal("4.2")
    family = genealogy.downstream(session, ("item", item))
    assert ("lot", kitchen.id) in family.certain
    assert projection.compare(session) == []


@pytest.mark.parametrize(
    ("kg", "gap", "way"),
    [("4.201", "0,001", "de trop"), ("4.199", "0,001", "en moins"), ("14.2", "10", "de trop")],
)
def test_parts_sum_to_the_bag_to_the_gram(
    session: Session, plant: Plant, context: Context, kg: str, gap: str, way: str
) -> None:
    bag = laundries.received(session, "10.3")
    parts = [Part(Decimal("6.1"), plant.flat), Part(Decimal(kg), plant.kitchen)]
    error = refused(session, bag, parts, context)
    assert error.code == "parts_differ"
    assert f"{gap}\u00a0kg {way}" in error.message
    assert laundries.subject(session, bag).stage == "received"


def test_two_bags_of_two_clients_join_one_load_with_their_shares(
    session: Session, plant: Plant, context: Context
) -> None:
    tilleuls = factories.make_client(session, "Les Tilleuls")
    creche = factories.make_client(session, "Crèche")
    for client, kg in ((tilleuls, "15"), (creche, "5"), (tilleuls, "10")):
        bag = laundries.received(session, kg, client)
        sorting.into_bin(session, laundries.subject(session, bag), plant.flat, context)
    _, lot = laundries.lot_of(session, plant.id("flat"))
    found = loads.contents(session, [lot.id or 0])[lot.id or 0]
    assert found.kg == Decimal(30)
    assert [(one.client, one.kg, one.percent) for one in found.shares] == [
        ("Les Tilleuls", Decimal(25), Decimal("83.3")),
        ("Crèche", Decimal(5), Decimal("16.7")),
    ]


def test_a_bin_for_whole_bags_takes_them_closed(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    item = laundries.subject(session, bag).item_id
    sorting.into_bin(session, laundries.subject(session, bag), plant.whole, context)
    _, lot = laundries.lot_of(session, plant.id("whole"))
    assert [one.id for one in laundries.inside(session, lot.id)] == [item]
    after = laundries.subject(session, bag)
    assert (after.stage, after.travels_in) == ("received", lot.id)
    found = loads.contents(session, [lot.id or 0])[lot.id or 0]
    assert found.kg == Decimal(7)


def test_a_bag_that_was_not_weighed_is_not_sorted(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, None)
    for where in (plant.flat, plant.whole, [Part(Decimal(1), plant.flat)]):
        assert refused(session, bag, where, context).code == "bag_not_weighed"


@pytest.mark.parametrize("where", ["flat", "whole", "parts"])
def test_a_bag_under_precautions_is_never_opened(
    session: Session, plant: Plant, context: Context, where: str
) -> None:
    bag = laundries.received(session, "7", precaution="reinforced")
    wanted: str | list[Part] = (
        [Part(Decimal(7), plant.flat)] if where == "parts" else getattr(plant, where)
    )
    error = refused(session, bag, wanted, context)
    assert error.code == ("precautions_differ" if where == "whole" else "precaution_never_opened")
    assert laundries.subject(session, bag).stage == "received"


def test_a_bag_under_precautions_goes_closed_into_its_own_bin_alone(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7", precaution="reinforced")
    sorting.into_bin(session, laundries.subject(session, bag), plant.red, context)
    other = laundries.received(session, "5", precaution="complementary")
    assert refused(session, other, plant.red, context).code == "precautions_differ"
    plain = laundries.received(session, "5")
    assert refused(session, plain, plant.red, context).code == "precautions_differ"
    same = laundries.received(session, "4", precaution="reinforced")
    sorting.into_bin(session, laundries.subject(session, same), plant.red, context)
    _, lot = laundries.lot_of(session, plant.id("red"))
    assert len(laundries.inside(session, lot.id)) == 2


def test_isolated_linen_waits_and_the_refusal_says_until_when(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    until = now + timedelta(hours=30)
    bag = laundries.received(session, "7", precaution="isolation", until=until)
    error = refused(session, bag, plant.red, context)
    assert error.code == "still_isolated"
    assert "24 nov. à 16:00" in error.message
    later = Context(context.by, until)
    assert sorting.into_bin(session, laundries.subject(session, bag), plant.red, later).loads


def test_a_hold_of_the_bag_goes_with_its_linen(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    subject = laundries.subject(session, bag)
    holds.place(session, subject, "zone_breach", by=laundries.SYSTEM, at=context.at)
    done = sorting.into_bin(session, laundries.subject(session, bag), plant.flat, context)
    linen = subjects.item(session, done.linen[0])
    assert linen is not None
    assert [one.reason for one in holds.open_holds(session, linen)] == ["zone_breach"]


def test_a_held_bag_is_not_opened(session: Session, plant: Plant, context: Context) -> None:
    bag = laundries.received(session, "7")
    holds.place(session, laundries.subject(session, bag), "to_check", by=laundries.SYSTEM)
    assert refused(session, bag, plant.flat, context).code == "on_hold"


def test_linen_in_the_wrong_bin_goes_into_another(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    done = sorting.into_bin(session, laundries.subject(session, bag), plant.flat, context)
    linen = subjects.item(session, done.linen[0])
    assert linen is not None
    sorting.into_bin(session, linen, plant.kitchen, context)
    _, old = laundries.lot_of(session, plant.id("flat"))
    _, new = laundries.lot_of(session, plant.id("kitchen"))
    assert old.closed_at is not None
    (moved,) = laundries.inside(session, new.id)
    assert moved.label.startswith("Cuisine · ")
    side = session.get(LaundryItem, moved.id)
    assert side is not None
    assert side.family_code == "kitchen"
    past = session.exec(select(LotItem).where(LotItem.item_id == moved.id)).all()
    assert len(past) == 2


def test_linen_taken_out_waits_for_its_bin(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    done = sorting.into_bin(session, laundries.subject(session, bag), plant.flat, context)
    linen = subjects.item(session, done.linen[0])
    assert linen is not None
    sorting.take_out(session, linen, context)
    again = laundries.subject(session, linen.code or "")
    assert (again.stage, again.travels_in) == ("sorted", None)
    with pytest.raises(Refused) as refusal:
        sorting.take_out(session, again, context)
    assert refusal.value.code == "not_in_lot"
    sorting.into_bin(session, again, plant.flat, context)


def test_the_same_bin_twice_changes_nothing(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    first = sorting.into_bin(session, laundries.subject(session, bag), plant.whole, context)
    again = sorting.into_bin(session, laundries.subject(session, bag), plant.whole, context)
    assert first.loads == again.loads
    _, lot = laundries.lot_of(session, plant.id("whole"))
    assert len(session.exec(select(LotItem).where(LotItem.lot_id == lot.id)).all()) == 1


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part(Decimal(7), "FFFFFFF3"), "not_a_bin"),
        (Part(Decimal(7)), "which_bin"),
        (Part(Decimal(7), family="delicate"), "which_bin"),
    ],
)
def test_a_part_without_its_bin_is_refused(
    session: Session, plant: Plant, context: Context, part: Part, code: str
) -> None:
    assert refused(session, laundries.received(session, "7"), [part], context).code == code


def test_a_part_of_another_family_or_into_a_bin_of_bags_is_refused(
    session: Session, plant: Plant, context: Context
) -> None:
    bag = laundries.received(session, "7")
    other = [Part(Decimal(7), plant.flat, family="kitchen")]
    assert refused(session, bag, other, context).code == "family_not_for_bin"
    closed = [Part(Decimal(7), plant.whole)]
    assert refused(session, bag, closed, context).code == "whole_bin_takes_bags"


def test_what_is_not_dirty_is_not_sorted(session: Session, plant: Plant, context: Context) -> None:
    order = factories.make_order(session, items=1)
    (bag,) = factories.items_of(session, order)
    assert refused(session, bag.code or "", plant.flat, context).code == "not_to_sort"


@pytest.mark.parametrize(
    ("role", "workshops"), [("inspecteur", None), ("moniteur", ("bookbinding",))]
)
def test_who_may_not_move_may_not_sort(
    session: Session, plant: Plant, now: datetime, role: str, workshops: tuple[str, ...] | None
) -> None:
    by = people.actor(role, workshops=workshops)
    bag = laundries.received(session, "7")
    with pytest.raises(Forbidden):
        sorting.into_bin(session, laundries.subject(session, bag), plant.flat, Context(by, now))
