from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.documents.models import Document
from esat.errors import EsatError, Invalid, Refused
from esat.files.models import StoredFile
from esat.production import holds, orders
from esat.production.deliveries import How
from esat.production.models import Delivery, Item, Order
from esat.production.reads import progress
from esat.tracking.words import PARTLY, words_for
from tests import factories, people
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import handing, reads, trips, trolleys
from workshops.laundry.dispatch.handing import Given
from workshops.laundry.dispatch.models import HandOver, TripStop
from workshops.laundry.dispatch.packing import Packed

PNG = linens.PNG


@pytest.fixture
def stop(session: Session, now: object) -> TripStop:
    client = factories.make_client(session)
    return trips.stops(session, linens.trip(session, client).id or 0)[0]


def packed(session: Session, stop: TripStop, weight: str = "5") -> tuple[Order, Packed]:
    order = factories.make_order(session, at=factories.AT, client=_client(session, stop))
    return order, linens.packed(session, order, weight)


def _client(session: Session, stop: TripStop) -> factories.Client:
    return session.get_one(factories.Client, stop.client_id)


def stage(session: Session, done: Packed) -> str:
    session.expire_all()
    return session.exec(select(Item.stage).where(Item.id == done.parcels[0].id)).one()


def test_two_orders_leave_under_one_signature_each_with_its_note(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    (one, first), (two, second) = packed(session, stop), packed(session, stop, "3.2")
    trolley, code = linens.trolley(session)
    trolleys.put_on(session, code, [*first.codes, *second.codes], by=nadia)
    given = Given((*first.codes, *second.codes), "Mme Lopez", reserves="Un colis mouillé",
                  signature=PNG)  # fmt: skip
    done = handing.hand_over(session, stop, given, by=nadia)
    assert {row.order_id for row in done.deliveries} == {one.id, two.id}
    assert len({row.signature_file_id for row in done.deliveries}) == 1
    assert stage(session, first) == stage(session, second) == "handed_over"
    assert trolleys.on(session, trolley.id or 0) == []
    notes = session.exec(select(Document).order_by(col(Document.id))).all()
    assert len(notes) == 2
    (line,) = notes[1].content["handed"]
    assert "10\u00a0pièces · 3,2\u00a0kg" in line["quantity"]
    assert notes[1].content["reserves"] == "Un colis mouillé"
    said = str([note.content for note in notes]).lower()
    assert "désinfect" not in said
    assert "stérile" not in said
    assert "précaution" not in said
    assert one.closed_at is not None


def test_the_stamp_stands_for_the_signature(session: Session, stop: TripStop, nadia: Actor) -> None:
    _, done = packed(session, stop)
    made = handing.hand_over(session, stop, Given(done.codes, "Accueil", stamp=PNG), by=nadia)
    kept = session.get_one(StoredFile, made.row.stamp_file_id)
    assert kept.name.startswith("Cachet")
    assert made.row.signature_file_id is None
    assert made.deliveries[0].signature_file_id == kept.id


def test_what_the_client_refuses_stays_packed_and_held(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    (_, first), (_, second) = packed(session, stop), packed(session, stop)
    given = Given(first.codes, "Accueil", refused=second.codes, signature=PNG)
    handing.hand_over(session, stop, given, by=nadia)
    assert (stage(session, first), stage(session, second)) == ("handed_over", "packed")
    held = holds.open_holds(session, linens.subject(session, second.parcels[0]))
    assert [hold.reason for hold in held] == ["to_check"]


def test_what_is_delivered_already_is_known(session: Session, stop: TripStop, nadia: Actor) -> None:
    _, done = packed(session, stop)
    given = Given(done.codes, "Accueil", signature=PNG)
    handing.hand_over(session, stop, given, by=nadia)
    with pytest.raises(Refused, match="delivered_already"):
        handing.hand_over(session, stop, given, by=nadia)
    assert len(session.exec(select(HandOver)).all()) == 1


def test_what_means_nothing_is_refused(session: Session, stop: TripStop, nadia: Actor) -> None:
    _, done = packed(session, stop)
    foreign = linens.packed(session, linens.order_of(session))
    early = linens.finished(session, linens.order_of(session, _client(session, stop)), "1")
    for given, refusal in (
        (Given((), "Accueil", signature=PNG), "delivery_empty"),
        (Given(done.codes, "Accueil"), "signature_missing"),
        (Given(foreign.codes, "Accueil", signature=PNG), "delivered_to_other"),
        (Given((*done.codes, *foreign.codes), "Accueil", signature=PNG), "delivered_to_other"),
        (Given((linens.code(session, early),), "Accueil", signature=PNG), "delivery_not_ready"),
        (Given(done.codes, "Accueil", done.codes, signature=PNG), "delivery_both"),
        (Given(done.codes, "Accueil", signature="data:text/html,x"), "signature_unreadable"),
        (Given(done.codes, " ", signature=PNG), "form_invalid"),
    ):
        nested = session.begin_nested()
        with pytest.raises(EsatError) as told:
            handing.hand_over(session, stop, given, by=nadia)
        nested.rollback()
        session.expire_all()
        assert told.value.code == refusal
    holds.place(session, linens.subject(session, done.parcels[0]), "quarantine", by=SYSTEM)
    with pytest.raises(Refused, match="on_hold"):
        handing.hand_over(session, stop, Given(done.codes, "A", signature=PNG), by=nadia)
    assert session.exec(select(Delivery)).all() == []


def test_another_workshop_s_people_hand_nothing_over(session: Session, stop: TripStop) -> None:
    _, done = packed(session, stop)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(EsatError, match="not_allowed"):
        handing.hand_over(session, stop, Given(done.codes, "A", signature=PNG), by=stranger)


def test_what_happened_offline_keeps_both_times(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    _, done = packed(session, stop)
    then = clock.now() - timedelta(hours=2)
    how = How(then, b"1" * 16, late=True, judged=False)
    made = handing.hand_over(
        session, stop, Given(done.codes, "A", signature=PNG), by=nadia, how=how
    )
    assert (made.row.at, made.row.recorded_at, made.row.late) == (then, clock.now(), True)


def test_orders_know_whether_they_were_delivered_in_time(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    (one, first), (two, second), (three, third) = (packed(session, stop) for _ in range(3))
    linens.finished(session, three, "1")
    one.due_on, two.due_on, three.due_on = date(2026, 11, 23), None, date(2026, 11, 23)
    orders.promise(session, one, date(2026, 11, 24), "Machine en panne", by=nadia)
    for done in (first, second, third):
        handing.hand_over(session, stop, Given(done.codes, "A", signature=PNG), by=nadia)
    found = reads.delivered(session, clock.now() - timedelta(days=1), clock.now() + timedelta(1))
    told = {row.order_id: (row.on_time, row.complete, row.first_due_on) for row in found}
    assert told == {
        one.id: (True, True, date(2026, 11, 23)),
        two.id: (None, True, None),
        three.id: (None, False, date(2026, 11, 23)),
    }
    with clock.pinned(clock.now() + timedelta(days=2)):
        late = {row.order_id: row.on_time for row in reads.delivered(
            session, clock.now() - timedelta(days=4), clock.now())}  # fmt: skip
    assert late[three.id or 0] is False
    assert [order.id for order, _ in reads.late(session, date(2026, 11, 24))] == [three.id]


def test_a_receiver_is_asked_for(session: Session, stop: TripStop, nadia: Actor) -> None:
    _, done = packed(session, stop)
    with pytest.raises(Invalid) as told:
        handing.hand_over(session, stop, Given(done.codes, "", signature=PNG), by=nadia)
    assert "receiver" in told.value.fields


def test_the_client_s_page_says_that_a_part_was_handed_over_and_not_that_all_is_ready(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    order, first = packed(session, stop)
    second = linens.packed(session, order)
    given = Given(first.codes, "Accueil", refused=second.codes, signature=PNG)
    handing.hand_over(session, stop, given, by=nadia)
    session.expire_all()
    said = words_for(progress(session, orders.key(order)), clock.today())
    assert said.sentence == PARTLY
    assert said.counted == "1 sur 2 remis"
