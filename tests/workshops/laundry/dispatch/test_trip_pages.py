from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.production import holds
from esat.production.models import Delivery
from tests import factories
from tests.esat.production.buttons import events, press
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import trips, trolleys
from workshops.laundry.dispatch.models import Collected, HandOver, Trip, TripCheck
from workshops.laundry.dispatch.packing import Packed

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def whose(session: Session, now: object) -> factories.Client:
    return factories.make_client(
        session, "Crèche des Lilas", address="3 rue Haute", town="Riom", postcode="63200",
        phone="04 73 00 00 01",
    )  # fmt: skip


@pytest.fixture
def trip(session: Session, whose: factories.Client) -> Trip:
    made = linens.trip(session, whose, factories.make_client(session))
    session.commit()
    return made


@pytest.fixture
def done(session: Session, whose: factories.Client) -> Packed:
    made = linens.packed(session, linens.order_of(session, whose))
    trolleys.put_on(session, linens.trolley(session)[1], made.codes, by=SYSTEM)
    session.commit()
    return made


@pytest.fixture
def driver(signed_in: SignedIn) -> FlaskClient:
    return signed_in("comptoir", workshops=("laundry",))


def home(trip: Trip) -> str:
    return f"/blanchisserie/tournees/{trip.id}"


def stop(session: Session, trip: Trip) -> str:
    return f"{home(trip)}/arrets/{trips.stops(session, trip.id or 0)[0].id}"


def rows(session: Session) -> int:
    session.expire_all()
    return len(session.exec(select(Delivery)).all())


def test_the_van_sees_its_stops_and_the_next_one(
    driver: FlaskClient, session: Session, trip: Trip, done: Packed
) -> None:
    page = driver.get(home(trip)).get_data(as_text=True)
    assert 'data-state="next"' in page
    assert "1\u00a0article à remettre · 5\u00a0kg" in page
    assert " checked" not in page
    here = driver.get(stop(session, trip)).get_data(as_text=True)
    assert "3 rue Haute, 63200 Riom" in here
    assert 'href="tel:0473000001"' in here
    assert "Chariot 1" in here
    # A scan that comes before the scripts of the page must not send the form.
    assert here.index('id="f-scan"') < here.index('id="van-give"')
    assert "10\u00a0pièces · 5\u00a0kg" in here
    assert " checked" not in here


def test_what_the_browser_keeps_holds_no_name_of_ours(
    driver: FlaskClient, session: Session, trip: Trip, done: Packed
) -> None:
    for way in (home(trip), stop(session, trip)):
        assert "Karim" in driver.get(way).get_data(as_text=True)
        kept = driver.get(f"{way}/hors-ligne")
        assert kept.status_code == 200
        assert "Karim" not in kept.get_data(as_text=True)
        assert "Crèche des Lilas" in kept.get_data(as_text=True)


def test_the_answer_at_the_start_is_asked_and_kept(
    driver: FlaskClient, session: Session, trip: Trip
) -> None:
    url = f"{home(trip)}/depart"
    assert press(driver, url).status_code == 422
    assert press(driver, url, apart="peut-être").status_code == 422
    press(driver, url, apart="non")
    assert "ne sont pas séparés" in driver.get(home(trip)).get_data(as_text=True)
    press(driver, url, apart="oui")
    assert "sont séparés" in driver.get(home(trip)).get_data(as_text=True)
    assert [row.apart for row in session.exec(select(TripCheck))] == [False, True]


def test_a_stop_is_signed_once_and_known_afterwards(
    driver: FlaskClient, session: Session, trip: Trip, done: Packed
) -> None:
    url, key = stop(session, trip), str(uuid4())
    form = {"items": list(done.codes), "receiver": "Mme Lopez", "signature": linens.PNG}
    for _ in range(2):
        answer = press(driver, url, key, **form)
        assert (answer.status_code, answer.headers["Location"]) == (303, home(trip))
    assert rows(session) == 1
    again = press(driver, url, **form)
    assert again.status_code == 409
    assert "déjà livré" in again.get_data(as_text=True)
    assert rows(session) == 1
    assert "Remis à Mme Lopez" in driver.get(url).get_data(as_text=True)


