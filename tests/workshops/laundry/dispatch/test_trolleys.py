import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import EsatError, Refused
from esat.production import holds, things
from esat.production.journal_models import Event
from tests import people
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import trolleys


def test_parcels_are_put_on_a_trolley_and_taken_off(
    session: Session, now: object, nadia: Actor
) -> None:
    done = linens.packed(session, linens.order_of(session))
    trolley, code = linens.trolley(session)
    for _ in range(2):  # scanned twice, it stands there once
        trolleys.put_on(session, code, [done.codes[0]], by=nadia)
    assert [item.id for item in trolleys.on(session, trolley.id or 0)] == [done.parcels[0].id]
    trolleys.take_off(session, [done.codes[0]], by=nadia)
    assert trolleys.on(session, trolley.id or 0) == []
    kinds = session.exec(select(Event.kind).where(Event.item_id == done.parcels[0].id)).all()
    assert kinds.count("item.put_on_trolley") == 1
    assert kinds.count("item.taken_off_trolley") == 1
    with pytest.raises(Refused, match="on_no_trolley"):
        trolleys.take_off(session, [done.codes[0]], by=nadia)


def test_a_parcel_stands_on_one_trolley_only(session: Session, now: object, nadia: Actor) -> None:
    done = linens.packed(session, linens.order_of(session))
    trolleys.put_on(session, linens.trolley(session)[1], done.codes, by=nadia)
    with pytest.raises(Refused, match="on_trolley_already") as told:
        trolleys.put_on(session, linens.trolley(session, "Chariot 2")[1], done.codes, by=nadia)
    assert "Chariot 1" in told.value.message


def test_what_may_not_travel_is_refused(session: Session, now: object, nadia: Actor) -> None:
    order = linens.order_of(session)
    done = linens.packed(session, order)
    wet = linens.finished(session, order, "2", stage="dried")
    trolley, code = linens.trolley(session)
    for where, what, refusal in (
        (done.codes[0], done.codes, "trolley_unknown"),
        ("F0000000", done.codes, "code_unknown"),
        (code, [], "trolley_empty"),
        (code, [linens.code(session, wet)], "trolley_not_packed"),
    ):
        with pytest.raises(Refused) as told:
            trolleys.put_on(session, where, what, by=nadia)
        assert told.value.code in {refusal, "code_misread"}
    held = linens.subject(session, done.parcels[0])
    holds.place(session, held, "quarantine", by=SYSTEM)
    with pytest.raises(Refused, match="on_hold"):
        trolleys.put_on(session, code, done.codes, by=nadia)
    things.add_item(session, order, "trolley", "Chariot 1", by=SYSTEM, resource=trolley)
    with pytest.raises(Refused, match="trolley_in_use"):
        trolleys.trolley_of(session, code)


def test_another_workshop_s_people_load_nothing(session: Session, now: object) -> None:
    done = linens.packed(session, linens.order_of(session))
    _, code = linens.trolley(session)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(EsatError, match="not_allowed"):
        trolleys.put_on(session, code, done.codes, by=stranger)
