from datetime import date

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import EsatError, Invalid, NotFound, Refused
from tests import factories, people
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import round_form, rounds, trips, van
from workshops.laundry.dispatch.models import TripCheck
from workshops.laundry.dispatch.round_form import Draft
from workshops.laundry.dispatch.rounds import RoundFacts, Stop

DAY = date(2026, 11, 23)


def test_a_change_is_a_further_version_and_trips_keep_theirs(
    session: Session, now: object, nadia: Actor
) -> None:
    one, two = factories.make_client(session), factories.make_client(session)
    first = linens.monday(session, one, two)
    trip = trips.make(session, first.code, DAY, by=nadia)
    facts = RoundFacts("Lundi nord", 0, (Stop(two.id or 0),))
    second = rounds.change(session, first.code, facts, "Client parti", by=nadia)
    assert (first.version, second.version) == (1, 2)
    assert [stop.client_id for stop in trips.stops(session, trip.id or 0)] == [one.id, two.id]
    assert [row.version for row in rounds.history(session, first.code)] == [2, 1]
    assert rounds.in_force(session) == [second]
    rounds.withdraw(session, first.code, "Plus de camion", by=nadia)
    assert rounds.in_force(session) == []
    with pytest.raises(NotFound, match="round_unknown"):
        trips.make(session, first.code, date(2026, 11, 30), by=nadia)


def test_a_round_that_is_wrong_is_refused(session: Session, now: object, nadia: Actor) -> None:
    client = factories.make_client(session)
    made = linens.monday(session, client)
    with pytest.raises(Refused, match="round_exists"):
        linens.monday(session, client)
    for facts, field in (
        (RoundFacts(" ", 0), "label"),
        (RoundFacts("Mardi", 9), "weekday"),
        (RoundFacts("Mardi", 1, vehicle_id=987_654), "vehicle"),
        (RoundFacts("Mardi", 1, (Stop(987_654),)), "client"),
        (RoundFacts("Mardi", 1, (Stop(client.id or 0, 987_654),)), "site"),
        (
            RoundFacts("Mardi", 1, (Stop(client.id or 0, None, deliver=False, collect=False),)),
            "what",
        ),
    ):
        with pytest.raises(Invalid) as told:
            rounds.add(session, facts, by=nadia)
        assert field in told.value.fields
    with pytest.raises(Invalid) as told:
        rounds.change(session, made.code, RoundFacts("Lundi", 0), " ", by=nadia)
    assert "reason" in told.value.fields
    with pytest.raises(EsatError, match="not_allowed"):
        rounds.add(session, RoundFacts("Mardi", 1), by=people.actor("comptoir"))


def test_a_trip_is_prepared_once_a_day_and_needs_a_stop(
    session: Session, now: object, nadia: Actor
) -> None:
    made = linens.monday(session, factories.make_client(session))
    trips.make(session, made.code, DAY, by=nadia)
    with pytest.raises(Refused, match="trip_exists"):
        trips.make(session, made.code, DAY, by=nadia)
    empty = rounds.add(session, RoundFacts("Vide", 0), by=nadia)
    with pytest.raises(Refused, match="round_empty"):
        trips.make(session, empty.code, DAY, by=nadia)


def test_stops_are_moved_added_and_passed_over(session: Session, now: object, nadia: Actor) -> None:
    clients = [factories.make_client(session) for _ in range(3)]
    trip = linens.trip(session, *clients)
    first, second, third = trips.stops(session, trip.id or 0)
    trips.move(session, third, -1, by=nadia)
    trips.move(session, first, -1, by=nadia)
    assert trips.stops(session, trip.id or 0) == [first, third, second]
    more = trips.add_stop(session, trip, Stop(clients[0].id or 0), by=nadia)
    assert trips.stops(session, trip.id or 0)[-1] == more
    assert more.added
    trips.skip(session, second, "Route barrée", by=nadia)
    assert van.one(session, second).done
    with pytest.raises(Refused, match="stop_skipped"):
        trips.skip(session, second, "Encore", by=nadia)
    with pytest.raises(Invalid):
        trips.skip(session, third, " ", by=nadia)


def test_each_answer_at_the_start_is_kept(session: Session, now: object, nadia: Actor) -> None:
    trip = linens.trip(session, factories.make_client(session))
    assert trips.last_answer(session, trip.id or 0) is None
    for apart in (False, True):
        trips.answer(session, trip, apart, by=nadia)
    assert [row.apart for row in session.exec(select(TripCheck))] == [False, True]
    last = trips.last_answer(session, trip.id or 0)
    assert last is not None
    assert last.apart


def test_the_draft_of_a_round_obeys_its_buttons() -> None:
    draft = Draft("Lundi", "0", "", (("1:", "lc"), ("2:3", "l")))
    assert draft.after("down-0", "").stops == (("2:3", "l"), ("1:", "lc"))
    assert draft.after("up-0", "").stops == draft.stops
    assert draft.after("out-1", "").stops == (("1:", "lc"),)
    assert draft.after("add", "7:").stops[-1] == ("7:", "lc")
    for nothing in ("out-9", "up-x", "jump-1²", ""):
        assert draft.after(nothing, "").stops == draft.stops or nothing == ""
    with pytest.raises(Invalid):
        draft.after("add", "x")
    assert draft.facts().stops == (Stop(1), Stop(2, 3, deliver=True, collect=False))
    with pytest.raises(Invalid):
        Draft("Lundi", "x").facts()
    with pytest.raises(Invalid):
        round_form.day_of("hier")
