import pytest
from sqlmodel import Session

from esat.actors import SYSTEM, Actor
from esat.errors import EsatError, Refused
from esat.production import moves, subjects
from esat.production.moves import Context
from tests import factories, people
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import collecting, trips
from workshops.laundry.dispatch.models import TripStop


@pytest.fixture
def stop(session: Session, now: object) -> TripStop:
    trip = linens.trip(session, factories.make_client(session))
    return trips.stops(session, trip.id or 0)[0]


def test_a_bag_taken_in_the_van_is_expected_until_it_is_received(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    client = session.get_one(factories.Client, stop.client_id)
    _, code = factories.make_bag(session, client)
    item = collecting.collect(session, stop, code, by=nadia)
    assert item.stage == "expected"
    assert [one.id for one, _ in collecting.not_arrived(session)] == [item.id]
    with pytest.raises(Refused, match="collected_already"):
        collecting.collect(session, stop, code, by=nadia)
    subject = subjects.by_code(session, code)
    assert subject is not None
    moves.move(session, subject, "receive", Context(by=SYSTEM))
    session.expire_all()
    assert collecting.not_arrived(session) == []
    with pytest.raises(Refused, match="collect_in_house"):
        collecting.collect(session, stop, code, by=nadia)


def test_several_bags_of_one_stop_are_each_their_own(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    client = session.get_one(factories.Client, stop.client_id)
    codes = [factories.make_bag(session, client, f"Sac {n}")[1] for n in (1, 2, 3)]
    made = [collecting.collect(session, stop, code, by=nadia) for code in codes]
    assert [item.label for item in made] == ["Sac 1", "Sac 2", "Sac 3"]
    assert len({item.id for item in made}) == 3
    assert len({item.order_id for item in made}) == 1


def test_what_is_no_dirty_bag_of_this_client_stays_there(
    session: Session, stop: TripStop, nadia: Actor
) -> None:
    _, foreign = factories.make_bag(session)
    parcel = linens.packed(session, linens.order_of(session)).codes[0]
    for code, refusal in (
        (foreign, "collect_of_other"), (parcel, "collect_no_bag"), ("nonsense", "code_unknown"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=refusal):
            collecting.collect(session, stop, code, by=nadia)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(EsatError, match="not_allowed"):
        collecting.collect(session, stop, foreign, by=stranger)
