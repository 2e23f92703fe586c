from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session

from laundry_rabc.papers.models import PaperRule
from laundry_rabc.papers.team_models import Certificate, Meeting, TeamEntry
from tests.laundry_rabc.papers.asking import ACTIONS, AUDITS, REVIEWS, account, key, send

SignedIn = Callable[..., FlaskClient]


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
