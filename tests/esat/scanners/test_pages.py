import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from esat.accounts import devices
from esat.accounts.models import AccessLine, Device
from esat.accounts.permissions import write_waiting_lines
from esat.db import Database
from esat.errors import Invalid, Refused
from esat.production.codes import TEST_CODES
from esat.scanners.symptoms import SYMPTOMS

SignedIn = Callable[..., FlaskClient]
SPEED = "/appareil/vitesse"


def test_the_page_is_for_those_who_scan_and_shows_the_three_codes(
    signed_in: SignedIn, client: FlaskClient
) -> None:
    page = signed_in("comptoir").get("/appareil").text
    for code in TEST_CODES:
        assert f'data-code="{code}"' in page
        assert f"Code à barres {code}" in page
    assert client.get("/appareil").status_code in {302, 303, 401}
    assert signed_in("borne").get("/appareil").status_code == 403


def test_every_symptom_that_the_script_may_name_is_on_the_page(signed_in: SignedIn) -> None:
    page = signed_in("comptoir").get("/appareil").text
    for symptom in SYMPTOMS:
        assert f'id="symptom-{symptom.code}"' in page
        assert symptom.todo in page


def test_the_menu_leads_to_the_page(signed_in: SignedIn) -> None:
    assert 'href="/appareil"' in signed_in("moniteur").get("/").text


# --- the sheet -------------------------------------------------------------------------------


def test_the_sheet_is_a_paper_for_those_who_scan(signed_in: SignedIn, client: FlaskClient) -> None:
    answer = signed_in("comptoir").get("/appareil/feuille.pdf")
    assert answer.mimetype == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.data)).pages) == 2
    assert client.get("/appareil/feuille.pdf").status_code in {302, 303, 401}
    assert signed_in("borne").get("/appareil/feuille.pdf").status_code == 403


# --- the speed of this device ------------------------------------------------------------------


@pytest.mark.parametrize("role", ["administrateur", "responsable_atelier", "moniteur", "comptoir"])
def test_a_speed_is_kept_for_this_device(
    on_tablet: SignedIn, speed: Callable[[], int], role: str
) -> None:
    browser = on_tablet(role, ("laundry",))
    assert browser.post(SPEED, data={"scan_ms": " 60 "}).status_code == 303
    assert speed() == 60
    assert 'value="60"' in browser.get("/appareil").text
    assert 'data-scan-ms="60"' in browser.get("/comptoir").text


def test_who_changed_a_speed_and_from_what_stands_in_the_access_log(
    on_tablet: SignedIn, tablet: tuple[int, str], app: Flask, database: Database
) -> None:
    browser = on_tablet("moniteur", ("laundry",))
    browser.post(SPEED, data={"scan_ms": "60"})
    browser.post(SPEED, data={"scan_ms": "60"})  # a replay changes nothing, and says nothing
    write_waiting_lines(app)
    with database.read() as session:
        query = select(AccessLine).where(AccessLine.outcome == "device_tuned")
        (line,) = session.exec(query)
    assert line.object_ref == f"device_id={tablet[0]} scan_ms=35>60"
    assert line.account_id is not None


def test_a_speed_is_not_changed_by_get(on_tablet: SignedIn, speed: Callable[[], int]) -> None:
    assert on_tablet("moniteur").get(f"{SPEED}?scan_ms=60").status_code == 405
    assert speed() == 35


def test_a_stranger_and_a_reader_change_no_speed(
    on_tablet: SignedIn, client: FlaskClient, speed: Callable[[], int]
) -> None:
    assert client.post(SPEED, data={"scan_ms": "60"}).status_code in {302, 303, 401}
    for role in ("bureau", "direction", "qualite", "inspecteur", "borne"):
        browser = on_tablet(role)
        assert browser.post(SPEED, data={"scan_ms": "60"}).status_code == 403, role
    assert 'id="speed"' not in on_tablet("bureau").get("/appareil").text
    assert speed() == 35


def test_somebody_of_another_workshop_leaves_this_tablet_alone(
    on_tablet: SignedIn, speed: Callable[[], int]
) -> None:
    browser = on_tablet("moniteur", ("bookbinding",))
    assert browser.post(SPEED, data={"scan_ms": "60"}).status_code == 403
    assert 'id="speed"' not in browser.get("/appareil").text
    assert speed() == 35


def test_no_device_but_one_s_own_can_even_be_named(
    signed_in: SignedIn, tablet: tuple[int, str], speed: Callable[[], int]
) -> None:
    browser = signed_in("administrateur")
    form = {"scan_ms": "60", "device_id": str(tablet[0]), "id": str(tablet[0])}
    assert browser.post(SPEED, data=form).status_code == 409
    assert speed() == 35


def test_a_browser_that_is_not_enrolled_says_so_and_what_to_do(signed_in: SignedIn) -> None:
    page = signed_in("administrateur").get("/appareil").text
    assert "n’est pas enrôlé" in page
    assert "/administration/appareils" in page
    assert "/connexion/appareil" in signed_in("comptoir").get("/appareil").text
    refused = signed_in("comptoir").post(SPEED, data={"scan_ms": "60"})
    assert refused.status_code == 409
    assert "Enrôlez-le à la page Appareils" in refused.text


@pytest.mark.parametrize("typed", ["", "4", "501", "-1", "35,5", "vite", "1" * 40, "6\x00"])
def test_nonsense_is_no_speed(on_tablet: SignedIn, speed: Callable[[], int], typed: str) -> None:
    answer = on_tablet("moniteur").post(SPEED, data={"scan_ms": typed})
    assert answer.status_code == 422
    assert 'id="e-scan_ms"' in answer.text
    assert speed() == 35


@pytest.mark.parametrize("typed", ["5", "500"])
def test_the_bounds_are_speeds(on_tablet: SignedIn, speed: Callable[[], int], typed: str) -> None:
    assert on_tablet("moniteur").post(SPEED, data={"scan_ms": typed}).status_code == 303
    assert speed() == int(typed)


def test_a_revoked_device_is_not_tuned(session: Session, tablet: tuple[int, str]) -> None:
    device = session.get_one(Device, tablet[0])
    with pytest.raises(Invalid, match="form_invalid"):
        devices.tune(session, device, 4)
    devices.revoke_device(session, device)
    with pytest.raises(Refused, match="device_revoked"):
        devices.tune(session, device, 60)
