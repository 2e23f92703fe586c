"""Bringing a file in: by the page, by the page of imports, by the command."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.exchange import cli
from esat.production import once
from esat.web.door import House
from laundry_rabc.loggers.models import (
    LoggerFile,
    LoggerMapping,
)
from tests.laundry_rabc.loggers import scene, written
from tests.laundry_rabc.loggers.browsing import (
    HEADERS,
    HOUR,
    ROOT,
    SignedIn,
    cold,
    ines,
    kept,
    key_of,
    nadia,
    send,
    upload,
    washer,
    words,
)
from tests.laundry_rabc.loggers.scene import Washer

__all__ = ["ines", "nadia", "washer"]


@pytest.mark.parametrize(
    ("data", "word", "status"),
    [
        (b"", "vide", 422),
        (b"%PDF-1.7", "pas un fichier d’enregistreur", 422),
        (b"Bonjour", "pas un fichier d’enregistreur", 422),
        (written.real("ori-basicex1.csv"), "Ori", 422),
        (written.real("flexim-f601.txt"), "Volumenstrom", 422),
        (written.hoboware([]), "aucune mesure", 422),
        (written.hoboware(["20.0", "x"]), "Ligne 4", 422),
        (written.ibutton(["20.1"], count=5), "incomplet", 422),
    ],
    ids=["empty", "pdf", "letter", "ori", "flexim", "heads", "value", "cut"],
)
def test_what_is_wrong_is_said_in_french_and_nothing_is_kept(
    nadia: FlaskClient, session: Session, washer: Washer, data: bytes, word: str, status: int
) -> None:
    answer = upload(nadia, data)
    assert answer.status_code == status
    assert word in answer.text
    assert session.exec(select(LoggerFile)).all() == []


def test_no_file_and_a_key_of_another(
    nadia: FlaskClient, signed_in: SignedIn, washer: Washer, now: datetime
) -> None:
    assert send(nadia, "/importer").status_code == 422
    key = key_of(upload(nadia, cold(now - 5 * HOUR)))
    other = signed_in("qualite")
    for path in ("/importer", "/importer/enregistrer", "/importer/abandonner", "/importer/decrire"):
        assert send(other, path, key=key).status_code in {404, 422}, path
    assert send(nadia, "/importer/abandonner", key=key).status_code == 303
    assert send(nadia, "/importer/enregistrer", key=key).status_code == 404


def test_a_doubled_file_is_refused(
    nadia: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    data = cold(now - 5 * HOUR)
    kept(nadia, data)
    again = upload(nadia, data)
    assert again.status_code == 409
    assert "déjà été importé" in again.text
    assert len(session.exec(select(LoggerFile)).all()) == 1


def test_what_the_file_does_not_say_is_asked(
    nadia: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    start = datetime(2026, 4, 3, 10, 0)  # noqa: DTZ001 - 3 April or 4 March
    data = written.hoboware(["20.0", "71.5"], start, zone="", order="%d/%m/%y")
    asked = upload(nadia, data)
    assert asked.status_code == 200
    assert 'name="order"' in asked.text
    key = key_of(asked)
    then = send(nadia, "/importer", key=key, order="dmy")
    assert then.status_code == 422
    assert 'name="zone"' in then.text
    seen = send(nadia, "/importer", key=key, order="dmy", zone="Europe/Paris")
    assert seen.status_code == 200
    assert "3 avr. à 10:00" in words(seen)
    wrong = send(nadia, "/importer/enregistrer", key=key, order="dmy", zone="Mars")
    assert wrong.status_code == 422
    done = send(nadia, "/importer/enregistrer", key=key, order="dmy", zone="Europe/Paris")
    assert done.status_code == 303
    assert session.exec(select(LoggerFile)).one().date_order == "dmy"


def test_an_unknown_number_asks_whose_it_is(
    nadia: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    start = (now - 5 * HOUR).replace(tzinfo=None)
    data = written.hoboware(["20.0", "71.5"], start, serial="777", zone="GMT+00:00")
    seen = upload(nadia, data)
    assert "encore inconnu" in seen.text
    key = key_of(seen)
    missing = send(nadia, "/importer/enregistrer", key=key)
    assert missing.status_code == 422
    assert "Dites de quel enregistreur" in missing.text
    other = scene.probe(session, "ENR-2", now)
    session.commit()
    assert send(nadia, "/importer/enregistrer", key=key, instrument=other.id).status_code == 303


def test_a_table_is_described_by_the_quality_lead_alone(
    nadia: FlaskClient, ines: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    data = written.generic(["23/11/2026 08:00:00;70,5;3", "23/11/2026 08:01:00;71,5;3"])
    sent = upload(nadia, data)
    assert sent.status_code == 422
    assert "responsable qualité" in sent.text
    asked = upload(ines, data)
    assert "Colonne de la température" in asked.text
    key = key_of(asked)
    given = {
        "key": key, "name": "Tunnel", "day": "0", "hour": "", "value": "1", "order": "dmy",
        "decimal": ",", "unit": "C", "zone": "Europe/Paris", "instrument": washer.instrument.id,
    }  # fmt: skip
    wrong = send(ines, "/importer/decrire", **given | {"value": "0", "name": ""})
    assert wrong.status_code == 422
    assert send(nadia, "/importer/decrire", **given).status_code == 403
    assert session.exec(select(LoggerMapping)).all() == []
    seen = send(ines, "/importer/decrire", **given)
    assert seen.status_code == 200
    assert "CSV décrit" in seen.text
    assert send(ines, "/importer/enregistrer", key=key).status_code == 303
    assert "Tunnel" in ines.get(f"{ROOT}/descriptions").text
    mapping = session.exec(select(LoggerMapping)).one()
    path = f"/descriptions/{mapping.id}/retirer"
    capture = once.fresh()
    for _ in range(2):
        assert send(ines, path, capture=capture).status_code == 303
    assert send(ines, path).status_code == 409
    assert "Aucun fichier décrit" in ines.get(f"{ROOT}/descriptions").text


def test_the_page_of_imports_reads_it_too(
    signed_in: SignedIn, session: Session, washer: Washer, now: datetime
) -> None:
    rachid = signed_in("responsable_atelier", ("laundry",))
    path = "/administration/import/logger"
    assert "Relevé d’un enregistreur" in rachid.get("/administration/import").text
    sent = rachid.post(path, data={"file": (io.BytesIO(b"x"), "a.csv")}, headers=HEADERS)
    assert "enregistreur de température" in sent.text
    data = {"file": (io.BytesIO(cold(now - 5 * HOUR)), "L1.csv")}
    seen = rachid.post(path, data=data, headers=HEADERS)
    assert "HOBOware" in seen.text
    key = key_of(seen)
    done = rachid.post(f"{path}/enregistrer", data={"key": key}, headers=HEADERS)
    assert done.status_code == 200
    assert session.exec(select(LoggerFile)).one().instrument_id == washer.instrument.id


def command(house: House, file: Path, *more: str) -> Result:
    return CliRunner().invoke(cli.import_, ["logger", str(file), *more], obj=house)


def test_the_command_brings_a_file_in_once(
    house: House, app: object, session: Session, washer: Washer, now: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "L1.csv"
    file.write_bytes(cold(now - 5 * HOUR))
    tried = command(house, file, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "HOBOware" in tried.output
    assert session.exec(select(LoggerFile)).all() == []
    done = command(house, file)
    assert done.exit_code == 0, done.output
    assert "ENR-1" in done.output
    again = command(house, file)
    assert again.exit_code == 0
    assert "déjà été importé" in again.output
    assert len(session.exec(select(LoggerFile)).all()) == 1


def test_the_command_refuses_with_one_sentence(
    house: House, app: object, session: Session, washer: Washer, now: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "ori.csv"
    file.write_bytes(written.real("ori-basicex1.csv"))
    told = command(house, file)
    assert told.exit_code == 1
    assert "Ori" in told.output
    start = (now - 5 * HOUR).replace(tzinfo=None)
    file.write_bytes(written.hoboware(["20.0", "21.0"], start, serial="777", zone="GMT+00:00"))
    told = command(house, file)
    assert told.exit_code == 1
    assert "777" in told.output
    assert session.exec(select(LoggerFile)).all() == []
