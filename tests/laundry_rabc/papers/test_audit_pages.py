import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production import once
from laundry_rabc.papers.audit_models import Finding
from laundry_rabc.papers.models import PaperRule
from tests.laundry_rabc.papers.asking import ACTIONS, AUDITS, DOCUMENTS, PDF, account, send
from tests.workshops.laundry.residents import pictures

SignedIn = Callable[..., FlaskClient]


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
