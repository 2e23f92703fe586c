from datetime import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from esat.actors import SYSTEM, Actor
from esat.errors import EsatError, Refused
from esat.production import holds, lots, things
from esat.production.journal_models import Event
from esat.production.models import Item, ItemLink, Order
from tests import factories, people
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import packing, sharing
from workshops.laundry.dispatch.models import Gap, ParcelLine
from workshops.laundry.dispatch.packing import Line, Packing, Parcel
from workshops.laundry.dispatch.sharing import Used
from workshops.laundry.intake import items

kg = linens.kg


def links(session: Session, order: Order) -> list[tuple[Decimal, bool]]:
    session.flush()
    query = (
        select(ItemLink.quantity, ItemLink.certain)
        .join(Item, col(Item.id) == col(ItemLink.child_id))
        .where(Item.order_id == order.id, Item.kind == "parcel")
        .order_by(col(ItemLink.id))
    )
    return list(session.exec(query))


def stages(session: Session, order: Order, kind: str) -> list[tuple[Decimal, str]]:
    session.expire_all()
    query = select(Item.quantity, Item.stage).where(Item.order_id == order.id, Item.kind == kind)
    return list(session.exec(query.order_by(col(Item.id))))


def test_all_the_linen_becomes_a_parcel_that_stands_ready(
    session: Session, now: datetime, nadia: Actor
) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, "10.2", "6", "4", pieces=30)
    done = packing.pack(session, order, Packing((linens.one_parcel("9.95", 30),)), by=nadia)
    assert stages(session, order, "linen") == [(kg(6), "composed"), (kg(4), "composed")]
    assert stages(session, order, "parcel") == [(kg(1), "packed")]
    assert links(session, order) == [(kg(6), True), (kg(4), True)]
    row = items.of(session, done.parcels[0].id or 0)
    assert row is not None
    assert (row.kg, row.pieces, row.family_code) == (kg("9.95"), 30, "flat")
    assert done.codes[0].startswith("N")
    (line,) = session.exec(select(ParcelLine)).all()
    assert (line.family_code, line.pieces) == ("flat", 30)
    event = session.exec(
        select(Event).where(Event.item_id == done.parcels[0].id, Event.kind == "item.opened")
    ).one()
    assert event.to_stage == "packed"
    assert session.exec(select(Event).where(Event.kind == "order.packed")).one()


def test_a_part_is_packed_and_the_rest_stays(session: Session, now: object, nadia: Actor) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "10", "10")
    work = Packing((linens.one_parcel("3.5"),), {linen.id or 0: kg("3.5")})
    done = packing.pack(session, order, work, by=nadia)
    assert stages(session, order, "linen") == [(kg("6.5"), "finished"), (kg("3.5"), "composed")]
    assert done.gap is None
    again = packing.pack(session, order, Packing((linens.one_parcel("6.5"),)), by=nadia)
    assert again.gap is not None
    assert again.gap.kg == 0


def test_linen_leaves_the_lot_that_it_was_folded_in(
    session: Session, now: object, nadia: Actor
) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "5", "5")
    load = linens.lot(session, linen)
    packing.pack(session, order, Packing((linens.one_parcel("5"),)), by=nadia)
    session.expire_all()
    assert load.closed_at is not None


def test_linen_that_was_washed_with_others_makes_a_possible_parcel(
    session: Session, now: object, nadia: Actor
) -> None:
    order, other = linens.order_of(session), linens.order_of(session)
    mine = linens.opened(session, order, "9", "5", "4")
    linens.lot(session, mine[0], linens.finished(session, other, "3"))
    linens.lot(session, mine[1])
    packing.pack(session, order, Packing((linens.one_parcel("9"),)), by=nadia)
    assert links(session, order) == [(kg(5), False), (kg(4), True)]


