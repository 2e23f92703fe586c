import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, select
from werkzeug.test import TestResponse

from esat.accounts.models import Account
from esat.production import once
from laundry_rabc.papers import rules
from laundry_rabc.papers.audit_models import Audit, Finding, PaperAction
from laundry_rabc.papers.models import Document, DocumentFile, DocumentRead, PaperRule
from laundry_rabc.papers.team_models import Certificate, Meeting, TeamEntry
from tests.workshops.laundry.residents import pictures

SignedIn = Callable[..., FlaskClient]
HEADERS = {"Origin": "http://localhost"}
DOCUMENTS, AUDITS = "/rabc/documents", "/rabc/audits"
REVIEWS, ACTIONS = "/rabc/revues", "/rabc/actions"
PAPER = {"code": "PRO-01", "kind": "procedure", "title": "Tri du linge", "summary": "Première",
         "body": "Trier.", "readers": "moniteur"}  # fmt: skip
PDF = b"%PDF-1.4\n%%EOF\n"


def send(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(path, data=fields, headers=HEADERS)


def key(session: Session, table: type[SQLModel]) -> int:
    session.expire_all()
    return int(session.exec(select(table)).all()[-1].id)  # type: ignore[attr-defined]


@pytest.fixture
def ines(signed_in: SignedIn, session: Session, now: datetime) -> FlaskClient:
    rules.install(session, now)
    session.commit()
    return signed_in("qualite")


@pytest.fixture
def denis(signed_in: SignedIn) -> FlaskClient:
    return signed_in("direction")


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


@pytest.fixture
def document(ines: FlaskClient) -> str:
    return send(ines, f"{DOCUMENTS}/nouveau", **PAPER).headers["Location"]


def account(session: Session, name: str) -> int:
    found = session.exec(select(Account).where(Account.display_name == name)).all()
    return found[-1].id or 0


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


@pytest.fixture
def audit(ines: FlaskClient, denis: FlaskClient, nadia: FlaskClient, session: Session) -> str:
    """An internal audit that Denis leads, of what Inès keeps; nothing is answered yet."""
    given = {"kind": "internal", "process": "RABC", "planned_on": "2026-11-23",
             "auditor": account(session, "Denis"), "owner": account(session, "Inès")}  # fmt: skip
    return send(ines, f"{AUDITS}/nouveau", **given).headers["Location"]


FOUND = {"finding_grade": "major", "finding_words": "Relevé absent", "finding_evidence": "Vu"}


def test_an_internal_audit_is_led_question_by_question_and_held(
    ines: FlaskClient, denis: FlaskClient, session: Session, audit: str
) -> None:
    assert ines.get(f"{AUDITS}/nouveau").status_code == 200
    same = account(session, "Inès")
    given = {"kind": "internal", "process": "RABC", "planned_on": "2026-11-23"}
    wrong = send(ines, f"{AUDITS}/nouveau", **given, auditor=same, owner=same)
    assert wrong.status_code == 422
    assert "son propre processus" in wrong.text
    held = {"step_kind": "held", "step_on_day": "2026-11-23", "step_note": "Tenu."}
    assert send(denis, f"{audit}/suite", **held).status_code == 409
    keys = session.exec(select(PaperRule.id).where(PaperRule.kind == "question")).all()
    seen = {"answer_rule": keys[0], "answer_outcome": "conform", "answer_evidence": "Vu."}
    assert "Preuve" in denis.get(f"{audit}?question={keys[0]}").text
    assert send(denis, f"{audit}/reponses", **seen | {"answer_evidence": ""}).status_code == 422
    assert send(ines, f"{audit}/reponses", **seen).status_code == 403
    assert send(denis, f"{audit}/reponses", **seen | {"answer_rule": 10**30}).status_code == 422
    for one in keys:
        said = send(denis, f"{audit}/reponses", **seen | {"answer_rule": one})
        assert said.status_code == 303
    assert send(denis, f"{audit}/suite", **held).status_code == 303
    assert send(denis, f"{audit}/suite", **held).status_code == 409
    assert "Tenu" in ines.get(AUDITS).text


def test_a_finding_is_written_with_its_picture_and_corrected(
    ines: FlaskClient, denis: FlaskClient, session: Session, audit: str
) -> None:
    assert send(ines, f"{audit}/constats", **FOUND).status_code == 403
    assert send(denis, f"{audit}/constats", **FOUND | {"finding_words": ""}).status_code == 422
    photo = {"finding_file": (pictures.jpeg(), "x.jpg"), "capture": once.fresh()}
    for _ in range(2):
        assert send(denis, f"{audit}/constats", **FOUND, **photo).status_code == 303
        photo["finding_file"] = (pictures.jpeg(), "x.jpg")
    finding = session.exec(select(Finding)).one()
    assert denis.get(f"{DOCUMENTS}/pieces/{finding.file_id}").status_code == 200
    again = FOUND | {"finding_root": finding.id, "finding_grade": "minor"}
    assert send(denis, f"{audit}/constats", **again).status_code == 422
    assert send(denis, f"{audit}/constats", **again, finding_reason="Un seul").status_code == 303
    assert "Écrit d’abord" in denis.get(f"{audit}?constat={finding.id}").text


@pytest.fixture
def action(ines: FlaskClient, denis: FlaskClient, session: Session, audit: str) -> str:
    """An action that Nadia does, after a finding."""
    send(denis, f"{audit}/constats", **FOUND)
    finding = session.exec(select(Finding)).one()
    act = {"words": "Signer", "owner": account(session, "Nadia"), "finding": finding.id}
    assert "Relevé absent" in ines.get(f"{ACTIONS}/nouvelle?finding={finding.id}").text
    assert send(ines, f"{ACTIONS}/nouvelle", **act | {"owner": ""}).status_code == 422
    return send(ines, f"{ACTIONS}/nouvelle", **act).headers["Location"]


def test_an_action_is_done_by_one_and_verified_by_another(
    ines: FlaskClient, denis: FlaskClient, nadia: FlaskClient, audit: str, action: str
) -> None:
    assert send(denis, f"{action}/verifiee", verify_note="Vu").status_code == 409
    assert send(nadia, f"{action}/faite", done_note="").status_code == 422
    assert send(denis, f"{action}/faite", done_note="Signé").status_code == 403
    proof = {"done_note": "Signé", "done_file": (io.BytesIO(PDF), "p.pdf")}
    assert send(nadia, f"{action}/faite", **proof).status_code == 303
    assert send(nadia, f"{action}/verifiee", verify_note="Vu").status_code == 403
    assert send(denis, f"{action}/renvoyee", back_note="Il en manque").status_code == 303
    assert send(nadia, f"{action}/precision", note_note="Je regarde").status_code == 303
    moved = {"move_due_on": "2027-03-01", "move_note": "Congés"}
    assert send(ines, f"{action}/report", **moved).status_code == 303
    assert send(ines, f"{action}/faite", done_note="Tous signés").status_code == 303
    assert send(ines, f"{action}/verifiee", verify_note="Vu").status_code == 403
    assert "ouverte" in ines.get(audit).text
    checked = {"verify_note": "Dix relevés vus", "capture": once.fresh()}
    for _ in range(2):
        assert send(denis, f"{action}/verifiee", **checked).status_code == 303
    page = ines.get(action).text
    for word in ("Dix relevés vus", "Il en manque", "Je regarde", "Congés", "01/03/2027"):
        assert word in page
    assert page.count("Dix relevés vus") == 1
    assert "levée" in ines.get(audit).text
    assert "Signer" in ines.get(f"{ACTIONS}?vue=verifiees").text
    assert ines.get(f"{ACTIONS}?vue=rien").status_code == 404


def test_an_audit_from_outside_is_kept_by_who_keeps_the_file(
    ines: FlaskClient, denis: FlaskClient
) -> None:
    given = {"kind": "surveillance", "process": "Certificat", "planned_on": "2026-12-01",
             "auditor_name": "Organisme"}  # fmt: skip
    here = send(ines, f"{AUDITS}/nouveau", **given).headers["Location"]
    moved = {"step_kind": "moved", "step_on_day": "2026-12-08", "step_note": "Grève"}
    assert send(denis, f"{here}/suite", **moved).status_code == 403
    assert send(ines, f"{here}/suite", **moved | {"step_on_day": ""}).status_code == 422
    assert send(ines, f"{here}/suite", **moved).status_code == 303
    assert "Grève" in ines.get(here).text
    assert "Questions :" not in ines.get(here).text


def test_delays_are_proposed_by_one_and_validated_by_another(
    ines: FlaskClient, denis: FlaskClient, session: Session
) -> None:
    here = f"{AUDITS}/delais-et-questions"
    assert "Proposé, à valider" in denis.get(here).text
    assert "Ses versions" in ines.get(f"{here}?regle=action_due").text
    given = {"rule_code": "action_due", "rule_value": "45", "rule_source": "Revue de mars"}
    assert send(ines, here, **given | {"rule_value": "dix"}).status_code == 422
    assert send(denis, here, **given).status_code == 403
    assert send(ines, here, **given).status_code == 303
    made = key(session, PaperRule)
    assert send(ines, f"{here}/{made}/validation").status_code == 403
    assert send(denis, f"{here}/{made}/validation").status_code == 303
    assert send(denis, f"{here}/{made}/validation").status_code == 409


def test_the_team_is_kept_with_its_history(
    ines: FlaskClient, denis: FlaskClient, session: Session
) -> None:
    member = {"member_name": "Paul Roux", "member_role": "Maintenance",
              "member_on_day": "2025-01-06"}  # fmt: skip
    assert send(ines, f"{REVIEWS}/equipe", **member | {"member_name": ""}).status_code == 422
    assert send(denis, f"{REVIEWS}/equipe", **member).status_code == 403
    assert send(ines, f"{REVIEWS}/equipe", **member).status_code == 303
    root = key(session, TeamEntry)
    gone = {"change_kind": "ended", "change_on_day": "2026-11-20", "change_reason": "Retraite"}
    assert "Quitte l’équipe" in ines.get(f"{REVIEWS}/equipe?membre={root}").text
    assert send(ines, f"{REVIEWS}/equipe/{root}", change_kind="ended").status_code == 422
    assert send(ines, f"{REVIEWS}/equipe/{root}", **gone).status_code == 303
    assert send(ines, f"{REVIEWS}/equipe/{root}", **gone).status_code == 409
    assert "Retraite" in denis.get(f"{REVIEWS}/equipe").text


def test_minutes_are_kept_corrected_and_followed_by_actions(
    ines: FlaskClient, denis: FlaskClient, session: Session
) -> None:
    review = {"kind": "management", "held_on": "2026-11-20", "attendees": "Direction",
              "inputs": "Un audit", "decisions": "Former"}  # fmt: skip
    assert "Ce que la maison sait" in ines.get(f"{REVIEWS}/nouvelle?kind=management").text
    assert ines.get(f"{REVIEWS}/nouvelle?kind=rien").status_code == 404
    assert send(ines, f"{REVIEWS}/nouvelle", **review | {"decisions": ""}).status_code == 422
    here = send(ines, f"{REVIEWS}/nouvelle", **review).headers["Location"]
    meeting = key(session, Meeting)
    fixed = review | {"root": meeting, "decisions": "Former en mai"}
    assert "Former" in ines.get(f"{REVIEWS}/nouvelle?root={meeting}").text
    assert send(ines, f"{REVIEWS}/nouvelle", **fixed).status_code == 422
    corrected = send(ines, f"{REVIEWS}/nouvelle", **fixed, reason="Mois oublié")
    assert corrected.headers["Location"] == here
    assert "Écrit d’abord" in denis.get(here).text
    act = {"words": "Former", "owner": account(session, "Inès"), "meeting": meeting}
    assert send(ines, f"{ACTIONS}/nouvelle", **act).status_code == 303
    assert "Former" in ines.get(here).text


def test_the_certificate_and_what_happens_to_it_are_kept(
    ines: FlaskClient, denis: FlaskClient, session: Session
) -> None:
    paper = {"certificate_number": "C-1", "certificate_body": "Organisme",
             "certificate_standard": "NF EN 14065", "certificate_scope": "Linge plat",
             "certificate_valid_from": "2026-01-01",
             "certificate_valid_until": "2028-12-31"}  # fmt: skip
    certificate = f"{AUDITS}/certificat"
    assert send(ines, certificate, **paper | {"certificate_scope": ""}).status_code == 422
    assert send(ines, certificate, **paper).status_code == 303
    fix = paper | {"certificate_root": key(session, Certificate), "certificate_number": "C-2"}
    assert send(ines, certificate, **fix).status_code == 422
    assert send(ines, certificate, **fix, certificate_reason="Erreur").status_code == 303
    event = {"event_kind": "suspended", "event_on_day": "2026-11-20", "event_note": "Lettre"}
    assert send(ines, f"{certificate}/evenements", **event | {"event_note": ""}).status_code == 422
    assert send(ines, f"{certificate}/evenements", **event).status_code == 303
    shown = denis.get(certificate).text
    assert "Aucun certificat en cours" in shown
    assert "C-2" in shown
    assert "Écrit d’abord" in shown


GET = (
    DOCUMENTS, f"{DOCUMENTS}/nouveau", f"{DOCUMENTS}/1", f"{DOCUMENTS}/1/versions/1",
    f"{DOCUMENTS}/1/nouvelle-version", f"{DOCUMENTS}/1/versions/1/fichiers/1",
    f"{DOCUMENTS}/pieces/1", AUDITS, f"{AUDITS}/nouveau", f"{AUDITS}/1", f"{AUDITS}/certificat",
    f"{AUDITS}/delais-et-questions", REVIEWS, f"{REVIEWS}/equipe", f"{REVIEWS}/nouvelle",
    f"{REVIEWS}/1", ACTIONS, f"{ACTIONS}/nouvelle", f"{ACTIONS}/1",
)  # fmt: skip
POST = (
    f"{DOCUMENTS}/nouveau", f"{DOCUMENTS}/1/nouvelle-version",
    *(f"{DOCUMENTS}/1/versions/1/{act}"
      for act in ("approbation", "refus", "retrait", "relecture", "lu")),
    f"{AUDITS}/nouveau", *(f"{AUDITS}/1/{act}" for act in ("reponses", "suite", "constats")),
    f"{AUDITS}/certificat", f"{AUDITS}/certificat/evenements", f"{AUDITS}/delais-et-questions",
    f"{AUDITS}/delais-et-questions/1/validation", f"{REVIEWS}/equipe", f"{REVIEWS}/equipe/1",
    f"{REVIEWS}/nouvelle", f"{ACTIONS}/nouvelle",
    *(f"{ACTIONS}/1/{act}"
      for act in ("faite", "verifiee", "renvoyee", "report", "precision")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("responsable_atelier", ("bookbinding",)),
     ("comptoir", ("laundry",)), ("bureau", None)],
)  # fmt: skip
def test_strangers_and_people_of_other_workshops_find_every_door_closed(
    signed_in: SignedIn, client: FlaskClient, session: Session, document: str, role: str,
    workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    browser = signed_in(role, workshops) if role else client
    for method, paths in (("GET", GET), ("POST", POST)):
        for path in paths:
            answer = browser.open(path, method=method, headers=HEADERS)
            assert answer.status_code in ({403, 404} if role else {302, 303, 401}), path
            assert "Tri du linge" not in answer.text
    for table in (Audit, PaperAction, Meeting, TeamEntry):
        assert session.exec(select(table)).all() == []


def test_the_inspector_reads_all_and_writes_nothing(
    signed_in: SignedIn, session: Session, document: str
) -> None:
    irene = signed_in("inspecteur")
    for path in (DOCUMENTS, document, AUDITS, REVIEWS, ACTIONS, f"{AUDITS}/certificat"):
        assert irene.get(path).status_code == 200
    for path in POST:
        assert irene.post(path, headers=HEADERS).status_code == 403


@pytest.mark.parametrize("path", [path for path in POST if path not in GET])
def test_what_writes_is_not_asked_by_an_address(ines: FlaskClient, path: str) -> None:
    assert ines.get(path).status_code in {404, 405}


def test_the_page_of_help_opens(nadia: FlaskClient) -> None:
    assert "Lire un document" in nadia.get("/aide/rabc-documents").text
