import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production import subjects
from esat.production.moves import Context
from tests import people
from tests.esat.production.buttons import events, hidden, press
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.washing import cycles, sorting
from workshops.laundry.washing.models import Breach, Cycle, CycleFix

SignedIn = Callable[..., FlaskClient]
ROOT = "/blanchisserie"


@pytest.fixture
def plant(session: Session) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


@pytest.fixture
def karim(signed_in: SignedIn) -> FlaskClient:
    return signed_in("comptoir", ("laundry",))


def bag(session: Session, kg: str | None = "36", **more: object) -> str:
    code = laundries.received(session, kg, **more)  # type: ignore[arg-type]
    session.commit()
    return code


def sorted_load(session: Session, plant: Plant, kg: str = "36", where: str = "flat") -> str:
    """The T code of a load of one bag."""
    subject = laundries.subject(session, bag(session, kg))
    sorting.into_bin(session, subject, getattr(plant, where), Context(SYSTEM, clock.now()))
    _, lot = laundries.lot_of(session, plant.id(where))
    session.commit()
    return laundries.load_code(session, lot.id)


def started(session: Session, plant: Plant, karim: FlaskClient) -> str:
    code = sorted_load(session, plant)
    answer = press(karim, f"{ROOT}/charges/{code}/lancer", machine=plant.l1, programme=plant.p60)
    assert answer.status_code == 303
    return code