def test_a_garment_goes_where_it_is_put(session: Session, now: object, nadia: Actor) -> None:
    order = linens.order_of(session)
    blouse, coat = linens.garment(session, order), linens.garment(session, order, "Manteau")
    two = (
        Parcel("Un", kg(1), garments=(blouse.id or 0,)),
        Parcel("Deux", kg(2), garments=(coat.id or 0,)),
    )
    with pytest.raises(Refused, match="garment_without_parcel"):
        packing.pack(session, order, Packing((two[0], linens.one_parcel("1"))), by=nadia)
    packing.pack(session, order, Packing(two), by=nadia)
    assert stages(session, order, "garment") == [(kg(1), "composed"), (kg(1), "composed")]
    assert links(session, order) == [(kg(1), True), (kg(1), True)]


@pytest.mark.parametrize("where", ["item", "lot", "lot left", "bag"])
def test_what_is_held_is_not_packed(
    session: Session, now: object, nadia: Actor, where: str
) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "5", "5")
    load = linens.lot(session, linen, linens.finished(session, order, "1"))
    held = linens.subject(session, linen)
    if where == "lot left":
        lots.take_out(session, load, [linen.id or 0], by=SYSTEM)
    if where.startswith("lot"):
        held = lots.subject_of(session, load)
    if where == "bag":
        parent = session.exec(select(ItemLink.parent_id).where(ItemLink.child_id == linen.id)).one()
        held = linens.subject(session, session.get_one(Item, parent))
    holds.place(session, held, "quarantine", by=SYSTEM)
    work = Packing((linens.one_parcel("5"),), {linen.id or 0: None})
    with pytest.raises(Refused, match="on_hold") as told:
        packing.pack(session, order, work, by=nadia)
    assert "Quarantaine" in told.value.message
    assert stages(session, order, "parcel") == []


def test_what_may_not_leave_is_refused_with_its_own_sentence(
    session: Session, now: object, nadia: Actor
) -> None:
    client = factories.make_client(session)
    order, same = linens.order_of(session, client), linens.order_of(session, client)
    foreign = linens.finished(session, linens.order_of(session), "2")
    twin = linens.finished(session, same, "2")
    wet = linens.finished(session, order, "2", stage="dried")
    gone = linens.finished(session, order, "2")
    packing.pack(session, order, Packing((linens.one_parcel("2"),), {gone.id or 0: None}), by=nadia)
    mine = linens.finished(session, order, "2")
    for wanted, refusal in (
        ({foreign.id: None}, "linen_of_other"),
        ({twin.id: None}, "linen_of_other_order"),
        ({wet.id: None}, "linen_not_finished"),
        ({gone.id: None}, "linen_packed_already"),
        ({mine.id: kg("2.001")}, "linen_too_much"),
        ({mine.id: kg(0)}, "linen_no_kg"),
        ({987_654: None}, "linen_unknown"),
        ({}, "linen_none"),
    ):
        with pytest.raises(Refused) as told:
            packing.pack(session, order, Packing((linens.one_parcel("2"),), wanted), by=nadia)
        assert told.value.code == refusal
        assert told.value.message != refusal


@pytest.mark.parametrize(
    ("parcels", "code"),
    [
        ((), "parcel_none"),
        ((Parcel("Vide", kg(1)),), "parcel_empty"),
        ((Parcel("Sans poids", kg(0), (Line("flat", "", 1),)),), "parcel_no_kg"),
        ((Parcel("Autre", kg(1), (Line("silk", "", 1),)),), "family_unknown"),
    ],
)
def test_a_parcel_that_says_nothing_is_refused(
    session: Session, now: object, nadia: Actor, parcels: tuple[Parcel, ...], code: str
) -> None:
    order = linens.order_of(session)
    linens.finished(session, order, "2")
    with pytest.raises(Refused, match=code):
        packing.pack(session, order, Packing(parcels), by=nadia)


def test_strangers_and_other_workshops_pack_nothing(session: Session, now: object) -> None:
    order = linens.order_of(session)
    linens.finished(session, order, "2")
    for actor in (people.actor("moniteur", workshops=("bookbinding",)), people.actor("qualite")):
        with pytest.raises(EsatError, match="not_allowed"):
            packing.pack(session, order, Packing((linens.one_parcel("2"),)), by=actor)


