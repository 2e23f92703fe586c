import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production import once
from laundry_rabc.papers.models import Document, DocumentFile, DocumentRead
from tests.laundry_rabc.papers.asking import DOCUMENTS, PAPER, PDF, send
from tests.workshops.laundry.residents import pictures

SignedIn = Callable[..., FlaskClient]


def test_a_document_is_written_approved_by_another_and_read_once(
    ines: FlaskClient, denis: FlaskClient, nadia: FlaskClient, session: Session
) -> None:
    assert "Aucun document ici" in ines.get(DOCUMENTS).text
    wrong = send(ines, f"{DOCUMENTS}/nouveau", **PAPER | {"code": "PRO 01 !"})
    assert wrong.status_code == 422
    assert "Tri du linge" in wrong.text
    given = PAPER | {"capture": once.fresh()}
    here = send(ines, f"{DOCUMENTS}/nouveau", **given).headers["Location"]
    assert send(ines, f"{DOCUMENTS}/nouveau", **given).headers["Location"] == here
    assert len(session.exec(select(Document)).all()) == 1
    one = f"{here}/versions/1"
    assert "Une autre personne" in ines.get(here).text
    assert send(ines, f"{one}/approbation").status_code == 403
    assert send(nadia, f"{one}/approbation").status_code == 403
    assert send(nadia, f"{one}/lu").status_code == 409
    assert send(denis, f"{one}/refus").status_code == 422
    assert send(denis, f"{one}/approbation").status_code == 303
    assert send(denis, f"{one}/approbation").status_code == 409
    assert "Je l’ai lue" in nadia.get(here).text
    assert "Tri du linge" in nadia.get(f"{DOCUMENTS}?vue=a-lire").text
    assert "Pas encore lu" in ines.get(here).text
    assert "Pas encore lu" not in nadia.get(here).text
    for _ in range(2):
        assert send(nadia, f"{one}/lu").status_code == 303
    assert len(session.exec(select(DocumentRead)).all()) == 1
    assert "Rien à lire" in nadia.get(f"{DOCUMENTS}?vue=a-lire").text
    assert send(denis, f"{one}/lu").status_code == 403


def test_a_superseded_version_says_so_on_its_page_and_in_the_name_of_its_file(
    ines: FlaskClient, denis: FlaskClient, session: Session
) -> None:
    first = PAPER | {"files": [(io.BytesIO(PDF), "tri.pdf"), (pictures.jpeg(), "geste.jpg")]}
    here = send(ines, f"{DOCUMENTS}/nouveau", **first).headers["Location"]
    files = [one.file_id for one in session.exec(select(DocumentFile))]
    pdf, picture = (f"{here}/versions/1/fichiers/{file_id}" for file_id in files)
    assert "PROJET-PRO-01-v1" in ines.get(pdf).headers["Content-Disposition"]
    send(denis, f"{here}/versions/1/approbation")
    assert 'filename="PRO-01-v1' in ines.get(pdf).headers["Content-Disposition"]
    assert ines.get(picture).headers["Content-Disposition"].startswith("inline")
    assert ines.get(f"{picture}?petite=1").status_code == 200
    next_one = {"title": "Tri du linge", "summary": "Sac rouge", "body": "Trier."}
    assert ines.get(f"{here}/nouvelle-version").status_code == 200
    assert send(ines, f"{here}/nouvelle-version", **next_one | {"title": ""}).status_code == 422
    second = send(ines, f"{here}/nouvelle-version", **next_one).headers["Location"]
    assert send(ines, f"{here}/nouvelle-version", **next_one).status_code == 409
    send(denis, f"{second}/approbation")
    old = ines.get(f"{here}/versions/1").text
    assert "Périmée" in old
    assert "Ouvrir la version en vigueur" in old
    assert "version 2" in ines.get(here).text
    for path in (pdf, picture):
        shown = ines.get(path).headers["Content-Disposition"]
        assert shown.startswith('attachment; filename="PERIME-PRO-01-v1')
    assert ines.get(f"/fichiers/{files[0]}").status_code == 404
    assert ines.get(f"{DOCUMENTS}/pieces/{files[0]}").status_code == 404
    assert ines.get(f"{here}/versions/2/fichiers/{files[0]}").status_code == 404


def test_a_file_that_is_none_of_ours_is_said_beside_its_field(
    ines: FlaskClient, session: Session
) -> None:
    bad = send(ines, f"{DOCUMENTS}/nouveau", **PAPER | {"files": (io.BytesIO(b"MZ"), "v.exe")})
    assert bad.status_code == 422
    assert "n’est pas accepté" in bad.text
    assert session.exec(select(Document)).all() == []


def test_a_version_is_looked_at_again_and_withdrawn(
    ines: FlaskClient, denis: FlaskClient, document: str
) -> None:
    one = f"{document}/versions/1"
    assert send(ines, f"{one}/relecture", review_note="Vu").status_code == 409
    send(denis, f"{one}/approbation")
    assert send(ines, f"{one}/relecture", review_note="").status_code == 422
    assert send(ines, f"{one}/relecture", review_note="Vu au poste").status_code == 303
    assert "Vu au poste" in ines.get(document).text
    assert send(ines, f"{one}/retrait", withdraw_note="Inutile").status_code == 403
    assert send(denis, f"{one}/retrait", withdraw_note="Inutile").status_code == 303
    assert "Ne vous servez pas" in ines.get(document).text
    assert "Tri du linge" in ines.get(f"{DOCUMENTS}?vue=perimes").text
    assert ines.get(f"{DOCUMENTS}?vue=rien").status_code == 404
