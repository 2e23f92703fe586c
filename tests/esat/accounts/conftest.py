"""People with a real password, and the devices they stand at."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from esat.accounts import devices, identity, passwords
from esat.accounts.models import Account, Device, Station
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.accounts.service import NewAccount, create_account
from esat.db import Database

PASSWORD = "Volcan-Rose-1834!"
PIN = "8152"
BADGE = "H0000011"

MakePerson = Callable[..., Account]


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture(scope="session")
def pin_hash() -> str:
    return passwords.hashed(PIN)


@pytest.fixture
def make_person(database: Database, password_hash: str) -> MakePerson:
    """`make_person("moniteur", workshops=("laundry",))`: an account with PASSWORD."""

    def make(role: str = "moniteur", **more: object) -> Account:
        changes = {k: more.pop(k) for k in ("workshops", "ends_on", "login") if k in more}
        new = NewAccount(
            login=str(changes.pop("login", "nadia")),
            display_name="Nadia Ferrand",
            password_hash=password_hash,
            roles=(role,),
            must_change_password=False,
            **changes,  # type: ignore[arg-type]
        )
        with database.write() as session:
            account = create_account(session, new)
            for name, value in more.items():
                setattr(account, name, value)
            session.add(account)
        return account

    return make


@pytest.fixture
def station(database: Database) -> Station:
    with database.write() as session:
        return devices.create_station(
            session, code="X0000016", name="Comptoir", workshop="laundry", zone="dirty"
        )


@pytest.fixture
def tablet(database: Database, station: Station) -> tuple[Device, str]:
    """An enrolled device of the laundry, and its token."""
    with database.write() as session:
        return devices.enrol_device(session, name="Tablette 1", station=station)


@pytest.fixture
def enrolled(database: Database, tablet: tuple[Device, str]) -> identity.Enrolled:
    with database.read() as session:
        found = identity.device_of(session, tablet[1])
    assert found is not None
    return found


@pytest.fixture
def tablet_client(app: Flask, tablet: tuple[Device, str]) -> FlaskClient:
    """The browser of the enrolled tablet."""
    client = app.test_client()
    client.set_cookie(DEVICE_COOKIE, tablet[1])
    return client
