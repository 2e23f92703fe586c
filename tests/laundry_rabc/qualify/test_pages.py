import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.files.models import StoredFile
from laundry_rabc.qualify import tiles
from laundry_rabc.qualify.models import (
    Qualification,
    QualificationApproval,
    QualificationVoid,
)
from tests.laundry_rabc.qualify import proofs
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant

SignedIn = Callable[..., FlaskClient]
ROOT = "/rabc/qualifications"
GOOD = {
    "method": "logger", "report": "R-2026-7", "performed_on": "2026-11-20",
    "performed_by": "Laboratoire", "temperature_c": "71,5", "hold_minutes": "3",
    "mixing_minutes": "4", "equivalences": "65 × 10", "dose_ml_kg": "", "log_reduction": "",
    "note": "",
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def plant(session: Session, now: datetime) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


def cell(plant: Plant, machine: str = "l1", programme: str = "p60") -> str:
    return f"{ROOT}/{plant.id(machine)}/{plant.id(programme)}"


def kept(session: Session) -> list[Qualification]:
    session.expire_all()
    return list(session.exec(select(Qualification)))


def test_from_the_empty_matrix_to_a_proved_programme(
    session: Session, plant: Plant, signed_in: SignedIn
) -> None:
    ines, rachid = signed_in("qualite"), signed_in("responsable_atelier", ("laundry",))
    shown = ines.get(ROOT).text
    assert "Règle éteinte" in shown
    assert shown.count("Non qualifié") >= 8
    blank = ines.get(cell(plant) + "/nouvelle").text
    assert " checked" not in blank
    assert not re.search(r'type="(text|date)"[^>]* value="[^"]', blank)
    sent = form(**GOOD) | {"file": (io.BytesIO(PDF), "rapport.pdf")}
    answer = ines.post(cell(plant) + "/nouvelle", data=sent)
    assert answer.status_code == 303
    (one,) = kept(session)
    assert one.file_id is not None
    assert "À approuver" in ines.get(ROOT).text
    own = ines.get(cell(plant)).text
    assert "une autre personne approuve" in own
    approve = f"{ROOT}/rapports/{one.id}/approuver"
    assert approve not in own
    refused = ines.post(approve, data=form())
    assert refused.status_code == 409
    assert "Qui a écrit n’approuve pas" in refused.text
    assert session.exec(select(QualificationApproval)).all() == []
    assert approve in rachid.get(cell(plant)).text
    key = form()
    assert rachid.post(approve, data=key).status_code == 303
    assert rachid.post(approve, data=key).status_code == 303
    assert rachid.post(approve, data=form()).status_code == 409
    page = rachid.get(cell(plant)).text
    for words in ("Qualifié jusqu’au 19 novembre 2027", "65 × 10 (°C × min)", "R-2026-7", "Inès"):
        assert words in page
    file = rachid.get(f"{ROOT}/rapports/{one.id}/fichier")
    assert (file.status_code, file.data) == (200, PDF)
    assert rachid.get(f"/fichiers/{one.file_id}").status_code == 404


def test_sent_again_a_report_is_kept_once(
    session: Session, plant: Plant, signed_in: SignedIn
) -> None:
    ines, sent = signed_in("qualite"), form(**GOOD)
    for _ in range(2):
        assert ines.post(cell(plant) + "/nouvelle", data=sent).status_code == 303
    assert len(kept(session)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"method": "devinette"}, "method"),
        ({"report": " "}, "report"),
        ({"performed_on": ""}, "performed_on"),
        ({"performed_on": "2026-11-24"}, "performed_on"),
        ({"performed_on": "hier"}, "performed_on"),
        ({"performed_by": ""}, "performed_by"),
        ({"temperature_c": ""}, "temperature_c"),
        ({"temperature_c": "chaud"}, "temperature_c"),
        ({"temperature_c": "101"}, "temperature_c"),
        ({"temperature_c": "0"}, "temperature_c"),
        ({"hold_minutes": "0"}, "hold_minutes"),
        ({"mixing_minutes": "-1"}, "mixing_minutes"),
        ({"mixing_minutes": ""}, "mixing_minutes"),
        ({"equivalences": "65"}, "equivalences"),
        ({"dose_ml_kg": "-3"}, "dose_ml_kg"),
        ({"method": "bio-indicator"}, "log_reduction"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_with_the_form_as_filled(
    session: Session, plant: Plant, signed_in: SignedIn, change: dict[str, str], field: str
) -> None:
    answer = signed_in("qualite").post(cell(plant) + "/nouvelle", data=form(**(GOOD | change)))
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert "65" in answer.text
    assert kept(session) == []


def test_what_is_no_report_is_refused_as_a_file(
    session: Session, plant: Plant, signed_in: SignedIn
) -> None:
    sent = form(**GOOD) | {"file": (io.BytesIO(b"MZ\x00\x01 nothing"), "rapport.pdf")}
    answer = signed_in("qualite").post(cell(plant) + "/nouvelle", data=sent)
    assert answer.status_code == 422
    assert 'id="e-file"' in answer.text
    assert kept(session) == []
    assert session.exec(select(StoredFile)).all() == []


def test_a_qualification_is_voided_by_hand_and_stays_in_sight(
    session: Session, plant: Plant, signed_in: SignedIn, now: datetime
) -> None:
    one = proofs.proved(session, plant, "l1", "p60", now - timedelta(days=5))
    session.commit()
    ines, address = signed_in("qualite"), f"{ROOT}/rapports/{one.id}/annuler"
    assert ines.get(address).status_code == 200
    wrong = ines.post(address, data=form(on="2026-11-24", reason="Résistance"))
    assert wrong.status_code == 422
    assert 'id="e-on"' in wrong.text
    assert "Résistance" in wrong.text
    sent = form(on="2026-11-22", reason="Résistance changée")
    assert ines.post(address, data=sent).status_code == 303
    assert ines.post(address, data=sent).status_code == 303
    assert ines.post(address, data=form(on="2026-11-22", reason="x")).status_code == 409
    session.expire_all()
    assert len(session.exec(select(QualificationVoid)).all()) == 1
    page = ines.get(cell(plant)).text
    assert "Qualification annulée le 22 novembre 2026" in page
    assert "Résistance changée" in page
    assert address not in page


def test_readers_read_and_do_nothing_and_strangers_see_nothing(
    session: Session, plant: Plant, client: FlaskClient, signed_in: SignedIn, now: datetime
) -> None:
    one = proofs.proved(session, plant, "l1", "p60", now)
    session.commit()
    posts = [
        (cell(plant) + "/nouvelle", GOOD),
        (f"{ROOT}/rapports/{one.id}/approuver", {}),
        (f"{ROOT}/rapports/{one.id}/annuler", {"on": "2026-11-23", "reason": "x"}),
    ]
    for role in ("inspecteur", "direction", "moniteur"):
        reader = signed_in(role, ("laundry",) if role == "moniteur" else None)
        page = reader.get(cell(plant))
        assert page.status_code == 200
        assert "Annuler cette qualification" not in page.text
        for address, fields in posts:
            assert reader.post(address, data=form(**fields)).status_code == 403
    other = signed_in("responsable_atelier", ("bookbinding",))
    for address in (ROOT, cell(plant), cell(plant) + "/nouvelle"):
        assert other.get(address).status_code == 403
        assert client.get(address).status_code in {302, 303, 401}
    for address, fields in posts:
        assert other.post(address, data=form(**fields)).status_code == 403
    assert signed_in("qualite").get(f"{ROOT}/rapports/{one.id}/approuver").status_code == 405
    assert len(kept(session)) == 1


def test_what_is_not_there_is_not_found(
    session: Session, plant: Plant, signed_in: SignedIn, now: datetime
) -> None:
    one = proofs.proved(session, plant, "l1", "p60", now)
    session.commit()
    ines = signed_in("qualite")
    for address in (
        f"{ROOT}/987/{plant.id('p60')}", f"{ROOT}/{plant.id('l1')}/987",
        cell(plant, "l2", "p90") + "/nouvelle", f"{ROOT}/rapports/987/fichier",
        f"{ROOT}/rapports/{one.id}/fichier", f"{ROOT}/rapports/987/annuler",
        f"{ROOT}/depart/987/{plant.id('l1')}/1",
    ):  # fmt: skip
        assert ines.get(address).status_code == 404
    assert ines.post(f"{ROOT}/rapports/987/approuver", data=form()).status_code == 404


def test_what_ends_soon_is_listed_with_its_days(
    session: Session, plant: Plant, signed_in: SignedIn, now: datetime
) -> None:
    proofs.proved(session, plant, "l1", "p60", now, performed_on=clock.local(now).date()
                  - timedelta(days=340))  # fmt: skip
    session.commit()
    page = signed_in("qualite").get(ROOT).text
    assert "Ce qui expire bientôt" in page
    assert "24\u00a0jours" in page
    assert tiles.unproved(session, SYSTEM, now) == 7
