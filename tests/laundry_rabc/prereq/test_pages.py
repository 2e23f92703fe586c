from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from esat import clock
from esat.actors import SYSTEM
from esat.production import once
from laundry_rabc.prereq import maintenance, pumps
from laundry_rabc.prereq.models import Product, ProductLot, ProductSheet, Pump, PumpEvent, PumpFill
from laundry_rabc.prereq.pump_shapes import FillIn
from laundry_rabc.prereq.upkeep import (
    CleanCheck,
    CleanDone,
    CleanTask,
    HygieneRound,
    PestFinding,
    PestVisit,
    TrolleyClean,
    UpkeepEvent,
    UpkeepPlan,
)
from tests.conftest import MONDAY
from tests.house.routes import asks
from tests.laundry_rabc.prereq import washroom
from tests.laundry_rabc.prereq.washroom import Washroom
from tests.workshops.laundry.residents import pictures

SignedIn = Callable[..., FlaskClient]
HOME = "/rabc/prerequis"
HEADERS = {"Origin": "http://localhost"}
TABLES: tuple[Any, ...] = (
    Product, ProductLot, ProductSheet, Pump, PumpEvent, PumpFill, CleanTask, CleanDone, CleanCheck,
    PestVisit, PestFinding, TrolleyClean, HygieneRound, UpkeepEvent, UpkeepPlan,
)  # fmt: skip


@pytest.fixture
def room(session: Session) -> Washroom:
    with clock.pinned(MONDAY - timedelta(days=20)):
        made = washroom.build(session, clock.now())
        washroom.make_worker(session, clock.now())
    session.commit()
    return made


@pytest.fixture
def rachid(signed_in: SignedIn, room: Washroom, now: datetime) -> FlaskClient:
    return signed_in("responsable_atelier", ("laundry",))


@pytest.fixture
def nadia(signed_in: SignedIn, room: Washroom, now: datetime) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


