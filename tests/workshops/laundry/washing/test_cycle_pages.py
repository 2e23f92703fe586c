import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production.moves import Context
from tests import people
from tests.esat.production.buttons import events, hidden, press
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from tests.workshops.laundry.washing.test_pages import ROOT, bag, karim, plant, sorted_load, started
from workshops.laundry.washing import breaches, cycles, sorting
from workshops.laundry.washing.models import Breach, Cycle, CycleFix

__all__ = ["karim", "plant"]


SignedIn = Callable[..., FlaskClient]
WRITES = ("/tri/{bag}", "/charges/{load}/lancer", "/charges/{load}/prevoir",
          "/charges/{load}/sortir", "/machines/{l1}/fin", "/machines/{l1}/ouvrir",
          "/machines/{l1}/a-vide")  # fmt: skip


@pytest.mark.parametrize(
    ("report", "status", "words"),
    [
        ({}, 422, 'id="e-outcome"'),
        ({"outcome": "done", "max_c": "-0,0,1"}, 422, 'id="e-max_c"'),
        ({"outcome": "done", "energy_kwh": "beaucoup"}, 422, 'id="e-energy_kwh"'),
        ({"outcome": "done", "hold_minutes": "-3"}, 422, 'id="e-hold_minutes"'),
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


def test_the_page_of_a_running_cycle_leads_to_its_end(
    session: Session, plant: Plant, karim: FlaskClient, signed_in: SignedIn, now: datetime
) -> None:
    started(session, plant, karim)
    address = f"{ROOT}/cycles/{session.exec(select(Cycle.id)).one()}"
    ending = f'href="{ROOT}/machines/{plant.l1}/fin"'
    assert ending in karim.get(address).text
    press(karim, f"{ROOT}/machines/{plant.l1}/fin", outcome="done")
    assert ending not in karim.get(address).text


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
    assert "Température la plus haute : 71\u00a0°C devient 61\u00a0°C" in page
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


def test_the_list_of_breaches_asks_as_many_statements_for_many_as_for_one(
    session: Session, database: Database, plant: Plant, now: datetime
) -> None:
    clean = replace(people.actor("comptoir", workshops=("laundry",)), station_zone="clean")
    asked: list[str] = []

    def statements(n: int) -> int:
        for _ in range(n):
            laundries.scan(database, clean, bag(session))
        session.expire_all()
        asked.clear()
        found = breaches.listed(session, still_open=True)
        assert all(row.label and row.code and row.client for row in found)
        return len(asked)

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        assert statements(1) == statements(5) <= 7
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


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
    (refused,) = (one["reason"] for one in answers if one["reason"])
    assert refused in {"machine_running", "machine_busy"}  # at the write, or before
    with file_database.read() as session:
        assert len(session.exec(select(Cycle)).all()) == 1
        assert cycles.running(session, plant.id("l1")) is not None