def test_what_is_missing_at_the_end_is_kept_with_its_reason(
    session: Session, now: object, nadia: Actor
) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, "10", "9.5", pieces=20)
    work = Packing((linens.one_parcel("8.7", 19),))
    nested = session.begin_nested()
    with pytest.raises(Refused, match="gap_reason") as told:
        packing.pack(session, order, work, by=nadia)
    nested.rollback()
    assert "1,3\u00a0kg en moins, 1\u00a0pièce en moins" in told.value.message
    session.expire_all()
    why = Packing(work.parcels, reason="Une nappe reste tachée chez nous.")
    done = packing.pack(session, order, why, by=nadia)
    assert done.gap is not None
    (row,) = session.exec(select(Gap)).all()
    assert (row.received_kg, row.linen_kg, row.packed_kg) == (kg(10), kg("9.5"), kg("8.7"))
    assert (row.kg, row.pieces) == (kg("1.3"), 1)
    assert row.reason.startswith("Une nappe")


def test_a_small_difference_is_kept_and_nobody_is_asked(
    session: Session, now: object, nadia: Actor
) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, "10", "9.9")
    done = packing.pack(session, order, Packing((linens.one_parcel("9.801"),)), by=nadia)
    assert done.gap is not None
    assert (done.gap.kg, done.gap.pieces, done.gap.reason) == (kg("0.199"), None, "")


def test_an_unweighed_bag_gives_no_difference(session: Session, now: object, nadia: Actor) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, None, "4")
    done = packing.pack(session, order, Packing((linens.one_parcel("2"),)), by=nadia)
    assert done.gap is not None
    assert (done.gap.received_kg, done.gap.kg) == (None, None)


def test_a_bag_that_may_still_be_opened_keeps_the_end_open(
    session: Session, now: object, nadia: Actor
) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, "5", "5")
    linens.bag(session, order, "4")
    done = packing.pack(session, order, Packing((linens.one_parcel("5"),)), by=nadia)
    assert done.gap is None


def test_a_thing_opened_at_a_stage_of_no_road_is_refused(session: Session, now: object) -> None:
    order = linens.order_of(session)
    with pytest.raises(Refused, match="move_not_offered"):
        things.add_item(session, order, "parcel", "Colis", by=SYSTEM, stage="nowhere")


GRAMS = st.integers(1, 60_000).map(lambda grams: Decimal(grams).scaleb(-3))
FAMILY = st.sampled_from(["flat", "shaped", None])
LINEN = st.lists(st.tuples(FAMILY, GRAMS), min_size=1, max_size=6)
LINES = st.lists(st.tuples(FAMILY, st.one_of(st.none(), GRAMS)), max_size=3)
PARCELS = st.lists(st.tuples(GRAMS, LINES), min_size=1, max_size=5)


@given(LINEN, PARCELS)
def test_no_gram_is_lost_whatever_is_shared_out(
    linen: list[tuple[str | None, Decimal]],
    parcels: list[tuple[Decimal, list[tuple[str | None, Decimal | None]]]],
) -> None:
    used = [Used(n, family, weight) for n, (family, weight) in enumerate(linen)]
    made = [
        Parcel(str(n), weight, tuple(Line(family, "", 1, part) for family, part in lines))
        for n, (weight, lines) in enumerate(parcels)
    ]
    found = sharing.shares(used, made)
    for one in used:
        mine = [share for share in found if share.item_id == one.item_id]
        assert sum(share.kg for share in mine) == one.kg
        assert all(share.kg > 0 and share.kg == round(share.kg, 3) for share in mine)
        assert all(before.parcel < after.parcel for before, after in pairwise(mine))


def test_two_linens_in_two_parcels_are_told_apart_by_nobody() -> None:
    two = (linens.one_parcel("3"), linens.one_parcel("1"))
    both = sharing.shares([Used(1, "flat", kg(2)), Used(2, "flat", kg(2))], two)
    assert [(share.kg, share.told) for share in both] == [
        (kg("1.5"), False), (kg("0.5"), False), (kg("1.5"), False), (kg("0.5"), False),
    ]  # fmt: skip
    alone = sharing.shares([Used(1, "flat", kg(2))], two)
    assert all(share.told for share in alone)
