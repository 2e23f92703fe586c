from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import moves
from esat.production.models import Order
from esat.production.moves import Context
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import balance, packing, returns
from workshops.laundry.dispatch.balance import Balance
from workshops.laundry.dispatch.packing import Packing
from workshops.laundry.dispatch.returns import Back

kg = linens.kg
WORDS = "Perte constatée."


def of(session: Session, order: Order) -> Balance:
    session.flush()
    session.expire_all()
    found = balance.of_order(session, linens.key(order))
    assert found.received + found.returned == found.accounted
    return found


def test_each_gram_is_somewhere_at_every_moment(session: Session, now: object) -> None:
    order = linens.order_of(session)
    linens.bag(session, order, "7.3", stage="washing")
    linens.bag(session, order, None, stage="expected")
    folded, torn, dirty = linens.opened(session, order, "12.5", "6", "2", "4")
    before = of(session, order)
    assert before.received == kg("19.8")
    assert before.in_house == {"washing": kg("7.3"), "finished": kg(12)}
    assert (before.at_sorting, before.at_packing) == (kg("0.5"), 0)
    moves.move(session, linens.subject(session, torn), "discard", Context(by=SYSTEM))
    moves.move(session, linens.subject(session, dirty), "rewash", Context(by=SYSTEM))
    work = Packing((linens.one_parcel("4.4"),), {folded.id or 0: kg("4.5")})
    packing.pack(session, order, work, by=SYSTEM)
    after = of(session, order)
    assert after.in_house == {
        "washing": kg("7.3"), "finished": kg("1.5"), "to_rewash": kg(4),
    }  # fmt: skip
    assert (after.packed, after.discarded, after.composed) == (kg("4.4"), kg(2), kg("4.5"))
    assert (after.at_packing, after.missing) == (kg("0.1"), kg("0.6"))


def test_what_came_back_is_counted_apart(session: Session, now: object) -> None:
    order = linens.order_of(session)
    done = linens.packed(session, order, "5")
    linens.opened(session, order, "2", "2")  # keeps the order open
    moves.move(session, linens.subject(session, done.parcels[0]), "hand_over", Context(by=SYSTEM))
    back = Back(done.codes[0], "stained", "to_rewash")
    returns.take_back(session, back, by=SYSTEM)
    found = of(session, order)
    assert (found.returned, found.handed_over) == (kg(5), kg(5))
    assert found.in_house == {"to_rewash": kg(5), "finished": kg(2)}


def test_an_unweighed_bag_is_said_and_makes_no_gap(session: Session, now: object) -> None:
    order = linens.order_of(session)
    linens.opened(session, order, None, "4")
    found = of(session, order)
    assert (found.unweighed, found.missing, found.received) == (1, 0, kg(4))


WEIGHTS = st.integers(1, 30_000).map(lambda grams: Decimal(grams).scaleb(-3))


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(WEIGHTS, min_size=1, max_size=4), WEIGHTS, WEIGHTS, st.booleans())
def test_kilograms_are_conserved_whatever_is_packed(
    session: Session, now: object, linen: list[Decimal], came: Decimal, scale: Decimal, whole: bool
) -> None:
    order = linens.order_of(session)
    made = linens.opened(session, order, str(came), *(str(one) for one in linen))
    wanted = (
        None
        if whole
        else {made[0].id or 0: max(made[0].quantity / 2, kg("0.001")).quantize(kg("0.001"))}
    )
    work = Packing((linens.one_parcel(str(scale)),), wanted, WORDS)
    packing.pack(session, order, work, by=SYSTEM)
    found = of(session, order)
    assert found.received == came
    packed = sum(linen, Decimal(0)) if wanted is None else next(iter(wanted.values()))
    assert found.composed == packed
    assert found.composed - found.at_packing == scale
