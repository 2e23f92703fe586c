from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Refused
from esat.production import genealogy, lots, splitting, subjects
from esat.production.models import Item, Lot, LotItem
from tests import factories


def a_lot(session: Session, by: Actor, n: int = 3) -> tuple[Lot, list[int]]:
    order = factories.make_order(session, items=n)
    keys = [s.item_id or 0 for s in factories.items_of(session, order)]
    return lots.open_lot(session, "laundry", "expected", keys, by=by), keys


def test_a_split_is_remembered(session: Session, nadia: Actor) -> None:
    lot, keys = a_lot(session, nadia)
    child = splitting.split(session, lot, keys[:1], by=nadia)
    family = genealogy.downstream(session, ("lot", lot.id or 0))
    assert ("lot", child.id) in family.nodes
    assert ("lot", lot.id) in genealogy.upstream(session, ("lot", child.id or 0)).nodes


def test_a_merge_keeps_its_parents(session: Session, nadia: Actor) -> None:
    one, first = a_lot(session, nadia, 2)
    two, second = a_lot(session, nadia, 2)
    child = splitting.merge(session, [one, two], by=nadia)
    up = genealogy.upstream(session, ("lot", child.id or 0))
    assert {("lot", one.id), ("lot", two.id)} <= up.nodes
    assert {("item", key) for key in first + second} <= up.nodes
    assert one.closed_at is not None


@pytest.mark.parametrize("n", [0, 3])
def test_a_split_of_nothing_or_all_is_refused(session: Session, nadia: Actor, n: int) -> None:
    lot, keys = a_lot(session, nadia)
    with pytest.raises(Refused) as refusal:
        splitting.split(session, lot, keys[:n], by=nadia)
    assert refusal.value.code in {"not_in_lot", "split_all"}


def test_an_item_is_in_one_lot_at_a_time(session: Session, nadia: Actor) -> None:
    _lot, keys = a_lot(session, nadia)
    with pytest.raises(Refused) as refusal:
        lots.open_lot(session, "laundry", "expected", keys[:1], by=nadia)
    assert refusal.value.code == "item_in_other_lot"


def test_a_split_item_keeps_the_quantity(session: Session, nadia: Actor) -> None:
    order = factories.make_order(session, items=1)
    (subject,) = factories.items_of(session, order)
    item = session.get(Item, subject.item_id)
    assert item is not None
    item.quantity = Decimal(100)
    session.flush()
    child = splitting.split_item(session, subject, Decimal("37.5"), by=nadia)
    assert (item.quantity, child.quantity) == (Decimal("62.5"), Decimal("37.5"))
    with pytest.raises(Refused) as refusal:
        splitting.split_item(session, subject, Decimal(100), by=nadia)
    assert refusal.value.code == "split_quantity"
    made = subjects.item(session, child.id or 0)
    assert made is not None
    assert made.stage == "expected"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_splits_and_merges_lose_nothing(session: Session, nadia: Actor, acts: list[int]) -> None:
    whole = [a_lot(session, nadia, 3) for _ in range(2)]
    standing = [lot for lot, _keys in whole]
    everything = {key for _lot, keys in whole for key in keys}
    for act in acts:
        if act % 2 and len(standing) > 1:
            standing = [splitting.merge(session, standing[:2], by=nadia), *standing[2:]]
        else:
            lot = standing[act % len(standing)]
            inside = _inside(session, lot)
            if len(inside) > 1:
                standing.append(splitting.split(session, lot, inside[:1], by=nadia))
    now_inside = [key for lot in standing for key in _inside(session, lot)]
    assert sorted(now_inside) == sorted(everything)
    for lot in standing:
        for node in genealogy.downstream(session, ("lot", lot.id or 0)).nodes:
            assert ("lot", lot.id) in genealogy.upstream(session, node).nodes


def _inside(session: Session, lot: Lot) -> list[int]:
    query = select(LotItem.item_id).where(LotItem.lot_id == lot.id, col(LotItem.left_at).is_(None))
    return list(session.exec(query))
