from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

SignedIn = Callable[..., FlaskClient]
STAGES = "/administration/ateliers/blanchisserie"


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [
        ("administrateur", ["Comptes", "Appareils", "Postes", "Courriels", "Pièces"], []),
        ("bureau", ["Courriels"], ["Comptes", "Pièces de l’écran", "Sauvegardes"]),
        ("responsable_atelier", ["Appareils", "Ateliers et étapes"], ["Comptes"]),
    ],
)
def test_the_front_page_shows_what_the_account_may_look_after(
    signed_in: SignedIn, role: str, seen: list[str], hidden: list[str]
) -> None:
    page = signed_in(role).get("/administration").text
    assert [word for word in seen if word not in page] == []
    assert [word for word in hidden if word in page] == []


@pytest.mark.parametrize("role", ["moniteur", "comptoir"])
def test_the_floor_has_nothing_to_administer(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    assert browser.get("/administration").status_code == 403
    assert 'href="/administration"' not in browser.get("/").text


def test_the_main_menu_names_administration_once(signed_in: SignedIn) -> None:
    page = signed_in("administrateur").get("/").text
    assert 'href="/administration"' in page
    assert 'href="/administration/comptes"' not in page


def test_the_kit_is_shown_to_the_administrator(signed_in: SignedIn) -> None:
    assert signed_in("administrateur").get("/administration/kit").status_code == 200
    assert signed_in("bureau").get("/administration/kit").status_code == 403


def test_jobs_and_backups_are_told(signed_in: SignedIn, tmp_path: object) -> None:
    page = signed_in("direction").get("/administration/etat").text
    assert "Aucune sauvegarde" in page
    assert "Pas encore passée" in page


def test_a_stage_gets_another_name_and_its_history(signed_in: SignedIn) -> None:
    rachid = signed_in("responsable_atelier", ("laundry",))
    answer = rachid.post(STAGES, data={"received.label": "Arrivé", "received.position": "2"})
    assert answer.status_code == 303
    page = rachid.get(STAGES).text
    assert 'value="Arrivé"' in page
    assert "Rachid" in page


def test_a_fault_keeps_everything_as_it_was(signed_in: SignedIn) -> None:
    rachid = signed_in("responsable_atelier", ("laundry",))
    wrong = {"received.label": "Arrivé", "sorted.position": "beaucoup"}
    answer = rachid.post(STAGES, data=wrong)
    assert answer.status_code == 422
    assert "Écrivez un nombre entier" in answer.text
    assert 'value="Arrivé"' in answer.text
    assert "Derniers changements" not in rachid.get(STAGES).text


def test_another_workshop_s_head_changes_nothing(signed_in: SignedIn) -> None:
    other = signed_in("responsable_atelier", ("bookbinding",))
    assert other.get(STAGES).status_code == 403
    assert other.post(STAGES, data={}).status_code == 403
    assert other.post("/administration/maison/laundry", data={}).status_code == 403
    assert other.post("/administration/maison/house", data={}).status_code == 403
    assert signed_in("moniteur").post(STAGES, data={}).status_code == 403


def test_what_clients_read_is_kept_with_its_author(signed_in: SignedIn) -> None:
    denis = signed_in("direction")
    sent = {"phone": "04 73 42 63 63", "email": "contact@exemple.fr", "hours": "8 h à 16 h"}
    assert denis.post("/administration/maison/house", data=sent).status_code == 303
    page = denis.get("/administration/maison").text
    assert "04 73 42 63 63" in page
    assert "Denis" in page
    wrong = denis.post("/administration/maison/laundry", data={"phone": "12"})
    assert wrong.status_code == 422
    assert denis.get("/administration/maison/autre").status_code == 404
