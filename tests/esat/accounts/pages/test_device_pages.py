"""Enrolling devices and opening stations, as pages."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from esat.accounts.models import Device, Station
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.db import Database

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def admin(signed_in: SignedIn) -> FlaskClient:
    return signed_in("administrateur")


def test_a_station_is_opened_with_a_code_of_its_own(admin: FlaskClient, database: Database) -> None:
    form = {"name": "Table de tri", "workshop": "laundry", "zone": "dirty"}
    assert admin.post("/administration/postes", data=form).status_code == 303
    with database.read() as session:
        made = session.exec(select(Station)).one()
        assert made.code.startswith("X")
        assert made.zone == "dirty"
    assert "Table de tri" in admin.get("/administration/postes").text


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"workshop": "ailleurs"}, {"zone": "bleue"}, {"code": "F0000019"}]
)
def test_a_wrong_station_comes_back(admin: FlaskClient, change: dict[str, str]) -> None:
    form = {"name": "Tri", "workshop": "laundry", "zone": "dirty"} | change
    assert admin.post("/administration/postes", data=form).status_code == 422


def test_this_browser_is_enrolled_at_once(
    admin: FlaskClient, station: Station, database: Database
) -> None:
    form = {"name": "Tablette", "station": station.id, "here": "1"}
    assert admin.post("/administration/appareils", data=form).status_code == 303
    assert admin.get_cookie(DEVICE_COOKIE) is not None
    assert "(celui-ci)" in admin.get("/administration/appareils").text


def test_another_device_gets_a_token_to_type(
    admin: FlaskClient, app: Flask, station: Station
) -> None:
    form = {"name": "Tablette", "station": station.id}
    page = admin.post("/administration/appareils", data=form)
    token = page.text.split("<dt>Jeton</dt><dd>")[1].split("</dd>")[0]
    tablet = app.test_client()
    assert tablet.post("/connexion/appareil", data={"token": "faux"}).status_code == 401
    assert tablet.post("/connexion/appareil", data={"token": token}).status_code == 303
    assert "Tablette" in tablet.get("/connexion").text


def test_a_lost_tablet_is_revoked(
    admin: FlaskClient, tablet_client: FlaskClient, tablet: tuple[Device, str]
) -> None:
    assert "Tablette 1" in tablet_client.get("/connexion").text
    path = f"/administration/appareils/{tablet[0].id}/revocation"
    assert admin.post(path).status_code == 303
    assert "Tablette 1" not in tablet_client.get("/connexion").text


def test_a_head_of_another_workshop_touches_nothing_here(
    signed_in: SignedIn, tablet: tuple[Device, str], station: Station
) -> None:
    other = signed_in("responsable_atelier", ("bookbinding",))
    assert "Tablette 1" not in other.get("/administration/appareils").text
    for path in (
        f"appareils/{tablet[0].id}/revocation",
        f"postes/{station.id}/fermeture",
    ):
        assert other.post(f"/administration/{path}").status_code == 403
    form = {"name": "Tablette", "station": station.id}
    assert other.post("/administration/appareils", data=form).status_code == 403
    assert (
        other.post(
            "/administration/postes", data={"name": "Tri", "workshop": "laundry"}
        ).status_code
        == 403
    )


def test_a_station_in_use_stays_open(
    admin: FlaskClient, tablet: tuple[Device, str], station: Station
) -> None:
    path = f"/administration/postes/{station.id}/fermeture"
    assert admin.post(path).status_code == 409
    admin.post(f"/administration/appareils/{tablet[0].id}/revocation")
    assert admin.post(path).status_code == 303