def send(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(HOME + path, data=fields, headers=HEADERS)


def counted(session: Session) -> list[int]:
    session.expire_all()
    return [session.exec(select(func.count()).select_from(one)).one() for one in TABLES]


def kept_once(session: Session, browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Sent twice it is kept once; a GET of the same address writes nothing."""
    fields = {"capture": once.fresh()} | fields
    first = send(browser, path, **fields)
    assert first.status_code == 303, first.text[-900:]
    before = counted(session)
    assert send(browser, path, **fields).headers["Location"] == first.headers["Location"]
    assert browser.get(HOME + path).status_code in {200, 404, 405}
    assert counted(session) == before
    assert browser.get(first.headers["Location"]).status_code == 200
    return first


def mine(app: Flask, room: Washroom) -> list[tuple[str, str, str]]:
    known = {"pump_id": room.pump_id, "product_id": room.product.id, "lot_id": room.lot.id}
    return [
        (ask.method, ask.path, ask.capability)
        for ask in asks(app, known)
        if ask.path.startswith(HOME)
    ]


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("comptoir", ("laundry",)), ("bureau", None)],
)
def test_who_has_no_right_in_the_laundry_is_refused_everywhere(
    app: Flask, signed_in: SignedIn, client: FlaskClient, session: Session, room: Washroom,
    now: datetime, role: str, workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    browser, before = (signed_in(role, workshops) if role else client), counted(session)
    found = mine(app, room)
    assert len(found) > 50
    for method, path, _ in found:
        answer = browser.open(path, method=method, headers=HEADERS)
        assert answer.status_code in ({403, 404} if role else {302, 303, 401}), path
        assert "Désinfectant D4" not in answer.text
    assert counted(session) == before


def test_who_reads_writes_nothing(
    app: Flask, signed_in: SignedIn, session: Session, room: Washroom, now: datetime
) -> None:
    browser, before = signed_in("inspecteur"), counted(session)
    for method, path, capability in mine(app, room):
        status = browser.open(path, method=method, headers=HEADERS).status_code
        if method == "POST" or capability != "rabc.prereq.read":
            assert status == 403, path
        else:
            assert status in {200, 404}, path
    assert counted(session) == before


def test_every_page_opens_for_who_may(app: Flask, rachid: FlaskClient, room: Washroom) -> None:
    for method, path, _ in mine(app, room):
        if method == "GET" and "987654" not in path and "rien" not in path:
            assert rachid.get(path).status_code == 200, path


def test_a_product_its_lot_and_its_sheet(session: Session, rachid: FlaskClient) -> None:
    name = {"name": "Lessive L2", "kind": "detergent"}
    wrong = send(rachid, "/produits/nouveau", name="", kind="savon", supplier="Usine")
    assert wrong.status_code == 422
    assert 'value="Usine"' in wrong.text
    assert (
        send(rachid, "/produits/nouveau", name="désinfectant d4", kind="bleach").status_code == 422
    )
    here = kept_once(session, rachid, "/produits/nouveau", **name).headers["Location"]
    at = here.removeprefix(HOME)
    lot = {"number": "LL-1", "received_on": "2026-11-20", "quantity": "12,5", "unit": "L"}
    for bad in ({"quantity": "-1"}, {"received_on": "2027-01-01"}, {"expires_on": "1990-01-01"},
                {"unit": "bidon"}):  # fmt: skip
        refused = send(rachid, f"{at}/lots", **lot | bad)
        assert refused.status_code == 422
        assert 'value="LL-1"' in refused.text
    kept_once(session, rachid, f"{at}/lots", **lot, expires_on="2026-12-01")
    assert send(rachid, f"{at}/lots", **lot).status_code == 422
    assert "Bientôt périmé" in rachid.get(here).text
    assert "Bientôt périmé" in rachid.get(HOME + "/produits").text
    made = session.exec(select(ProductLot).where(ProductLot.number == "LL-1")).one()
    kept_once(session, rachid, f"/produits/lots/{made.id}/ouvrir")
    assert send(rachid, f"/produits/lots/{made.id}/ouvrir").status_code == 409
    assert send(rachid, f"{at}/fiche").status_code == 422
    sheet = {"file": (pictures.jpeg(), "fiche.jpg")}
    assert send(rachid, f"{at}/fiche", **sheet).status_code == 303
    kept = session.exec(select(ProductSheet)).one()
    assert rachid.get(f"{HOME}/fichiers/{kept.file_id}").status_code == 200
    assert rachid.get(f"/fichiers/{kept.file_id}").status_code in {403, 404}
    assert send(rachid, f"/produits/lots/{made.id}/retirer").status_code == 422
    kept_once(session, rachid, f"/produits/lots/{made.id}/retirer", why="Bidon percé")
    kept_once(session, rachid, f"{at}/retirer", why="Remplacée")
    assert send(rachid, f"{at}/lots", **lot | {"number": "LL-2"}).status_code == 409


def test_a_pump_from_its_label_to_its_end(
    session: Session, rachid: FlaskClient, nadia: FlaskClient, room: Washroom
) -> None:
    here = f"/pompes/{room.pump_id}"
    found = nadia.get(f"{HOME}/pompes?code=p3")
    assert found.headers["Location"].endswith(here)
    assert "Aucune pompe n’a ce code" in nadia.get(f"{HOME}/pompes?code=ZZ").text
    assert send(nadia, "/pompes/nouvelle", code="P9").status_code == 403
    assert send(rachid, "/pompes/nouvelle", code="P 9").status_code == 422
    kept_once(session, rachid, "/pompes/nouvelle", code="P9", machine=room.second)
    kept_once(session, nadia, f"{here}/remplir", code="dd-1")
    assert send(nadia, f"{here}/remplir", code="inconnu").status_code == 422
    kept_once(session, nadia, f"{here}/empty", at="2026-11-23T08:00")
    assert send(nadia, f"{here}/empty", at="2026-11-23T09:00").status_code == 409
    assert "Vide depuis le" in nadia.get(HOME + here).text
    event = session.exec(select(PumpEvent)).one()
    assert send(nadia, f"/pompes/evenements/{event.id}/fin", at="hier").status_code == 422
    kept_once(session, nadia, f"/pompes/evenements/{event.id}/fin")
    assert send(nadia, f"/pompes/evenements/{event.id}/fin").status_code == 409
    assert send(nadia, f"{here}/calibration", set_ml="100").status_code == 422
    kept_once(session, nadia, f"{here}/calibration", set_ml="100", measured_ml="92,5")
    assert "92,5" in nadia.get(HOME + here).text
    fix = nadia.get(f"{HOME}{here}/empty?corrige={event.id}")
    assert f'name="amends" value="{event.id}"' in fix.text
    kept_once(session, rachid, f"{here}/machines", machine=room.first, serves="0")
    assert send(rachid, f"{here}/machines", machine="987654", serves="1").status_code == 422
    kept_once(session, rachid, f"{here}/retirer", why="Démontée")
    assert send(nadia, f"{here}/remplir", code="dd-1").status_code == 409


def test_an_expired_lot_is_said_in_red_and_refused(
    session: Session, nadia: FlaskClient, room: Washroom
) -> None:
    with clock.pinned(MONDAY - timedelta(days=20)):
        old = washroom.receive(session, room.product, "DD-0", clock.now(), days=19)
        pumps.fill(session, room.pump_id, FillIn(lot=old.id), by=SYSTEM)
        session.commit()
    here = f"/pompes/{room.pump_id}"
    for page in (here, "/pompes"):
        assert "Produit périmé" in nadia.get(HOME + page).text
    refused = send(nadia, here + "/remplir", lot=old.id)
    assert refused.status_code == 409
    assert "DD-0 est périmé" in refused.text


def test_the_cleaning_of_a_day(
    session: Session, signed_in: SignedIn, rachid: FlaskClient, nadia: FlaskClient
) -> None:
    task = {"what": "Tables", "zone": "clean", "every": "1", "unit": "day", "who": "worker",
            "pictogram": "bucket", "weekdays": ["1", "2"]}  # fmt: skip
    assert send(nadia, "/plan-nettoyage/nouvelle", **task).status_code == 403
    wrong = send(rachid, "/plan-nettoyage/nouvelle", **task | {"every": "0", "place": "Salle"})
    assert wrong.status_code == 422
    assert 'value="Salle"' in wrong.text
    kept_once(session, rachid, "/plan-nettoyage/nouvelle", **task)
    assert send(rachid, "/plan-nettoyage/NET-01/valider").status_code == 409
    assert "NET-01/valider" not in rachid.get(HOME + "/plan-nettoyage").text
    ines = signed_in("qualite")
    assert "NET-01/valider" in ines.get(HOME + "/plan-nettoyage").text
    kept_once(session, ines, "/plan-nettoyage/NET-01/valider")
    assert "Validée" in nadia.get(HOME + "/plan-nettoyage").text
    here = "/nettoyage/tache/NET-01/2026-11-23"
    assert here in nadia.get(HOME + "/nettoyage").text
    assert "checked" not in nadia.get(HOME + here).text
    assert send(nadia, here).status_code == 422
    assert send(nadia, here, outcome="not_done").status_code == 422
    kept_once(session, nadia, here, outcome="done")
    assert send(nadia, here, outcome="done").status_code == 409
    done = session.exec(select(CleanDone)).one()
    own = send(nadia, f"/nettoyage/fait/{done.id}", well="1")
    assert own.status_code == 409
    assert "une autre personne le valide" in own.text
    assert send(rachid, f"/nettoyage/fait/{done.id}", well="0").status_code == 422
    kept_once(session, rachid, f"/nettoyage/fait/{done.id}", well="1")
    fixed = {"outcome": "not_applicable", "amends": done.id, "reason": "Tables en réparation"}
    kept_once(session, nadia, here, **fixed)
    for nowhere in ("NET-01/2026-11-25", "NET-01/rien", "NET-99/2026-11-23"):
        assert nadia.get(f"{HOME}/nettoyage/tache/{nowhere}").status_code == 404
    kept_once(session, rachid, "/plan-nettoyage/NET-01", **task | {"reason": "Plus souvent"})
    kept_once(session, rachid, "/plan-nettoyage/NET-01/retirer", why="Vendues")
    assert rachid.get(HOME + "/plan-nettoyage/NET-01").status_code == 404


def test_visits_trolleys_and_hygiene(session: Session, nadia: FlaskClient) -> None:
    visit = {"provider": "Hygiène 3D", "place_1": "Quai", "kind_1": "rodent", "found_1": "0"}
    unanswered = send(nadia, "/nuisibles/noter", **visit)
    assert unanswered.status_code == 422
    assert 'value="Hygiène 3D"' in unanswered.text
    kept_once(session, nadia, "/nuisibles/noter", **visit, near_clean="0", next_on="2026-12-20")
    assert "rien" in nadia.get(HOME + "/nuisibles").text
    half = send(nadia, "/nuisibles/noter", **visit | {"found_1": ""}, near_clean="0")
    assert half.status_code == 422
    assert send(nadia, "/chariots", code="rien", kind="cleaned").status_code == 422
    look = {"point": "TEN-01", "seen": "4"}
    assert send(nadia, "/hygiene/noter", **look, well="9").status_code == 422
    kept_once(session, nadia, "/hygiene/noter", **look, well="4")
    assert "4 sur 4" in nadia.get(HOME + "/hygiene").text


def test_maintenance_from_the_plan_to_what_was_done(
    session: Session, signed_in: SignedIn, rachid: FlaskClient, nadia: FlaskClient, room: Washroom
) -> None:
    plan = {"machine": room.first, "what": "Joints", "every": "1", "unit": "month",
            "who": "maintenance"}  # fmt: skip
    assert send(rachid, "/entretien/plan/nouveau", **plan | {"unit": "lune"}).status_code == 422
    kept_once(session, rachid, "/entretien/plan/nouveau", **plan)
    assert send(rachid, "/entretien/plan/ENT-01/valider").status_code == 409
    kept_once(session, signed_in("direction"), "/entretien/plan/ENT-01/valider")
    asked = nadia.get(f"{HOME}/entretien/noter?plan=ENT-01").text
    assert "Joints" in asked
    event = {"machine": room.first, "kind": "preventive", "plan_code": "ENT-01"}
    assert send(nadia, "/entretien/noter", **event).status_code == 422
    kept_once(session, nadia, "/entretien/noter", **event, what="Joints changés")
    row = session.exec(select(UpkeepEvent)).one()
    fix = {"amends": row.id, "reason": "Pièce oubliée", "what": "Joints et ressort"}
    kept_once(session, nadia, "/entretien/noter", **event, **fix)
    again = send(nadia, "/entretien/noter", **event, **fix)
    assert again.status_code == 409
    assert "déjà été corrigée" in again.text
    assert "Corrigé depuis" in nadia.get(f"{HOME}/entretien?machine={room.first}").text
    kept_once(session, rachid, "/entretien/plan/ENT-01", **plan | {"reason": "Constructeur"})
    kept_once(session, rachid, "/entretien/plan/ENT-01/retirer", why="Vendue")
    assert maintenance.newest(session, "ENT-01") is not None


def test_the_hour_that_comes_twice_is_asked_which(
    session: Session, nadia: FlaskClient, room: Washroom
) -> None:
    sent = {"at": "2026-10-25T02:30", "late_reason": "Oubli"}
    asked = send(nadia, f"/pompes/{room.pump_id}/empty", **sent)
    assert asked.status_code == 422
    assert 'name="which"' in asked.text
    kept_once(session, nadia, f"/pompes/{room.pump_id}/empty", **sent, which="winter")
    assert session.exec(select(PumpEvent)).one().at.isoformat() == "2026-10-25T01:30:00+00:00"
