import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, func, select
from werkzeug.test import TestResponse

from esat.clients.models import Client
from esat.db import Database
from tests.esat.exchange.test_tabular import REAL

SignedIn = Callable[..., FlaskClient]


def send(browser: FlaskClient, data: bytes, name: str = "clients.csv") -> TestResponse:
    return browser.post("/clients/import", data={"file": (io.BytesIO(data), name)}, buffered=True)


def key_of(answer: TestResponse) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', answer.text)
    assert found
    return found.group(1)


def count(database: Database) -> int:
    with database.read() as session:
        return session.exec(select(func.count(col(Client.id)))).one()


def test_a_file_is_shown_before_it_is_kept(signed_in: SignedIn, database: Database) -> None:
    odile = signed_in("bureau")
    before = count(database)
    shown = send(odile, REAL.read_bytes(), "chez moi/clients.csv")
    assert shown.status_code == 200
    assert "Rien n’est encore enregistré" in shown.text
    assert "chez moi" not in shown.text
    assert count(database) == before
    kept = odile.post("/clients/import/enregistrer", data={"key": key_of(shown)})
    assert kept.status_code == 200
    assert "132 lignes : 132 créées" in kept.text
    assert count(database) == before + 132
    again = send(odile, REAL.read_bytes())
    assert "Rien à enregistrer" in again.text


def test_a_file_is_kept_once_and_only_by_who_sent_it(
    signed_in: SignedIn, database: Database
) -> None:
    odile, denis = signed_in("bureau"), signed_in("direction")
    key = key_of(send(odile, b"nom;ville\nLilas;Gap\n"))
    assert denis.post("/clients/import/enregistrer", data={"key": key}).status_code == 404
    assert odile.post("/clients/import/enregistrer", data={"key": key}).status_code == 200
    assert odile.post("/clients/import/enregistrer", data={"key": key}).status_code == 404
    for wrong in ("", "../../etc/passwd", "0" * 32, "é" * 32):
        answer = odile.post("/clients/import/enregistrer", data={"key": wrong})
        assert answer.status_code == 404


def test_a_refused_line_asks_for_a_choice(signed_in: SignedIn, database: Database) -> None:
    odile = signed_in("bureau")
    before = count(database)
    shown = send(odile, b"nom;ville\nLilas;Gap\n;Riom\n")
    assert "Enregistrer sans les lignes refusées" in shown.text
    data = {"key": key_of(shown)}
    assert odile.post("/clients/import/enregistrer", data=data).status_code == 409
    assert count(database) == before
    kept = odile.post("/clients/import/enregistrer", data={**data, "partial": "1"})
    assert kept.status_code == 200
    assert count(database) == before + 1


def test_a_file_that_waits_can_be_given_up(signed_in: SignedIn) -> None:
    odile = signed_in("bureau")
    data = {"key": key_of(send(odile, b"nom;ville\nLilas;Gap\n"))}
    assert odile.post("/clients/import/abandonner", data=data).status_code == 303
    assert odile.post("/clients/import/enregistrer", data=data).status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "status", "sentence"),
    [
        (b"", "", 422, "Choisissez un fichier"),
        (b"", "vide.csv", 422, "Le fichier est vide"),
        (b"%PDF-1.7", "a.pdf", 422, "pas un tableau"),
        (b"PK\x03\x04", "a.xlsx", 422, "abîmé"),
        (b"ville;cp\nRiom;63200\n", "a.csv", 422, "raison sociale"),
        (b"nom;ville\n" + b"A;Riom\n" * 50_001, "a.csv", 413, "trop de lignes"),
    ],
    ids=["no file", "empty", "pdf", "cut", "no name", "too long"],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(
    signed_in: SignedIn, data: bytes, name: str, status: int, sentence: str
) -> None:
    answer = send(signed_in("bureau"), data, name)
    assert answer.status_code == status
    assert sentence in answer.text
    assert 'type="file"' in answer.text


def test_what_a_file_says_never_becomes_html(signed_in: SignedIn) -> None:
    odile = signed_in("bureau")
    shown = send(odile, b"nom;<b>x</b>\n<script>alert(1)</script>;b\n", "<i>.csv")
    assert "<script>alert" not in shown.text
    assert "<b>x</b>" not in shown.text
    assert "<i>.csv" not in shown.text


@pytest.mark.parametrize("role", ["moniteur", "comptoir", "qualite", "inspecteur"])
def test_others_may_not_import(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get("/clients/import").status_code == 403
    assert send(signed_in(role), b"nom;ville\nA;B\n").status_code == 403


def test_the_choice_shows_only_what_one_may_bring_in(signed_in: SignedIn) -> None:
    assert "Travailleurs" in signed_in("bureau").get("/administration/import").text
    rachid = signed_in("responsable_atelier").get("/administration/import").text
    assert "Articles" in rachid
    assert "Travailleurs" not in rachid.partition("<main")[2]


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("workers", "prénom;nom\nPaul;Durand\n"),
        ("articles", "code;libellé\nD;Draps\n"),
        ("clients", "nom\nLilas\n"),
    ],
)
def test_every_declared_file_is_shown_then_kept(signed_in: SignedIn, what: str, data: str) -> None:
    odile, place = signed_in("bureau"), f"/administration/import/{what}"
    assert odile.get(place, follow_redirects=True).status_code == 200
    sent = {"file": (io.BytesIO(data.encode()), "f.csv")}
    shown = odile.post(place, data=sent, follow_redirects=True, buffered=True)
    assert "Rien n’est encore enregistré" in shown.text
    key = {"key": key_of(shown)}
    kept = odile.post(f"{place}/enregistrer", data=key, follow_redirects=True)
    assert "C’est enregistré" in kept.text


def test_a_file_that_waits_for_one_import_is_nothing_to_another(signed_in: SignedIn) -> None:
    odile = signed_in("bureau")
    key = {"key": key_of(send(odile, b"nom;ville\nLilas;Gap\n"))}
    place = "/administration/import/articles/enregistrer"
    assert odile.post(place, data=key).status_code == 404
    assert odile.get("/administration/import/rien").status_code == 404


def test_workers_are_brought_in_by_the_office_alone(signed_in: SignedIn) -> None:
    place = "/administration/import/workers"
    assert signed_in("responsable_atelier").get(place).status_code == 403
    assert signed_in("responsable_atelier").post(place).status_code == 403