def test_the_oldest_bag_comes_first_and_says_how_long_it_waits(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    for hours, kg in ((50, "7"), (30, "8"), (1, None)):
        laundries.received(session, kg, at=now - timedelta(hours=hours))
    session.commit()
    page = karim.get(f"{ROOT}/tri").text
    assert re.findall(r"Attend trop|À trier vite|À peser", page) == [
        "Attend trop", "À trier vite", "À peser",
    ]  # fmt: skip


def test_a_tap_on_a_bag_and_a_tap_on_a_bin_sort_it(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session)
    page = karim.get(f"{ROOT}/tri/{code}").text
    assert "Bac draps" in page
    assert "Bac rouge" not in page
    key = hidden(page, "capture")[0]
    before = events(session)
    for _ in range(2):
        answer = press(karim, f"{ROOT}/tri/{code}", key, bin=plant.flat)
        assert answer.status_code == 303
        after = events(session)
    assert after > before
    told = karim.get(answer.headers["Location"]).text
    assert "Sac 1 est trié : Bac draps (36\u00a0kg)." in told
    assert len(laundries.inside(session, laundries.lot_of(session, plant.id("flat"))[1].id)) == 1


def test_a_bag_is_parted_by_kilograms_and_a_wrong_sum_keeps_what_was_typed(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, "10,5".replace(",", "."))
    fields = {f"kg-{plant.flat}": "6,5", f"kg-{plant.kitchen}": "3,9", f"kg-{plant.any}": ""}
    wrong = press(karim, f"{ROOT}/tri/{code}", **fields)
    assert wrong.status_code == 409
    assert "Il y a 0,1\u00a0kg en moins : le sac pèse 10,5\u00a0kg." in wrong.text
    assert 'value="6,5"' in wrong.text
    right = press(karim, f"{ROOT}/tri/{code}", **(fields | {f"kg-{plant.kitchen}": "4"}))
    assert right.status_code == 303
    (linen,) = laundries.inside(session, laundries.lot_of(session, plant.id("kitchen"))[1].id)
    assert linen.quantity == Decimal(4)


def test_a_bag_under_precautions_shows_its_category_and_its_own_bin_alone(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, precaution="reinforced")
    page = karim.get(f"{ROOT}/tri/{code}").text
    assert "Précautions renforcées" in page
    assert "Bac rouge" in page
    assert "Bac draps" not in page
    assert "Ou partager" not in page
    refused = press(karim, f"{ROOT}/tri/{code}", bin=plant.flat)
    assert (refused.status_code, "Ce sac ne s’ouvre pas" in refused.text) == (409, True)


def test_a_bag_in_isolation_or_not_weighed_offers_nothing(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    until = now + timedelta(hours=3)
    page = karim.get(f"{ROOT}/tri/{bag(session, precaution='isolation', until=until)}").text
    assert "N’y touchez pas avant le 23 nov. à 13:00." in page
    page = karim.get(f"{ROOT}/tri/{bag(session, None)}").text
    assert "Pesez ce sac d’abord." in page
    assert "Bac rouge" not in page


def test_a_load_shows_shares_and_each_way_open_or_closed_with_its_reason(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = sorted_load(session, plant)
    page = karim.get(f"{ROOT}/charges/{code}").text
    assert "L1, Draps 60 °C · 90\u00a0%" in page
    assert "L2, Draps 60 °C · 180\u00a0% · trop chargée" in page
    assert "Retirez au moins 15\u00a0kg" in page
    assert "Part de chaque client" in page
    refused = press(karim, f"{ROOT}/charges/{code}/lancer", machine=plant.l2, programme=plant.p60)
    assert refused.status_code == 409
    assert session.exec(select(Cycle)).all() == []


def test_a_load_is_started_ended_and_opened_by_taps(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    started(session, plant, karim)
    board = karim.get(f"{ROOT}/machines").text
    assert "60 min" in board
    form = karim.get(f"{ROOT}/machines/{plant.l1}/fin").text
    assert "checked" not in form
    assert not re.search(r'name="(max_c|water_l)"[^>]*value="[^"]', form)
    report = {"outcome": "done", "max_c": "61,5", "hold_minutes": "12"}
    key = hidden(form, "capture")[0]
    for _ in range(2):
        ended = press(karim, f"{ROOT}/machines/{plant.l1}/fin", key, **report)
        assert ended.status_code == 303, re.findall(r"Refusé[^.]*[.][^.]*[.][^.]*[.]", ended.text)
    assert "À ouvrir" in karim.get(f"{ROOT}/machines").text
    opened = press(karim, f"{ROOT}/machines/{plant.l1}/ouvrir")
    assert opened.status_code == 303
    assert "Libre" in karim.get(f"{ROOT}/machines").text
    session.expire_all()
    cycle = session.exec(select(Cycle)).one()
    assert (cycle.max_c, cycle.opened_at) == (Decimal("61.5"), now)
    page = karim.get(f"{ROOT}/cycles/{cycle.id}").text
    assert "61,5\u00a0°C (déclaré)" in page


@pytest.mark.parametrize(
    ("report", "status", "words"),
    [
        ({}, 409, "Certains champs sont à corriger"),
        ({"outcome": "done", "max_c": "700"}, 409, "entre 0 et 100"),
        ({"outcome": "fault"}, 409, "Dites ce qui s’est passé"),
        ({"outcome": "done", "at": "hier"}, 422, "Écrivez une date et une heure."),
        ({"outcome": "done", "at": "2026-11-23T08:00"}, 409, "C’était il y a plus de 10 minutes"),
        (
            {"outcome": "done", "at": "2026-11-23T08:00", "late_reason": "Oubli"},
            409,
            "La fin serait avant le début",
        ),
    ],
)
def test_a_report_that_cannot_be_believed_changes_nothing(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime,
    report: dict[str, str], status: int, words: str,
) -> None:  # fmt: skip
    started(session, plant, karim)
    answer = press(karim, f"{ROOT}/machines/{plant.l1}/fin", water_l="140", **report)
    assert answer.status_code == status
    assert words in answer.text
    assert 'value="140"' in answer.text
    session.expire_all()
    assert session.exec(select(Cycle)).one().ended_at is None


def test_a_machine_that_washed_precautions_shows_its_empty_run(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = bag(session, "12", precaution="reinforced")
    press(karim, f"{ROOT}/tri/{code}", bin=plant.red)
    load = laundries.load_code(session, laundries.lot_of(session, plant.id("red"))[1].id)
    press(karim, f"{ROOT}/charges/{load}/lancer", machine=plant.l1, programme=plant.special)
    press(karim, f"{ROOT}/machines/{plant.l1}/fin", outcome="done")
    press(karim, f"{ROOT}/machines/{plant.l1}/ouvrir")
    board = karim.get(f"{ROOT}/machines").text
    assert "À désinfecter à vide" in board
    assert "Lancer : À vide 90 °C" in board
    wrong = press(karim, f"{ROOT}/machines/{plant.l1}/a-vide", programme=plant.p60)
    assert wrong.status_code == 409
    assert (
        press(karim, f"{ROOT}/machines/{plant.l1}/a-vide", programme=plant.empty).status_code == 303
    )
    press(karim, f"{ROOT}/machines/{plant.l1}/fin", outcome="done")
    assert "À désinfecter à vide" not in karim.get(f"{ROOT}/machines").text


def test_a_thing_comes_out_of_its_load_and_a_load_is_planned(
    session: Session, plant: Plant, karim: FlaskClient, now: datetime
) -> None:
    code = sorted_load(session, plant)
    planned = press(karim, f"{ROOT}/charges/{code}/prevoir", machine=plant.l1, programme=plant.p60)
    assert planned.status_code == 303
    assert "Prévue sur la machine L1." in karim.get(planned.headers["Location"]).text
    linen = laundries.inside(session, laundries.lot_of(session, plant.id("flat"))[1].id)[0]
    thing = subjects.item(session, linen.id or 0)
    assert thing is not None
    out = press(karim, f"{ROOT}/charges/{code}/sortir", thing=thing.code)
    assert out.status_code == 303
    assert "est sorti de la charge" in karim.get(out.headers["Location"]).text


def test_a_value_is_corrected_by_who_may_and_the_first_stays(
    session: Session, plant: Plant, karim: FlaskClient, signed_in: SignedIn, now: datetime
) -> None:
    started(session, plant, karim)
    press(karim, f"{ROOT}/machines/{plant.l1}/fin", outcome="done", max_c="71")
    address = f"{ROOT}/cycles/{session.exec(select(Cycle.id)).one()}"
    fix = {"field": "max_c", "value": "61", "reason": "Lu de travers"}
    assert press(karim, f"{address}/corriger", **fix).status_code == 403
    nadia = signed_in("moniteur", ("laundry",))
    assert press(nadia, f"{address}/corriger", **(fix | {"reason": ""})).status_code == 422
    assert press(nadia, f"{address}/corriger", **(fix | {"value": "170"})).status_code == 409
    form = nadia.get(address).text
    key = hidden(form, "capture")[0]
    for _ in range(2):
        assert press(nadia, f"{address}/corriger", key, **fix).status_code == 303
    assert len(session.exec(select(CycleFix)).all()) == 1
    page = nadia.get(address).text
    assert "Température la plus haute : 71 devient 61 °C" in page
    assert "61\u00a0°C (déclaré)" in page


def test_a_breach_is_decided_on_its_page(
    session: Session, database: Database, plant: Plant, signed_in: SignedIn, karim: FlaskClient,
    now: datetime,
) -> None:  # fmt: skip
    clean = people.actor("comptoir", workshops=("laundry",))
    code = bag(session)
    laundries.scan(database, replace(clean, station_zone="clean"), code)
    breach = session.exec(select(Breach)).one()
    address = f"{ROOT}/ecarts-de-zone/{breach.id}"
    assert "Pas lavé, vu du côté propre" in karim.get(f"{ROOT}/ecarts-de-zone").text
    assert karim.get(address).status_code == 200
    assert press(karim, address, decision="Non", outcome="keep").status_code == 403
    ines = signed_in("qualite")
    assert press(ines, address, decision="", outcome="keep").status_code == 422
    form = ines.get(address).text
    key = hidden(form, "capture")[0]
    for _ in range(2):
        done = press(ines, address, key, decision="Ramené au tri", outcome="keep")
        assert done.status_code == 303
    assert press(ines, address, decision="Encore", outcome="keep").status_code == 409
    assert "Ramené au tri" in ines.get(address).text


WRITES = ("/tri/{bag}", "/charges/{load}/lancer", "/charges/{load}/prevoir",
          "/charges/{load}/sortir", "/machines/{l1}/fin", "/machines/{l1}/ouvrir",
          "/machines/{l1}/a-vide")  # fmt: skip


@pytest.mark.parametrize(("role", "workshops", "status"), [
    ("moniteur", ("bookbinding",), 404), ("inspecteur", None, 403),
])  # fmt: skip
def test_nobody_else_s_hands_touch_the_laundry(
    session: Session, plant: Plant, signed_in: SignedIn, now: datetime,
    role: str, workshops: tuple[str, ...] | None, status: int,
) -> None:  # fmt: skip
    code, load = bag(session), sorted_load(session, plant)
    before = events(session)
    browser = signed_in(role, workshops)
    for path in (
        "/tri",
        f"/tri/{code}",
        "/machines",
        f"/charges/{load}",
        f"/machines/{plant.l1}/fin",
    ):
        assert browser.get(ROOT + path).status_code == status, path
    for path in WRITES:
        address = path.format(bag=code, load=load, l1=plant.l1)
        answer = press(browser, ROOT + address, bin=plant.flat, outcome="done")
        assert answer.status_code == status, path
    if workshops:
        for path in ("/ecarts-de-zone", "/ecarts-de-zone/1", "/cycles/1"):
            assert browser.get(ROOT + path).status_code == 404, path
    assert events(session) == before


def test_a_machine_started_twice_at_once_turns_once(file_database: Database, nadia: Actor) -> None:
    """Two tablets, two threads, one machine: one wins and the other is told."""
    with file_database.write() as session:
        plant = laundries.build(session)
        for where, kg in (("flat", "36"), ("kitchen", "18")):
            subject = laundries.subject(session, laundries.received(session, kg))
            context = Context(SYSTEM, clock.now())
            sorting.into_bin(session, subject, getattr(plant, where), context)
    start, answers = threading.Barrier(2), []

    def one(where: str) -> None:
        start.wait()
        answers.append(
            laundries.act(file_database, nadia, "laundry.start", where, machine=plant.l1,
                          programme=plant.p60)
        )  # fmt: skip

    threads = [threading.Thread(target=one, args=(code,)) for code in (plant.flat, plant.kitchen)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one["outcome"] for one in answers) == ["ok", "refused"]
    assert {one["reason"] for one in answers} == {None, "machine_running"}
    with file_database.read() as session:
        assert len(session.exec(select(Cycle)).all()) == 1
        assert cycles.running(session, plant.id("l1")) is not None