def test_a_photo_of_the_stamp_may_come_without_a_script(
    driver: FlaskClient, session: Session, trip: Trip, done: Packed
) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    photo = (BytesIO(picture.getvalue()), "cachet.jpg")
    answer = press(driver, stop(session, trip), items=list(done.codes), receiver="A", photo=photo)
    assert answer.status_code == 303
    (row,) = session.exec(select(HandOver)).all()
    assert row.stamp_file_id is not None


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"receiver": "A", "signature": linens.PNG}, 409, "Cochez"),
        ({"items": True, "signature": linens.PNG}, 422, "à remplir"),
        ({"items": True, "receiver": "A"}, 409, "photographiez le cachet"),
        ({"items": True, "receiver": "A", "signature": "x"}, 422, "ignature"),
        ({"items": ["N9999999"], "receiver": "A", "signature": linens.PNG}, 409, ""),
    ],
)
def test_a_hand_over_that_lacks_something_comes_back_filled(
    driver: FlaskClient, session: Session, trip: Trip, done: Packed,
    form: dict[str, object], status: int, said: str,
) -> None:  # fmt: skip
    before = events(session)
    if form.get("items") is True:
        form = {**form, "items": list(done.codes)}
    answer = press(driver, stop(session, trip), reserves="Trempé", **form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert said in page
    assert "Trempé" in page
    assert (rows(session), events(session)) == (0, before)


def test_what_is_held_stays_in_the_van(
    driver: FlaskClient, session: Session, trip: Trip, done: Packed
) -> None:
    holds.place(session, linens.subject(session, done.parcels[0]), "quarantine", by=SYSTEM)
    session.commit()
    url = stop(session, trip)
    assert "Reste dans le véhicule" in driver.get(url).get_data(as_text=True)
    form = {"items": list(done.codes), "receiver": "A", "signature": linens.PNG}
    assert press(driver, url, **form).status_code == 409
    assert rows(session) == 0


def test_a_dirty_bag_is_collected_once(
    driver: FlaskClient, session: Session, trip: Trip, whose: factories.Client
) -> None:
    _, code = factories.make_bag(session, whose)
    session.commit()
    url = f"{stop(session, trip)}/collecte"
    assert press(driver, url).status_code == 422
    assert press(driver, url, code=code).status_code == 303
    twice = press(driver, url, code=code)
    assert twice.status_code == 409
    assert "déjà dans le véhicule" in twice.get_data(as_text=True)
    assert len(session.exec(select(Collected)).all()) == 1
    assert "dans le véhicule" in driver.get(stop(session, trip)).get_data(as_text=True)


def test_the_network_cut_in_the_middle_of_a_round_of_forty_bags_loses_and_doubles_nothing(
    driver: FlaskClient, session: Session, now: datetime, whose: factories.Client, trip: Trip,
    done: Packed,
) -> None:  # fmt: skip
    here = trips.stops(session, trip.id or 0)[0].id
    bags = [factories.make_bag(session, whose)[1] for _ in range(40)]
    session.commit()
    signed = {"items": list(done.codes), "receiver": "Mme Lopez", "signature": linens.PNG}
    acts = [(bag, "laundry.collect", {"stop": here}) for bag in bags]
    acts.insert(20, (None, "laundry.stop", {"stop": here, **signed}))
    waiting = [
        {
            "id": str(UUID(int=n)), "seq": n, "at": (now - timedelta(minutes=90 - n)).isoformat(),
            "kind": "act", "code": code, "action": action, "offline": True, "data": data,
        }
        for n, (code, action, data) in enumerate(acts, 1)
    ]  # fmt: skip
    for some in (waiting[:17], waiting[10:30], waiting):  # the answers of the first were lost
        answer = driver.post(
            "/api/v1/captures/batch", json=some, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == 200
        bad = [one for one in answer.get_json()["results"] if one["outcome"] != "ok"]
        assert not bad
    session.expire_all()
    assert rows(session) == 1
    came = session.exec(select(Collected).order_by(col(Collected.id))).all()
    assert len({row.item_id for row in came}) == len(came) == 40
    assert all(row.late and row.at < row.recorded_at for row in came)
    assert [row.at for row in came] == sorted(row.at for row in came)


def test_who_is_not_of_the_laundry_drives_nothing(
    signed_in: SignedIn, client: FlaskClient, session: Session, trip: Trip, done: Packed
) -> None:
    here, before = stop(session, trip), events(session)
    form = {"items": list(done.codes), "receiver": "A", "signature": linens.PNG, "apart": "oui"}
    posts = (f"{home(trip)}/depart", here, f"{here}/collecte")
    gets = (home(trip), f"{home(trip)}/hors-ligne", here, f"{here}/hors-ligne")
    people = (signed_in("moniteur", workshops=("bookbinding",)), signed_in("qualite"))
    for way in posts:
        assert press(client, way, **form).status_code in {302, 303, 401}, way
        for browser in people:
            assert press(browser, way, **form).status_code in {403, 404}, way
    for way in gets:
        for browser in people:
            assert browser.get(way).status_code in {403, 404}, way
    other = linens.monday(session, factories.make_client(session), label="Mardi")
    elsewhere = trips.make(session, other.code, trip.day, by=SYSTEM)
    session.commit()
    wrong = here.replace(home(trip), home(elsewhere))
    assert signed_in("comptoir").get(wrong).status_code == 404
    assert events(session) == before
