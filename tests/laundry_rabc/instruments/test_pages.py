from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from laundry_rabc.instruments.models import Instrument

SignedIn = Callable[..., FlaskClient]
GOOD = {"code": "T-01", "name": "Laveuse 1", "kind": "thermometer", "unit": "°C"}


def form(**fields: str) -> dict[str, str]:
    return {"capture": str(uuid4())} | fields


def test_an_instrument_is_declared_once(session: Session, signed_in: SignedIn) -> None:
    ines = signed_in("qualite")
    assert "Aucun instrument" in ines.get("/rabc/instruments").text
    sent = form(**GOOD)
    assert ines.post("/rabc/instruments", data=sent).status_code == 303
    assert ines.post("/rabc/instruments", data=sent).status_code == 303
    again = ines.post("/rabc/instruments", data=form(**GOOD))
    assert again.status_code == 422
    assert 'id="e-code"' in again.text
    assert len(session.exec(select(Instrument)).all()) == 1
    assert "Laveuse 1" in ines.get("/rabc/instruments").text


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"code": ""}, "code"),
        ({"code": "T 01"}, "code"),
        ({"name": ""}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"kind": "montre"}, "kind"),
        ({"unit": "°F"}, "unit"),
    ],
)
def test_a_wrong_instrument_says_which_field(
    session: Session, signed_in: SignedIn, change: dict[str, str], wrong: str
) -> None:
    answer = signed_in("qualite").post("/rabc/instruments", data=form(**(GOOD | change)))
    assert answer.status_code == 422
    assert f'id="e-{wrong}"' in answer.text
    assert session.exec(select(Instrument)).all() == []


def test_an_instrument_is_retired_once_by_those_who_may(
    session: Session, client: FlaskClient, signed_in: SignedIn
) -> None:
    ines = signed_in("qualite")
    ines.post("/rabc/instruments", data=form(**GOOD))
    key = session.exec(select(Instrument)).one().id
    address = f"/rabc/instruments/{key}/retirer"
    assert ines.get(address).status_code == 405
    assert signed_in("inspecteur").post(address, data=form()).status_code == 403
    assert client.post(address, data=form()).status_code in {302, 303, 401}
    sent = form()
    assert ines.post(address, data=sent).status_code == 303
    assert ines.post(address, data=sent).status_code == 303
    assert ines.post(address, data=form()).status_code == 409
    assert ines.post("/rabc/instruments/999/retirer", data=form()).status_code == 404
    assert "Retiré" in ines.get("/rabc/instruments").text
