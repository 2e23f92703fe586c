from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from esat.clients.models import Client
from esat.db import Database
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.files.store import Store
from esat.production import barcodes, captures, deliveries
from esat.production.journal_models import Event
from esat.production.models import Order
from esat.production.sent import Sent
from tests import factories, people
from tests.factories import items_of
from tests.workshops.laundry.desk.making import SHIRT, karim, left, make_ready
from workshops.laundry.desk import collecting, payments, reads
from workshops.laundry.desk.deposits import Made
from workshops.laundry.desk.payments import PaymentIn
from workshops.laundry.desk.record_models import Collection


@pytest.fixture
def made(desk: Session, lucie: Client, store: Store) -> Made:
    found = left(desk, store, lucie, (SHIRT, "3"), own_codes="1", expected="9.90")
    desk.commit()
    return found


def billed(session: Session, made: Made) -> None:
    given = PaymentIn.model_validate({"kind": "invoice"})
    payments.pay(session, made.deposit, given, by=karim())


def codes_of(session: Session, order: Order) -> list[str]:
    return [one.code or "" for one in items_of(session, order)]


def asked(order: Order, *codes: str, **more: str) -> dict[str, object]:
    given = {"order": order.ref, "items": list(codes), "receiver": "Sa fille", "proof": "ticket"}
    return given | more


def collected(session: Session, order: Order, *codes: str, **more: str) -> None:
    given = collecting.given(asked(order, *codes, **more))
    collecting.collect(session, given, by=karim())


def test_a_deposit_is_found_by_its_ticket_an_article_or_a_name(desk: Session, made: Made) -> None:
    ticket = barcodes.of(desk, order_id=made.order.id or 0) or ""
    for code in (ticket, ticket.lower(), codes_of(desk, made.order)[0]):
        assert collecting.by_code(desk, code) == made.order
    assert collecting.is_ticket(desk, ticket)
    assert not collecting.is_ticket(desk, codes_of(desk, made.order)[0])
    for name in ("Aubrac", "CHERRETE", "d'Aubrac É.", "04 73 00 00 00"):
        assert collecting.by_code(desk, name) is None
    assert collecting.by_name(desk, "lucie AUBRAC") == [(made.order, "Mme Aubrac Lucie")]
    assert collecting.by_name(desk, "Martin") == []


def test_another_thing_of_the_house_is_no_deposit(desk: Session) -> None:
    order = factories.make_order(desk, items=1)
    for code in (barcodes.of(desk, order_id=order.id or 0) or "", codes_of(desk, order)[0]):
        with pytest.raises(Refused, match="desk_not_a_deposit"):
            collecting.by_code(desk, code)


def test_what_is_ready_may_leave_before_the_rest(desk: Session, made: Made) -> None:
    make_ready(desk, made.order, but=1)
    billed(desk, made)
    key = made.deposit.order_id
    assert reads.progress(desk, [key])[key].word == "2 prêts sur 3"
    first, second, third = codes_of(desk, made.order)
    collected(desk, made.order, first)
    assert made.order.closed_at is None
    with pytest.raises(Refused, match="delivery_not_ready"):
        collected(desk, made.order, third)
    collected(desk, made.order, second)
    make_ready_last(desk, made.order)
    collected(desk, made.order, third)
    assert made.order.closed_at is not None
    assert reads.progress(desk, [key])[key].word == "Retiré"
    assert len(deliveries.of_order(desk, key)) == 3


def make_ready_last(session: Session, order: Order) -> None:
    from esat.actors import SYSTEM
    from esat.production import moves
    from esat.production.moves import Context

    subject = items_of(session, order)[-1]
    for action in ("start_wash", "end_wash", "finish", "pack"):
        subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject


def test_nothing_leaves_before_the_payment_is_noted(desk: Session, made: Made) -> None:
    make_ready(desk, made.order)
    with pytest.raises(Refused, match="desk_unpaid"):
        collected(desk, made.order, *codes_of(desk, made.order))


def test_a_lost_ticket_keeps_only_that_a_paper_was_seen(desk: Session, made: Made) -> None:
    make_ready(desk, made.order)
    billed(desk, made)
    collected(desk, made.order, *codes_of(desk, made.order), proof="identity")
    (row,) = desk.exec(select(Collection)).all()
    assert row.proof == "identity"
    assert {column.name for column in Collection.__table__.columns} == {
        "delivery_id",
        "order_id",
        "proof",
    }
    said = [str(event.data) + event.reason for event in desk.exec(select(Event))]
    assert not any("fille" in one or "Aubrac" in one for one in said)


@pytest.mark.parametrize(
    "wrong", [{"receiver": ""}, {"proof": "rien"}, {"signature": "data:image/png;base64,?"}]
)
def test_a_wrong_field_hands_nothing_over(desk: Session, made: Made, wrong: dict[str, str]) -> None:
    make_ready(desk, made.order)
    billed(desk, made)
    with pytest.raises(Invalid):
        collected(desk, made.order, *codes_of(desk, made.order), **wrong)
    with pytest.raises(Invalid):
        collected(desk, made.order)
    assert deliveries.of_order(desk, made.deposit.order_id) == []


def test_only_the_desk_hands_over_and_only_deposits(desk: Session, made: Made) -> None:
    given = collecting.given(asked(made.order, *codes_of(desk, made.order)))
    with pytest.raises(Forbidden):
        collecting.collect(desk, given, by=people.actor("bureau"))
    usual = factories.make_order(desk, items=1)
    with pytest.raises(NotFound):
        collected(desk, usual, *codes_of(desk, usual))
    with pytest.raises(NotFound):
        collecting.visible(desk, usual.ref, karim(), "laundry.desk")


def test_a_tablet_notes_the_payment_and_hands_over_later_once(
    desk: Session, database: Database, made: Made, now: datetime
) -> None:
    make_ready(desk, made.order)
    desk.commit()
    acts = (
        ("laundry.pay", {"order": made.order.ref, "kind": "invoice"}),
        ("laundry.fetch", asked(made.order, *codes_of(desk, made.order))),
    )
    for n, (action, data) in enumerate(acts, 1):
        sent = Sent(UUID(int=n), now, "act", None, action, offline=True, data=data)
        first = captures.take(database, sent, by=karim())
        again = captures.take(database, sent, by=karim())
        assert (first["outcome"], again["replay"]) == ("ok", True), first
    desk.expire_all()
    assert len(deliveries.of_order(desk, made.deposit.order_id)) == 1
    assert len(payments.history(desk, made.deposit.order_id)) == 1


@pytest.mark.parametrize("action", ["laundry.pay", "laundry.fetch"])
@pytest.mark.parametrize(
    "data", [{}, {"order": ["x"]}, {"order": "L26-99999", "kind": 3, "items": {"a": 1}}]
)
def test_what_a_tablet_sends_without_sense_is_refused(
    desk: Session, database: Database, made: Made, now: datetime, action: str,
    data: dict[str, object],
) -> None:  # fmt: skip
    sent = Sent(UUID(int=9), now, "act", None, action, data=data)
    try:
        outcome = captures.take(database, sent, by=karim())["outcome"]
    except (NotFound, Refused, Invalid):
        outcome = "refused"
    assert outcome == "refused"
    assert payments.history(desk, made.deposit.order_id) == []
