from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from tests import factories
from tests.esat.production.buttons import press
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import rounds, trips
from workshops.laundry.dispatch.models import Round, Trip, TripStop

SignedIn = Callable[..., FlaskClient]
HOME = "/blanchisserie/tournees"


@pytest.fixture
def floor(signed_in: SignedIn) -> FlaskClient:
    return signed_in("responsable_atelier", workshops=("laundry",))


@pytest.fixture
def clients(session: Session, now: object) -> list[int]:
    made = [factories.make_client(session, name).id or 0 for name in ("Crèche", "Mairie", "École")]
    session.commit()
    return made


def stops(session: Session, trip: Trip) -> list[TripStop]:
    session.expire_all()
    return trips.stops(session, trip.id or 0)


def test_a_model_is_arranged_by_its_buttons_and_kept_once(
    floor: FlaskClient, session: Session, clients: list[int]
) -> None:
    url, one, two = f"{HOME}/modeles/nouveau", f"{clients[0]}:", f"{clients[1]}:"
    typed = {"label": "Lundi nord", "weekday": "0"}
    assert press(floor, url, act="add", place=one, **typed).status_code == 200
    page = press(floor, url, act="down-0", stop=[one, two], **typed,
                 **{"what-0": "lc", "what-1": "l"}).get_data(as_text=True)  # fmt: skip
    assert page.index(f'name="stop" value="{two}"') < page.index(f'name="stop" value="{one}"')
    assert session.exec(select(Round)).all() == []
    key, words = str(uuid4()), {**typed, "what-0": "l", "what-1": "lc"}
    for _ in range(2):
        kept = press(floor, url, key, act="keep", stop=[two, one], **words)
        assert kept.status_code == 303
    (made,) = session.exec(select(Round)).all()
    assert [stop.client_id for stop in rounds.stops_of(session, made)] == [clients[1], clients[0]]
    edit = f"{HOME}/modeles/{made.code}"
    asked = press(floor, edit, act="keep", stop=[one], **{**typed, "what-0": "lc"})
    assert asked.status_code == 422
    assert "Écrivez la raison" in asked.get_data(as_text=True)
    press(floor, edit, act="keep", stop=[one], reason="Parti", **{**typed, "what-0": "lc"})
    assert "Version 2" in floor.get(edit).get_data(as_text=True)
    gone = press(floor, edit, act="withdraw", stop=[one], reason="Fin", **{**typed, "what-0": "lc"})
    assert gone.status_code == 303
    assert floor.get(edit).status_code == 404


@pytest.mark.parametrize(
    "form", [{"act": "add", "place": "x"}, {"act": "keep", "weekday": "x"}, {"act": "keep"},
             {"act": "keep", "weekday": "1", "label": "M", "stop": ["1:"], "what-0": "zz"},
             {"act": "keep", "weekday": "1", "label": "M", "stop": ["²:"], "what-0": "l"}],
)  # fmt: skip
def test_a_model_that_means_nothing_comes_back(
    floor: FlaskClient, session: Session, clients: list[int], form: dict[str, object]
) -> None:
    answer = press(floor, f"{HOME}/modeles/nouveau", **{"label": "Nord", **form})
    assert answer.status_code == 422
    assert session.exec(select(Round)).all() == []


def test_the_trip_of_the_day_is_prepared_once(
    floor: FlaskClient, session: Session, clients: list[int]
) -> None:
    model = linens.monday(session, session.get_one(factories.Client, clients[0]))
    session.commit()
    assert "Préparer « Lundi nord »" in floor.get(HOME).get_data(as_text=True)
    made = press(floor, HOME, round=model.code, day="2026-11-23")
    assert made.status_code == 303
    again = press(floor, HOME, round=model.code, day="2026-11-23")
    assert again.status_code == 409
    assert "déjà préparée" in again.get_data(as_text=True)
    for day in ("2026-11-22", "demain"):
        assert press(floor, HOME, round=model.code, day=day).status_code == 422
    assert len(session.exec(select(Trip)).all()) == 1


def test_stops_are_arranged_on_their_page(
    floor: FlaskClient, session: Session, clients: list[int]
) -> None:
    trip = linens.trip(session, *(session.get_one(factories.Client, key) for key in clients[:2]))
    session.commit()
    url = f"{HOME}/{trip.id}/arrets"
    first, second = stops(session, trip)
    key = str(uuid4())
    for _ in range(2):  # sent again, it moves no further
        moved = press(floor, f"{url}/{second.id}/deplacer", key, way="up")
        assert (moved.status_code, moved.headers["Location"]) == (303, f"{url}#arret-{second.id}")
    assert f'id="arret-{second.id}"' in floor.get(url).get_data(as_text=True)
    assert stops(session, trip) == [second, first]
    assert press(floor, f"{url}/{second.id}/deplacer", way="away").status_code == 422
    assert press(floor, url, place=f"{clients[2]}:").status_code == 303
    assert press(floor, url, place="").status_code == 422
    assert len(stops(session, trip)) == 3
    skip = f"{url}/{first.id}/passer"
    empty = press(floor, skip)
    assert empty.status_code == 422
    assert "à remplir" in empty.get_data(as_text=True)
    assert press(floor, skip, **{f"reason-{first.id}": "Fermé"}).status_code == 303
    assert "Passé : Fermé" in floor.get(url).get_data(as_text=True)
    assert press(floor, skip, **{f"reason-{first.id}": "Encore"}).status_code == 409


def test_who_is_not_of_the_laundry_sees_and_changes_no_round(
    signed_in: SignedIn, client: FlaskClient, session: Session, clients: list[int]
) -> None:
    trip = linens.trip(session, session.get_one(factories.Client, clients[0]))
    stop = stops(session, trip)[0]
    session.commit()
    ways = (
        HOME, f"{HOME}/modeles/nouveau", f"{HOME}/modeles/lundi-nord", f"{HOME}/{trip.id}/arrets",
        f"{HOME}/{trip.id}/arrets/{stop.id}/deplacer", f"{HOME}/{trip.id}/arrets/{stop.id}/passer",
    )  # fmt: skip
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    for way in ways:
        assert press(client, way, act="keep").status_code in {302, 303, 401}, way
        assert press(stranger, way, act="keep").status_code in {403, 404}, way
        assert press(signed_in("qualite"), way, act="keep").status_code == 403, way
    for way in ways[:4]:
        assert stranger.get(way).status_code in {403, 404}, way
    assert signed_in("comptoir").get(ways[1]).status_code == 403
