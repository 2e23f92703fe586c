import io
import re
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from laundry_rabc.instruments import keeping
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.instruments.models import Calibration, Instrument

SignedIn = Callable[..., FlaskClient]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
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


CALIBRATION = {
    "method": "reference", "on": "2026-11-23", "performed_by": "Labo", "reference": "Pt100",
    "true_1": "60", "shown_1": "64", "certificate": "C-9",
}  # fmt: skip


@pytest.fixture
def probe(session: Session, now: datetime) -> str:
    """The page of a probe."""
    made = keeping.declare(session, InstrumentIn(**GOOD), by=SYSTEM)
    session.commit()
    return f"/rabc/instruments/{made.id}"


def test_from_the_permitted_error_to_a_failed_calibration_with_its_certificate(
    session: Session, probe: str, signed_in: SignedIn
) -> None:
    rachid = signed_in("responsable_atelier", ("laundry",))
    shown = rachid.get(probe).text
    assert "Jamais étalonné" in shown
    assert "écart permis n’est pas décidé" in shown.lower()
    early = rachid.post(probe + "/etalonner", data=form(**CALIBRATION))
    assert early.status_code == 409
    assert 'value="64"' in early.text
    wrong = rachid.post(probe + "/ecart", data=form(value="0", source="", status="proposed"))
    assert wrong.status_code == 422
    assert 'id="e-value"' in wrong.text
    permitted = form(value="1", source="Besoin", status="proposed")
    assert rachid.post(probe + "/ecart", data=permitted).status_code == 303
    blank = rachid.get(probe + "/etalonner").text
    assert " checked" not in blank
    sent = form(**CALIBRATION) | {"file": (io.BytesIO(PDF), "c.pdf")}
    assert rachid.post(probe + "/etalonner", data=sent).status_code == 303
    page = rachid.get(probe).text
    for words in ("Étalonnage mauvais", "MAUVAIS", "60\u00a0°C → 64\u00a0°C", "C-9", "Rachid"):
        assert words in page
    asked = re.search(r'href="(/rabc/impact/chercher[^"]*)"', page)
    assert asked is not None
    chosen = rachid.get(asked[1].replace("&amp;", "&")).text
    assert re.search(r"<option[^>]*selected[^>]*>T-01 ", chosen)
    assert "/rabc/impact" not in signed_in("moniteur", ("laundry",)).get(probe).text
    one = session.exec(select(Calibration)).one()
    file = rachid.get(f"{probe}/certificats/{one.id}")
    assert (file.status_code, file.data) == (200, PDF)
    assert rachid.get(f"/fichiers/{one.file_id}").status_code in {403, 404}
    assert "Étalonnage mauvais" in rachid.get("/rabc/instruments").text


def test_a_calibration_is_kept_once_and_a_wrong_one_not_at_all(
    session: Session, probe: str, signed_in: SignedIn
) -> None:
    ines = signed_in("qualite")
    ines.post(probe + "/ecart", data=form(value="1", source="Besoin", status="validated"))
    for change, field in (
        ({"on": ""}, "on"), ({"on": "2026-12-01"}, "on"), ({"performed_by": ""}, "performed_by"),
        ({"shown_1": "chaud"}, "shown_1"), ({"shown_1": ""}, "shown_1"),
        ({"reference": ""}, "reference"), ({"uncertainty": "-1"}, "uncertainty"),
        ({"method": "pif"}, "method"),
    ):  # fmt: skip
        answer = ines.post(probe + "/etalonner", data=form(**(CALIBRATION | change)))
        assert (answer.status_code, f'id="e-{field}"' in answer.text) == (422, True), field
    bad = form(**CALIBRATION) | {"file": (io.BytesIO(b"rien"), "c.pdf")}
    assert 'id="e-file"' in ines.post(probe + "/etalonner", data=bad).text
    assert session.exec(select(Calibration)).all() == []
    nothing = ines.post(probe + "/etalonner", data=form(**dict.fromkeys(CALIBRATION, "")))
    assert nothing.status_code == 422
    sent = form(**(CALIBRATION | {"shown_1": "60,2", "uncertainty": ""}))
    for _ in range(2):
        assert ines.post(probe + "/etalonner", data=sent).status_code == 303
    assert len(session.exec(select(Calibration)).all()) == 1


def test_readers_read_the_register_and_strangers_nothing(
    session: Session, probe: str, client: FlaskClient, signed_in: SignedIn
) -> None:
    for reader in (signed_in("inspecteur"), signed_in("moniteur", ("laundry",))):
        page = reader.get(probe)
        assert page.status_code == 200
        assert "Décider l’écart permis" not in page.text
        for address in (probe + "/etalonner", probe + "/ecart"):
            assert reader.post(address, data=form(**CALIBRATION)).status_code == 403
    other = signed_in("responsable_atelier", ("bookbinding",))
    assert other.post(probe + "/etalonner", data=form(**CALIBRATION)).status_code == 403
    for address in (probe, "/rabc/instruments", probe + "/etalonner", probe + "/certificats/1"):
        assert other.get(address).status_code == 403
    assert client.get(probe).status_code in {302, 303, 401}
    ines = signed_in("qualite")
    assert ines.get(probe + "/ecart").status_code == 405
    for address in ("/rabc/instruments/987", "/rabc/instruments/987/etalonner",
                    probe + "/certificats/987"):  # fmt: skip
        assert ines.get(address).status_code == 404
