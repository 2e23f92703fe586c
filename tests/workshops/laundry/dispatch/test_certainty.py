from datetime import timedelta

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import lots, splitting
from tests import factories
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import certainty

LATER = factories.AT + timedelta(hours=2)


def certain(session: Session, item: object) -> bool:
    session.flush()
    return certainty.one_client(session, item.id)  # type: ignore[attr-defined]


def test_linen_that_was_in_no_lot_is_its_client_s(session: Session, now: object) -> None:
    assert certain(session, linens.finished(session, linens.order_of(session), "2"))


def test_two_orders_of_one_client_do_not_mix(session: Session, now: object) -> None:
    client = factories.make_client(session)
    one = linens.finished(session, linens.order_of(session, client), "2")
    linens.lot(session, one, linens.finished(session, linens.order_of(session, client), "2"))
    assert certain(session, one)


def test_one_shared_lot_among_several_is_enough_to_doubt(session: Session, now: object) -> None:
    mine = linens.finished(session, linens.order_of(session), "2")
    theirs = linens.finished(session, linens.order_of(session), "2")
    wash = linens.lot(session, mine, theirs)
    lots.take_out(session, wash, [mine.id or 0], by=SYSTEM, at=LATER)
    linens.lot(session, mine)
    assert not certain(session, mine)
    assert not certain(session, theirs)


def test_a_dryer_load_of_two_clients_makes_both_doubtful(session: Session, now: object) -> None:
    mine = linens.finished(session, linens.order_of(session), "2")
    theirs = linens.finished(session, linens.order_of(session), "2")
    dry = splitting.merge(
        session, [linens.lot(session, mine), linens.lot(session, theirs)], by=SYSTEM, at=LATER
    )
    assert not certain(session, mine)
    assert dry.id in certainty.lots_of(session, mine.id or 0)


def test_a_part_shares_the_doubt_of_what_it_was_cut_from(session: Session, now: object) -> None:
    mine = linens.finished(session, linens.order_of(session), "2")
    wash = linens.lot(session, mine, linens.finished(session, linens.order_of(session), "2"))
    lots.take_out(session, wash, [mine.id or 0], by=SYSTEM, at=LATER)
    part = splitting.split_item(
        session, linens.subject(session, mine), linens.kg(1), by=SYSTEM, at=LATER
    )
    assert not certain(session, part)


def test_what_a_thing_went_through_after_the_cut_says_nothing_of_the_part(
    session: Session, now: object
) -> None:
    mine = linens.finished(session, linens.order_of(session), "2")
    part = splitting.split_item(
        session, linens.subject(session, mine), linens.kg(1), by=SYSTEM,
        at=factories.AT - timedelta(hours=1),
    )  # fmt: skip
    session.expire_all()
    linens.lot(session, mine, linens.finished(session, linens.order_of(session), "2"))
    assert certain(session, part)
    assert not certain(session, mine)


def test_who_came_to_a_lot_after_one_left_it_did_not_meet_it(session: Session, now: object) -> None:
    order = linens.order_of(session)
    mine, stays = linens.finished(session, order, "2"), linens.finished(session, order, "1")
    wash = linens.lot(session, mine, stays)
    lots.take_out(session, wash, [mine.id or 0], by=SYSTEM, at=factories.AT + timedelta(minutes=5))
    theirs = linens.finished(session, linens.order_of(session), "2")
    lots.put_in(session, wash, [theirs.id or 0], by=SYSTEM, at=LATER)
    assert certain(session, mine)
    assert not certain(session, stays)
